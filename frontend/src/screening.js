/**
 * A first look for text that can point at one person, on this phone, before anything is sent.
 *
 * The same rules as `lmtools/room/screening/` in Python, from the same lists (screening-data.js); a test holds
 * the two to the same findings. This file and its lists are fetched when the page has nothing else to do.
 */
import data from "./screening-data.js";

const setOf = (words) => new Set(words.split(" "));
const lists = Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value === "string").map(([name, words]) => [name, setOf(words)]));
const patternWords = Object.fromEntries(Object.entries(data.words).map(([name, words]) => [name, setOf(words)]));
const phrases = new Set(data.not_names);
const isOne = (pattern) => (text) => new RegExp(`^(?:${pattern})$`).test(text);

// ---- words ---------------------------------------------------------------------------------------------------

const WORD = "[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+";
const ENDS = /[!?:;\n"«“”•–]/;
const isDigits = isOne("[0-9]+");

function wordsOf(text) {
  const words = [];
  let end = 0;
  for (const found of text.matchAll(new RegExp(WORD, "g"))) {
    const word = found[0];
    const lower = word.toLowerCase();
    const gap = text.slice(end, found.index);
    const opens = words.length === 0 || opensSentence(gap, words.at(-1), word);
    end = found.index + word.length;
    words.push({ text: word, lower, start: found.index, end, gap, opens, isCapital: word[0] !== lower[0], isShouted: word.length > 1 && word === word.toUpperCase() && word !== lower });
  }
  return words;
}

function opensSentence(gap, before, word) {
  if (ENDS.test(gap)) return true;
  // "9. trinn" and "kl. 8" go on; "O. N." does too.
  const isShort = before.text.length === 1 || isDigits(before.text);
  return gap.includes(". ") && !(isShort || word[0] === word[0].toLowerCase());
}

// ---- numbers and addresses -----------------------------------------------------------------------------------

const JOINTS = new Set(" \u00a0.-–/");
const SPACES = new Set(" \u00a0");
const FIRST = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const SECOND = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

function runsOf(text) {
  return Array.from(text.matchAll(/[0-9]+/g), ({ 0: digits, index: start }) => ({ digits, start, end: start + digits.length, before: text.slice(Math.max(0, start - 1), start) }));
}

/** The one character between a run and the one before it; something else when there are more. */
const gapAt = (runs, at) => (runs[at].start - runs[at - 1].end === 1 ? runs[at].before : "…");
const digitsOf = (parts) => parts.map(({ digits }) => digits).join("");
const hasShape = (parts, shape) => parts.length === shape.length && parts.every(({ digits }, at) => digits.length === shape[at]);

function nationalIds(runs) {
  const found = [];
  for (let at = 0; at < runs.length; ) {
    const size = groupOf(runs, at, 11);
    const parts = runs.slice(at, at + size);
    const digits = digitsOf(parts);
    const isRight = size > 0 && hasDate(digits) && hasCheckDigits(digits);
    const isWritten = hasShape(parts, [11]) || hasShape(parts, [6, 5]);
    if (isRight || (isWritten && hasDate(digits))) {
      found.push({ start: parts[0].start, end: parts.at(-1).end, kind: "national_id", barred: isRight });
      at += size;
    } else at += 1;
  }
  return found;
}

function groupOf(runs, at, wanted) {
  let total = runs[at].digits.length;
  let size = 1;
  for (; total < wanted && at + size < runs.length && JOINTS.has(gapAt(runs, at + size)); size += 1) total += runs[at + size].digits.length;
  return total === wanted ? size : 0;
}

function hasDate(digits) {
  const [day, month] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))];
  const [plain, own] = [day > 40 ? day - 40 : day, month % 40];
  return plain >= 1 && plain <= 31 && own >= 1 && own <= 12 && month < 93;
}

function hasCheckDigits(digits) {
  return [FIRST, SECOND].every((weights) => weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11 === 0);
}

function phones(text, runs) {
  const found = [];
  for (let at = 0; at < runs.length; ) {
    const size = abroad(runs, at) || norwegian(text, runs, at);
    if (size) found.push({ start: runs[at].start - (runs[at].before === "+" ? 1 : 0), end: runs[at + size - 1].end, kind: "phone", barred: false });
    at += size || 1;
  }
  return found;
}

