import assert from "node:assert/strict";
import { test } from "node:test";

const { goalsIn } = await import("../src/kept.js");

test("a goal that two steps show is told of once, as the last step has it", () => {
  const first = { goals: [{ id: "a", text: "Ro" }, { id: "b", text: "Trygghet" }] };
  const last = { goals: [{ id: "a", text: "Ro i timene" }] };
  assert.deepEqual(goalsIn([first, {}, last]), [{ id: "a", text: "Ro i timene" }, { id: "b", text: "Trygghet" }]);
});
