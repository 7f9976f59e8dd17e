/** What Vega measures its texts on, in a page as in a thread that has none. */
export const canvas = (width, height) => (typeof OffscreenCanvas === "undefined" ? Object.assign(document.createElement("canvas"), { width, height }) : new OffscreenCanvas(width, height));
export const image = () => null; // no chart of ours has pictures