function abroad(runs, at) {
  if (runs[at].before !== "+") return 0;
  let size = 1;
  while (at + size < runs.length && SPACES.has(gapAt(runs, at + size)) && size < 7) size += 1;
  const { length } = digitsOf(runs.slice(at, at + size));
  return length >= 9 && length <= 15 ? size : 0;
}

function norwegian(text, runs, at) {
  const prefix = runs[at].digits === "0047" ? 1 : 0;
  if (runs[at].digits.startsWith("0047") && runs[at].digits.length === 12) return 1;
  const first = at + prefix;
  for (const shape of [[8], [2, 2, 2, 2], [3, 2, 3]]) {
    const parts = runs.slice(first, first + shape.length);
    if (hasShape(parts, shape) && standsAlone(runs, first, shape.length, prefix)) return canBeRung(text, parts) ? prefix + shape.length : 0;
  }
  return 0;
}

function canBeRung(text, parts) {
  const digits = digitsOf(parts);
  if (digits[0] < "2" || (parts.length === 3 && !"489".includes(digits[0]))) return false;
  if (parts.length === 1) return !(isDay(digits.slice(6), digits.slice(4, 6), digits.slice(0, 4)) || isDay(digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)));
  const follows = text.slice(parts.at(-1).end + 1).match(new RegExp(`^${WORD}`));
  return !(follows && lists.counted.has(follows[0].toLowerCase()));
}

const isDay = (day, month, year) => day >= "01" && day <= "31" && month >= "01" && month <= "12" && year >= "1900" && year <= "2099";

function standsAlone(runs, at, size, prefix) {
  const isJoined = (number) => JOINTS.has(gapAt(runs, number)) || gapAt(runs, number) === ",";
  for (let number = at + 1; number < at + size; number += 1) if (!SPACES.has(gapAt(runs, number))) return false;
  if (!prefix && at > 0 && isJoined(at)) return false;
  return !(at + size < runs.length && isJoined(at + size));
}

function emails(text) {
  const found = [];
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const local = text.slice(Math.max(0, at - 64), at).match(/[A-Za-z0-9._%+-]*$/)[0];
    const domain = text.slice(at + 1, at + 256).match(/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/);
    if (local && domain) found.push({ start: at - local.length, end: at + 1 + domain[0].length, kind: "email", barred: false });
  }
  return found;
}

// ---- words that single out one person ------------------------------------------------------------------------

const isClass = isOne("(?:1[0-3]|[1-9])[a-hj-zæøå]");
const isNumber = isOne("1[0-3]|[1-9]");
const isLetter = isOne("[A-HJ-ZÆØÅ]");
const patterns = data.pointing.map((pattern) => pattern.split(" "));
const firstWords = new Map();
for (const pattern of patterns) {
  const first = pattern.find((element) => element[0] !== "!");
  for (const word of first === "CLASS" ? ["CLASS"] : patternWords[first]) firstWords.set(word, [...(firstWords.get(word) ?? []), pattern]);
}

function pointings(words) {
  const found = [];
  words.forEach((word, at) => {
    const begun = firstWords.get(classAt(words, at) ? "CLASS" : word.lower) ?? [];
    const ends = begun.map((pattern) => fit(pattern, words, at, false)).filter((end) => end !== null);
    if (ends.length === 0 || follows(words, at, "every")) return;
    const { end } = words[Math.max(...ends) - 1];
    const open = found.at(-1);
    if (open && word.start <= open.end) open.end = Math.max(open.end, end);
    else found.push({ start: word.start, end, kind: "points_at_one", barred: false });
  });
  return found;
}

function classAt(words, at) {
  if (at >= words.length) return 0;
  if (isClass(words[at].lower)) return 1;
  const next = words[at + 1];
  return isNumber(words[at].text) && next?.gap === " " && isLetter(next.text) ? 2 : 0;
}

