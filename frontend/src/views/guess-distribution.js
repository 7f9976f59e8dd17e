/** What the staff guessed, what you guessed and what the pupils answered, on one line of numbers. */
import { h, Heading } from "../dom.js";
import { number, onScale, t } from "../text.js";

const WIDTH = 328;
const LEFT = 6;
const RIGHT = 310;

const between = (low, high, scale) => (scale === "mean" ? `${number(low)}–${number(high)}` : `${number(low, 0)}–${number(high, 0)}\u00a0%`);

/** Where the axis ends, and its ticks. */
function axis(values, scale) {
  if (scale === "mean") return { from: 1, to: 5, ticks: [1, 2, 3, 4, 5] };
  const to = Math.min(100, Math.max(30, Math.ceil(Math.max(...values) / 10) * 10));
  const step = to > 50 ? 20 : 10;
  return { from: 0, to, ticks: Array.from({ length: Math.floor(to / step) + 1 }, (_, index) => index * step) };
}

/** A heading that says which way the staff's middle guess lies. */
export function roomHeading(room, answer, scale) {
  const apart = Math.abs(room.median - answer.value) < (scale === "mean" ? 0.05 : 0.5);
  if (apart) return t("Vi gjettet likt det elevene svarte");
  return room.median < answer.value ? t("Vi gjettet lavere enn elevene svarte") : t("Vi gjettet høyere enn elevene svarte");
}

export function Distribution({ answer, guess, others, scale, level = 3 }) {
  if (answer.value === null || (!others && (answer.low === null || answer.low === undefined))) return null;
  const values = [answer.value, answer.high, guess, others?.q3].filter((value) => typeof value === "number");
  const { from, to, ticks } = axis(values, scale);
  const x = (value) => LEFT + ((value - from) / (to - from)) * (RIGHT - LEFT);
  const drawing = [];
  const said = [];
  let y = 0;
  if (others) {
    const range = typeof others.q1 === "number";
    if (!range) said.push(t("Midten av det personalet gjettet, er {median}.", { median: onScale(others.median, scale) }));
    if (range) said.push(t("Halvparten av personalet gjettet mellom {low} og {high}, midten er {median}.", { low: number(others.q1, scale === "mean" ? 1 : 0), high: onScale(others.q3, scale), median: onScale(others.median, scale) }));
    drawing.push(
      h("text", { x: 2, y: 18, class: "c-ink" }, range ? t("Halvparten av oss gjettet {range}", { range: between(others.q1, others.q3, scale) }) : t("Midten av det vi gjettet: {median}", { median: onScale(others.median, scale) })),
      range && h("rect", { x: x(others.q1), y: 30, width: Math.max(4, x(others.q3) - x(others.q1)), height: 16, rx: 3, class: "c-room" }),
      h("line", { x1: x(others.median), x2: x(others.median), y1: 30, y2: 46, class: "c-median" }),
    );
    y = 46;
  }
  if (typeof guess === "number") {
    said.push(t("Du gjettet {value}.", { value: onScale(guess, scale) }));
    const flip = x(guess) > 220;
    drawing.push(h("circle", { cx: x(guess), cy: y + 18, r: 6, class: "c-you" }), h("text", { x: x(guess) + (flip ? -14 : 14), y: y + 23, "text-anchor": flip ? "end" : "start", class: "c-ink c-strong" }, t("Du: {value}", { value: onScale(guess, scale) })));
    y += 30;
  }
  y += 28;
  const band = typeof answer.low === "number" ? between(answer.low, answer.high, scale) : null;
  said.push(band ? t("Elevene svarte {value}, usikkerhet {range}.", { value: onScale(answer.value, scale), range: band }) : t("Elevene svarte {value}.", { value: onScale(answer.value, scale) }));
  drawing.push(h("text", { x: 2, y, class: "c-own c-strong" }, t("Elevene svarte {value}", { value: onScale(answer.value, scale) })));
  if (band) {
    const tight = x(answer.high) > 256;
    drawing.push(
      h("rect", { x: x(answer.low), y: y + 12, width: x(answer.high) - x(answer.low), height: 16, class: "c-band" }),
      h("text", { x: tight ? x(answer.low) - 8 : x(answer.high) + 8, y: y + 26, "text-anchor": tight ? "end" : "start", class: "c-soft" }, band),
    );
  }
  const at = x(answer.value);
  drawing.push(h("path", { d: `M${at} ${y + 8}l9 12-9 12-9-12z`, class: "c-mark" }));
  const foot = y + 58;
  drawing.push(
    h("line", { x1: x(from), x2: x(to), y1: foot, y2: foot, class: "c-axis" }),
    ticks.map((tick) => [
      h("line", { key: `l${tick}`, x1: x(tick), x2: x(tick), y1: foot, y2: foot + 5, class: "c-axis" }),
      h("text", { key: tick, x: x(tick), y: foot + 23, "text-anchor": tick === from ? "start" : "middle", class: "c-soft" }, number(tick, 0)),
    ]),
  );
  return h(
    "section",
    { class: "stack stack-3 fill" },
    others && h(Heading, { level, size: "2xs" }, roomHeading(others, answer, scale)),
    h("svg", { class: "distribution", viewBox: `0 0 ${WIDTH} ${foot + 32}`, role: "img", "aria-label": said.join(" ") }, drawing),
  );
}
