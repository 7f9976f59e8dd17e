/** A chart made by the kernel, with its text beside it for those who do not see it. */
import { h, useEffect, useRef, useState } from "./dom.js";
import { breathe, whenIdle } from "./later.js";
import { t } from "./text.js";

const LATE = 1000;
const fetchVega = () => import("./vega.js");
const NEAR = "50%"; // of the window's height
const AXIS = 30; // pixels that a chart is higher than its plot

/**
 * `scale` draws the chart smaller and shows it larger, so that 14 px in a chart is 28 px on the wall.
 */
export function Chart({ spec, alt, scale = 1 }) {
  const box = useRef(null);
  const [state, setState] = useState("quiet"); // quiet, late, shown, failed
  useEffect(() => {
    let view = null;
    let gone = false;
    const late = setTimeout(() => setState((now) => (now === "quiet" ? "late" : now)), LATE);
    const show = async () => {
      await untilSeen(box.current);
      await untilNear(box.current);
      const { draw } = await fetchVega();
      await document.fonts?.ready;
      await inTurn(async () => {
        if (gone) return;
        view = await draw(box.current, scaled(spec, box.current, scale));
        if (gone) view.finalize();
        else setState("shown");
      });
    };
    show().catch((error) => {
      console.error(error);
      setState("failed");
    });
    return () => {
      gone = true;
      clearTimeout(late);
      view?.finalize();
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

/** Fetch what draws while the figures are on their way. Where it does not come, the chart asks again and tells. */
export const warm = () => fetchVega().catch(() => {});

/** A chart takes the width of its place, so one in a hidden step is drawn when the step is shown. */
function untilSeen(el) {
  if (el.clientWidth > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const watch = new ResizeObserver(() => {
      if (el.clientWidth === 0) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(el);
  });
}

/** The charts further down come when there is time, so that they are there on paper too. */
function untilNear(el) {
  return new Promise((resolve) => {
    const watch = new IntersectionObserver(([{ isIntersecting }]) => (isIntersecting ? done() : whenIdle(done)), { rootMargin: NEAR });
    const done = () => {
      watch.disconnect();
      resolve();
    };
    watch.observe(el);
  });
}

let last = Promise.resolve();

/** One chart at a time, and what is pressed meanwhile before the next. */
function inTurn(work) {
  const mine = last.then(breathe).then(work);
  last = mine.catch(() => {});
  return mine;
}

/** The width a chart is drawn for. SVG scales by its view box, so a wider place only makes it larger. */
function scaled(spec, el, scale) {
  return scale === 1 ? spec : { ...spec, width: Math.floor(el.clientWidth / scale), autosize: { type: "fit-x", contains: "padding" } };
}
