/** The phase bar and the day bar: where we are, in words and in yellow. */
import { h, Icon } from "./dom.js";
import { t } from "./text.js";

export const phaseName = (phase) => ({ alone: t("Alene"), group: t("Gruppe"), plenary: t("Plenum") })[phase];

const HAS_AN_END = new Set(["board", "rating", "private", "vote", "plan"]);

/** Whether one can say that one is ready: while people write, and not while all look at the wall. */
export const canBeReady = (kind, phase) => phase !== "plenary" && HAS_AN_END.has(kind);

export function PhaseBar({ phases, phase }) {
  if (!phases || phases.length < 2) return null;
  return h(
    "ol",
    { class: "phases", "aria-label": t("Fasene i oppgaven") },
    phases.map((name) => h("li", { key: name, "aria-current": name === phase ? "step" : undefined }, h(Icon, { name }), phaseName(name))),
  );
}

/** Boxes for the day's steps. The words beside it say the same, so it is hidden from screen readers. */
export function DayBar({ steps, index }) {
  return h("div", { class: "day" }, h("ol", { "aria-hidden": "true" }, steps.map(({ key }, at) => h("li", { key, "data-state": at < index ? "done" : at === index ? "now" : "next" }))));
}
