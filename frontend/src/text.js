/**
 * What a user reads: sentences in bokmål are their own keys, `t()` finds the translation; numbers and times
 * are written as Norwegians write them in all three languages.
 */
import { ask } from "./net.js";

let messages = {};
let current = "nb";

const NBSP = "\u00a0";

/** Fetch the translations of a page. Bokmål is the source and needs none. A failure leaves bokmål. */
export async function loadTexts(language, url) {
  current = language;
  if (language === "nb" || !url) return;
  try {
    const answer = await ask(url);
    if (answer.ok) messages = answer.body ?? {};
  } catch {
    messages = {};
  }
}

/** The language of the page: "nb", "nn" or "en". */
export function language() {
  return current;
}

/** Use `known` (message -> translation) from now on, for a page that carries its texts. */
export function setPageTexts(newLanguage, known) {
  current = newLanguage;
  messages = known ?? {};
}

/** The sentence in the page's language, with `{fields}` filled in. */
export function t(message, fields = null) {
  const text = messages[message] || message;
  return fields === null ? text : text.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
}

/** 3.52 -> "3,5"; thousands with a no-break space, a true minus. */
export function number(value, decimals = 1) {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole, part] = fixed.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NBSP);
  const minus = value < 0 && Number(fixed) !== 0 ? "\u2212" : "";
  return minus + grouped + (part ? `,${part}` : "");
}

/** 14 -> "14 %" with a no-break space. */
export function percent(value, decimals = 0) {
  return `${number(value, decimals)}${NBSP}%`;
}

/** A value on its own scale: "14 %" for a share, "3,5" for a mean. */
export function onScale(value, scale) {
  return scale === "share" ? percent(value) : number(value);
}

/** Date -> "12.54". */
export function clockTime(date) {
  return `${String(date.getHours()).padStart(2, "0")}.${String(date.getMinutes()).padStart(2, "0")}`;
}

const LOCALES = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" };

/** ISO date -> "15. januar 2027" in the page's language. Text that is no date is given back as it is. */
export function longDate(iso) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? "");
  if (!parts) return iso ?? "";
  const date = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return new Intl.DateTimeFormat(LOCALES[current] ?? "nb-NO", { day: "numeric", month: "long", year: "numeric" }).format(date);
}

/** Small counts as words, as in running text: 6 -> "seks". Larger ones in figures. */
export function countWord(value) {
  const words = [t("null"), t("én"), t("to"), t("tre"), t("fire"), t("fem"), t("seks"), t("sju"), t("åtte"), t("ni"), t("ti"), t("elleve"), t("tolv")];
  return words[value] ?? number(value, 0);
}

/** First letter in upper case, for a sentence that opens with a word of its own. */
export function sentence(text) {
  return text.charAt(0).toLocaleUpperCase("nb") + text.slice(1);
}

/** "482617" -> "482 617", easier to read aloud. */
export function spacedCode(code) {
  return code.length === 6 ? `${code.slice(0, 3)}${NBSP}${code.slice(3)}` : code;
}
