/**
 * Goals, actions and what the plan needs before it is ready. The same fields as the groups see.
 */
import { CarryOn } from "../after/carry.js";
import { useFound } from "../after/found.js";
import { h, Icon, useEffect, useState } from "../dom.js";
import { textsOf } from "../reduce.js";
import { longDate, t } from "../text.js";
import { FigureChoice, GoalCheck, useFigure } from "../views/goal-check.js";
import { checkHeading } from "../views/plan-check.js";
import { useRecord } from "./record.js";

const MAX_GOALS = 3;
const MAX_ACTIONS = 3;
const LENGTH = 500;
const ACTION_FIELDS = ["text", "who", "when", "success_sign", "process_sign", "balancing_sign", "needs"];

function Clash({ form }) {
  if (form.clash.length === 0) return null;
  return h(
    "div",
    { class: "clash stack stack-2 fill", role: "alert" },
    h("p", null, t("Noen andre endret dette mens du skrev. Nå står det:")),
    form.clash.map((name) => h("p", { key: name }, `«${form.theirs(name)}»`)),
    h(
      "div",
      { class: "row" },
      h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: form.keepMine }, t("Behold min tekst")),
      h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: form.takeTheirs }, t("Bruk den andre")),
    ),
  );
}

function Problem({ text }) {
  return text ? h("p", { class: "ds-validation-message", role: "alert" }, text) : null;
}

/** A labelled field of a record: one line, several, or a date. */
function TextField({ id, name, label, hint, form, lines = 1, type = "text", describedBy, children }) {
  const described = [hint && `${id}-hint`, describedBy].filter(Boolean).join(" ");
  const shared = { class: "ds-input", id, name, value: form.value(name), "aria-describedby": described || undefined, ...form.handlers(name) };
  return h(
    "div",
    { class: "ds-field" },
    h("label", { class: "ds-label", for: id }, label),
    hint && h("p", { class: "small muted hint", id: `${id}-hint` }, hint),
    lines > 1 ? h("textarea", { ...shared, rows: lines, maxLength: LENGTH }) : h("input", { ...shared, type, maxLength: type === "text" ? LENGTH : undefined, autocomplete: "off" }),
    children,
  );
}

/** The record's revision, so that the room can tell that somebody else saved meanwhile. */
function revisionOf(record) {
  return record.revision ? { revision: record.revision } : {};
}

/** Store a goal or an action that was taken away once more; the room has let go of its old id. */
async function putBack({ goal, action }, act, newId) {
  if (action) {
    const kept = Object.fromEntries([...ACTION_FIELDS, "status"].map((name) => [name, action[name]]).filter(([, said]) => said));
    return act({ do: "action.save", action: newId(), goal: goal.id, ...kept });
  }
  const id = newId();
  const kept = Object.fromEntries(["text", "finding", "target", "indicator", "sources"].map((name) => [name, goal[name]]).filter(([, said]) => said?.length > 0));
  const answer = await act({ do: "goal.save", goal: id, ...kept });
  if (!answer.ok) return answer;
  for (const own of goal.actions ?? []) await putBack({ goal: { id }, action: own }, act, newId);
  return answer;
}

/** What was just taken away, and the way to get it back. */
function Removed({ removed, act, newId, done }) {
  const [problem, setProblem] = useState("");
  const undo = async () => {
    const answer = await putBack(removed, act, newId);
    if (answer.ok) done();
    else setProblem(answer.error);
  };
  return h(
    "div",
    { class: "removed fill", role: "status" },
    h("p", null, removed.action ? t("Tiltaket er tatt bort.") : t("Målet er tatt bort.")),
    h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: undo }, t("Legg tilbake")),
    h(Problem, { text: problem }),
  );
}

function ActionForm({ action, goal, index, room, act, onGone }) {
  const form = useRecord(action, (values) => act({ do: "action.save", action: action.id, goal, ...values, ...revisionOf(action) }), { room, name: `action.${goal}.${action.id}` });
  const id = (name) => `action-${action.id}-${name}`;
  const [isFilled] = useState(() => ["process_sign", "balancing_sign", "needs"].some(form.value));
  const remove = () => onGone({ goal: { id: goal }, action });
  return h(
    "li",
    null,
    h(
      "fieldset",
      { class: "action-form" },
      h("legend", null, t("Tiltak {no}", { no: index + 1 })),
      h(TextField, { id: id("text"), name: "text", label: t("Hva gjør vi"), form, lines: 2 }),
      h(TextField, { id: id("who"), name: "who", label: t("Hvem"), form }),
      h(TextField, { id: id("when"), name: "when", label: t("Når"), form }),
      h(TextField, { id: id("sign"), name: "success_sign", label: t("Tegn på at det virker"), form, lines: 2 }),
      h(
        "details",
        { class: "lm-details", open: isFilled },
        h("summary", null, t("Flere tegn, og det tiltaket trenger")),
        h(
          "div",
          { class: "more-signs" },
          h(TextField, { id: id("process"), name: "process_sign", label: t("Tegn på at det blir gjort"), form, lines: 2 }),
          h(TextField, { id: id("balancing"), name: "balancing_sign", label: t("Tegn på at noe annet lider"), form, lines: 2 }),
          h(TextField, { id: id("needs"), name: "needs", label: t("Det tiltaket trenger"), form, lines: 2 }),
        ),
      ),
      h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: remove }, t("Ta bort tiltak {no}", { no: index + 1 })),
    ),
    h(Clash, { form }),
    h(Problem, { text: form.problem }),
  );
}

