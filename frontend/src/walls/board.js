/** Notes and points on the wall: what to do until plenary, then what was let through, in its boxes. */
import { describe, hasTables, invented } from "../described.js";
import { h } from "../dom.js";
import { t } from "../text.js";
import { fromGroups, GroupDots, isTied } from "../views/points.js";
import { Frame, usePages, useWallHeight } from "./frame.js";
import { gridOf, heightOf, layOut, linesOf, WALL } from "./layout.js";

const GAP = 56;
const BOX_HEAD = 32;
const ROW = { least: 150, text: 700, quote: 620, size: 28 };

export function BoardWall(props) {
  const about = describe(props.model, props.room);
  if (props.phase !== "plenary") return h(Before, { ...props, about });
  const points = props.activity.points ?? [];
  if (about.boxes.length > 1) return h(Boxes, { ...props, about, points });
  return hasTables(about) ? h(Rows, { ...props, about, points }) : h(Words, { ...props, about, texts: points });
}

/** What one person will do, as far as they want everybody to know. */
export function PrivateWall(props) {
  const about = describe(props.model, props.room);
  const { phase, activity } = props;
  const texts = activity.plenary ?? [];
  if (phase === "plenary" && texts.length > 0) return h(Words, { ...props, about, texts });
  const say = phase === "alone" ? t("Skriv på telefonen. Bare du ser det du skriver.") : t("Den som vil, deler. Det er greit å la være.");
  return h(Frame, { room: props.room, step: props.step, title: about.question }, h("div", { class: "wall-say" }, h("p", null, say)));
}

function whatToDo(phase, about) {
  if (!hasTables(about)) return t("Skriv på telefonen, og send. Det kommer på lerretet uten navn.");
  if (phase === "group") return t("Les det dere har delt i gruppa. Bli enige om det viktigste, og send det.");
  return t("Tenk selv, og skriv på telefonen. Ett punkt om gangen. Ingen ser hvem som skrev hva.");
}

/** Alone and at the tables: what to do, with the boxes to think in or the story to talk about. */
function Before(props) {
  const { about, room, step, phase } = props;
  if (about.story.length > 0) return h(Story, props);
  if (about.boxes.length === 1) return h(Frame, { room, step, title: about.question }, h("div", { class: "wall-say" }, h("p", null, whatToDo(phase, about))));
  const { across } = gridOf(about.boxes.length);
  return h(Frame, { room, step, title: about.question, lead: whatToDo(phase, about) }, h("div", { class: "wall-boxes wall-prompts", "data-across": across }, about.boxes.map(({ key, title, hint }) => h("section", { key, class: "wall-box" }, h("h2", null, title), hint && h("p", null, hint)))));
}

/** A case: its paragraphs, and what to talk about. */
function Story({ about, room, step }) {
  const height = useWallHeight();
  const told = [...about.story.map((text) => ({ text })), ...about.boxes.filter(({ title }) => title).map(({ title }) => ({ text: title, isQuestion: true }))];
  const { size, pages } = layOut([{ key: "all", points: told }], { width: 1400, height });
  const pager = usePages(pages.length);
  return h(Frame, { room, step, title: about.question, lead: invented(), pager }, h("div", { class: "wall-story", "data-size": size }, pages[pager.page].all.flat().map(({ text, isQuestion }) => h("p", { key: text, "data-question": isQuestion ? "true" : undefined }, text))));
}

function None({ about, room, step }) {
  const when = hasTables(about) ? t("De kommer når den første gruppa sender.") : t("De kommer når prosesslederen slipper dem fram.");
  return h(Frame, { room, step, title: about.question }, h("div", { class: "wall-say" }, h("p", null, t("Ingen punkter ennå."), " ", when)));
}

const underOf = (point) => (isTied(point) ? fromGroups(point) : null);

