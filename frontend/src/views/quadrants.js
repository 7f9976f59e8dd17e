/** Where things stand on two scales at once: a square with numbered dots, and the same in lists. */
import { Fragment, h } from "../dom.js";
import { heightOf } from "../rating-words.js";
import { number, t } from "../text.js";

const SIDE = 400;
const EDGE = 30;
const RADIUS = 17;

const at = ({ x, y }) => ({ x, y });

/** A level as a place along a side of the square. */
const along = (level) => EDGE + ((level - 1) / 4) * (SIDE - 2 * EDGE);

const MIDDLE = SIDE / 2;
const STEP = 2 * RADIUS + 1;
const STEPS = Array.from({ length: 21 }, (_, at) => (at - 10) * STEP);
/** Ways to move a dot, the shortest first. */
const MOVES = STEPS.flatMap((dx) => STEPS.map((dy) => ({ dx, dy }))).sort((a, b) => Math.hypot(a.dx, a.dy) - Math.hypot(b.dx, b.dy));
const staysOn = (from, to) => Math.sign(from - MIDDLE) === Math.sign(to - MIDDLE) && to >= RADIUS && to <= SIDE - RADIUS;

/** The nearest place where `dot` covers none of `dots`, in its own quarter; where it is when there is none. */
function beside(dot, dots) {
  const isFree = ({ x, y }) => staysOn(dot.x, x) && staysOn(dot.y, y) && dots.every((other) => Math.hypot(other.x - x, other.y - y) >= 2 * RADIUS);
  return MOVES.map(({ dx, dy }) => ({ x: dot.x + dx, y: dot.y + dy })).find(isFree) ?? dot;
}

/** {no, x, y} of each item that has a height on both scales; dots that would cover each other stand side by side. */
export function placed(items, scales) {
  const dots = [];
  items.forEach((item, index) => {
    const [up, right] = scales.map(({ key }) => heightOf(item.scales[key]));
    if (up === null || right === null) return;
    const dot = { no: index + 1, item, up, right, x: along(right), y: SIDE - along(up) };
    dots.push({ ...dot, ...at(beside(dot, dots)) });
  });
  return dots;
}

function inWords(dots, scales) {
  const said = dots.map(({ no, item, up, right }) => t("{no}. {text}: {up} og {right}", { no, text: item.text, up: number(up), right: number(right) }));
  return [t("Hvert utsagn plassert etter «{first}» oppover og «{second}» bortover.", { first: scales[0].title, second: scales[1].title }), ...said].join(" ");
}

export function QuadrantPicture({ items, scales }) {
  const dots = placed(items, scales);
  if (dots.length === 0) return null;
  const half = SIDE / 2;
  // What to begin with: the important that does not go well yet, or the important that is easy.
  const first = scales[1].key === "feasibility" ? { x: half, name: t("Begynn her") } : { x: 1, name: t("Løft dette") };
  return h(
    "figure",
    { class: "quadrants" },
    h("p", { class: "quadrants-up small muted", "aria-hidden": "true" }, "↑ ", scales[0].title),
    h(
      "svg",
      { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", "aria-label": inWords(dots, scales) },
      h("rect", { class: "quadrants-lift", x: first.x, y: 1, width: half - 1, height: half - 1 }),
      h("text", { class: "quadrants-name", x: first.x + 12, y: 28, "aria-hidden": "true" }, first.name),
      h("rect", { class: "quadrants-edge", x: 1, y: 1, width: SIDE - 2, height: SIDE - 2 }),
      h("line", { class: "c-axis", x1: half, x2: half, y1: 1, y2: SIDE - 1 }),
      h("line", { class: "c-axis", x1: 1, x2: SIDE - 1, y1: half, y2: half }),
      dots.map(({ no, x, y }) => [h("circle", { key: `c${no}`, class: "quadrants-dot", cx: x, cy: y, r: RADIUS }), h("text", { key: `t${no}`, class: "quadrants-no", x, y: y + 6, "text-anchor": "middle" }, no)]),
    ),
    h("p", { class: "quadrants-right small muted", "aria-hidden": "true" }, scales[1].title, " →"),
  );
}

/** [{title, items: [{no, item}]}] in the order of the quadrants that people care most about; the rest last. */
export function byQuadrant(items) {
  const order = ["lift", "start", "keep", "build", "rest", "easy", "leave"];
  const rows = new Map();
  items.forEach((item, index) => {
    const key = item.quadrant?.key ?? "";
    if (!rows.has(key)) rows.set(key, { key, title: item.quadrant?.title ?? t("Midt på, eller for få svar til å plasseres"), items: [] });
    rows.get(key).items.push({ no: index + 1, item });
  });
  const at = (key) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...rows.values()].sort((a, b) => at(a.key) - at(b.key));
}

/** The same as the picture for everybody: which things landed where. */
export function QuadrantLists({ items, heading }) {
  return h(
    Fragment,
    null,
    byQuadrant(items).map((row) => h("div", { key: row.key, class: "quadrant-list" }, h(heading, { class: "quadrant-h" }, row.title), h("ul", null, row.items.map(({ no, item }) => h("li", { key: item.key }, h("span", { class: "quadrant-no num" }, no), h("span", null, item.text)))))),
  );
}