function GoalForm({ goal, figures, index, room, act, pending, addAction, takeAway }) {
  // Which figure the goal is to move is kept with it, so that next year's survey can answer.
  const moved = () => (figures?.length > 0 ? { indicator: figure.figure?.key ?? "" } : {});
  const form = useRecord(goal, (values) => act({ do: "goal.save", goal: goal.id, ...values, ...moved(), ...revisionOf(goal) }), { room, name: `goal.${goal.id}` });
  const id = (name) => `goal-${goal.id}-${name}`;
  const figure = useFigure(figures, ["target", "finding", "text"].map(form.value), (target) => form.type("target", target));
  const actions = [...(goal.actions ?? []), ...pending];
  const stored = Boolean(goal.revision);
  const remove = () => takeAway({ goal });
  return h(
    "li",
    { class: "goal-form stack stack-4" },
    h("h3", { class: "ds-heading", "data-size": "2xs" }, t("Mål {no}", { no: index + 1 })),
    h(
      "div",
      { class: "goal-fields fill" },
      h(TextField, { id: id("text"), name: "text", label: t("Hva skal elevene merke?"), form, lines: 2 }),
      h(TextField, { id: id("finding"), name: "finding", label: t("Det målet bygger på"), form }),
      h(FigureChoice, { id: id("figure"), ...figure }),
      h(TextField, { id: id("target"), name: "target", label: t("Slik ser vi at vi er framme"), form, describedBy: id("check") }, h(GoalCheck, { id: id("check"), figure: figure.figure, target: form.value("target") })),
    ),
    h(Clash, { form }),
    h(Problem, { text: form.problem }),
    actions.length > 0 && h("ol", { class: "action-list fill" }, actions.map((action, i) => h(ActionForm, { key: action.id, action, goal: goal.id, index: i, room, act, onGone: takeAway }))),
    h(
      "div",
      { class: "row" },
      stored && actions.length < MAX_ACTIONS && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => addAction(goal.id) }, t("Nytt tiltak")),
      h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: remove }, t("Ta bort mål {no}", { no: index + 1 })),
      actions.length >= MAX_ACTIONS && h("span", { class: "small muted" }, t("Tre tiltak er nok. Vil dere legge til et nytt, må ett ut.")),
    ),
  );
}

/** Words on a goal or an action that is not there any more: taken away by others, or never stored before a reload. */
function Left({ goals, fresh, room, act, newId }) {
  const known = new Set(goals.flatMap((goal) => [`goal.${goal.id}`, ...(goal.actions ?? []).map((action) => `action.${goal.id}.${action.id}`)]));
  for (const { id, goal } of fresh) known.add(goal === null ? `goal.${id}` : `action.${goal}.${id}`);
  const names = ["goal.", "action."].flatMap((start) => room.drafts.namesAfter(start).map((rest) => start + rest)).filter((name) => !known.has(name));
  return names.map((name) => h(LeftBehind, { key: name, name, goals, room, act, newId }));
}

function LeftBehind({ name, goals, room, act, newId }) {
  const values = Object.fromEntries(Object.entries(room.drafts.get(name) ?? {}).map(([field, { text }]) => [field, text]));
  const [kind, goal] = name.split(".");
  const add = async () => {
    const answer = await act(kind === "goal" ? { do: "goal.save", goal: newId(), ...values } : { do: "action.save", action: newId(), goal, ...values });
    if (answer.ok) room.dropDraft(name);
  };
  const canAdd = Boolean(values.text) && (kind === "goal" || goals.some(({ id }) => id === goal));
  return h(
    "div",
    { class: "clash stack stack-2 fill" },
    h("p", null, kind === "goal" ? t("Dette skrev du på et mål som ikke står her lenger:") : t("Dette skrev du på et tiltak som ikke står her lenger:")),
    textsOf(values).map((text) => h("p", { key: text }, `«${text}»`)),
    h(
      "div",
      { class: "row" },
      canAdd && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: add }, t("Legg til på nytt")),
      h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: () => room.dropDraft(name) }, t("Kast teksten")),
    ),
  );
}

