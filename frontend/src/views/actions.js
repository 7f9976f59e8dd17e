/** From what was chosen to goals and actions: what, who, when, and the sign that it works. */
import { Button, Empty, Fragment, h, Heading, Icon, mount, useModel, useRoom } from "../dom.js";
import { Chain, useGoals } from "../findings.js";
import { keptIn, pointsIn } from "../kept.js";
import { localRoom } from "../local.js";
import { Refused, SaveLine } from "../saveline.js";
import { uuid } from "../storage.js";
import { countWord, sentence, t } from "../text.js";
import { useDraft, useEdit } from "../use-draft.js";
import { GoalSaid } from "./goal-check.js";
import { PlanCheck } from "./plan-check.js";
import { ActionForm, GoalForm } from "./plan-forms.js";
import { ActionReview, GoalReview, Roots, Voices } from "./plan-review.js";
import { Status } from "./status.js";
import { StepHeading } from "./step-heading.js";

const MAX_ACTIONS = 3;

function Actions({ model, room: given, level = 2 }) {
  useModel(model, "content");
  const room = useRoom(given ?? localRoom());
  const step = model.get("step");
  const activity = { goals: [], missing: [], ...room.activity(step) };
  const { max_goals: most = 3, from_last: fromLast = false } = model.get("content") ?? {};
  // What is being written, one at a time: {goal} or {goal, action}; an action that is new has the id "new".
  const [open, setOpen, close] = useDraft(room, `${step}.open`, null, { step });
  const { goals } = activity;
  const edit = { open, setOpen: (next) => setOpen(next, true), close, figures: useGoals(), findings: findings(room), room, step, most: activity.max_actions ?? MAX_ACTIONS, canWrite: !room.snapshot?.session?.closed };
  const isOutside = open && !goals.some(({ id }) => id === open.goal); // a new goal, or one that somebody took away meanwhile
  return h(
    Fragment,
    null,
    h(StepHeading, { room, step, level, otherwise: t("Mål og tiltak") }),
    h(
      "div",
      { class: "plan-grid fill", "data-alone": activity.missing.length ? undefined : "true" },
      h(
        "div",
        { class: "stack stack-7 plan-goals" },
        goals.length === 0 && !isOutside && h(NoGoals, { fromLast, room }),
        goals.map((goal) => h(Goal, { key: goal.id, goal, edit, level: level + 1 })),
        isOutside && h(open.action ? EditAction : EditGoal, { key: open.action ?? open.goal, goal: { id: open.goal }, edit }),
        edit.canWrite && !isOutside && (goals.length < most ? h("div", null, h(Button, { variant: goals.length === 0 ? "primary" : "secondary", onClick: () => edit.setOpen({ goal: uuid() }) }, h(Icon, { name: "plus" }), goals.length === 0 ? t("Skriv et mål") : t("Legg til et mål"))) : h("p", { class: "muted" }, t("{count} mål er nok. Vil dere legge til et nytt, må ett ut.", { count: sentence(countWord(most)) }))),
        h(Refused, { room, step }),
        h(SaveLine, { room, step }),
      ),
      h(PlanCheck, { checks: activity.missing, level: level + 1 }, h("p", { class: "small muted" }, t("Alle gruppene skriver i den samme planen. Prosesslederen fyller inn støtte, medvirkning og dato."))),
    ),
  );
}

const where = (room, step) => (room.solo ? { step } : { step, local: step });

/** What a goal can build on: what the vote kept, then what the groups lifted. */
function findings(room) {
  const kept = keptIn(Object.values(room.snapshot?.activities ?? {})).map(({ text }) => text);
  const lifted = pointsIn(room.snapshot ?? {}).map(({ text }) => text);
  return [...new Set([...kept, ...lifted])];
}

function NoGoals({ fromLast, room }) {
  const kept = keptIn(Object.values(room.snapshot?.activities ?? {}));
  if (fromLast && !room.solo) return h(Empty, { title: t("Planen fra sist er ikke hentet inn") }, t("Prosesslederen henter den på siden «Etter økta». Dere kan også skrive inn målene dere hadde."));
  if (fromLast) return h(Empty, { title: t("Ingen mål ennå") }, t("Skriv inn målene dere hadde sist."));
  return h(
    Empty,
    { title: t("Ingen mål ennå") },
    kept.length > 0 ? t("Skriv det første målet. Begynn med det dere valgte:") : t("Skriv det første målet."),
    kept.map(({ id, text }) => h("span", { key: id, class: "kept-first strong" }, text)),
  );
}

/** The form of a goal; one that the room does not hold is a new one. */
function EditGoal({ goal, edit }) {
  const { room, step, close } = edit;
  const form = useEdit(room, `${step}.goal.${goal.id}`, goal.text === undefined ? null : goal, step);
  const leave = () => (form.drop(), close());
  return h(GoalForm, {
    form,
    isNew: goal.text === undefined,
    goals: edit.figures,
    findings: edit.findings,
    onCancel: leave,
    onSave: (values) => (room.send("goal.save", { goal: goal.id, ...values, ...where(room, step), revision: goal.revision }), leave()),
    onRemove: goal.text === undefined ? undefined : () => (room.send("goal.remove", { goal: goal.id, local: step }), leave()),
  });
}

