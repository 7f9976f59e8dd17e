/** Who draws the charts: a thread of its own where the browser can give one, else the page itself. */
import address from "./vega-worker.js?address";
import { breathe } from "./later.js";

const canBeHired = () => address !== null && [window.Worker, window.OffscreenCanvas, window.FontFace].every(Boolean);
const asked = new Map(); // number -> {spec, resolve, reject}
let worker = null;
let count = 0;

/** The SVG of `spec`, as text. Its width is a number of pixels, for a thread sees no page to measure. */
export function svgOf(spec) {
  warm();
  if (!worker) return drawHere(spec);
  count += 1;
  const number = count;
  return new Promise((resolve, reject) => {
    asked.set(number, { spec, resolve, reject });
    worker.postMessage({ number, spec });
  });
}

/** Fetch what draws while the figures are on their way. Where it does not come, the chart asks again and tells. */
export function warm() {
  if (worker) return;
  if (canBeHired()) hire();
  else fetchVega().catch(() => {});
}

function hire() {
  worker = new Worker(new URL(address, import.meta.url), { type: "module" });
  worker.onmessage = ({ data: { number, svg, problem } }) => {
    const { resolve, reject } = asked.get(number);
    asked.delete(number);
    if (problem) reject(new Error(problem));
    else resolve(svg);
  };
  // It was not fetched, or this browser takes no modules there. A next chart may try again.
  worker.onerror = () => {
    worker.terminate();
    worker = null;
    for (const { spec, resolve, reject } of asked.values()) drawHere(spec).then(resolve, reject);
    asked.clear();
  };
}

const fetchVega = () => import("./vega.js");
let last = Promise.resolve();

/** One chart at a time, and what is pressed meanwhile before the next. */
function drawHere(spec) {
  const mine = last.then(breathe).then(async () => {
    const { draw } = await fetchVega();
    await document.fonts?.ready;
    return draw(spec);
  });
  last = mine.catch(() => {});
  return mine;
}
