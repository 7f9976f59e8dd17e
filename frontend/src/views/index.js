/** Which view shows which widget: the widget's trait `_view` names it. */
import actions from "./actions.js";
import guess from "./guess.js";
import prioritise from "./prioritise.js";
import reflect from "./reflect.js";
import report from "./report.js";
import results from "./results.js";

export const VIEWS = { guess, results, reflect, prioritise, actions, report };