/** An empty plan can begin with the last one. */
function Carry({ api }) {
  const { earlier } = useFound(api);
  return h(CarryOn, { api, earlier });
}

/** All goals with their actions; `figures` is what can be said to their targets. New ones live here until their first words are stored. */
export function Goals({ goals, figures, room, act, newId }) {
  const [pending, setPending] = useState([]); // {id, goal: null | id of the goal that the action belongs to}
  const known = new Set(goals.flatMap((goal) => [goal.id, ...(goal.actions ?? []).map((action) => action.id)]));
  const fresh = pending.filter(({ id }) => !known.has(id));
  // Once stored, an entry belongs to the room: what is removed there must not come back from here.
  useEffect(() => {
    if (fresh.length < pending.length) setPending(fresh);
  }, [fresh.length, pending.length]);
  const shown = [...goals, ...fresh.filter(({ goal }) => goal === null)];
  const add = (goal) => setPending([...fresh, { id: newId(), goal }]);
  const [removed, setRemoved] = useState(null);
  const takeAway = async (gone) => {
    const { id, revision } = gone.action ?? gone.goal;
    room.dropDraft(gone.action ? `action.${gone.goal.id}.${id}` : `goal.${id}`);
    if (!revision) {
      setPending(fresh.filter((entry) => entry.id !== id));
      return;
    }
    const answer = await act(gone.action ? { do: "action.remove", action: id } : { do: "goal.remove", goal: id });
    if (answer.ok) setRemoved(gone);
  };
  return h(
    "section",
    { class: "fill stack stack-4", "aria-labelledby": "h-goals" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-goals" }, t("Mål og tiltak")),
    shown.length === 0 && h("p", { class: "muted" }, t("Ingen mål ennå. Gruppene kan skrive, og du kan skrive her.")),
    shown.length === 0 && h(Carry, { api: room.address }),
    h("ol", { class: "goal-list fill" }, shown.map((goal, index) => h(GoalForm, { key: goal.id, goal, figures, index, room, act, pending: fresh.filter((entry) => entry.goal === goal.id), addAction: add, takeAway }))),
    h(Left, { goals, fresh, room, act, newId }),
    removed && h(Removed, { removed, act, newId, done: () => setRemoved(null) }),
    shown.length < MAX_GOALS
      ? h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => add(null) }, t("Nytt mål"))
      : h("p", { class: "small muted" }, t("Tre mål er nok. Vil dere legge til et nytt, må ett ut.")),
  );
}

const PLAN_FIELDS = [
  ["participation", () => t("Medvirkning"), () => t("Hvem spør elevrådet og FAU, og når?")],
  ["support_leader", () => t("Støtte fra ledelsen"), () => t("Hvilken tid og hvilke folk setter ledelsen av?")],
  ["support_owner", () => t("Støtte fra skoleeier"), () => t("Hva trenger dere, og hvem spør?")],
  ["support_ppt", () => t("Støtte fra PPT"), () => t("Hva trenger dere, og hvem spør?")],
];

/** What is filled in and what is missing, and the fields for it. */
export function PlanChecks({ checks, plan, room, act }) {
  const form = useRecord(plan, (values) => act({ do: "plan.save", ...values, ...revisionOf(plan) }), { room, name: "plan" });
  return h(
    "section",
    { class: "fill stack stack-4", "aria-labelledby": "h-checks" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-checks" }, checkHeading(checks)),
    h(
      "ul",
      { class: "todo fill" },
      checks.map((check) =>
        h(
          "li",
          { key: check.title, "data-state": check.filled ? "done" : "miss" },
          h(Icon, { name: check.filled ? "done" : "missing" }),
          h("div", null, h("strong", null, check.title, h("span", { class: "ds-sr-only" }, " (", check.filled ? t("på plass") : t("mangler"), ")")), check.text),
        ),
      ),
    ),
    h(
      "div",
      { class: "plan-fields fill" },
      PLAN_FIELDS.map(([name, label, hint]) => h(TextField, { key: name, id: `plan-${name}`, name, label: label(), hint: hint(), form, lines: 2 })),
      h(TextField, { id: "plan-evaluate_on", name: "evaluate_on", label: t("Dato for å se på planen"), form, type: "date" }),
    ),
    plan.suggested_on && !form.value("evaluate_on") && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "plan.save", evaluate_on: plan.suggested_on, ...revisionOf(plan) }) }, t("Bruk {date}", { date: longDate(plan.suggested_on) })),
    h(Clash, { form }),
    h(Problem, { text: form.problem }),
  );
}
