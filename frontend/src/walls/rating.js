/** A rating on the wall: the question until the result is shown, then where things stand and how we answered. */
import { describe } from "../described.js";
import { h } from "../dom.js";
import { byGap, gapSentence, isSplit, ratingHeading, talk } from "../rating-words.js";
import { t } from "../text.js";
import { QuadrantPicture } from "../views/quadrants.js";
import { Split } from "../views/rating.js";
import { Spread } from "../views/spread.js";
import { Frame, usePages, useWallHeight } from "./frame.js";
import { layOut } from "./layout.js";

const AT_A_TIME = { 1: 3, 2: 2 }; // scales -> items on a page of distributions
const LONG = 80;

export function RatingWall({ room, step, model, activity, phase }) {
  const about = describe(model, room);
  if (activity.result) return h(Result, { room, step, about, result: activity.result });
  const note = typeof activity.rated === "number" && typeof activity.joined === "number" ? t("{rated} av {joined} har svart", activity) : null;
  const lead = about.scales.length === 1 && about.scales[0].title !== about.question ? about.scales[0].title : null;
  const say = about.items.length === 0 ? t("Punktene kommer når gruppene har delt dem i plenum.") : phase === "group" ? talk() : t("Svar på telefonen, hver for dere. Ingen ser hva den enkelte svarer.");
  return h(Frame, { room, step, title: about.question, lead, note }, h("div", { class: "wall-say" }, h("p", null, say)));
}

function Result({ room, step, about, result }) {
  const { scales } = about;
  const two = scales.length === 2;
  const height = useWallHeight();
  const numbers = new Map(result.items.map(({ key }, index) => [key, index + 1]));
  const list = two ? layOut([{ key: "all", points: result.items.map((item) => ({ ...item, under: item.quadrant })) }], { width: 1000, height, sizes: [32, 28] }) : null;
  const items = two ? byGap(result.items) : result.items;
  const spreads = Array.from({ length: Math.ceil(items.length / AT_A_TIME[scales.length]) }, (_, at) => items.slice(at * AT_A_TIME[scales.length], (at + 1) * AT_A_TIME[scales.length]));
  const pager = usePages((list?.pages.length ?? 0) + spreads.length);
  const inPicture = two && pager.page < list.pages.length;
  return h(
    Frame,
    { room, step, title: ratingHeading(result), lead: about.question, note: pager.count > 1 ? null : (result.notes ?? []).join(" "), pager },
    inPicture
      ? h("div", { class: "wall-quadrants" }, h(QuadrantPicture, { items: result.items, scales }), h("ol", { class: "wall-numbered", "data-size": list.size }, (list.pages[pager.page].all ?? []).flat().map((item) => h("li", { key: item.key }, h("span", { class: "quadrant-no num" }, numbers.get(item.key)), h("div", null, h("p", null, item.text), item.quadrant && h("p", { class: "wall-under" }, item.quadrant.title))))))
      : h("div", { class: "wall-spreads", "data-scales": scales.length }, (spreads[pager.page - (list?.pages.length ?? 0)] ?? []).map((item) => h(Item, { key: item.key, item, scales, no: two ? numbers.get(item.key) : null }))),
  );
}

function Item({ item, scales, no }) {
  const gap = scales.length === 2 && gapSentence(item.gap, scales);
  return h(
    "article",
    { class: "wall-rated" },
    h("div", { class: "wall-rated-text" }, h("h2", { "data-long": item.text.length > LONG ? "true" : undefined }, no && h("span", { class: "quadrant-no num" }, no), item.text), isSplit(item) && h(Split), gap && h("p", { class: "wall-under" }, gap)),
    scales.map((scale) => h("div", { key: scale.key, class: "wall-spread" }, scales.length === 2 && h("p", { class: "wall-under" }, scale.title), h(Spread, { spread: item.scales[scale.key] ?? {}, scale, isBrief: scales.length === 2 }))),
  );
}