/** Each box with its points: columns, or quadrants. */
function Boxes({ about, room, step, points }) {
  const { boxes, question } = about;
  const wall = useWallHeight();
  const { across, down } = gridOf(boxes.length);
  const width = (WALL.width - (across - 1) * GAP) / across;
  const head = 24 + BOX_HEAD * 1.25 * Math.max(...boxes.map(({ title }) => linesOf(title, width, BOX_HEAD)));
  const height = (wall - (down - 1) * 32) / down - head;
  const filled = boxes.map(({ key }) => ({ key, points: points.filter(({ box = "" }) => box === key).map((point) => ({ ...point, under: underOf(point) })) }));
  const { size, pages } = layOut(filled, { width: width - 28, height });
  const pager = usePages(pages.length);
  return h(
    Frame,
    { room, step, title: question, lead: t("Det gruppene løftet fram"), pager },
    h(
      "div",
      { class: "wall-boxes", "data-across": across, "data-size": size },
      boxes.map(({ key, title }) => {
        const shown = (pages[pager.page][key] ?? []).flat();
        const all = filled.find((box) => box.key === key).points.length;
        return h("section", { key, class: "wall-box" }, h("h2", null, title), all === 0 ? h("p", { class: "wall-under" }, t("Ingen punkter her")) : shown.length === 0 ? h("p", { class: "wall-under" }, t("Punktene står på siden før")) : h("ul", null, shown.map((point) => h("li", { key: point.id }, h("p", null, point.text), point.under && h("p", { class: "wall-under" }, point.under)))));
      }),
    ),
  );
}

/** Short texts, side by side. */
function Words({ about, room, step, texts }) {
  const height = useWallHeight();
  const { size, pages } = layOut([{ key: "all", points: texts }], { width: (WALL.width - GAP) / 2, height, columns: 2 });
  const pager = usePages(pages.length);
  if (texts.length === 0) return h(None, { about, room, step });
  return h(Frame, { room, step, title: about.question, pager }, h("div", { class: "wall-words", "data-size": size }, pages[pager.page].all.map((column, at) => h("ul", { key: at }, column.map(({ id, text }) => h("li", { key: id }, text))))));
}

/** How much a point with its dots and its quotes takes of the wall. */
const rowHeight = (point, _width, size) => {
  const quotes = (point.quotes ?? []).slice(0, 2).map((quote) => 8 + Math.min(2, linesOf(quote, ROW.quote, ROW.size)) * ROW.size * 1.35);
  return Math.max(ROW.least, heightOf({ text: point.text }, ROW.text, size), 24 + quotes.reduce((sum, tall) => sum + tall, 0));
};

/** A point with more to it than its text: how many groups it is from, or their own words. */
const saysMore = (point) => isTied(point) || point.quotes?.length > 0;
const BARE = { width: 1600, sizes: [40, 32] };
const FULL = { width: ROW.text, sizes: [40, 28], tall: rowHeight };

/** Points of the whole room, one a row, with the groups behind and their own words where there are any. */
function Rows({ about, room, step, points }) {
  const isBare = !points.some(saysMore);
  const height = useWallHeight();
  const { size, pages } = layOut([{ key: "all", points }], { height, ...(isBare ? BARE : FULL) });
  const pager = usePages(pages.length);
  if (points.length === 0) return h(None, { about, room, step });
  return h(
    Frame,
    { room, step, title: about.question, lead: t("Det gruppene løftet fram"), pager },
    h("ol", { class: "points", "data-size": size, "data-bare": isBare ? "true" : undefined }, pages[pager.page].all.flat().map((point) => h("li", { key: point.id }, h("div", { class: "from" }, h(GroupDots, point), isTied(point) && h("span", null, h("b", null, t("{groups} av {of}", { groups: point.groups, of: point.of })), t("grupper"))), h("h2", null, point.text), h("div", null, (point.quotes ?? []).slice(0, 2).map((quote) => h("q", { key: quote }, quote)))))),
  );
}
