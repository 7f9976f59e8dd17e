/** What is folded away is opened when the press has been shown. */
import assert from "node:assert/strict";
import { test } from "node:test";

const frames = [];
let press = null;
globalThis.addEventListener ??= () => {};
globalThis.document = { visibilityState: "visible", addEventListener: (_, hear) => (press = hear) };
globalThis.requestAnimationFrame = (draw) => frames.push(draw);
await import("../src/folding.js");

const shown = async () => {
  for (const draw of frames.splice(0)) draw();
  await new Promise((resolve) => setTimeout(resolve));
};

function folded() {
  const attributes = new Set();
  return { open: false, setAttribute: (name) => attributes.add(name), removeAttribute: (name) => attributes.delete(name), hasAttribute: (name) => attributes.has(name) };
}

const pressed = (details, more = {}) => ({ prevented: false, target: { closest: () => ({ parentElement: details }) }, preventDefault() { this.prevented = true; }, ...more });

test("the sign is shown first, then it is opened, and closed by the next press", async () => {
  const details = folded();
  const event = pressed(details);
  press(event);
  assert.deepEqual([event.prevented, details.open, details.hasAttribute("data-pressed")], [true, false, true]);
  await shown();
  assert.deepEqual([details.open, details.hasAttribute("data-pressed")], [true, false]);
  press(pressed(details));
  await shown();
  assert.equal(details.open, false);
});

test("two presses in one frame open it, and do not close it again", async () => {
  const details = folded();
  press(pressed(details));
  press(pressed(details));
  await shown();
  assert.equal(details.open, true);
});

test("a press elsewhere, and one that somebody else has taken, is left alone", async () => {
  const details = folded();
  press({ target: { closest: () => null } });
  press(pressed(details, { defaultPrevented: true }));
  await shown();
  assert.equal(details.open, false);
});
