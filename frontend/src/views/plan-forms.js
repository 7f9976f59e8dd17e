/** The two forms of the plan. A form holds its own text: what others save meanwhile does not touch it. */
import { Button, h, useId, useState } from "../dom.js";
import { t } from "../text.js";
import { FigureChoice, GoalCheck, useFigure } from "./goal-check.js";
import { Rephrase, useRephrase } from "./rephrase.js";
import { statuses } from "./status.js";

/** One field. Where somebody else has changed it meanwhile, what it says now stands beneath. */
function Field({ name, label, help, form, area = false, limit = 400, list, describedBy, children }) {
  const id = useId(name);
  const described = [help && `${id}-d`, describedBy].filter(Boolean).join(" ");
  const common = { class: "ds-input", id, maxlength: limit, value: form.value(name), "aria-describedby": described || undefined, onInput: (event) => form.type(name, event.currentTarget.value) };
  const theirs = form.theirs(name);
  return h(
    "div",
    { class: "ds-field fill" },
    h("label", { class: "ds-label", for: id }, label),
    help && h("div", { "data-field": "description", id: `${id}-d` }, help),
    area ? h("textarea", { ...common, rows: 2 }) : h("input", { ...common, type: "text", list }),
    theirs !== null && h("p", { class: "small muted", role: "status" }, t("Noen andre har endret dette imens. Nå står det «{text}». Lagrer du, blir det din tekst som gjelder.", { text: theirs })),
    children,
  );
}

function Form({ title, form, fields, required, onSave, onCancel, onRemove, removeLabel, children }) {
  const [asked, setAsked] = useState(false);
  const { ask, question } = useRephrase();
  const submit = (event) => {
    event.preventDefault();
    const values = Object.fromEntries(fields.map((name) => [name, form.value(name).trim()]));
    if (values.text) ask(fields.filter((name) => form.isTouched(name)).map((name) => values[name]), () => onSave(values));
    else setAsked(true);
  };
  return h(
    "form",
    { class: "plan-form stack stack-4 fill", "aria-label": title, onSubmit: submit },
    h("p", { class: "strong" }, title),
    children,
    asked && !form.value("text").trim() && h("p", { class: "ds-validation-message" }, required),
    h(Rephrase, { ...question, anyway: t("Lagre likevel") }),
    h("div", { class: "row fill" }, h(Button, { type: "submit" }, t("Lagre")), h(Button, { variant: "tertiary", onClick: onCancel }, t("Avbryt")), onRemove && h("button", { class: "ds-link push", type: "button", onClick: onRemove }, removeLabel)),
  );
}

export function GoalForm({ form, isNew, goals, findings, onSave, ...rest }) {
  const list = useId("findings");
  const [figureId, checkId] = [useId("figure"), useId("check")];
  const figure = useFigure(goals, ["target", "finding", "text"].map(form.value), (target) => form.type("target", target));
  // Which figure the goal is to move is kept with it, so that next year's survey can answer.
  const save = (values) => onSave(goals.length > 0 ? { ...values, indicator: figure.figure?.key ?? "" } : values);
  return h(
    Form,
    { title: isNew ? t("Nytt mål") : t("Endre målet"), form, fields: ["text", "finding", "target"], required: t("Skriv målet først."), removeLabel: t("Ta bort målet"), onSave: save, ...rest },
    h(Field, { name: "text", label: t("Mål"), help: t("Hva skal elevene merke?"), form, area: true }),
    h(Field, { name: "finding", label: t("Det målet bygger på"), help: t("Hva så dere i tallene, eller hva valgte dere?"), form, list }),
    findings.length > 0 && h("datalist", { id: list }, findings.map((text) => h("option", { key: text, value: text }))),
    h(FigureChoice, { id: figureId, ...figure }),
    h(Field, { name: "target", label: t("Slik ser vi at vi er framme"), help: t("For eksempel: Høsten 2027 er Felles regler minst 3,8."), form, area: true, describedBy: checkId }, h(GoalCheck, { id: checkId, figure: figure.figure, target: form.value("target") })),
  );
}

const MORE = ["process_sign", "balancing_sign", "needs"];

export function ActionForm({ form, isNew, ...rest }) {
  const id = useId("status");
  const fields = ["text", "who", "when", "success_sign", ...MORE, ...(isNew ? [] : ["status"])];
  return h(
    Form,
    { title: isNew ? t("Nytt tiltak") : t("Endre tiltaket"), form, fields, required: t("Skriv tiltaket først."), removeLabel: t("Ta bort tiltaket"), ...rest },
    h(Field, { name: "text", label: t("Tiltak"), help: t("Hva gjør vi?"), form, area: true }),
    h("div", { class: "two fill" }, h(Field, { name: "who", label: t("Hvem"), help: t("Roller, ikke navn på elever."), form }), h(Field, { name: "when", label: t("Når"), help: t("For eksempel: Ferdig 15. januar 2027."), form })),
    h(Field, { name: "success_sign", label: t("Tegn på at det virker"), help: t("Hva ser eller hører vi da?"), form, area: true }),
    h(
      "details",
      { class: "lm-details fill", open: MORE.some((name) => form.value(name)) },
      h("summary", null, t("Flere tegn, og det tiltaket trenger")),
      h(
        "div",
        { class: "stack stack-4" },
        h(Field, { name: "process_sign", label: t("Tegn på at det blir gjort"), help: t("Hva ser vi når vi følger planen?"), form, area: true }),
        h(Field, { name: "balancing_sign", label: t("Tegn på at noe annet lider"), help: t("Hva må vi passe på så det ikke blir verre?"), form, area: true }),
        h(Field, { name: "needs", label: t("Det tiltaket trenger"), help: t("Tid, folk, opplæring eller utstyr."), form, area: true }),
      ),
    ),
    !isNew && h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: id }, t("Status")), h("select", { class: "ds-input", id, value: form.value("status"), onChange: (event) => form.type("status", event.currentTarget.value) }, statuses().map(([key, word]) => h("option", { key, value: key }, word)))),
  );
}
