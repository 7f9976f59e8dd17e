/** What a vote says in words: who came first, whether the talk moved it, and when several stand alike. */
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = { addEventListener() {}, location: { pathname: "/" } };
globalThis.document = { addEventListener() {} };

const { keepSentence, leading, resultHeading, tieSentence } = await import("../src/views/dumbbell.js");

/** A result of options a, b, c … with these points in round 1 and 2 (or only in round 1). */
function result(round1, round2 = [], more = {}) {
  const options = round1.map((points, at) => ({ id: "abcd"[at], text: "ABCD"[at], round1: points, round2: round2[at] ?? null }));
  return { options, kept: [], tied: [], ...more };
}

test("the heading says who came first and whether the talk moved it", () => {
  assert.equal(resultHeading(result([9, 5])), "«A» fikk flest poeng");
  assert.equal(resultHeading(result([9, 5], [8, 6])), "«A» fikk flest poeng i begge rundene");
  assert.equal(resultHeading(result([9, 5], [6, 8])), "Samtalen flyttet oss til «B»");
  assert.equal(resultHeading(result([9, null])), "«A» fikk flest poeng av dem som vises");
  assert.equal(resultHeading(result([null, null])), "For få stemte til at tallene kan vises");
});

test("where several came first, none of them is said to have won", () => {
  assert.equal(resultHeading(result([7, 7, 2])), "«A» og «B» fikk flest poeng, like mange hver");
  assert.equal(resultHeading(result([9, 5, 2], [7, 7, 2])), "«A» og «B» fikk flest poeng, like mange hver");
  assert.equal(resultHeading(result([7, 7, 7, 1])), "Tre punkter fikk flest poeng, like mange hver");
  assert.equal(resultHeading(result([7, 7, null])), "«A» og «B» fikk flest poeng av dem som vises, like mange hver");
});

test("who shared the first place before the talk was not first in both rounds, and was not moved to", () => {
  assert.equal(resultHeading(result([7, 7, 2], [9, 5, 2])), "«A» fikk flest poeng");
});

test("nobody is said to have most points with none", () => {
  assert.equal(resultHeading(result([0, null, null])), "Poengene er for spredt til at tallene kan vises");
});

test("a tie about what is taken along is said, and who chooses then", () => {
  const tied = result([9, 5, 5], [], { kept: ["a"], tied: ["b", "c"] });
  assert.equal(tieSentence(tied), "Det står likt mellom «B» og «C».");
  assert.equal(keepSentence(tied), "Det står likt, så vi velger sammen hva vi tar med i planen.");
  assert.equal(tieSentence(result([9, 5, 2], [], { kept: ["a", "b"] })), "");
  const long = result([9, 5, 5], [], { tied: ["b", "c"] });
  long.options[1].text = "b".repeat(200);
  assert.equal(tieSentence(long), "Det står likt mellom to punkter.");
});

test("the sentence about the plan counts those that are kept", () => {
  assert.equal(keepSentence(result([9, 5], [], { kept: ["a", "b"] })), "De to øverste tar vi med i planen.");
  assert.equal(keepSentence(result([9, 5], [], { kept: ["b"] })), "Det øverste tar vi med i planen.");
  assert.equal(keepSentence(result([9, null])), "Vi velger sammen hva vi tar med i planen.");
});

const points = (option) => option.round1;

test("a wall tells of the options with points, and of all of them where no points can be shown", () => {
  assert.deepEqual(leading(result([9, null, 0, 5], [], {})).map(points), [9, 5]);
  assert.deepEqual(leading(result([0, null, 0], [], {})).map(points), [0, 0, null]);
  assert.equal(leading(result([null, null], [], {})).length, 2);
});
