/** A choice with its label, and the choice among the school's other sessions. */
import { h, useId } from "../dom.js";
import { longDate, t } from "../text.js";

export function Choice({ label, help, value, onChange, children }) {
  const id = useId("choice");
  return h(
    "div",
    { class: "ds-field" },
    h("label", { class: "ds-label", for: id }, label),
    help && h("div", { "data-field": "description", id: `${id}-d` }, help),
    h("select", { class: "ds-input", id, value, "aria-describedby": help && `${id}-d`, onChange: (event) => onChange(event.currentTarget.value) }, children),
  );
}

/** `earlier` [{code, title, started_at}]: the other sessions of the school that one leads. */
export function EarlierChoice({ earlier, ...choice }) {
  return h(Choice, choice, h("option", { value: "" }, t("Velg økt")), earlier.map(({ code, title, started_at: day }) => h("option", { key: code, value: code }, `${title}, ${longDate(day.slice(0, 10))}`)));
}
