/**
 * Focus that is not lost. When what had focus goes away (a button that has done its work, a field whose phase
 * is over), the browser leaves the keyboard and the screen reader at the top of the page. Here it goes on to
 * what took the place, or to the nearest heading.
 */
const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";

const isDrawn = (element) => element.isConnected && element.getClientRects().length > 0;
const isLost = () => document.activeElement === null || document.activeElement === document.body || !isDrawn(document.activeElement);

/** Where an element stands: itself, then each ancestor, with its place among its siblings. */
function pathOf(element) {
  const path = [];
  for (let at = element; at.parentElement && at !== document.body; at = at.parentElement) path.push({ parent: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
  return path;
}

const firstIn = (element, selector) => [element, ...element.querySelectorAll("*")].find((found) => found.matches(selector) && isDrawn(found) && !found.disabled);

const HEADINGS = "h1, h2, h3, h4, h5, h6";
const placeIn = (part) => firstIn(part, HEADINGS) ?? firstIn(part, STOPS);

/** What now stands nearest to where focus was: in the smallest part that is still there. */
function nearest(path) {
  for (const { parent, index } of path) {
    if (!isDrawn(parent)) continue;
    const drawn = [...parent.children].filter(isDrawn);
    const here = drawn.includes(parent.children[index]) ? parent.children[index] : drawn[Math.min(index, drawn.length - 1)];
    const found = (here && placeIn(here)) ?? placeIn(parent);
    if (found) return found;
  }
  return null;
}

function moveTo(element) {
  if (!element.matches(STOPS)) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Watch over focus on this page for as long as it lives. */
export function keepFocus() {
  let last = null; // {element, path}
  let waiting = false;
  document.addEventListener("focusin", ({ target }) => {
    last = { element: target, path: pathOf(target) };
  });
  // One who presses beside everything has let go of focus on purpose.
  document.addEventListener("pointerdown", () => {
    last = null;
  });
  const look = () => {
    waiting = false;
    if (!last || isDrawn(last.element) || !isLost()) return;
    const found = nearest(last.path) ?? document.getElementById("innhold");
    last = null;
    if (found) moveTo(found);
  };
  const later = () => {
    if (waiting || !last) return;
    waiting = true;
    requestAnimationFrame(look);
  };
  new MutationObserver(later).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "open"] });
}
