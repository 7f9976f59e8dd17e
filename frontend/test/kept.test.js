import assert from "node:assert/strict";
import { test } from "node:test";

const { goalsIn, pointsIn } = await import("../src/kept.js");

test("a goal that two steps show is told of once, as the last step has it", () => {
  const first = { goals: [{ id: "a", text: "Ro" }, { id: "b", text: "Trygghet" }] };
  const last = { goals: [{ id: "a", text: "Ro i timene" }] };
  assert.deepEqual(goalsIn([first, {}, last]), [{ id: "a", text: "Ro i timene" }, { id: "b", text: "Trygghet" }]);
});

test("what was said on coming and going is no point that a goal builds on", () => {
  const steps = [{ key: "check_in-1", verb: "check_in" }, { key: "reflect-1", verb: "reflect" }, { key: "check_out-1", verb: "check_out" }];
  const activities = { "check_in-1": { points: [{ id: "a" }] }, "reflect-1": { points: [{ id: "b" }] }, "check_out-1": { points: [{ id: "c" }] }, "guess-1": {} };
  assert.deepEqual(pointsIn({ steps, activities }), [{ id: "b" }]);
  assert.deepEqual(pointsIn(), []);
});
