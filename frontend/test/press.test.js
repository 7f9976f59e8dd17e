/** What a press does is done when the browser has shown the press, and as the button stands then. */
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = globalThis;
const heard = new Map();
globalThis.addEventListener = (type, hear) => heard.set(type, [...(heard.get(type) ?? []), hear]);
const happens = (type) => heard.get(type).forEach((hear) => hear());
globalThis.location ??= { pathname: "/" };

const frames = [];
globalThis.document = { visibilityState: "visible", addEventListener() {} };
globalThis.requestAnimationFrame = (draw) => frames.push(draw);

const { h } = await import("../src/dom.js");
const shown = async () => {
  for (const draw of frames.splice(0)) draw();
  await new Promise((resolve) => setTimeout(resolve));
};

test("a press is shown before it is done, and once", async () => {
  const done = [];
  const { props } = h("button", { onClick: ({ currentTarget }) => done.push(currentTarget.name) });
  props.onClick({ type: "click", currentTarget: { name: "vote", lmDeed: props.lmDeed } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(done, []);
  await shown();
  assert.deepEqual(done, ["vote"]);
});

test("the second of two quick presses does what the button does after the first", async () => {
  const done = [];
  const { props } = h("button", { onClick: () => done.push("first") });
  const button = { lmDeed: () => (done.push("first"), (button.lmDeed = () => done.push("second"))) };
  props.onClick({ type: "click", currentTarget: button });
  props.onClick({ type: "click", currentTarget: button });
  await shown();
  assert.deepEqual(done, ["first", "second"]);
});

test("a form never leaves the page, and a button that has nothing to do any more does nothing", async () => {
  let left = true;
  const form = h("form", { onSubmit: () => {} }).props;
  form.onSubmit({ type: "submit", preventDefault: () => (left = false), currentTarget: { lmDeed: form.lmDeed } });
  assert.equal(left, false);
  h("button", { onClick: () => {} }).props.onClick({ type: "click", currentTarget: { lmDeed: "" } }); // as Preact leaves it
  await shown();
});

test("what is chosen in a list is what it said then, though it is drawn anew before it is done", async () => {
  const chosen = [];
  const { props } = h("select", { onChange: ({ currentTarget }) => chosen.push(currentTarget.value) });
  const list = { value: "2021", lmDeed: props.lmDeed };
  props.onChange({ type: "change", currentTarget: list });
  list.value = "2024";
  assert.deepEqual(chosen, []);
  await shown();
  assert.deepEqual(chosen, ["2021"]);
});

test("what was pressed is done before what is written next, and not once more", async () => {
  for (const type of ["pointerdown", "keydown", "input", "change"]) {
    let text = "first";
    const sent = [];
    const { props } = h("form", { onSubmit: () => sent.push(text) });
    props.onSubmit({ type: "submit", preventDefault() {}, currentTarget: { lmDeed: props.lmDeed } });
    happens(type);
    text = "second";
    await shown();
    assert.deepEqual(sent, ["first"], type);
  }
});
