/** The two forms of the plan. A form holds its own text: what others save meanwhile does not touch it. */
import { Button, h, useId, useRef, useState } from "../dom.js";
import { t } from "../text.js";
import { FigureChoice, GoalCheck, useFigure } from "./goal-check.js";
import { Rephrase, useRephrase } from "./rephrase.js";

function Field({ name, label, help, values, onChange, area = false, limit = 400, list, describedBy, children }) {
  const id = useId(name);
  const described = [help && `${id}-d`, describedBy].filter(Boolean).join(" ");
  const common = { class: "ds-input", id, maxlength: limit, value: values[name] ?? "", "aria-describedby": described || undefined, onInput: (event) => onChange({ ...values, [name]: event.currentTarget.value }) };
  return h("div", { class: "ds-field fill" }, h("label", { class: "ds-label", for: id }, label), help && h("div", { "data-field": "description", id: `${id}-d` }, help), area ? h("textarea", { ...common, rows: 2 }) : h("input", { ...common, type: "text", list }), children);
}

function Form({ title, values, onValues, required, asked, onSave, onCancel, onRemove, removeLabel, children }) {
  const before = useRef(values).current;
  const { ask, question } = useRephrase();
  return h(
    "form",
    {
      class: "plan-form stack stack-4 fill",
      "aria-label": title,
      onSubmit: (event) => {
        event.preventDefault();
        const saved = trimmed(values);
        ask(Object.keys(saved).filter((name) => saved[name] !== before[name]).map((name) => saved[name]), () => onSave(saved));
      },
    },
    h("p", { class: "strong" }, title),
    children,
    asked && h("p", { class: "ds-validation-message" }, required),
    h(Rephrase, { ...question, anyway: t("Lagre likevel") }),
    h("div", { class: "row fill" }, h(Button, { type: "submit" }, t("Lagre")), h(Button, { variant: "tertiary", onClick: onCancel }, t("Avbryt")), onRemove && h("button", { class: "ds-link push", type: "button", onClick: onRemove }, removeLabel)),
  );
}

const trimmed = (values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? value.trim() : value]));

export function GoalForm({ goal, goals, findings, onSave, onCancel, onRemove }) {
  const [values, setValues] = useState({ text: goal?.text ?? "", finding: goal?.finding ?? "", target: goal?.target ?? "" });
  const [asked, setAsked] = useState(false);
  const list = useId("findings");
  const [figureId, checkId] = [useId("figure"), useId("check")];
  const figure = useFigure(goals, [values.target, values.finding, values.text], (target) => setValues({ ...values, target }));
  return h(
    Form,
    { title: goal ? t("Endre målet") : t("Nytt mål"), values, asked: asked && !values.text.trim(), required: t("Skriv målet først."), onCancel, onRemove, removeLabel: t("Ta bort målet"), onSave: (saved) => (saved.text ? onSave(saved) : setAsked(true)) },
    h(Field, { name: "text", label: t("Mål"), help: t("Hva skal elevene merke?"), values, onChange: setValues, area: true }),
    h(Field, { name: "finding", label: t("Det målet bygger på"), help: t("Hva så dere i tallene, eller hva valgte dere?"), values, onChange: setValues, list }),
    findings.length > 0 && h("datalist", { id: list }, findings.map((text) => h("option", { key: text, value: text }))),
    h(FigureChoice, { id: figureId, ...figure }),
    h(Field, { name: "target", label: t("Slik ser vi at vi er framme"), help: t("For eksempel: Høsten 2027 er Felles regler minst 3,8."), values, onChange: setValues, area: true, describedBy: checkId }, h(GoalCheck, { id: checkId, figure: figure.figure, target: values.target })),
  );
}

export function ActionForm({ action, onSave, onCancel, onRemove, hasStatus }) {
  const [values, setValues] = useState({ text: action?.text ?? "", who: action?.who ?? "", when: action?.when ?? "", success_sign: action?.success_sign ?? "", ...(hasStatus && action ? { status: action.status } : {}) });
  const [asked, setAsked] = useState(false);
  const id = useId("status");
  return h(
    Form,
    { title: action ? t("Endre tiltaket") : t("Nytt tiltak"), values, asked: asked && !values.text.trim(), required: t("Skriv tiltaket først."), onCancel, onRemove, removeLabel: t("Ta bort tiltaket"), onSave: (saved) => (saved.text ? onSave(saved) : setAsked(true)) },
    h(Field, { name: "text", label: t("Tiltak"), help: t("Hva gjør vi?"), values, onChange: setValues, area: true }),
    h("div", { class: "two fill" }, h(Field, { name: "who", label: t("Hvem"), help: t("Roller, ikke navn på elever."), values, onChange: setValues }), h(Field, { name: "when", label: t("Når"), help: t("For eksempel: Ferdig 15. januar 2027."), values, onChange: setValues })),
    h(Field, { name: "success_sign", label: t("Tegn på at det virker"), help: t("Hva ser eller hører vi da?"), values, onChange: setValues, area: true }),
    hasStatus && action && h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: id }, t("Status")), h("select", { class: "ds-input", id, value: values.status, onChange: (event) => setValues({ ...values, status: event.currentTarget.value }) }, Object.entries(STATUS).map(([key, [, word]]) => h("option", { key, value: key }, word())))),
  );
}

/** How far an action has come: its sign and its word. */
export const STATUS = {
  not_started: ["ring", () => t("Ikke startet")],
  under_way: ["half", () => t("I gang")],
  done: ["done", () => t("Ferdig")],
  stopped: ["stopped", () => t("Stoppet")],
};
