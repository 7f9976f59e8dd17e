/**
 * What came of a plan: the chain behind a goal, an outcome for each action, and what was learned of the goal.
 * The same fields in a workbook, where everybody fills them in, and on the page after the day, where who leads
 * does. `sent` goes with each command: {local} in a workbook, {role} after the day, when a reason can be given.
 */
import { Button, Fragment, h, useId, useState } from "../dom.js";
import { clockTime, longDate, t } from "../text.js";
import { Rephrase, useRephrase } from "./rephrase.js";
import { statuses } from "./status.js";

const LINKS = {
  finding: () => t("Det målet bygger på"),
  note: () => t("Det vi så"),
  vote: () => t("Det vi valgte"),
  voice: () => t("Det elever og foreldre sa"),
  goal: () => t("Målet"),
  action: () => t("Det vi gjør"),
  evaluation: () => t("Det vi lærte"),
};
const OUTCOMES = () => [["", t("Ikke sagt ennå")], ["done", t("Gjort")], ["partly", t("Delvis gjort")], ["not_done", t("Ikke gjort")]];
const VERDICTS = () => [["", t("Ikke sagt ennå")], ["keep", t("Beholde")], ["change", t("Endre")], ["stop", t("Stoppe")]];
const LONGEST = { text: 500, reason: 200 };

/** What is typed over what is stored, and how it is sent: `commands(values)` gives [name, fields] for what has changed. */
function useForm(room, stored, commands) {
  const [typed, setTyped] = useState({});
  const [result, setResult] = useState({ said: "", problem: "" });
  const values = { ...stored, ...typed };
  const type = (name, value) => (setTyped((now) => ({ ...now, [name]: value })), setResult({ said: "", problem: "" }));
  const save = async () => {
    for (const [what, fields] of commands(values)) {
      const answer = await room.send(what, fields);
      if (!answer.ok) {
        room.forget(answer.id);
        return setResult({ said: "", problem: answer.error });
      }
    }
    setTyped((now) => Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== values[name]))); // what was written meanwhile stays
    return setResult({ said: t("Lagret {time}", { time: clockTime(new Date()) }), problem: "" });
  };
  return { values, type, save, result };
}

function Choice({ form, name, label, options }) {
  const id = useId(name);
  return h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: id }, label), h("select", { class: "ds-input", id, value: form.values[name], onChange: (event) => form.type(name, event.currentTarget.value) }, options.map(([key, word]) => h("option", { key, value: key }, word))));
}

function Words({ form, name, label, help, limit = LONGEST.text, area = false }) {
  const id = useId(name);
  const common = { class: "ds-input", id, maxLength: limit, value: form.values[name], "aria-describedby": help && `${id}-d`, onInput: (event) => form.type(name, event.currentTarget.value) };
  return h("div", { class: "ds-field fill" }, h("label", { class: "ds-label", for: id }, label), help && h("div", { "data-field": "description", id: `${id}-d` }, help), area ? h("textarea", { ...common, rows: 2 }) : h("input", { ...common, type: "text", autocomplete: "off" }));
}

function Reason({ form }) {
  return h(Words, { form, name: "reason", label: t("Hvorfor endrer dere dette? (valgfritt)"), limit: LONGEST.reason });
}

/** A row with the button that saves, and what came of it. */
function SaveRow({ result }) {
  return h(Fragment, null, h("div", { class: "row" }, h(Button, { type: "submit", variant: "secondary" }, t("Lagre")), h("span", { class: "small muted", role: "status" }, result.said)), h("div", { role: "alert" }, result.problem && h("p", { class: "ds-validation-message" }, result.problem)));
}

/** Save after asking about what might name somebody, as everywhere else. */
function Form({ form, texts, label, children }) {
  const rephrase = useRephrase();
  const submit = (event) => {
    event.preventDefault();
    rephrase.ask(texts.map((name) => form.values[name]).filter(Boolean), form.save);
  };
  return h("form", { class: "stack stack-3 fill", "aria-label": label, onSubmit: submit, noValidate: true }, children, h(Rephrase, { ...rephrase.question, anyway: t("Lagre likevel") }), h(SaveRow, form));
}

