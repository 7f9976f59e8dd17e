/** Statements on one or two scales: answered alone, shown together when the facilitator shows them. */
import { describe, LIFTED } from "../described.js";
import { Empty, Fragment, h, Heading, Icon, mount, useModel, useRoom } from "../dom.js";
import { localRoom } from "../local.js";
import { byGap, gapSentence, isSplit, ratingHeading, splitSentence, talk } from "../rating-words.js";
import { t } from "../text.js";
import { QuadrantLists, QuadrantPicture } from "./quadrants.js";
import { RatingForm } from "./rating-form.js";
import { resultTable, Spread } from "./spread.js";
import { Table } from "./table.js";

function Rating({ model, room: given, level = 2 }) {
  useModel(model, "content");
  const room = useRoom(given ?? localRoom());
  const step = model.get("step");
  const about = describe(model, room);
  const activity = { mine: {}, result: null, ...room.activity(step) };
  if (activity.result) return h(Result, { about, result: activity.result, level });
  const items = about.items.length === 0 && room.solo ? ownItems(room) : about.items;
  const one = about.scales.length === 1 ? about.scales[0] : null;
  const phase = room.phase(step);
  const head = h("div", { class: "stack stack-2" }, h(Heading, { level, size: "sm" }, about.question), one && one.title !== about.question && h("p", null, one.title), h("p", { class: "muted" }, phase === "group" ? talk() : about.help));
  if (items.length === 0) return h(Fragment, null, head, h(Empty, { title: t("Ingenting å veie ennå") }, room.solo ? t("Punktene du skriver i stegene foran, kommer her.") : t("Punktene kommer når gruppene har delt dem i plenum.")));
  return h(
    Fragment,
    null,
    head,
    phase === "after" ? h("p", { class: "muted" }, t("Resultatet er ikke vist.")) : h(RatingForm, { room, step, items, scales: about.scales, mine: activity.mine }),
    phase === "plenary" && h("p", { class: "save" }, h(Icon, { name: "half" }), h("span", null, t("Resultatet kommer når prosesslederen viser det."))),
    room.solo && h("p", { class: "small muted" }, t("I en økt ser dere hva hele personalet svarer, uten navn.")),
  );
}

/** Alone, one's own notes are what one can weigh. */
const ownItems = (room) => room.notes(LIFTED).map(({ id, text }) => ({ key: id, text }));

/** People stand at both ends: the one thing to see first. */
export function Split() {
  return h("p", { class: "split" }, h(Icon, { name: "chance" }), h("span", null, splitSentence()));
}

function ResultItem({ item, scales, isKept, no, level }) {
  const gap = scales.length === 2 && gapSentence(item.gap, scales);
  return h(
    "li",
    { class: "rated stack stack-3" },
    h("div", { class: "stack stack-2" }, h(Heading, { level, size: "2xs" }, no && h("span", { class: "quadrant-no num" }, no), item.text), isKept && h("p", { class: "status small" }, h(Icon, { name: "done" }), t("Vi tar det med videre")), isSplit(item) && h(Split), gap && h("p", { class: "small" }, gap)),
    h("div", { class: "rated-scales", "data-two": scales.length === 2 ? "true" : undefined }, scales.map((scale) => h("div", { key: scale.key, class: "stack stack-2" }, scales.length === 2 && h("p", { class: "small strong" }, scale.title), h(Spread, { spread: item.scales[scale.key] ?? {}, scale })))),
  );
}

function Result({ about, result, level }) {
  const { scales, question } = about;
  const two = scales.length === 2;
  const numbered = new Map(result.items.map(({ key }, index) => [key, index + 1]));
  const items = two ? byGap(result.items) : result.items;
  return h(
    Fragment,
    null,
    h("div", { class: "stack stack-2" }, h("p", { class: "muted" }, question), h(Heading, { level, size: "sm" }, ratingHeading(result))),
    two && h("div", { class: "quadrant-pair fill" }, h(QuadrantPicture, { items: result.items, scales }), h("div", { class: "stack stack-4" }, h(QuadrantLists, { items: result.items, heading: `h${Math.min(6, level + 1)}` }))),
    h("ol", { class: "rated-list fill" }, items.map((item) => h(ResultItem, { key: item.key, item, scales, no: two && numbered.get(item.key), isKept: result.kept.includes(item.key), level: level + 1 }))),
    result.notes?.map((note) => h("p", { key: note, class: "small muted" }, note)),
    h("details", { class: "lm-details fill" }, h("summary", null, t("Se tallene som tabell")), h(Table, { table: resultTable(result, scales, question), level: level + 1 })),
  );
}

export default { render: ({ model, el, room, level }) => mount(Rating, { model, room, level }, el) };