/** Where `pattern` ends when it begins at word `at`, or null. */
function fit(pattern, words, at, inside) {
  if (pattern.length === 0) return at;
  const [first, ...rest] = pattern;
  if (first[0] === "!") return follows(words, at, first.slice(1)) ? null : fit(rest, words, at, inside);
  if (first[0] === "*") return fitAfter(rest, words, at, Number(first[1]));
  if (at >= words.length || (inside && words[at].opens)) return null;
  const size = sizeOf(first, words, at, rest.length === 0);
  return size ? fit(rest, words, at + size, true) : null;
}

function fitAfter(rest, words, at, most) {
  for (let skipped = 0; skipped <= most; skipped += 1) {
    const end = fit(rest, words, at + skipped, true);
    if (end !== null) return end;
    if (at + skipped >= words.length || words[at + skipped].opens) return null;
  }
  return null;
}

function sizeOf(element, words, at, isLast) {
  if (element === "CLASS") {
    const size = classAt(words, at);
    return size && isLast && words[at + size]?.gap === "-" ? 0 : size;
  }
  if (element === "GRADE") {
    const isGrade = isNumber(words[at].text) || lists.ordinals.has(words[at].lower);
    return isGrade && at + 1 < words.length && lists.grades.has(words[at + 1].lower) ? 2 : 0;
  }
  return patternWords[element].has(words[at].lower) ? 1 : 0;
}

const follows = (words, at, name) => at > 0 && !words[at].opens && patternWords[name].has(words[at - 1].lower);

// ---- names ---------------------------------------------------------------------------------------------------

const kinds = new Map();
for (const name of lists.given) kinds.set(name, "always");
for (const [list, kind] of [["capital_only", "capital"], ["word", "word"]]) for (const name of lists[list]) if (kinds.has(name)) kinds.set(name, kind);
for (const name of lists.theme) kinds.set(name, "theme");

const without = (lower) => lower.slice(0, -1);
const isGenitive = ({ lower }) => lower.endsWith("s") && lower.length > 2;
const isSurname = (word) => lists.surnames.has(word.lower) || (isGenitive(word) && lists.surnames.has(without(word.lower)));
const kindOfText = (lower) => kinds.get(lower) ?? (isBuiltAsName(lower) ? "capital" : null);
const kindOf = (word) => kindOfText(word.lower) ?? (isGenitive(word) ? kindOfText(without(word.lower)) : null);

function isBuiltAsName(lower) {
  return [2, 3, 4, 5].some((at) => lists.stems.has(lower.slice(0, at)) && lists.endings.has(lower.slice(at)));
}

function names(text, words) {
  const found = [];
  for (let at = 0; at < words.length; ) {
    const phrase = phraseAt(words, at);
    if (phrase) {
      at += phrase;
      continue;
    }
    const size = initialsAt(text, words, at) || smallAt(words, at) || runAt(words, at);
    if (size > 0) found.push({ start: words[at].start, end: endOf(words[at + size - 1]), kind: "name", barred: false });
    at += Math.abs(size) || 1;
  }
  return found;
}

const endOf = (word) => word.end - (kindOfText(word.lower) === null && isGenitive(word) ? 1 : 0);

function phraseAt(words, at) {
  let phrase = words[at].lower;
  let found = 0;
  for (let size = 1; size <= 5; size += 1) {
    if (phrases.has(phrase)) found = size;
    const next = words[at + size];
    if (!next || (next.gap !== " " && next.gap !== ". ")) break;
    phrase += ` ${next.lower}`;
  }
  return found;
}

function initialsAt(text, words, at) {
  const [one, other] = [words[at], words[at + 1]];
  if (!other || (other.gap !== "." && other.gap !== ". ")) return 0;
  const areLetters = [one, other].every((word) => word.text.length === 1 && word.isCapital);
  return areLetters && text[other.end] === "." && one.text + other.text !== "PS" ? 2 : 0;
}

function smallAt(words, at) {
  const { lower, isCapital } = words[at];
  if (isCapital || isDigits(lower[0])) return 0;
  if (isSmallName(lower)) return 1;
  return lower.endsWith("s") && isSmallName(without(lower)) && nextIs(words, at, lists.parting) ? 1 : 0;
}

const isSmallName = (lower) => lower.length >= 4 && kinds.get(lower) === "always" && !lists.not_lower.has(lower);

