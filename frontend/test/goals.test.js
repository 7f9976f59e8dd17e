/** Which figure a goal is about, which number it aims at, and which sentence answers it: node --test test/ */
import assert from "node:assert/strict";
import { test } from "node:test";

const { figureOf, sentenceFor, wantedIn, withFigure } = await import("../src/goals.js");

const rules = {
  key: "r", name: "Common rules", names: ["Common rules", "Felles regler"], scale: "mean", best: "high", value: 3.5, said: "said", kept: "kept",
  wishes: [{ from: 0.4, text: "enough: {wanted}, {change}" }, { from: 0.2, text: "together: {wanted}, {change}" }, { from: 0, text: "other: {wanted}, {change}" }],
};
const bullying = { ...rules, key: "b", name: "Mobbing på skolen", names: ["Mobbing på skolen"], scale: "share", best: "low", value: 12.4 };
const hidden = { ...rules, key: "h", name: "Trivsel", names: ["Trivsel"], value: null };
const goals = [rules, bullying, hidden];

test("a goal is about the figure that its words name first, whatever the case, and never about a part of a word", () => {
  assert.equal(figureOf(goals, "Trivsel og felles regler"), hidden);
  assert.equal(figureOf(goals, "Mot FELLES REGLER"), rules);
  assert.equal(figureOf(goals, "Skoletrivsel, trivselen"), null);
  assert.equal(figureOf(goals, "Minst 3,8", "Felles regler falt"), rules);
  assert.equal(figureOf(goals, undefined, ""), null);
});

test("a chosen figure is written first in the target, takes another's place, and can be taken out again", () => {
  const chosen = withFigure("minst 3,8", goals, rules);
  assert.equal(chosen, "Common rules: minst 3,8");
  assert.equal(withFigure(chosen, goals, bullying), "Mobbing på skolen: minst 3,8");
  assert.equal(withFigure(chosen, goals, null), "minst 3,8");
  assert.equal(withFigure("Høsten 2027 er Felles regler minst 3,8", goals, rules), "Høsten 2027 er Felles regler minst 3,8");
});

for (const [text, wanted] of [
  ["Høsten 2027 er Felles regler minst 3,8.", 3.8],
  ["Fra 3,5 til 3,9 på 10. trinn", 3.9],
  ["Minst 3,9, opp fra 3,5", 3.9],
  ["Minst 4.", 4],
  ["Til 3. trinn er med", null],
  ["Minst 4 av 5 elever", null],
  ["Opp 0,3", 3.8],
  ["3,75", 3.75],
  ["Bedre enn i 2025", null],
  ["20 % mer", null],
  ["Ferdig 15.01.2027", null],
]) {
  test(`a mean is read from «${text}»`, () => assert.equal(wantedIn(text, rules), wanted));
}

for (const [text, wanted] of [
  ["Under 8 % i 2027", 8],
  ["Høyst 6,5 prosent", 6.5],
  ["Ned 4 prosentpoeng", 8.4],
  ["Fra 12,4 % til 5 av 100", 5],
  ["Høsten 2027, 10. trinn", null],
]) {
  test(`a share is read from «${text}»`, () => assert.equal(wantedIn(text, bullying), wanted));
}

test("the sentence answers how far the target is from the figure now", () => {
  assert.equal(sentenceFor(rules, "minst 3,9"), "enough: 3,9, 0,4");
  assert.equal(sentenceFor(rules, "minst 3,8"), "together: 3,8, 0,3");
  assert.equal(sentenceFor(rules, "minst 3,6"), "other: 3,6, 0,1");
  assert.equal(sentenceFor(rules, "minst 3,55"), "other: 3,55, 0,05");
  assert.equal(sentenceFor(rules, ""), "said");
  assert.equal(sentenceFor(rules, "minst 3,5"), "kept");
  assert.equal(sentenceFor(rules, "minst 3,2"), "kept");
});

test("a share is better when it falls", () => {
  assert.equal(sentenceFor(bullying, "under 8 %"), "enough: 8\u00a0%, 4,4");
  assert.equal(sentenceFor(bullying, "14 %"), "kept");
});

test("without a figure to start from the number in the target changes nothing", () => {
  assert.equal(sentenceFor(hidden, "minst 4,5"), "said");
});

test("where neither end is best, any change is a step", () => {
  assert.equal(sentenceFor({ ...rules, best: "none" }, "minst 3,0"), "enough: 3,0, 0,5");
});
