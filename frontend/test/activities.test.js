/** Boards, ratings and commitments without a browser: what a command changes, what is said, what a wall holds. */
import assert from "node:assert/strict";
import { test } from "node:test";

const listeners = () => ({ addEventListener() {}, removeEventListener() {} });
globalThis.window = { ...listeners(), location: { pathname: "/" }, localStorage: { length: 0, getItem: () => null, setItem() {}, removeItem() {} } };
globalThis.document = { ...listeners(), visibilityState: "visible" };

const { hasJustRunOut } = await import("../src/bell.js");
const { keptIn } = await import("../src/kept.js");
const { answered, byGap, distributionWords, gapSentence, isSplit, spreadSentence } = await import("../src/rating-words.js");
const { reduce, reduceMe } = await import("../src/reduce.js");
const { nextMonday, reminder } = await import("../src/reminder.js");
const { placed } = await import("../src/views/quadrants.js");
const { StepHeading } = await import("../src/views/step-heading.js");
const { gridOf, heightOf, layOut, linesOf, SIZES, WALL } = await import("../src/walls/layout.js");

const rate = (activity, ratings) => reduce(activity, { do: "rate", step: "statements-1", ratings });
const SCALES = [{ key: "importance", title: "Hvor viktig er det?", low: "lite", high: "svært" }, { key: "now", title: "Hvordan får vi det til i dag?" }];

test("an answer on one scale leaves the others, and null takes one away", () => {
  const first = rate({}, { s1: { importance: 4 } });
  const second = rate(first, { s1: { now: 2 }, s2: { importance: 5 } });
  assert.deepEqual(second.mine, { s1: { importance: 4, now: 2 }, s2: { importance: 5 } });
  assert.deepEqual(rate(second, { s1: { importance: null, now: null } }).mine, { s2: { importance: 5 } });
  assert.deepEqual(first.mine, { s1: { importance: 4 } }, "the old one is as it was");
});

test("an item counts as answered when it has an answer on every scale", () => {
  const items = [{ key: "s1" }, { key: "s2" }];
  assert.equal(answered(items, SCALES, { s1: { importance: 4, now: 1 }, s2: { now: 3 } }), 1);
  assert.equal(answered(items, SCALES, undefined), 0);
});

test("a commitment is nobody else's until it is shared, and waits anew when a shared one changes", () => {
  const mine = reduce({}, { do: "commit.save", step: "commit-1", text: "Ringe hjem" }).mine;
  assert.equal(mine.with, "nobody");
  const shared = reduce({ mine }, { do: "commit.share", step: "commit-1", with: "plenary" });
  assert.deepEqual([shared.mine.with, shared.mine.status], ["plenary", "waiting"]);
  const shown = { mine: { ...shared.mine, status: "shown" } };
  assert.equal(reduce(shown, { do: "commit.save", step: "commit-1", text: "Ringe to" }).mine.status, "waiting");
  assert.equal(reduce(shown, { do: "commit.save", step: "commit-1", text: " " }).mine, null);
});

test("a point that one sends oneself stands with one's notes, and a group's with the group's", () => {
  const own = reduce({}, { do: "point.add", point: "p1", step: "check_in-1", text: "Spent", notes: [], own: true });
  assert.deepEqual([own.mine[0].text, own.mine[0].sent.status, own.group_points], ["Spent", "waiting", undefined]);
  assert.equal(reduce(own, { do: "point.edit", point: "p1", text: "Glad", revision: 1 }).mine[0].sent.text, "Glad");
  assert.equal(reduce(own, { do: "point.remove", point: "p1" }).mine[0].sent, null);
  const group = reduce({}, { do: "point.add", point: "p1", step: "swot-1", text: "Ro", notes: [], box: "strengths" });
  assert.deepEqual(group.group_points.map(({ box }) => box), ["strengths"]);
});

test("each box has a draft of its own", () => {
  const first = reduce({}, { do: "draft.save", step: "swot-1", text: "a", box: "threats" });
  const second = reduce(first, { do: "draft.save", step: "swot-1", text: "b" });
  assert.deepEqual([second.draft, second.drafts], ["b", { threats: "a", "": "b" }]);
});

test("a task and the shared phone show at once", () => {
  const me = { roles: [{ key: "chair", holder: "other" }, { key: "secretary", holder: null }] };
  assert.equal(reduceMe(me, { do: "role.take", role: "chair" }).roles[0].holder, "me");
  assert.equal(reduceMe(me, { do: "role.take", role: "chair", release: true }).roles[0].holder, null);
  assert.equal(reduceMe(me, { do: "group.phone", on: true }).phone, true);
  assert.equal(reduceMe({ group: 0 }, { do: "group.choose", group: 3 }).group, 3);
  assert.equal(reduceMe(null, { do: "ready", ready: true }), null);
});

test("what may not be told is said in a sentence and never as a number", () => {
  assert.match(spreadSentence({ n: null }), /For få svarte/);
  assert.match(spreadSentence({ n: 12, distribution: null, mean: null, median: null }), /Fordelingen vises ikke/);
  assert.match(spreadSentence({ n: 12, distribution: [null, 0, 5, 7, null], mean: 3.4, median: null, about: true }), /omtrent 3,4\. Noen antall vises ikke/);
  assert.equal(distributionWords({ distribution: [null, 0, 5, 7, null] }, SCALES[0]), "1, lite: vises ikke; 2: 0; 3: 5; 4: 7; 5, svært: vises ikke");
});