function runAt(words, at) {
  let size = 0;
  while (at + size < words.length && goesOn(words, at, size)) size += 1;
  if (size === 0) return isUnknownName(words, at) ? 1 : 0;
  if (isPlace(words, at + size)) return -size;
  while (size > 1 && kindOf(words[at + size - 1]) === "theme" && !isSurname(words[at + size - 1])) size -= 1;
  return isName(words, at, size) ? size : -1;
}

function goesOn(words, at, size) {
  const word = words[at + size];
  if (!word.isCapital || (size && ((word.gap !== " " && word.gap !== "-") || isGenitive(words[at + size - 1])))) return false;
  return kindOf(word) !== null || isSurname(word);
}

function isName(words, at, size) {
  const run = words.slice(at, at + size);
  if (isCompound(words, at + size)) return false;
  if (run.some((word) => word.isShouted)) return run.every((word) => word.isShouted && kindOf(word) === "always" && word.text.length > 3);
  const found = run.map(kindOf);
  if (found.includes("always") || found.includes("capital") || (size > 1 && found.some(Boolean))) return true;
  const [first] = run;
  if (found[0] === "word" && !first.opens && !isGenitive(first)) return true;
  return (first.lower.endsWith("sen") && isSurname(first)) || lists.surname_alone.has(first.lower) || isSupported(words, at, size);
}

function isSupported(words, at, size) {
  const last = at + size - 1;
  if (at > 0 && !words[at].opens && lists.person_before.has(words[at - 1].lower)) return true;
  if (isGenitive(words[last]) && kindOfText(words[last].lower) === null) return nextIs(words, last, lists.parting);
  return (nextIs(words, last, patternWords.at) && classAt(words, last + 2) > 0) || nextIs(words, last, lists.person_after);
}

function isUnknownName(words, at) {
  const word = words[at];
  if (word.opens || !word.isCapital || word.isShouted || word.text.length < 3 || (word.gap !== " " && word.gap !== ", ")) return false;
  if (isNoPerson(word.lower) || isPlace(words, at + 1) || isCompound(words, at + 1)) return false;
  const before = words[at - 1].lower;
  const further = words[at - 2]?.lower ?? "";
  const isCalled = (word.gap === " " && lists.person_before.has(before)) || (lists.with_people.has(before) && canBeName(words, at));
  const isSomeones = (patternWords.to.has(before) && lists.parent_to.has(further)) || (patternWords.of.has(before) && lists.beside.has(further));
  return isCalled || isSomeones || (!lists.from.has(before) && isSupported(words, at, 1));
}

const isNoPerson = (lower) => lists.not_people.has(lower) || (lower.endsWith("s") && lists.not_people.has(without(lower)));

function canBeName(words, at) {
  const next = words[at + 1];
  const goesFurther = next && (next.gap === " " || next.gap === "-") && next.isCapital;
  const isNoun = [...lists.no_name_endings].some((ending) => words[at].lower.endsWith(ending));
  return words[at].text.length > 3 && !isNoun && !goesFurther;
}

const isPlace = (words, at) => at < words.length && (words[at].gap === " " || words[at].gap === "-") && lists.place_tails.has(words[at].lower);
const isCompound = (words, at) => at < words.length && words[at].gap === "-" && !words[at].isCapital && !lists.compound_tails.has(words[at].lower);
const nextIs = (words, at, known) => Boolean(words[at + 1]) && [" ", "' ", "’ "].includes(words[at + 1].gap) && known.has(words[at + 1].lower);

// ---- all of it -----------------------------------------------------------------------------------------------

const touches = (finding, others) => others.some((other) => finding.start < other.end && other.start < finding.end);

/** Everything in `text` that can point at one person: {start, end, kind, barred}, in the order of the text. */
export function look(text) {
  const runs = runsOf(text);
  const words = wordsOf(text);
  const ids = nationalIds(runs);
  const numbers = [...ids, ...emails(text), ...phones(text, runs).filter((one) => !touches(one, ids))];
  const called = names(text, words).filter((one) => !touches(one, numbers));
  const pointed = pointings(words).filter((one) => !touches(one, called));
  return [...numbers, ...called, ...pointed].sort((a, b) => a.start - b.start || a.end - b.end || (a.kind < b.kind ? -1 : 1));
}
