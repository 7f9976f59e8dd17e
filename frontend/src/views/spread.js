/** Answers on a scale from 1 to 5 as five columns, with the same in words; a hidden count is a word, never 0. */
import { h } from "../dom.js";
import { distributionWords, LEVELS, spreadSentence } from "../rating-words.js";
import { t } from "../text.js";

const WIDE = 60; // one column with its air, in the drawing's units
const TALL = 64;
const TOP = 22;
const FOOT = TOP + TALL;

function Column({ level, count, most }) {
  const at = (level - 1) * WIDE + WIDE / 2;
  const isHidden = count === null;
  const height = isHidden ? 26 : (count / most) * TALL;
  return [
    h("rect", { key: "r", class: isHidden ? "spread-hidden" : "spread-bar", x: at - 23, y: FOOT - height, width: 46, height, rx: 2 }),
    h("text", { key: "c", class: isHidden ? "c-soft" : "c-ink c-strong", x: at, y: FOOT - height - 6, "text-anchor": "middle" }, isHidden ? t("skjult") : count),
    h("text", { key: "l", class: "c-soft", x: at, y: FOOT + 19, "text-anchor": "middle" }, level),
  ];
}

/** `isBrief`: the hidden counts are named in the drawing alone. */
export function Spread({ spread, scale, isBrief = false }) {
  const { distribution } = spread;
  if (!distribution) return h("p", { class: "small muted" }, spreadSentence(spread));
  const most = Math.max(1, ...distribution.map((count) => count ?? 0));
  return h(
    "figure",
    { class: "spread stack stack-2" },
    h("svg", { viewBox: `0 0 ${WIDE * LEVELS.length} ${FOOT + 26}`, role: "img", "aria-label": distributionWords(spread, scale) }, h("line", { class: "c-axis", x1: 4, x2: WIDE * LEVELS.length - 4, y1: FOOT, y2: FOOT }), LEVELS.map((level) => h(Column, { key: level, level, count: distribution[level - 1], most }))),
    h("p", { class: "spread-ends small muted", "aria-hidden": "true" }, h("span", null, scale.low), h("span", null, scale.high)),
    h("figcaption", { class: "small" }, spreadSentence(spread, { isBrief })),
  );
}

/** All numbers of a result as a table of text cells. */
export function resultTable(result, scales, caption) {
  const two = scales.length > 1;
  const numbers = [...LEVELS.map((level) => ({ key: `l${level}`, name: String(level), align: "right" })), { key: "median", name: t("Midten"), align: "right" }, { key: "mean", name: t("Snittet"), align: "right" }];
  const rows = result.items.flatMap((item) => scales.map((scale) => [item.text, ...(two ? [scale.title] : []), ...cells(item.scales[scale.key] ?? {})]));
  return { caption, columns: [{ key: "text", name: t("Utsagn") }, ...(two ? [{ key: "scale", name: t("Spørsmål") }] : []), ...numbers], rows };
}

function cells({ distribution, median, mean, about }) {
  const told = (value) => (typeof value !== "number" ? t("Skjermet") : about ? t("omtrent {value}", { value: String(value).replace(".", ",") }) : String(value).replace(".", ","));
  return [...LEVELS.map((_, at) => (typeof distribution?.[at] === "number" ? String(distribution[at]) : t("Skjermet"))), told(median), told(mean)];
}

