import assert from "node:assert/strict";
import { test } from "node:test";
import { forecast, pauseNow } from "../src/console/agenda.js";
import { add, asClock, change, clockMinutes, minutesOf, move, opened, remove, schedule, sendable, setMinutes, stepOf } from "../src/planner/model.js";

const REFLECT = { key: "reflect-1", title: "Tenk", phases: ["alone", "group", "plenary"], moments: ["alone", "group", "plenary"], minutes: { alone: 5, group: 10, plenary: 10 } };
const VOTE = { key: "prioritise-1", title: "Velg", phases: ["alone", "group", "plenary"], moments: ["alone", "group", "alone", "plenary"], minutes: { alone: 3, group: 5, plenary: 5 } };
const SHELF = [{ name: "stasted", title: "Ståsted", steps: [REFLECT, VOTE] }];
const item = (step, minutes) => ({ workbook: "stasted", step, ...(minutes && { minutes }) });
const day = (...items) => opened({ title: "Dag", start: "09:00", length: 60, items });

test("times add up from the start of the day", () => {
  const plan = schedule(SHELF, day(item("reflect-1"), { break: 10 }, item("reflect-1", { alone: 4 })));
  assert.deepEqual(plan.times, [{ from: 540, to: 565 }, { from: 565, to: 575 }, { from: 575, to: 579 }]);
  assert.deepEqual([plan.total, plan.over, asClock(plan.ends)], [39, -21, "09.39"]);
});

test("a vote is cast alone twice only when there is talk in between", () => {
  assert.equal(minutesOf(SHELF, item("prioritise-1")), 16);
  assert.equal(minutesOf(SHELF, item("prioritise-1", { alone: 3, plenary: 4 })), 7);
});

test("what is not here takes no time and is kept", () => {
  const agenda = day(item("swot-1"));
  assert.equal(stepOf(SHELF, agenda.items[0]), undefined);
  assert.equal(schedule(SHELF, agenda).total, 0);
  assert.deepEqual(sendable(agenda).items, [item("swot-1")]);
});

test("an item keeps its id while it is moved, and the ends of the list hold", () => {
  const agenda = day(item("reflect-1"), item("prioritise-1"), { break: 5 });
  const [first, second, third] = agenda.items.map(({ id }) => id);
  assert.deepEqual(move(agenda, first, 1).items.map(({ id }) => id), [second, first, third]);
  assert.equal(move(agenda, first, -1), agenda);
  assert.equal(move(agenda, third, 1), agenda);
  assert.deepEqual(remove(agenda, second).items.map(({ id }) => id), [first, third]);
  assert.deepEqual(agenda.items.map(({ id }) => id), [first, second, third]);
});

test("the minutes of one phase are changed and the others stay as they are seen", () => {
  const agenda = day(item("reflect-1"));
  const { id } = agenda.items[0];
  assert.deepEqual(setMinutes(agenda, id, REFLECT, "alone", 2).items[0].minutes, { alone: 2, group: 10, plenary: 10 });
  assert.deepEqual(setMinutes(agenda, id, REFLECT, "group", 0).items[0].minutes, { alone: 5, plenary: 10 });
});

test("what is added comes last and what is changed keeps the rest", () => {
  const agenda = add(day(item("reflect-1")), { break: 15 });
  const changed = change(agenda, agenda.items[1].id, { title: "Lunsj" });
  assert.deepEqual(sendable(changed).items, [item("reflect-1"), { break: 15, title: "Lunsj" }]);
});

test("times of day are read and written as people do, past midnight too", () => {
  assert.deepEqual(["9:30", "09.30", "23:59", "24:00", "ni", ""].map(clockMinutes), [570, 570, 1439, null, null, null]);
  assert.equal(asClock(24 * 60 + 5), "00.05");
});

test("the console's forecast counts a planned break after its step", () => {
  const steps = [{ ...REFLECT, verb: "reflect", pause: { minutes: 15, title: "Kaffe" } }, { ...VOTE, verb: "prioritise", kind: "vote" }];
  const now = new Date("2026-11-29T12:00:00Z");
  const at = (phase) => forecast({ steps, now: { step: "reflect-1", phase, round: 1, ends_at: null, paused_left: 300 } }, now);
  const minutes = (date) => (date.getTime() - now.getTime()) / 60000;
  assert.equal(minutes(at("plenary").breaks["reflect-1"]), 5);
  assert.equal(minutes(at("plenary").starts["prioritise-1"]), 20);
  assert.equal(minutes(at("alone").breaks["reflect-1"]), 25);
  assert.equal(minutes(at("alone").ends), 25 + 15 + 16);
});

test("in the planned break the clock is the break's own, and it is not counted twice", () => {
  const pause = { minutes: 15, title: "Kaffe" };
  const steps = [{ ...REFLECT, pause }, { ...VOTE, kind: "vote" }];
  const began = new Date("2026-11-29T12:00:00Z");
  const now = { step: "reflect-1", phase: "plenary", round: 1, recess: true, pause, ends_at: "2026-11-29T12:15:00Z" };
  const { starts, breaks } = forecast({ steps, now }, began);
  assert.equal(starts["prioritise-1"].toISOString(), "2026-11-29T12:15:00.000Z");
  assert.deepEqual(breaks, {});
  assert.equal(pauseNow({ steps, now }), pause);
  assert.equal(pauseNow({ steps, now: { ...now, phase: "group" } }), undefined);
});
