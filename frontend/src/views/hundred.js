/** A hundred circles: a share that one can count. */
import { h } from "../dom.js";
import { t } from "../text.js";

const PLACES = Array.from({ length: 100 }, (_, index) => ({ cx: 16 + 32 * (index % 10), cy: 16 + 32 * Math.floor(index / 10) }));

/** `filled` circles are filled; the first `marked` carry a dot, so that both numbers can be seen at once. */
export function Hundred({ filled, marked = 0, label }) {
  return h(
    "svg",
    { class: "hundred", viewBox: "0 0 320 320", role: "img", "aria-label": label ?? t("{filled} av 100 sirkler er fylt.", { filled }) },
    PLACES.map(({ cx, cy }, index) => {
      const full = index < filled;
      return [
        h("circle", { key: index, cx, cy, r: full ? 11 : 10, class: full ? "dot-full" : "dot-open" }),
        index < marked && h("circle", { key: `m${index}`, cx, cy, r: 4, class: full ? "dot-mark" : "dot-mark-open" }),
      ];
    }),
  );
}
