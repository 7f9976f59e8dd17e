/** Work that may wait, so that a slow phone answers what is pressed first. */

/** Let the browser take what has been pressed, and show it, before the work goes on. */
export const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** Do `work` when there is nothing else to do. */
export const whenIdle = (work) => (window.requestIdleCallback ?? setTimeout)(() => work());

/** `work`, but once where it is asked for many times in one go. */
export function soon(work) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    queueMicrotask(() => {
      isAsked = false;
      work();
    });
  };
}

const waiting = new Map(); // place -> Set of what is to be drawn there
export const isHidden = (place) => Boolean(place?.closest("[hidden]"));

function drawNext() {
  const [place] = waiting.keys();
  if (!place) return;
  if (waiting.size > 1) whenIdle(drawNext); // asked for first, so that one that fails does not keep the others waiting
  catchUp(place);
}

/** Draw at once what can be seen; a part that nobody sees now has its news when there is time for it. */
export function drawWhenSeen(place, draw) {
  if (!isHidden(place)) return void draw();
  if (waiting.size === 0) whenIdle(drawNext);
  if (!waiting.has(place)) waiting.set(place, new Set());
  waiting.get(place).add(draw);
}

/** What stands at `place` is to be seen now, with all its news. */
export function catchUp(place) {
  const drawings = waiting.get(place) ?? [];
  waiting.delete(place);
  for (const draw of drawings) draw();
}

/** What was to be drawn there is gone. */
export const forget = (place, draw) => waiting.get(place)?.delete(draw);
