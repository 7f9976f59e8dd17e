/**
 * Small parts that every view uses. Text always goes in as text: nothing here reads markup.
 */
import { createContext, createElement, Fragment, render } from "preact";
import { useContext, useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import "./folding.js";
import "./growing.js";
import { drawWhenSeen, forget, isHidden, whenShown } from "./later.js";
import { t } from "./text.js";

export { Fragment, render, useEffect, useLayoutEffect, useReducer, useRef, useState };

const PRESSED = { button: "onClick", form: "onSubmit", select: "onChange" };
// What it is to do is kept on the element: between the press and the deed it may be drawn anew, by the press before.
if (globalThis.HTMLElement) HTMLElement.prototype.lmDeed = null;

/** Preact's own, but what a button, a form or a list is to do is done when the browser has shown that it was pressed. */
export function h(type, props, ...children) {
  const name = PRESSED[type];
  if (!props?.[name]) return createElement(type, props, ...children);
  return createElement(type, { ...props, [name]: doWhenShown, lmDeed: props[name] }, ...children);
}

function doWhenShown(event) {
  if (event.type === "submit") event.preventDefault();
  const { target, currentTarget } = event; // which the browser forgets
  const { value } = currentTarget; // which a list loses if it is drawn anew meanwhile
  const seen = event.type === "change" ? { target: { value }, currentTarget: { value } } : { target, currentTarget };
  whenShown(() => currentTarget.lmDeed && currentTarget.lmDeed({ ...seen, preventDefault() {} }));
}

const line = { fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" };
const grid = [4, 12, 20].flatMap((x) => [4, 12, 20].map((y) => h("circle", { cx: x, cy: y, r: 2.7, fill: "currentColor" })));

const ICONS = {
  alone: () => h("circle", { cx: 12, cy: 12, r: 4.5, fill: "currentColor" }),
  group: () => [[12, 6.5], [6, 16.5], [18, 16.5]].map(([cx, cy]) => h("circle", { cx, cy, r: 3.5, fill: "currentColor" })),
  plenary: () => grid,
  done: () => [h("circle", { cx: 12, cy: 12, r: 10, fill: "currentColor" }), h("path", { ...line, d: "m7.5 12.3 3 3 6-6.3", stroke: "#fff", "stroke-width": 2.2 })],
  half: () => [h("circle", { ...line, cx: 12, cy: 12, r: 9 }), h("path", { d: "M12 3a9 9 0 0 1 0 18z", fill: "currentColor" })],
  ring: () => h("circle", { ...line, cx: 12, cy: 12, r: 9 }),
  stopped: () => [h("circle", { ...line, cx: 12, cy: 12, r: 9 }), h("path", { ...line, d: "M8 12h8" })],
  missing: () => h("circle", { ...line, cx: 12, cy: 12, r: 9, "stroke-dasharray": "3.2 3.2", "stroke-linecap": "butt" }),
  phone: () => [h("rect", { ...line, x: 6.5, y: 2.5, width: 11, height: 19, rx: 2.5 }), h("path", { ...line, d: "M10.5 18h3" })],
  lock: () => [h("rect", { ...line, x: 5, y: 10.5, width: 14, height: 10, rx: 2 }), h("path", { ...line, d: "M8 10.5V7.5a4 4 0 0 1 8 0v3" })],
  minus: () => h("path", { ...line, d: "M5 12h14", "stroke-width": 2.4 }),
  plus: () => h("path", { ...line, d: "M5 12h14M12 5v14", "stroke-width": 2.4 }),
  sound: () => [h("path", { d: "M3 9.5v5h4l5 4.5V5L7 9.5z", fill: "currentColor" }), h("path", { ...line, d: "M15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" })],
  silent: () => [h("path", { d: "M3 9.5v5h4l5 4.5V5L7 9.5z", fill: "currentColor" }), h("path", { ...line, d: "m16 9.5 5 5m0-5-5 5" })],
  warning: () => [h("path", { ...line, d: "M12 3.5 22 20.5H2z" }), h("path", { ...line, d: "M12 10v4.5M12 17.5v.1" })],
  clear: () => h("circle", { cx: 12, cy: 12, r: 9, fill: "currentColor" }),
  chance: () => h("path", { ...line, d: "M2.5 14c3-6 6.5-6 9.5-2s6.5 4 9.5-2", "stroke-width": 2.6 }),
  few: () => h("circle", { ...line, cx: 12, cy: 12, r: 9, "stroke-width": 2.4, "stroke-dasharray": "3.6 3.4", "stroke-linecap": "butt" }),
};

/** A sign that the words beside it repeat; hidden from screen readers. */
export function Icon({ name }) {
  return h("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, ICONS[name]());
}

/** A heading at the level the page needs, looking as the view wants. */
export function Heading({ level = 2, size = "sm", id, children, ...rest }) {
  return h(`h${level}`, { class: "ds-heading", "data-size": size, id, ...rest }, children);
}

/** One button of Designsystemet. */
export function Button({ variant = "primary", type = "button", children, ...rest }) {
  return h("button", { class: "ds-button", "data-variant": variant, type, ...rest }, children);
}

/** Nothing here yet: what, and when it comes. */
export function Empty({ title, children }) {
  return h("div", { class: "empty stack stack-2 fill" }, h("p", { class: "strong" }, title), h("p", { class: "muted" }, children));
}

/** What the staff can trust about a change. "incomparable" looks as "few": dashed. */
export function Verdict({ kind, text }) {
  const shape = kind === "clear" || kind === "chance" ? kind : "few";
  return h("span", { class: "verdict", "data-v": shape }, h(Icon, { name: shape }), text);
}

/** Words after one second of waiting; nothing before, so that fast answers do not flicker. */
export function Waiting({ children }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 1000);
    return () => clearTimeout(timer);
  }, []);
  return h("p", { class: "save", role: "status" }, late && [h(Spinner, { key: "s" }), h("span", { key: "t" }, children ?? t("Henter tallene"))]);
}

