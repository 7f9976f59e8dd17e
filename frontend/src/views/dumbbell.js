/** Points in round 1 and round 2, one row an option: hollow before the talk, filled after. */
import { h } from "../dom.js";
import { number, t } from "../text.js";

/** Options in the order of the last round, kept ones first. */
export function ordered(result) {
  const last = (option) => option.round2 ?? option.round1 ?? 0;
  const isKept = (option) => (result.kept.includes(option.id) ? 1 : 0);
  return [...result.options].sort((a, b) => isKept(b) - isKept(a) || last(b) - last(a));
}

/** What the vote says, by a fixed rule: who came first, and whether the talk moved it. */
export function resultHeading(result) {
  const by = (round) => [...result.options].sort((a, b) => (b[round] ?? 0) - (a[round] ?? 0))[0];
  if (isHidden(result)) return t("For få stemte til at tallene kan vises");
  if (!hasTwoRounds(result)) return t("«{text}» fikk flest poeng", { text: by("round1").text });
  const [before, after] = [by("round1"), by("round2")];
  if (before.id === after.id) return t("«{text}» fikk flest poeng i begge rundene", { text: after.text });
  return t("Samtalen flyttet oss til «{text}»", { text: after.text });
}

export const hasTwoRounds = (result) => result.options.some(({ round2 }) => round2 !== null && round2 !== undefined);

/** Whether the room was too small for its points to be shown. */
export const isHidden = (result) => result.options.every(({ round1, round2 }) => typeof round1 !== "number" && typeof round2 !== "number");

/** How many voted, and that nobody sees who. */
export function votersLine(result) {
  const nobody = t("Ingen ser hvem som stemte på hva.");
  return typeof result.voters === "number" ? `${t("{voters} stemte.", { voters: result.voters })} ${nobody}` : nobody;
}

/** The same in words, for those who do not see the figure. */
function inWords(result, rows) {
  const two = hasTwoRounds(result);
  const said = rows.map(({ text, round1, round2 }) => (two ? t("{text}: {before}, så {after}.", { text, before: round1 ?? 0, after: round2 ?? 0 }) : t("{text}: {points}.", { text, points: round1 ?? 0 })));
  return [two ? t("Poeng i runde 1 og 2.") : t("Poeng."), ...said].join(" ");
}

const ticksTo = (most) => {
  const step = most <= 12 ? 5 : most <= 60 ? 10 : 50;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
};

export function Dumbbell({ result }) {
  const rows = ordered(result);
  if (isHidden(result)) return h("ul", { class: "dumbbell fill" }, rows.map(({ id, text }) => h("li", { key: id, "data-kept": result.kept.includes(id) ? "true" : undefined }, h("span", { class: "dumbbell-name" }, text))));
  const two = hasTwoRounds(result);
  const most = Math.max(1, ...rows.flatMap(({ round1, round2 }) => [round1 ?? 0, round2 ?? 0]));
  const at = (points) => `${9 + (points / most) * 78}%`;
  return h(
    "figure",
    { class: "dumbbell fill", role: "img", "aria-label": inWords(result, rows) },
    h(
      "div",
      { "aria-hidden": "true" },
      two && h("p", { class: "dumbbell-key" }, h("span", null, h("svg", { class: "key-dot" }, h("circle", { cx: "50%", cy: "50%", r: "38%", class: "round-1" })), t("Runde 1, før samtalen")), h("span", { class: "own strong" }, h("svg", { class: "key-dot" }, h("circle", { cx: "50%", cy: "50%", r: "48%", class: "round-2" })), t("Runde 2, etter samtalen"))),
      h("ul", null, rows.map((row) => h(Row, { key: row.id, row, two, at, isKept: result.kept.includes(row.id), ticks: ticksTo(most) }))),
      h("div", { class: "dumbbell-axis" }, h("svg", null, ticksTo(most).map((tick, index, all) => h("text", { key: tick, x: at(tick), y: "1em", "text-anchor": "middle" }, index === all.length - 1 ? t("{points} poeng", { points: number(tick, 0) }) : number(tick, 0))))),
    ),
  );
}

function Row({ row, two, at, isKept, ticks }) {
  const { text } = row;
  const round1 = row.round1 ?? 0;
  const to = two ? (row.round2 ?? 0) : round1;
  const right = to >= round1;
  return h(
    "li",
    { "data-kept": isKept ? "true" : undefined },
    h("span", { class: "dumbbell-name" }, text),
    h(
      "svg",
      { class: "dumbbell-row" },
      ticks.map((tick) => h("line", { key: tick, x1: at(tick), x2: at(tick), y1: 0, y2: "100%", class: "tick" })),
      h("line", { x1: at(two ? round1 : 0), x2: at(to), y1: "50%", y2: "50%", class: "shift" }),
      two && h("circle", { cx: at(round1), cy: "50%", class: "round-1 dot" }),
      two && round1 !== to && h("text", { x: at(round1), y: "50%", class: `n1 ${right ? "left" : "right"}` }, number(round1, 0)),
      h("circle", { cx: at(to), cy: "50%", class: "round-2 dot" }),
      h("text", { x: at(to), y: "50%", class: `n2 ${right ? "right" : "left"}` }, number(to, 0)),
    ),
  );
}
