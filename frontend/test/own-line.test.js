import assert from "node:assert/strict";
import test from "node:test";
import { OwnLine } from "../src/own-line.js";

const at = (milliseconds) => new Date(milliseconds).toISOString();

test("news are timed by the server's clock, set by the fastest call", () => {
  const line = new OwnLine("/");
  line.set(0, 400, at(90_000)); // a slow call sets it badly
  line.set(1000, 1020, at(61_010)); // the server is a minute ahead
  line.set(2000, 2300, at(99_000));
  line.note(at(70_000), 10_250);
  assert.equal(line.seconds, 0.25);
});

test("what the clocks' own error would make negative is no time at all", () => {
  const line = new OwnLine("/");
  line.set(0, 10, at(5));
  line.note(at(1000), 998);
  assert.equal(line.seconds, 0);
});

test("without news there is nothing to tell", () => {
  assert.equal(new OwnLine("/").seconds, null);
});
