/** One goal of the plan after the day: what it came from, what the figures say, its actions, and what was learned. */
import { Fragment, h, Verdict } from "../dom.js";
import { longDate, t } from "../text.js";
import { ActionReview, GoalReview } from "../views/plan-review.js";
import { Status } from "../views/status.js";
import { VoicedRoots } from "./voices.js";

function Action({ action, goal, room, sent }) {
  const signs = [[t("Hvem"), action.who], [t("Når"), action.when], [t("Det virker"), action.success_sign], [t("Det blir gjort"), action.process_sign], [t("Noe annet lider"), action.balancing_sign], [t("Det trenger vi"), action.needs]].filter(([, said]) => said);
  return h(
    "li",
    { class: "stack stack-2" },
    h("h4", { class: "ds-heading", "data-size": "2xs" }, action.text),
    h("p", { class: "row" }, h(Status, { status: action.standing }), action.due && h("span", { class: "muted" }, t("Frist {date}", { date: longDate(action.due) }))),
    signs.length > 0 && h("dl", { class: "facts" }, signs.map(([name, said]) => h(Fragment, { key: name }, h("dt", null, name), h("dd", null, said)))),
    h("details", { class: "lm-details fill" }, h("summary", null, t("Oppdater tiltaket")), h(ActionReview, { action, goal, room, sent })),
  );
}

/** `figure` is what the released figures say of the goal: {name, kind, text, why}, or undefined. */
export function PlanGoal({ goal, figure, room, sent, hasPoint }) {
  return h(
    "section",
    { class: "plan-goal stack stack-4 fill", id: `goal-${goal.id}`, "aria-label": t("Mål: {text}", { text: goal.text }) },
    h("h3", { class: "ds-heading", "data-size": "xs" }, goal.text),
    goal.target && h("p", { class: "measure" }, goal.target),
    figure && h("div", { class: "stack stack-2" }, h("p", null, `${figure.name}: `, figure.kind ? h(Verdict, figure) : figure.text), figure.why && h("p", { class: "muted small" }, figure.why)),
    h(VoicedRoots, { goal, hasPoint, room, sent }),
    goal.actions.length > 0 && h("ol", { class: "plan-actions fill" }, goal.actions.map((action) => h(Action, { key: action.id, action, goal, room, sent }))),
    h("details", { class: "lm-details fill", open: Boolean(goal.review) }, h("summary", null, t("Det vi lærte")), h(GoalReview, { goal, room, sent })),
  );
}
