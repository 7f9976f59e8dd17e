/** The wall of a vote: what there is to choose among, and what the points say. */
import { h } from "../dom.js";
import { countWord, sentence, t } from "../text.js";
import { Dumbbell, keepSentence, leading, mostPoints, resultHeading, tieSentence, votersLine } from "../views/dumbbell.js";
import { Frame, usePages, useWallHeight } from "./frame.js";
import { heightOf, layOut, linesOf, WALL } from "./layout.js";

const MOST_ROWS = 5;
const KEY = 100; // how tall the explanation of the marks and the axis are together, in units of the wall
const NAME = { width: 660, size: 40, line: 48, least: 108, air: 12 }; // the column of names beside the marks

export function PrioritiseWall({ room, step, model, activity, phase }) {
  const { question, points = 3 } = model.get("content");
  const { result } = activity;
  if (result) return h(VoteResult, { room, step, result, question, points: activity.points ?? points });
  const say = phase === "plenary" ? t("Snart ser vi hva vi valgte.") : phase === "group" ? t("Snakk i gruppa: Hvorfor valgte vi det vi valgte?") : t("Runde {round}: Fordel {points} poeng på telefonen.", { round: activity.round ?? 1, points: countWord(activity.points ?? points) });
  const voted = typeof activity.voted === "number" && phase === "alone" ? t("{count} har stemt", { count: activity.voted }) : null;
  const options = activity.options ?? [];
  if (options.length === 0) return h(Frame, { room, step, title: question }, h("div", { class: "wall-say" }, h("p", null, t("Ingenting å velge mellom ennå")), h("p", null, t("Punktene kommer når gruppene har delt dem i plenum."))));
  return h(Options, { room, step, question, say, voted, options });
}

/** What there is to choose among, as large as it fits, in pages when it is much. */
function Options({ room, step, question, say, voted, options }) {
  const height = useWallHeight();
  const { size, pages } = layOut([{ key: "all", points: options }], { width: WALL.width, height, sizes: [40, 32], tall: (option, width, at) => heightOf(option, width, at) + 20 });
  const pager = usePages(pages.length);
  return h(Frame, { room, step, title: question, lead: say, note: voted, pager }, h("ul", { class: "wall-options", "data-size": size }, pages[pager.page].all.flat().map(({ id, text }) => h("li", { key: id }, text))));
}

/** How tall an option stands beside its marks. */
const rowHeight = ({ text }) => Math.max(NAME.least, linesOf(text, NAME.width, NAME.size) * NAME.line + NAME.air);

/** Those that got points, in pages; of the others only how many they are, for they are all on the phones. */
function VoteResult({ room, step, result, question, points }) {
  const rows = leading(result);
  const pages = inPages(rows, useWallHeight() - KEY);
  const pager = usePages(pages.length);
  const lead = [question, t("{points} poeng hver.", { points: sentence(countWord(points)) }), keepSentence(result)].join(" ");
  const note = [tieSentence(result), othersLine(result.options.length - rows.length), votersLine(result), ...(result.notes ?? [])].filter(Boolean).join(" ");
  return h(Frame, { room, step, title: resultHeading(result), lead, note, pager }, h(Dumbbell, { result: { ...result, options: pages[pager.page] }, most: mostPoints(result) }));
}

/** `rows` in pages of what has room in `height`, at most MOST_ROWS on each, at least one. */
function inPages(rows, height) {
  const pages = [];
  let left = 0;
  for (const row of rows) {
    const needs = rowHeight(row);
    if (pages.length === 0 || needs > left || pages.at(-1).length === MOST_ROWS) {
      pages.push([]);
      left = height;
    }
    pages.at(-1).push(row);
    left -= needs;
  }
  return pages;
}

const othersLine = (count) => (count === 0 ? "" : count === 1 ? t("Ett punkt til fikk ingen eller få poeng.") : t("{count} punkter til fikk ingen eller få poeng.", { count: sentence(countWord(count)) }));