/** Why it is changed, for the plan's history; not asked for during the day, of which there is none. */
const reasonIn = (sent, reason) => (sent.role ? { ...sent, reason } : sent);

const reviewOf = ({ review }, ...names) => Object.fromEntries(names.map((name) => [name, review?.[name] ?? ""]));

export function ActionReview({ action, goal, room, sent }) {
  const stored = { status: action.status, ...reviewOf(action, "outcome", "why"), reason: "" };
  const form = useForm(room, stored, ({ status, outcome, why, reason }) => [
    ...(status === stored.status ? [] : [["action.save", { action: action.id, goal: goal.id, status, revision: action.revision, ...reasonIn(sent, reason) }]]),
    ...(outcome === stored.outcome && why === stored.why ? [] : [["action.review", { action: action.id, outcome: outcome || null, why, revision: action.review?.revision ?? 0, ...reasonIn(sent, reason) }]]),
  ]);
  return h(
    Form,
    { form, texts: ["why", "reason"], label: t("Oppdater tiltaket: {text}", { text: action.text }) },
    h("div", { class: "two fill" }, h(Choice, { form, name: "status", label: t("Status"), options: statuses() }), h(Choice, { form, name: "outcome", label: t("Hva ble det av tiltaket?"), options: OUTCOMES() })),
    h(Words, { form, name: "why", label: t("Hvorfor gikk det slik?") }),
    sent.role && h(Reason, { form }),
  );
}

export function GoalReview({ goal, room, sent }) {
  const stored = { ...reviewOf(goal, "verdict", "learned", "questioned"), reason: "" };
  const form = useForm(room, stored, ({ verdict, learned, questioned, reason }) => [
    ["goal.review", { goal: goal.id, verdict: verdict || null, learned, questioned, revision: goal.review?.revision ?? 0, ...reasonIn(sent, reason) }],
  ]);
  return h(
    Form,
    { form, texts: ["learned", "questioned", "reason"], label: t("Det vi lærte av målet: {text}", { text: goal.text }) },
    h(Choice, { form, name: "verdict", label: t("Hva gjør dere med målet?"), options: VERDICTS() }),
    h(Words, { form, name: "learned", label: t("Gjorde vi det riktig?"), help: t("Hva virket, hva virket ikke, og hva gjør vi annerledes neste gang?"), area: true }),
    h(Words, { form, name: "questioned", label: t("Gjorde vi det riktige?"), help: t("Hva tok vi for gitt om elevene, om oss selv eller om årsaken? Holdt det?"), area: true }),
    sent.role && h(Reason, { form }),
  );
}

/**
 * From the finding to the goal; a point of this session links to where it stands among the others.
 * `beside(link)` is what stands after a link, for one who may do something with it.
 */
export function Roots({ goal, hasPoint = () => false, beside = () => null, label = t("Hvor målet kommer fra") }) {
  if (!goal.chain?.length) return null;
  return h(
    "ol",
    { class: "roots fill", "aria-label": label },
    goal.chain.map((link, at) => {
      const { kind, text, title, day, source } = link;
      return h("li", { key: at, "data-kind": kind }, h("span", { class: "strong" }, LINKS[kind]()), " ", hasPoint(source) ? h("a", { class: "ds-link", href: `#point-${source}` }, text) : text, " ", h("span", { class: "muted small" }, `${title}, ${longDate(day)}`), beside(link));
    }),
  );
}

/** What pupils and parents said, alone: beside a goal whose own chain is drawn from the day. */
export function Voices({ goal }) {
  const chain = (goal.chain ?? []).filter(({ kind }) => kind === "voice");
  return h(Roots, { goal: { chain }, label: t("Det elever og foreldre sa") });
}

