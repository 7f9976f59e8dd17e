/** What may wait: parts that nobody sees, and work that is asked for many times in one go. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { catchUp, drawWhenSeen, forget, soon } from "../src/later.js";

globalThis.window = globalThis; // without requestIdleCallback, as in Safari: setTimeout
const place = (isHidden) => ({ closest: () => (isHidden ? {} : null) });
const idle = () => new Promise((resolve) => setTimeout(resolve, 1100)); // longer than a page must rest first
const painted = () => new Promise((resolve) => setTimeout(resolve, 5)); // without frames, as in a window that nobody sees

test("what can be seen is drawn at once", () => {
  let drawn = 0;
  drawWhenSeen(place(false), () => (drawn += 1));
  assert.equal(drawn, 1);
});

test("a hidden part is drawn once, when there is time, however much has happened", async () => {
  let drawn = 0;
  const hidden = place(true);
  const draw = () => (drawn += 1);
  drawWhenSeen(hidden, draw);
  drawWhenSeen(hidden, draw);
  await new Promise((resolve) => setTimeout(resolve, 500)); // the page has not rested for long enough
  assert.equal(drawn, 0);
  await idle();
  assert.equal(drawn, 1);
});

test("a hidden part that is shown is drawn at once, and one that is gone is not drawn", async () => {
  const drawn = [];
  const [shown, gone] = [place(true), place(true)];
  const drawGone = () => drawn.push("gone");
  drawWhenSeen(shown, () => drawn.push("shown"));
  drawWhenSeen(gone, drawGone);
  catchUp(shown);
  forget(gone, drawGone);
  assert.deepEqual(drawn, ["shown"]);
  await idle();
  assert.deepEqual(drawn, ["shown"]);
});

test("work that is asked for many times in one go is done once", async () => {
  let done = 0;
  const ask = soon(() => (done += 1));
  ask();
  ask();
  assert.equal(done, 0);
  await painted();
  assert.equal(done, 1);
  ask();
  await painted();
  assert.equal(done, 2);
});

test("a part that cannot be drawn does not keep the others waiting", async () => {
  globalThis.requestIdleCallback = (work) => {
    setTimeout(() => {
      try {
        work();
      } catch {
        // the browser tells of it, and goes on
      }
    });
  };
  const drawn = [];
  drawWhenSeen(place(true), () => {
    throw new Error("cannot be drawn");
  });
  drawWhenSeen(place(true), () => drawn.push("other"));
  await idle();
  await idle();
  delete globalThis.requestIdleCallback;
  assert.deepEqual(drawn, ["other"]);
});
