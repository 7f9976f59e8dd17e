/** Work that may wait, so that a slow phone answers what is pressed first. */

/** Let the browser take what has been pressed, and show it, before the work goes on. */
export const breathe = () => new Promise((resolve) => setTimeout(resolve));

const UNSEEN = 500; // milliseconds: a window that is covered may have no frames to wait for

/** Do `work` when the browser has shown what it has to show. */
export function afterPaint(work) {
  if (globalThis.document?.visibilityState !== "visible" || !globalThis.requestAnimationFrame) return void setTimeout(work);
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    work();
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, UNSEEN);
}

const pressed = new Set(); // what is to be done when the press has been shown

/** Do what was asked for by a press when the press has been shown; before anything else is pressed or written, if that comes first. */
export function whenShown(work) {
  const once = () => pressed.delete(once) && work();
  pressed.add(once);
  afterPaint(once);
}

// "beforeinput": dictation and a paste press no key, and what has come into a field is taken out again by drawing it anew.
for (const type of ["pointerdown", "keydown", "beforeinput", "input", "change"]) globalThis.addEventListener?.(type, () => pressed.forEach((work) => work()), true);

const REST = 1000; // milliseconds without a touch or a key
let touched = -Infinity;
for (const type of ["pointerdown", "keydown"]) globalThis.addEventListener?.(type, () => (touched = performance.now()), true);

/** Do `work` when there is nothing else to do, and the one who is here has let the page rest for a second from now. */
export function whenIdle(work, asked = performance.now()) {
  const left = Math.max(asked, touched) + REST - performance.now();
  if (left > 0) setTimeout(() => whenIdle(work, asked), left);
  else (window.requestIdleCallback ?? setTimeout)(() => (performance.now() < touched + REST ? whenIdle(work, asked) : work()));
}

/** `work` when what is to be shown has been, once however many times it is asked for till then. */
export function soon(work) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    afterPaint(() => {
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
