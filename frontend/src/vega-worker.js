/** Vega in a thread of its own: what a slow phone needs a second for keeps nobody from writing meanwhile. */
import inter from "@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2";
import { draw } from "./vega.js";

// Vega leaves room for its texts, and a thread does not have the page's fonts.
const font = new FontFace("Inter Variable", `url(${new URL(inter, import.meta.url)})`, { weight: "100 900" });
self.fonts.add(font);
const ready = font.load().catch(() => {});

self.onmessage = async ({ data: { number, spec } }) => {
  await ready;
  try {
    self.postMessage({ number, svg: await draw(spec) });
  } catch (error) {
    self.postMessage({ number, problem: String(error) });
  }
};
