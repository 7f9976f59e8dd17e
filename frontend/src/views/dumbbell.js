/** Points in round 1 and round 2, one row an option: hollow before the talk, filled after. */
import { h } from "../dom.js";
import { countWord, number, sentence, t } from "../text.js";

const isNumber = (value) => typeof value === "number";
const rounds = (result) => ["round1", "round2"].filter((round) => result.options.some((option) => isNumber(option[round])));
const lastRound = (result) => rounds(result).at(-1);

/** Options in the order of the last round, kept ones first, those without a number last. */
export function ordered(result) {
  const round = lastRound(result);
  const last = (option) => option[round] ?? -1;
  const isKept = (option) => (result.kept.includes(option.id) ? 1 : 0);
  return [...result.options].sort((a, b) => isKept(b) - isKept(a) || last(b) - last(a));
}

/** Those with the most points of a round, in the order of the result; more than one where they stand alike. */
function leaders(result, round) {
  const most = Math.max(...result.options.map((option) => option[round] ?? -1));
  return result.options.filter((option) => option[round] === most);
}

/** What the vote says, by a fixed rule: who came first, whether the talk moved it, and when several stand alike. */
export function resultHeading(result) {
  if (isHidden(result)) return t("For få stemte til at tallene kan vises");
  const round = lastRound(result);
  const isHighest = result.options.every((option) => isNumber(option[round]));
  const [first, ...others] = leaders(result, round);
  if (first[round] === 0) return t("Poengene er for spredt til at tallene kan vises");
  if (others.length > 0) return sharedHeading([first, ...others], isHighest);
  const { text } = first;
  if (!isHighest) return t("«{text}» fikk flest poeng av dem som vises", { text });
  if (!hasTwoRounds(result) || result.options.some(({ round1 }) => !isNumber(round1))) return t("«{text}» fikk flest poeng", { text });
  const before = leaders(result, "round1");
  if (!before.includes(first)) return t("Samtalen flyttet oss til «{text}»", { text });
  return before.length > 1 ? t("«{text}» fikk flest poeng", { text }) : t("«{text}» fikk flest poeng i begge rundene", { text });
}

function sharedHeading(first, isHighest) {
  const options = sentence(named(first));
  return isHighest ? t("{options} fikk flest poeng, like mange hver", { options }) : t("{options} fikk flest poeng av dem som vises, like mange hver", { options });
}

const LONG = 90; // letters: two lines of the wall's heading

/** Two options by their texts; more than two, or long ones, by how many they are. */
function named(options) {
  const [one, other] = options.map(({ text }) => text);
  if (options.length > 2 || one.length + other.length > LONG) return t("{count} punkter", { count: countWord(options.length) });
  return t("«{one}» og «{other}»", { one, other });
}

const isTied = (result) => (result.tied ?? []).length > 0;

/** Among which options the points do not choose what is kept; "" where they do. */
export function tieSentence(result) {
  if (!isTied(result)) return "";
  return t("Det står likt mellom {options}.", { options: named(result.options.filter(({ id }) => result.tied.includes(id))) });
}

/** What becomes of it, in the same breath as the question. */
export function keepSentence(result) {
  if (isTied(result)) return t("Det står likt, så vi velger sammen hva vi tar med i planen.");
  const count = result.kept.length;
  if (count === 0) return t("Vi velger sammen hva vi tar med i planen.");
  return count === 1 ? t("Det øverste tar vi med i planen.") : t("De {keep} øverste tar vi med i planen.", { keep: countWord(count) });
}

export const hasTwoRounds = (result) => rounds(result).length === 2;

/** Whether nothing can be shown in numbers. */
export const isHidden = (result) => rounds(result).length === 0;

const hasPoints = ({ round1, round2 }) => (round1 ?? 0) > 0 || (round2 ?? 0) > 0;

/** The options, in order, that a wall has room to tell of: those that got points that can be shown, or else all. */
export function leading(result) {
  const all = ordered(result);
  const some = all.filter((option) => hasPoints(option) || result.kept.includes(option.id));
  return some.some(hasPoints) ? some : all;
}

