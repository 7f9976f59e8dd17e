/**
 * How much a wall holds: text in columns, as large as fits, and in pages where it does not fit at all. Widths are
 * reckoned from the number of letters and a little too wide, so that nothing is cut without a word.
 * All lengths are in units, of which the wall is 1920 wide and 1080 tall.
 */
export const SIZES = [40, 36, 32, 28];
export const WALL = { width: 1760, height: 640 };
export const MOST_FIGURES = 3; // beside each other; the room takes no more (lmtools/room/limits.py)
const LETTER = 0.56; // of the size: wide for Inter at weight 560
const LINE = 1.25;
const AIR = 0.8; // of the size, above and below a point together
export const UNDER = 36; // a line of small print under a point

/** How many lines `text` takes. */
export function linesOf(text, width, size) {
  const most = Math.max(1, Math.floor(width / (size * LETTER)));
  let lines = 1;
  let used = 0;
  for (const word of String(text).split(/\s+/)) {
    const length = word.length;
    if (used > 0 && used + 1 + length <= most) {
      used += 1 + length;
      continue;
    }
    if (used > 0) lines += 1;
    lines += Math.max(0, Math.ceil(length / most) - 1);
    used = length % most || Math.min(length, most);
  }
  return lines;
}

export const heightOf = ({ text, under }, width, size) => linesOf(text, width, size) * size * LINE + size * AIR + (under ? UNDER : 0);

/** `points` in columns of `height`, left to right: [[point, …], …]. A point taller than a column has one alone. */
function inColumns(points, { width, height, size, tall }) {
  const columns = [];
  let left = 0;
  for (const point of points) {
    const needs = tall(point, width, size);
    if (columns.length === 0 || needs > left) {
      columns.push([]);
      left = height;
    }
    columns.at(-1).push(point);
    left -= needs;
  }
  return columns;
}

/**
 * `boxes` [{key, points: [{text, under?}]}], each with `columns` columns of `width` and `height`; `tall` tells how
 * tall a point is. Returns
 * {size, pages: [{boxKey: [[point, …], …]}]}: the largest size with which all is on one page, else the smallest.
 */
export function layOut(boxes, { width, height, columns = 1, sizes = SIZES, tall = heightOf }) {
  for (const size of sizes) {
    const filled = boxes.map(({ key, points }) => [key, inColumns(points, { width, height, size, tall })]);
    const count = Math.max(1, ...filled.map(([, all]) => Math.ceil(all.length / columns)));
    if (count === 1 || size === sizes.at(-1)) {
      const page = (at) => Object.fromEntries(filled.map(([key, all]) => [key, all.slice(at * columns, (at + 1) * columns)]));
      return { size, pages: Array.from({ length: count }, (_, at) => page(at)) };
    }
  }
  return undefined;
}

/** How boxes stand on the wall: {across, down}. */
export function gridOf(count) {
  if (count <= 3) return { across: count, down: 1 };
  return { across: count === 4 ? 2 : 3, down: Math.ceil(count / (count === 4 ? 2 : 3)) };
}
