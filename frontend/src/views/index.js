/** Which view shows which widget: the widget's trait `_view` names it. */
import actions from "./actions.js";
import board from "./board.js";
import commit from "./commit.js";
import guess from "./guess.js";
import prioritise from "./prioritise.js";
import rating from "./rating.js";
import report from "./report.js";
import results from "./results.js";

export const VIEWS = { guess, results, reflect: board, board, rating, private: commit, prioritise, actions, report };