function Spinner() {
  return h(
    "svg",
    { class: "ds-spinner lm-spinner", viewBox: "0 0 50 50", "aria-hidden": "true" },
    h("circle", { class: "ds-spinner__background", cx: 25, cy: 25, r: 20, fill: "none", "stroke-width": 5 }),
    h("circle", { class: "ds-spinner__circle", cx: 25, cy: 25, r: 20, fill: "none", "stroke-width": 5 }),
  );
}

/** Draw again whenever one of the model's traits changes. */
export function useModel(model, ...traits) {
  useHeard((again) => {
    const events = traits.map((trait) => `change:${trait}`);
    for (const event of events) model.on(event, again);
    return () => events.forEach((event) => model.off(event, again));
  }, [model]);
  return model;
}

/** Draw again whenever the room has something new. */
export function useRoom(room) {
  useHeard((again) => room.subscribe(again), [room]);
  return room;
}

const Place = createContext(null);

/**
 * Draw again whenever `listen` hears something (when there is time, where nobody sees it now); it gets what to call
 * and returns how to stop. It listens from the moment of drawing: an effect that waits for the paint, which is late on a busy phone,
 * would miss what comes in between, and the view would stand empty until the next news.
 */
export function useHeard(listen, inputs) {
  const [, again] = useReducer((count) => count + 1, 0);
  const place = useContext(Place);
  useLayoutEffect(() => {
    const stop = listen(() => drawWhenSeen(place, again));
    return () => {
      stop();
      forget(place, again);
    };
  }, inputs);
}

/** `value`, which does not change any more while somebody looks at the view. */
export function useFirstSeen(value) {
  const place = useContext(Place);
  const kept = useRef(null);
  if (kept.current === null || isHidden(place)) kept.current = value;
  return kept.current;
}

let nextId = 0;
/** An id that no other part of the page has. */
export function useId(prefix) {
  const id = useRef(null);
  id.current ??= `lm-${prefix}-${(nextId += 1)}`;
  return id.current;
}

/** Whether the reader has asked for less motion. */
export function prefersStill() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Put a view into `el`. Returns what takes it away again. */
export function mount(View, props, el) {
  render(h(Place.Provider, { value: el }, h(View, props)), el);
  return () => render(null, el);
}
