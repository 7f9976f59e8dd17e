/**
 * How many are with us, have written, are ready: counts, never who.
 */
import { h } from "../dom.js";
import { canBeReady } from "../phases.js";
import { t } from "../text.js";
import { Meter } from "./signs.js";

const isNumber = (value) => typeof value === "number";

function Count({ label, value, of, word }) {
  return h(
    "div",
    null,
    h("dt", null, label),
    isNumber(value)
      ? [
          h("dd", null, value, " ", isNumber(of) && of > 0 && h("span", null, t("av {whole}", { whole: of }))),
          isNumber(of) && h("dd", { class: "meter-row" }, h(Meter, { part: value, whole: of })),
        ]
      : h("dd", { class: "few-word" }, word),
  );
}

/** What "written" is called in this kind of step. */
function writtenLabel(kind) {
  if (kind === "guess") return t("Har gjettet");
  if (kind === "vote") return t("Har stemt");
  if (kind === "rating") return t("Har svart");
  return t("Har skrevet");
}

/** The counts of a phase: who is ready only where one can say so. */
export function Counts({ facilitator, kind, phase }) {
  const { joined, expected, written, ready } = facilitator;
  const word = joined === 0 ? t("ingen ennå") : t("For få til å telle");
  const writes = ["guess", "board", "rating", "private", "vote"].includes(kind);
  return h(
    "dl",
    { class: "counts fill" },
    h(Count, { label: t("Er med"), value: joined, of: expected }),
    writes && h(Count, { label: writtenLabel(kind), value: written, of: joined, word }),
    canBeReady(kind, phase) && h(Count, { label: t("Er klare"), value: ready, of: joined, word }),
  );
}
