/**
 * How many, drawn: a group as pips, a part of a whole as a bar. The words beside them say the same.
 */
import { h } from "../dom.js";

const PIPS = {
  joined: (x) => [h("circle", { cx: x, cy: 8, r: 5.7, fill: "#fff", stroke: "#747974", "stroke-width": 1.8 })],
  written: (x) => [
    h("circle", { cx: x, cy: 8, r: 5.7, fill: "#fff", stroke: "#0f5b57", "stroke-width": 1.8 }),
    h("path", { d: `M${x} 2.3a5.7 5.7 0 0 0 0 11.4z`, fill: "#0f5b57" }),
  ],
  ready: (x) => [h("circle", { cx: x, cy: 8, r: 6.5, fill: "#0f5b57" })],
};

/** One pip of the legend. */
export function Pip({ kind }) {
  return h("svg", { width: 16, height: 16, "aria-hidden": "true" }, PIPS[kind](8));
}

/** A group as pips, the ready ones first. The order tells nobody's place. */
export function Pips({ size, written, ready, label }) {
  const kinds = [
    ...Array(ready).fill("ready"),
    ...Array(Math.max(0, written - ready)).fill("written"),
    ...Array(Math.max(0, size - Math.max(written, ready))).fill("joined"),
  ];
  const width = kinds.length * 20;
  return h("svg", { class: "pip-row", width, height: 16, viewBox: `0 0 ${width} 16`, role: "img", "aria-label": label }, kinds.map((kind, i) => PIPS[kind](8 + 20 * i)));
}

/** How large a part of the whole: a bar of one colour. Zero and all are told apart. */
export function Meter({ part, whole }) {
  const width = whole > 0 ? Math.min(100, (100 * part) / whole) : 0;
  return h("svg", { class: "meter-bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, h("rect", { class: "meter-whole", width: 100, height: 8 }), h("rect", { class: "meter-part", width, height: 8 }));
}
