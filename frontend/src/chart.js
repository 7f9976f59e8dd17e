/** A chart made by the kernel, with its text beside it for those who do not see it. */
import { h, useEffect, useRef, useState } from "./dom.js";
import { svgOf } from "./drawing.js";
import { whenIdle } from "./later.js";
import { t } from "./text.js";

const LATE = 1000;
const NEAR = "50%"; // of the window's height
const AXIS = 30; // pixels that a chart is higher than its plot

/**
 * `scale` draws the chart smaller and shows it larger, so that 14 px in a chart is 28 px on the wall.
 */
export function Chart({ spec, alt, scale = 1 }) {
  const box = useRef(null);
  const [state, setState] = useState("quiet"); // quiet, late, shown, failed
  useEffect(() => {
    const late = setTimeout(() => setState((now) => (now === "quiet" ? "late" : now)), LATE);
    const failed = (error) => {
      console.error(error);
      setState("failed");
    };
    const leave = keepDrawn(box.current, (width) => sized(spec, width / scale), () => setState("shown"), failed);
    return () => {
      clearTimeout(late);
      leave();
    };
  }, [spec, scale]);
  return h(
    "div",
    { class: "chart-box" },
    h("div", { class: "chart-draw", style: scale === 1 && spec.height > 0 ? { minHeight: `${spec.height + AXIS}px` } : undefined, role: "img", "aria-label": alt, "data-scaled": scale === 1 ? undefined : "true" }, h("div", { ref: box, class: "chart-svg", "aria-hidden": "true" })),
    state === "late" && h("p", { class: "small muted chart-late" }, t("Tegner figuren")),
    state === "failed" && h("p", { class: "small muted" }, t("Figuren lot seg ikke tegne. Tallene står i tabellen.")),
  );
}

const drawn = new Set(); // how each chart of the page is drawn

/** Draw those that nobody has come to yet. Returns a promise that is kept when all stand there. */
export const drawAll = () => Promise.all([...drawn].map((draw) => draw()));

/**
 * A chart takes the width of its place: it is drawn when it has one, and anew when that is another. Those further
 * down come when there is time, so that they are there on paper too. Returns what ends it.
 */
function keepDrawn(place, specOf, onDrawn, onFailed) {
  let width = 0;
  let drawing = null;
  const show = async (wanted) => {
    const svg = await svgOf(specOf(wanted));
    if (wanted !== width) return;
    place.innerHTML = svg;
    onDrawn();
  };
  const draw = () => {
    const wanted = place.clientWidth;
    if (wanted === 0 || wanted === width) return drawing;
    width = wanted;
    drawing = show(wanted).catch(onFailed);
    return drawing;
  };
  drawn.add(draw);
  const size = new ResizeObserver(draw);
  const near = new IntersectionObserver(([{ isIntersecting }]) => {
    near.disconnect();
    if (isIntersecting) size.observe(place);
    else whenIdle(() => width !== null && size.observe(place));
  }, { rootMargin: NEAR });
  near.observe(place);
  return () => {
    width = null;
    drawn.delete(draw);
    near.disconnect();
    size.disconnect();
  };
}

/** SVG scales by its view box, so a wider place only makes it larger. */
const sized = (spec, width) => (spec.width === "container" ? { ...spec, width: Math.floor(width), autosize: { type: "fit-x", contains: "padding" } } : spec);
