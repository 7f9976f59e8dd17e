/** The walls of the plan: a goal with its actions as they are written, and at the end all the goals. */
import { h } from "../dom.js";
import { goalsIn } from "../kept.js";
import { countWord, longDate, sentence, t } from "../text.js";
import { Frame, usePages } from "./frame.js";

const MOST_ACTIONS = 3;

/** A page for each three actions of each goal, the goal that was written last first. */
function pagesOf(goals) {
  return [...goals].reverse().flatMap((goal) => {
    const actions = goal.actions ?? [];
    const count = Math.max(1, Math.ceil(actions.length / MOST_ACTIONS));
    return Array.from({ length: count }, (_, at) => ({ goal, actions: actions.slice(at * MOST_ACTIONS, (at + 1) * MOST_ACTIONS) }));
  });
}

export function PlanWall({ room, step, activity }) {
  const goals = activity.goals ?? [];
  const pages = pagesOf(goals);
  const pager = usePages(pages.length);
  const page = pages[pager.page];
  const note = goals.length > 1 ? t("{count} mål er skrevet", { count: sentence(countWord(goals.length)) }) : null;
  return h(
    Frame,
    { room, step, title: page?.goal.text ?? step.title, lead: page?.goal.target, note, pager },
    page ? h("div", { class: "wall-plan" }, page.actions.length > 0 && h(Actions, { actions: page.actions })) : h("div", { class: "wall-say" }, h("p", null, t("Skriv målet og tiltakene på telefonen: hva, hvem, når, og tegnet på at det virker."))),
  );
}

function Actions({ actions }) {
  const columns = [t("Tiltak"), t("Hvem"), t("Når"), t("Tegn på at det virker")];
  return h("table", null, h("thead", null, h("tr", null, columns.map((name) => h("th", { key: name, scope: "col" }, name)))), h("tbody", null, actions.map(({ id, text, who, when, success_sign: sign }) => h("tr", { key: id }, h("th", { scope: "row" }, text), h("td", null, who), h("td", null, when), h("td", null, sign)))));
}

export function ReportWall({ room, step }) {
  const activities = Object.values(room.snapshot.activities);
  const goals = goalsIn(activities);
  const day = activities.map(({ plan }) => plan?.evaluate_on).find(Boolean);
  const pager = usePages(Math.ceil(goals.length / MOST_ACTIONS));
  const here = goals.slice(pager.page * MOST_ACTIONS, (pager.page + 1) * MOST_ACTIONS);
  return h(
    Frame,
    { room, step, title: step.title, lead: day ? t("Vi ser på planen igjen {day}.", { day: longDate(day) }) : null, note: goals.length ? t("Referatet ligger på telefonen.") : null, pager },
    goals.length ? h("ul", { class: "wall-options" }, here.map(({ id, text, actions = [] }) => h("li", { key: id }, text, actions.length > 0 && h("span", { class: "wall-under" }, actions.map((action) => action.text).join(" · "))))) : h("div", { class: "wall-say" }, h("p", null, t("Referatet ligger på telefonen."))),
  );
}
