/** What a moment of the day asks for: whether one can be ready, whether the day has begun, and how loud the way on is. */
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = { addEventListener() {}, location: { pathname: "/" } };
globalThis.document = { addEventListener() {}, visibilityState: "visible" };

const { canBeReady } = await import("../src/phases.js");
const { hasNotBegun } = await import("../src/clock.js");
const { Next } = await import("../src/console/next.js");

test("one can be ready while people write, and not while all look at the wall", () => {
  assert.ok(canBeReady("board", "alone"));
  assert.ok(canBeReady("vote", "group"));
  assert.ok(!canBeReady("board", "plenary"));
  assert.ok(!canBeReady("results", "alone"));
});

const STEPS = [{ key: "guess-1", kind: "guess", phases: ["alone", "plenary"], minutes: { alone: 2 } }, { key: "reflect-1", kind: "board", phases: ["alone"] }];
const first = { step: "guess-1", phase: "alone", round: 1, paused_left: 120 };

test("the day has not begun until the clock of its first phase has run", () => {
  assert.ok(hasNotBegun({ now: first, steps: STEPS }));
  for (const later of [{ paused_left: 119 }, { paused_left: null }, { phase: "plenary" }, { step: "reflect-1" }, { round: 2 }])
    assert.ok(!hasNotBegun({ now: { ...first, ...later }, steps: STEPS }), JSON.stringify(later));
  assert.ok(!hasNotBegun({ now: { ...first, paused_left: 0 }, steps: [{ ...STEPS[0], minutes: {} }] }), "a phase without minutes has no clock to start");
});

/** The large button of the console at that moment. */
function wayOn({ now = {}, activity = {}, joined = 12 } = {}) {
  const shown = { ...first, phase: "plenary", ...now };
  const after = { step: "reflect-1", phase: "alone", title: "Hva ser vi?" };
  const facilitator = { joined, after, advice: [], suggestion: "", next: after };
  const snapshot = { now: shown, steps: STEPS, activities: { "guess-1": activity }, facilitator, session: {} };
  const found = [];
  const look = (node) => {
    if (Array.isArray(node)) node.forEach(look);
    else if (node?.props) {
      if (String(node.props.class ?? "").includes("next-button")) found.push(node.props);
      look(node.props.children);
    }
  };
  look(Next({ snapshot, after: "/etter", act() {}, said: "", problem: "" }));
  return found[0]["data-variant"] === "secondary" ? "quiet" : "large";
}

test("the way on is quiet while there is something to do first", () => {
  assert.equal(wayOn({ activity: { revealed: true } }), "large");
  assert.equal(wayOn({ activity: { revealed: false } }), "quiet", "the answer is not shown yet");
  assert.equal(wayOn({ activity: { revealed: true }, joined: 0 }), "quiet", "nobody has come");
  assert.equal(wayOn({ activity: { revealed: true }, now: { recess: true } }), "quiet", "there is a break");
  assert.equal(wayOn({ now: { phase: "alone" } }), "large", "while people write, nothing is hidden from them");
});
