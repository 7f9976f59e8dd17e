/**
 * Which figure a goal is about, which number its target aims at, and what the figures say to that.
 *
 * The kernel has written the sentences with the figures (`shown.goals`); here one is picked. What figure a goal is
 * about is read from its own words, so that nothing but the text has to be kept.
 */
import { number, percent } from "./text.js";

// What stands before is matched too: older phones do not know how to look behind.
const NUMBER = /(^|[^\d.,])(\d{1,3}(?:[.,]\d{1,2})?)(?![\d]|[.,]\d)/g;
const AIM = /(?:minst|til|over|least|to|above)\s+$/i;
const NO_VALUE = /^\.?\s*(?:trinn|klasse|grade|år|year|av|of|ganger|times)/i;
const PER_CENT = /^\s*(?:%|prosent|percent|per cent|av 100|of 100)/i;
const POINTS = /^\s*(?:prosentpoeng|percentage point)/i;

const asNumber = (text) => Number(text.replace(",", "."));
const rounded = (value) => Math.round(value * 100) / 100;
const escaped = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const placeOf = (name, text) => text.search(new RegExp(`(?:^|[^\\p{L}])${escaped(name)}(?!\\p{L})`, "iu"));

/** The figure that is named first in the first of `texts` that names any, or null. */
export function figureOf(goals, ...texts) {
  for (const text of texts) {
    const places = goals.flatMap((goal) => goal.names.map((name) => ({ goal, at: placeOf(name, text ?? "") })));
    const first = places.filter(({ at }) => at !== -1).sort((a, b) => a.at - b.at)[0];
    if (first) return first.goal;
  }
  return null;
}

/** `text` with the figure's name first, instead of another's; `goal` null takes it away. */
export function withFigure(text, goals, goal) {
  const prefix = goals.flatMap(({ names }) => names).map((name) => `${name}:`).find((start) => text.startsWith(start));
  const rest = prefix ? text.slice(prefix.length).trimStart() : text;
  if (!goal || figureOf(goals, rest) === goal) return rest;
  return `${goal.name}: ${rest}`;
}

/** The value that `text` aims at, on the scale of `goal`; null when it names none. */
export function wantedIn(text, goal) {
  const found = [...(text ?? "").matchAll(NUMBER)].map((match) => read(match, goal)).filter(Boolean);
  const exact = found.filter(({ isChange }) => !isChange);
  const last = exact.filter(({ value }) => value !== goal.value).pop() ?? exact.pop() ?? found.pop();
  if (!last) return null;
  const direction = goal.best === "low" ? -1 : 1;
  return last.isChange ? rounded(goal.value + direction * last.value) : last.value;
}

function read({ 1: before, 2: written, index, input }, { scale }) {
  const value = asNumber(written);
  const at = index + before.length;
  const after = input.slice(at + written.length);
  if (scale === "share") return value <= 100 && PER_CENT.test(after) ? { value, isChange: POINTS.test(after) } : null;
  if (PER_CENT.test(after)) return null;
  if (/[.,]/.test(written)) return value <= 5 ? { value, isChange: value < 1 } : null;
  const isAim = AIM.test(input.slice(0, at)) && !NO_VALUE.test(after);
  return isAim && value >= 1 && value <= 5 ? { value, isChange: false } : null;
}

/** What the figures say to the target in `text`. */
export function sentenceFor(goal, text) {
  const wanted = goal.value === null ? null : wantedIn(text, goal);
  if (wanted === null) return goal.said;
  const change = rounded(wanted - goal.value);
  const isForward = goal.best === "none" ? change !== 0 : change * (goal.best === "low" ? -1 : 1) > 0;
  if (!isForward) return goal.kept;
  const { text: sentence } = goal.wishes.find(({ from }) => Math.abs(change) >= from);
  const decimals = (value) => (Number.isInteger(value) && goal.scale === "share" ? 0 : Number.isInteger(rounded(value * 10)) ? 1 : 2);
  const written = goal.scale === "share" ? percent(wanted, decimals(wanted)) : number(wanted, decimals(wanted));
  return sentence.replace("{wanted}", written).replace("{change}", number(Math.abs(change), decimals(change)));
}