test("the widest gap comes first, those without one last, and split is what the room says", () => {
  const items = [{ key: "a", gap: 0.2 }, { key: "b", gap: null }, { key: "c", gap: 1.4 }];
  assert.deepEqual(byGap(items).map(({ key }) => key), ["c", "a", "b"]);
  assert.match(gapSentence(1.4, SCALES), /^1,4 høyere på «hvor viktig er det»/);
  assert.equal(gapSentence(null, SCALES), "");
  assert.equal(isSplit({ scales: { a: { split: null }, b: { split: true } } }), true);
  assert.equal(isSplit({ scales: { a: { split: null } } }), false);
});

test("dots that would cover each other stand side by side, and those without a place are left out", () => {
  const at = (up, right) => ({ text: "x", scales: { importance: { mean: up }, now: { mean: right } } });
  const dots = placed([at(4, 4), at(4, 4), at(4, 4.1), at(null, 2)], SCALES);
  assert.deepEqual(dots.map(({ no }) => no), [1, 2, 3]);
  for (const one of dots) for (const other of dots) assert.ok(one === other || Math.hypot(one.x - other.x, one.y - other.y) >= 34);
});

test("a dot that gives way to another stays in its quarter", () => {
  const items = Array.from({ length: 12 }, () => ({ text: "x", scales: { importance: { mean: 3.4 }, now: { mean: 3.2 } } }));
  for (const { x, y } of placed(items, SCALES)) assert.ok(x > 200 && y < 200, `${x}, ${y}`);
});

const text = (length) => "ordene vi skriver ".repeat(40).slice(0, length);
const shown = ({ pages }) => pages.flatMap((page) => Object.values(page).flat(2)).map(({ id }) => id);

test("a wall shows every point, each column within its height", () => {
  const points = Array.from({ length: 40 }, (_, id) => ({ id, text: text(20 + ((id * 37) % 260)), under: id % 2 }));
  const room = { width: 549, height: 560 };
  const wall = layOut([{ key: "for", points }, { key: "against", points: [] }], room);
  assert.deepEqual(shown(wall).sort((a, b) => a - b), points.map(({ id }) => id));
  assert.equal(wall.size, SIZES.at(-1));
  for (const page of wall.pages) for (const column of page.for) assert.ok(column.reduce((sum, point) => sum + heightOf(point, room.width, wall.size), 0) <= room.height);
});

test("few points are large and on one page, and an empty wall is one empty page", () => {
  const few = layOut([{ key: "all", points: [{ id: 1, text: "Kort" }] }], WALL);
  assert.deepEqual([few.size, few.pages.length], [SIZES[0], 1]);
  assert.deepEqual(layOut([{ key: "all", points: [] }], WALL).pages, [{ all: [] }]);
});

test("lines are reckoned by words, and a word that is wider than the line takes more", () => {
  assert.equal(linesOf("to ord", 1000, 40), 1);
  assert.equal(linesOf("a".repeat(100), 40 * 0.56 * 30 + 1, 40), 4);
  assert.deepEqual([gridOf(2), gridOf(4), gridOf(5)], [{ across: 2, down: 1 }, { across: 2, down: 2 }, { across: 3, down: 2 }]);
});

test("a reminder is for the next Monday, and folds without cutting a letter", () => {
  assert.equal(nextMonday(new Date(2026, 10, 30)).getDate(), 7, "on a Monday it is the next one");
  assert.equal(nextMonday(new Date(2026, 11, 6)).getDate(), 7);
  const file = reminder(`Spørre, og lytte; ${"ærlig ".repeat(30)}`, new Date(2026, 11, 7), { stamp: new Date(Date.UTC(2026, 11, 1, 8)), id: "x" });
  const lines = file.split("\r\n");
  assert.ok(lines.every((line) => new TextEncoder().encode(line).length <= 75));
  assert.ok(file.includes("DTSTART;VALUE=DATE:20261207") && file.includes("DTEND;VALUE=DATE:20261208") && file.includes("DTSTAMP:20261201T080000Z"));
  assert.ok(file.replaceAll("\r\n ", "").includes("SUMMARY:Spørre\\, og lytte\\; ærlig"));
});

test("what a vote and a rating kept is told in one list, and nothing of what is not shown", () => {
  const vote = { result: { options: [{ id: "a", text: "A" }, { id: "b", text: "B" }], kept: ["b"] } };
  const rating = { result: { items: [{ key: "s1", text: "S" }], kept: ["s1"] } };
  assert.deepEqual(keptIn([vote, { result: null }, {}, rating]).map(({ text }) => text), ["B", "S"]);
});

test("the tone comes once, when the time runs out while one looks on", () => {
  assert.equal(hasJustRunOut(1, 0), true);
  assert.equal(hasJustRunOut(null, 0), false, "a page that is opened late says nothing");
  assert.equal(hasJustRunOut(0, 0), false);
  assert.equal(hasJustRunOut(240, 0), false, "the facilitator went on");
});

test("a step on a phone is called what its workbook calls it, and has no heading of its own on a longer page", () => {
  const room = { snapshot: { steps: [{ key: "actions-1", title: "Slik gjør vi det" }] } };
  const heading = (given) => StepHeading({ room, step: "actions-1", level: 1, otherwise: "Mål og tiltak", ...given });
  assert.equal(heading().props.children, "Slik gjør vi det");
  assert.equal(heading({ room: { snapshot: null } }).props.children, "Mål og tiltak");
  assert.equal(heading({ level: 2 }), null);
});
