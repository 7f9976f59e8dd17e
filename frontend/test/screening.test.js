/** The look before sending, without a browser: node --test test/ (that it equals the server's: tests/browser) */
import assert from "node:assert/strict";
import { test } from "node:test";

const { look } = await import("../src/screening.js");
const found = (text) => look(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

test("names, numbers and telling words are found where they stand", () => {
  assert.deepEqual(found("Amiras mor har 412 34 567"), [["name", "Amira"], ["phone", "412 34 567"]]);
  assert.deepEqual(found("Ho eine i 9B skreiv til ho@skule.example"), [["points_at_one", "Ho eine i 9B"], ["email", "ho@skule.example"]]);
  assert.deepEqual(found("Reglene er like, også i 9B"), []);
});

test("a right national id is barred, one with a wrong digit is only doubtful", () => {
  assert.deepEqual(look("09871696079").map(({ barred }) => barred), [true]);
  assert.deepEqual(look("09871696078").map(({ barred }) => barred), [false]);
});
