/** How an action stands, and the row under a form that saves. */
import { Button, Fragment, h, Icon } from "../dom.js";
import { t } from "../text.js";

export const standings = () => [
  ["late", "warning", t("Forsinket")],
  ["under_way", "half", t("I gang")],
  ["not_started", "ring", t("Ikke startet")],
  ["done", "done", t("Gjort")],
  ["stopped", "stopped", t("Stoppet")],
];

/** The sign and the word of how an action stands. */
export function Standing({ standing }) {
  const [, icon, word] = standings().find(([key]) => key === standing);
  return h("span", { class: "status" }, h(Icon, { name: icon }), word);
}

/** A row with the button that saves, and what came of it. */
export function SaveRow({ result }) {
  return h(Fragment, null, h("div", { class: "row" }, h(Button, { type: "submit", variant: "secondary" }, t("Lagre")), h("span", { class: "small muted", role: "status" }, result.said)), h("div", { role: "alert" }, result.problem && h("p", { class: "ds-validation-message" }, result.problem)));
}