/** The form of an action of `goal`: a new one, or one that somebody took away while it was written on here. */
function EditAction({ goal, action, edit }) {
  const { room, step, close, open } = edit;
  const form = useEdit(room, `${step}.action.${goal.id}.${open.action}`, action ?? null, step);
  const leave = () => (form.drop(), close());
  return h(ActionForm, {
    form,
    isNew: !action,
    onCancel: leave,
    onSave: (values) => (room.send("action.save", { action: action?.id ?? uuid(), goal: goal.id, ...values, revision: action?.revision, local: step }), leave()),
    onRemove: action ? () => (room.send("action.remove", { action: action.id, local: step }), leave()) : undefined,
  });
}

function Goal({ goal, edit, level }) {
  const { open, setOpen, room, most, canWrite } = edit;
  const actions = goal.actions ?? [];
  const isHere = open?.goal === goal.id;
  if (isHere && !open.action) return h(EditGoal, { goal, edit });
  const adding = isHere && !actions.some(({ id }) => id === open.action);
  return h(
    "section",
    { class: "goal stack stack-4 fill", "aria-label": t("Mål: {text}", { text: goal.text }) },
    h("div", { class: "stack stack-2" }, goal.finding && h("p", { class: "muted" }, goal.finding), h(Heading, { level, size: "md" }, goal.text), goal.target && h("p", { class: "measure" }, goal.target), h(GoalSaid, { goals: edit.figures, goal }), canWrite && h("button", { class: "ds-link tap", type: "button", "aria-label": t("Endre målet: {text}", { text: goal.text }), onClick: () => setOpen({ goal: goal.id }) }, t("Endre målet"))),
    h(Chain, { goal, room }),
    goal.carried ? h(LastTime, { goal, edit, level: level + 1 }) : h(Voices, { goal }),
    actions.length > 0 && h(ActionTable, { goal, actions, edit, level: level + 1 }),
    h(ActionCards, { goal, actions, edit, level: level + 1 }),
    adding && h(EditAction, { key: open.action, goal, edit }),
    canWrite && !adding && (actions.length < most ? h("div", null, h(Button, { variant: "secondary", onClick: () => setOpen({ goal: goal.id, action: "new" }) }, h(Icon, { name: "plus" }), t("Legg til et tiltak"))) : h("p", { class: "muted" }, t("{count} tiltak er nok. Vil dere legge til et nytt, må ett ut.", { count: sentence(countWord(most)) }))),
  );
}

/** Whether an earlier session wrote the goal: then this one can say what came of it. */
/** What the goal came from, what came of each action, and what was learned; everybody fills in the same. */
function LastTime({ goal, edit, level }) {
  const sent = { local: edit.step };
  if (!edit.canWrite) return h(Roots, { goal });
  return h(
    Fragment,
    null,
    h(Roots, { goal }),
    h(
      "details",
      { class: "lm-details fill" },
      h("summary", null, t("Hva ble det av planen?")),
      h("div", { class: "stack stack-5" }, goal.actions.map((action) => h("div", { key: action.id, class: "plan-form stack stack-3" }, h(Heading, { level: Math.min(6, level), size: "2xs" }, action.text), h(ActionReview, { action, goal, room: edit.room, sent }))), h("div", { class: "plan-form" }, h(GoalReview, { goal, room: edit.room, sent }))),
    ),
  );
}

const COLUMNS = () => [t("Tiltak"), t("Hvem"), t("Når"), t("Tegn på at det virker"), t("Status")];

const later = (text) => text || h("span", { class: "muted" }, t("ikke fylt inn"));

function ActionTable({ goal, actions, edit, level }) {
  const editing = edit.open?.goal === goal.id && actions.find(({ id }) => id === edit.open.action);
  return h(
    Fragment,
    null,
    h(`h${Math.min(6, level)}`, { class: "ds-sr-only" }, t("Tiltak")),
    h(
      "table",
      { class: "ds-table plan-table", "data-color": "neutral" },
      h("thead", null, h("tr", null, COLUMNS().map((name) => h("th", { key: name, scope: "col" }, name)))),
      h(
        "tbody",
        null,
        actions.map((action) =>
          h("tr", { key: action.id }, h("th", { scope: "row" }, action.text), h("td", null, later(action.who)), h("td", null, later(action.when)), h("td", null, later(action.success_sign)), h("td", null, h(Status, action), edit.canWrite && h("button", { class: "ds-link tap", type: "button", "aria-label": t("Endre tiltaket: {text}", { text: action.text }), onClick: () => edit.setOpen({ goal: goal.id, action: action.id }) }, t("Endre")))),
        ),
      ),
    ),
    editing && h("div", { class: "only-wide fill" }, h(EditAction, { key: editing.id, goal, action: editing, edit })),
  );
}

function ActionCards({ goal, actions, edit, level }) {
  return h(
    "ol",
    { class: "plan-cards fill" },
    actions.map((action) =>
      h(
        "li",
        { key: action.id },
        edit.open?.goal === goal.id && edit.open.action === action.id
          ? h(EditAction, { goal, action, edit })
          : h(
              Fragment,
              null,
              h(`h${Math.min(6, level)}`, null, action.text),
              h("dl", { class: "facts" }, h("dt", null, t("Hvem")), h("dd", null, later(action.who)), h("dt", null, t("Når")), h("dd", null, later(action.when)), h("dt", null, t("Tegn")), h("dd", null, later(action.success_sign))),
              h("div", { class: "row row-between" }, h(Status, action), edit.canWrite && h("button", { class: "ds-link tap", type: "button", "aria-label": t("Endre tiltaket: {text}", { text: action.text }), onClick: () => edit.setOpen({ goal: goal.id, action: action.id }) }, t("Endre"))),
            ),
      ),
    ),
  );
}

export default { render: ({ model, el, room, level }) => mount(Actions, { model, room, level }, el) };