/** How many voted, and that nobody sees who. */
export function votersLine(result) {
  const nobody = t("Ingen ser hvem som stemte på hva.");
  if (typeof result.voters !== "number") return nobody;
  const voted = t("{voters} stemte.", { voters: result.voters });
  return `${voted} ${nobody}`;
}

const told = (points) => (isNumber(points) ? number(points, 0) : t("vises ikke"));

/** The same in words, for those who do not see the figure. */
function inWords(result, rows) {
  const two = hasTwoRounds(result);
  const round = lastRound(result);
  const said = rows.map((row) => (two ? t("{text}: {before}, så {after}.", { text: row.text, before: told(row.round1), after: told(row.round2) }) : t("{text}: {points}.", { text: row.text, points: told(row[round]) })));
  return [two ? t("Poeng i runde 1 og 2.") : t("Poeng."), ...said].join(" ");
}

const ticksTo = (most) => {
  const step = most <= 12 ? 5 : most <= 60 ? 10 : 50;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
};

/** The most points that any option has, so that every page of a result has the same scale. */
export const mostPoints = (result) => Math.max(1, ...result.options.flatMap(({ round1, round2 }) => [round1 ?? 0, round2 ?? 0]));

export function Dumbbell({ result, most = mostPoints(result) }) {
  const rows = ordered(result);
  if (isHidden(result)) return h("ul", { class: "dumbbell fill" }, rows.map(({ id, text }) => h("li", { key: id, "data-kept": result.kept.includes(id) ? "true" : undefined }, h("span", { class: "dumbbell-name" }, text))));
  const two = hasTwoRounds(result);
  const at = (points) => `${9 + (points / most) * 78}%`;
  return h(
    "figure",
    { class: "dumbbell fill", role: "img", "aria-label": inWords(result, rows) },
    h(
      "div",
      { "aria-hidden": "true" },
      two && h("p", { class: "dumbbell-key" }, h("span", null, h("svg", { class: "key-dot" }, h("circle", { cx: "50%", cy: "50%", r: "38%", class: "round-1" })), t("Runde 1, før samtalen")), h("span", { class: "own strong" }, h("svg", { class: "key-dot" }, h("circle", { cx: "50%", cy: "50%", r: "48%", class: "round-2" })), t("Runde 2, etter samtalen"))),
      h("ul", null, rows.map((row) => h(Row, { key: row.id, row, two, round: lastRound(result), at, isKept: result.kept.includes(row.id), ticks: ticksTo(most) }))),
      h("div", { class: "dumbbell-axis" }, h("svg", null, ticksTo(most).map((tick, index, all) => h("text", { key: tick, x: at(tick), y: "1em", "text-anchor": "middle" }, index === all.length - 1 ? t("{points} poeng", { points: number(tick, 0) }) : number(tick, 0))))),
    ),
  );
}

function Row({ row, two, round, at, isKept, ticks }) {
  const { text } = row;
  const from = two ? row.round1 : 0;
  const to = row[round];
  const hasFrom = isNumber(from);
  const hasTo = isNumber(to);
  const right = !hasFrom || to >= from;
  return h(
    "li",
    { "data-kept": isKept ? "true" : undefined },
    h("span", { class: "dumbbell-name" }, text),
    h(
      "svg",
      { class: "dumbbell-row" },
      ticks.map((tick) => h("line", { key: tick, x1: at(tick), x2: at(tick), y1: 0, y2: "100%", class: "tick" })),
      hasFrom && hasTo && h("line", { x1: at(from), x2: at(to), y1: "50%", y2: "50%", class: "shift" }),
      two && hasFrom && h("circle", { cx: at(from), cy: "50%", class: "round-1 dot" }),
      two && hasFrom && from !== to && h("text", { x: at(from), y: "50%", class: `n1 ${right ? "left" : "right"}` }, number(from, 0)),
      hasTo && h("circle", { cx: at(to), cy: "50%", class: "round-2 dot" }),
      h("text", { x: at(hasTo ? to : 0), y: "50%", class: `n2 ${right ? "right" : "left"}` }, hasTo ? number(to, 0) : t("vises ikke")),
    ),
  );
}
