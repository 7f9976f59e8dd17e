/** What a rating says, in words and by fixed rules: the same on the phone, the wall and the console. */
import { number, t } from "./text.js";

export const LEVELS = [1, 2, 3, 4, 5];
const isNumber = (value) => typeof value === "number";

/** The name of a level: the ends have words. */
export function levelName(level, scale) {
  if (level === LEVELS[0] && scale.low) return t("{level}, {word}", { level, word: scale.low });
  if (level === LEVELS.at(-1) && scale.high) return t("{level}, {word}", { level, word: scale.high });
  return String(level);
}

/** How many items have an answer on every scale. */
export function answered(items, scales, mine) {
  return items.filter(({ key }) => scales.every((scale) => isNumber(mine?.[key]?.[scale.key]))).length;
}

/** "12 svarte. Midten er 4, snittet 3,8." as far as the room may know; one sentence when it may not. */
export function spreadSentence(spread, { isBrief = false } = {}) {
  if (!isNumber(spread.n)) return t("For få svarte til at noe kan vises.");
  const said = [t("{n} svarte.", { n: spread.n })];
  if (isNumber(spread.median) && isNumber(spread.mean)) said.push(spread.about ? t("Midten er {median}, snittet omtrent {mean}.", both(spread)) : t("Midten er {median}, snittet {mean}.", both(spread)));
  else if (isNumber(spread.mean)) said.push(spread.about ? t("Snittet er omtrent {mean}.", both(spread)) : t("Snittet er {mean}.", both(spread)));
  else if (isNumber(spread.median)) said.push(spread.about ? t("Midten er omtrent {median}.", both(spread)) : t("Midten er {median}.", both(spread)));
  if (!spread.distribution) said.push(t("Fordelingen vises ikke, fordi få svarte eller alle svarte likt."));
  else if (spread.distribution.includes(null) && !isBrief) said.push(t("Noen antall vises ikke, fordi få valgte dem."));
  return said.join(" ");
}

const tidy = (value) => (isNumber(value) ? number(value, Number.isInteger(value) ? 0 : 1) : "");
const both = ({ median, mean }) => ({ median: tidy(median), mean: tidy(mean) });

/** The five counts in words, for those who do not see the bars. */
export function distributionWords(spread, scale) {
  if (!spread.distribution) return spreadSentence(spread);
  const hidden = t("vises ikke");
  const counts = spread.distribution.map((count, at) => t("{level}: {count}", { level: levelName(LEVELS[at], scale), count: count ?? hidden }));
  return counts.join("; ");
}

/** What a group does between answering and seeing. */
export const talk = () => t("Snakk i gruppa: Hva la dere vekt på? Hver og en kan endre svarene sine.");

/** Said where people stand at both ends. */
export const splitSentence = () => t("Meningene er delte: snakk om dette.");
export const isSplit = (item) => Object.values(item.scales).some(({ split }) => split === true);

/** How far apart the two scales are. */
export function gapSentence(gap, scales) {
  if (!isNumber(gap)) return "";
  const [first, second] = scales.map(({ title }) => title.replace(/[?.]+$/, "").toLocaleLowerCase("nb"));
  if (Math.abs(gap) < 0.05) return t("Likt på begge spørsmålene.");
  const by = { gap: number(Math.abs(gap)), first, second };
  return gap > 0 ? t("{gap} høyere på «{first}» enn på «{second}».", by) : t("{gap} lavere på «{first}» enn på «{second}».", by);
}

/** Items with the widest gap first; those without one keep their place at the end. */
export function byGap(items) {
  return [...items].sort((a, b) => (b.gap ?? -Infinity) - (a.gap ?? -Infinity));
}

/** Where an item stands on a scale: its mean, or its middle where only that may be told. */
export const heightOf = (spread) => (isNumber(spread?.mean) ? spread.mean : isNumber(spread?.median) ? spread.median : null);

/** The heading of a result, by what it says. */
export function ratingHeading(result) {
  const split = result.items.filter(isSplit).length;
  if (result.items.every(({ scales }) => Object.values(scales).every(({ n }) => !isNumber(n)))) return t("For få svarte til at noe kan vises");
  if (split === 0) return t("Slik svarte vi");
  return split === 1 ? t("Meningene er delte om én ting") : t("Meningene er delte om {count} ting", { count: split });
}
