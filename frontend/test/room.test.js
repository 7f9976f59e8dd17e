/** The outbox and the local logic, without a browser: node --test test/ */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const stored = new Map();
const listeners = () => ({ addEventListener() {}, removeEventListener() {} });
let isFull = false;
const localStorage = {
  get length() {
    return stored.size;
  },
  key: (at) => [...stored.keys()][at] ?? null,
  getItem: (key) => stored.get(key) ?? null,
  setItem(key, value) {
    if (isFull) throw new DOMException("full", "QuotaExceededError");
    stored.set(key, value);
  },
  removeItem: (key) => stored.delete(key),
};
globalThis.window = { ...listeners(), location: { pathname: "/bok/nb/stasted" }, localStorage };
globalThis.document = { ...listeners(), visibilityState: "visible" };
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });

const { LocalRoom } = await import("../src/local.js");
const { RoomClient } = await import("../src/room.js");
const { Drafts } = await import("../src/drafts.js");
const { Drafts: DraftsElsewhere } = await import("../src/drafts.js?another-window");
const { reduce } = await import("../src/reduce.js");
const { clockText } = await import("../src/clock.js");
const { number, percent, t } = await import("../src/text.js");

const snapshot = (revision, activities = {}) => ({ revision, server_time: new Date().toISOString(), now: { step: "reflect-1", phase: "alone" }, steps: [{ key: "guess-1" }, { key: "reflect-1" }, { key: "actions-1" }], activities });
const reply = (body, status = 200, headers = {}) => ({ status, ok: status < 400, headers: new Map(Object.entries(headers)), json: async () => body });
const page = (status) => ({ status, ok: status < 400, headers: new Map(), json: async () => JSON.parse("<html>") }); // what a proxy says
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

let sent;
let net;
beforeEach(() => {
  stored.clear();
  isFull = false;
  sent = [];
  net = (commands) => reply({ results: commands.map(({ id }) => ({ id, ok: true })), snapshot: snapshot(1) });
  globalThis.fetch = async (_url, init) => {
    const { commands } = JSON.parse(init.body);
    sent.push(commands);
    return net(commands);
  };
});

const client = (code = newCode()) => new RoomClient({ base: "/", code });
let codes = 100_000; // a session of its own for every test
const newCode = () => String((codes += 1));
const outbox = (room) => room.readOutbox().map((command) => command.do);

test("a command stays in the outbox until the server has answered, and is then gone", async () => {
  const room = client();
  const answered = room.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  assert.deepEqual(outbox(room), ["note.add"]);
  assert.equal((await answered).ok, true);
  assert.deepEqual(outbox(room), []);
  assert.equal(room.save.state, "sent");
});

test("without a net the command is kept, the line says so, and the text is shown as on its way", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("no net");
  };
  const room = client();
  room.apply(snapshot(1, { "reflect-1": { mine: [] } }));
  room.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  await settled();
  clearTimeout(room.retryTimer);
  assert.equal(room.save.state, "offline");
  assert.deepEqual(room.activity("reflect-1").mine.map(({ text, pending }) => [text, pending]), [["Hei", true]]);
  assert.deepEqual(outbox(client(room.code)), ["note.add"], "another visit finds it");
});

test("commands go in the order they were written and keep their ids on the second try", async () => {
  let down = true;
  net = (commands) => (down ? reply({}, 503) : reply({ results: commands.map(({ id }) => ({ id, ok: true })), snapshot: snapshot(2) }));
  const room = client();
  room.send("note.add", { note: "n1", step: "reflect-1", text: "Først" });
  room.send("note.edit", { note: "n1", text: "Så", local: "reflect-1" });
  await settled();
  clearTimeout(room.retryTimer);
  room.retryTimer = null;
  down = false;
  await room.flush();
  await settled();
  const last = sent.at(-1);
  assert.deepEqual(last.map((command) => command.do), ["note.add", "note.edit"]);
  assert.equal(last[0].id, sent[0][0].id);
  assert.deepEqual(outbox(room), []);
});

test("what only the page needs is not sent", async () => {
  await client().send("note.remove", { note: "n1", local: "reflect-1" });
  assert.equal("local" in sent[0][0], false);
});

test("a refused command leaves the outbox but its text is kept beside the field", async () => {
  net = (commands) => reply({ results: commands.map(({ id }) => ({ id, ok: false, error: "Skriv litt kortere." })), snapshot: snapshot(1) });
  const room = client();
  await room.send("note.add", { note: "n1", step: "reflect-1", text: "Lang tekst" });
  assert.deepEqual(outbox(room), []);
  assert.deepEqual(room.failures("reflect-1").map(({ command, error }) => [command.text, error]), [["Lang tekst", "Skriv litt kortere."]]);
  assert.equal(room.save.state, "error");
});

test("a visitor the server no longer knows gets its sentence, and keeps the outbox", async () => {
  net = () => reply({ error: "Bli med på økta først." }, 401);
  const room = client();
  room.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  await settled();
  assert.equal(room.gone, "Bli med på økta først.");
  assert.deepEqual(outbox(room), ["note.add"]);
});

test("only the newest draft of a step waits", () => {
  const room = client();
  room.sending = true;
  room.send("draft.save", { step: "reflect-1", text: "H" });
  room.send("draft.save", { step: "reflect-1", text: "Hei" });
  assert.deepEqual(room.readOutbox().map(({ text }) => text), ["Hei"]);
});

test("an older snapshot never replaces a newer one", () => {
  const room = client();
  room.apply(snapshot(5));
  room.apply(snapshot(4));
  assert.equal(room.snapshot.revision, 5);
});

test("two windows of one person send the same command, and both hear what came of it", async () => {
  const [one, other] = [client("200001"), client("200001")];
  one.sending = true; // the first is held back, so that the other window sends for it
  const answered = one.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  other.send("note.add", { note: "n2", step: "reflect-1", text: "Hallo" });
  await settled();
  assert.deepEqual(sent.flat().map(({ note }) => note), ["n1", "n2"]);
  one.hearOtherWindows();
  assert.equal((await answered).ok, true);
  assert.equal(one.save.state, "sent");
});

test("a busy server is given the time it asks for, and the line does not blame the net", async () => {
  net = () => reply({}, 429, { "Retry-After": "3" });
  const room = client();
  room.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  await settled();
  assert.equal(room.save.state, "busy");
  assert.ok(room.retryTimer._idleTimeout >= 3000, "it waits as long as it was asked to");
  clearTimeout(room.retryTimer);
  assert.deepEqual(outbox(room), ["note.add"]);
});

test("what is too much at one time is sent in smaller parts, and what is too large alone is given back", async () => {
  net = (commands) => (commands.length > 1 || commands[0].note === "large" ? page(413) : reply({ results: [{ id: commands[0].id, ok: true }], snapshot: snapshot(1) }));
  const room = client();
  room.sending = true;
  for (const note of ["n1", "large", "n2"]) room.send("note.add", { note, step: "reflect-1", text: note });
  room.sending = false;
  await room.flush();
  await settled();
  assert.deepEqual(outbox(room), []);
  assert.deepEqual(room.failures("reflect-1").map(({ command }) => command.note), ["large"]);
  assert.equal(sent.flat().filter(({ note }) => note === "n2").length > 0, true);
});

test("what the store could not take in is neither refused nor lost, but sent again with its id", async () => {
  const room = client();
  net = (commands) => reply({ results: commands.map(({ id }) => ({ id, ok: false, retry: true, error: "Opptatt" })), snapshot: snapshot(1) });
  room.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  await settled();
  assert.deepEqual(outbox(room), ["note.add"]);
  assert.deepEqual(room.failures(), []);
  assert.equal(room.save.state, "busy");
  net = (commands) => reply({ results: commands.map(({ id }) => ({ id, ok: true })), snapshot: snapshot(2) });
  await room.flush();
  assert.equal(sent[0][0].id, sent[1][0].id);
  assert.deepEqual(outbox(room), []);
});

test("a draft that may be on its way keeps its place before the newer one", async () => {
  const room = client();
  net = () => Promise.reject(new TypeError("no net"));
  for (const text of ["H", "He", "Hei"]) room.send("draft.save", { step: "reflect-1", text });
  assert.deepEqual(room.readOutbox().map(({ text }) => text), ["H", "Hei"]);
  room.stop();
});

test("a busy server is asked again soon, and one that cannot be reached less and less often", () => {
  const room = client();
  const longest = (state) => {
    room.retryIn = 1500;
    for (let tries = 0; tries < 8; tries += 1) room.later(state);
    clearTimeout(room.retryTimer);
    return room.retryIn;
  };
  assert.equal(longest("busy"), 6000);
  assert.equal(longest("offline"), 30_000);
});

test("when the server is heard again, what waits is sent soon and not after the long pause", async () => {
  const room = client();
  net = () => Promise.reject(new TypeError("no net"));
  room.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  await settled();
  room.retryIn = 30_000;
  room.later("offline");
  net = (commands) => reply({ results: commands.map(({ id }) => ({ id, ok: true })), snapshot: snapshot(2) });
  room.hear(snapshot(1));
  await new Promise((resolve) => setTimeout(resolve, 1200));
  assert.deepEqual(outbox(room), []);
});

test("a net that answers with its own login page has not taken anything", async () => {
  net = () => page(200);
  const room = client();
  room.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  await settled();
  clearTimeout(room.retryTimer);
  assert.equal(room.save.state, "offline");
  assert.deepEqual(outbox(room), ["note.add"]);
});

test("a move that could not be made in time is taken back with a sentence", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("no net");
  };
  const room = client();
  const answer = await room.send("next", { within: 0.01 });
  clearTimeout(room.retryTimer);
  assert.equal(answer.ok, false);
  assert.match(answer.error, /prøv igjen/);
  assert.deepEqual(outbox(room), []);
  assert.equal(room.save.state, "idle");
});

test("a browser that stores nothing holds it in memory, sends it, and says so", async () => {
  isFull = true;
  const room = client();
  room.keepDraft("reflect-1", "Halvt");
  assert.equal(room.save.state, "memory");
  assert.equal(room.draft("reflect-1"), "Halvt");
  const answered = room.send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  assert.deepEqual([room.keepsNothing, outbox(room)], [true, ["note.add"]]);
  assert.equal((await answered).ok, true);
  assert.deepEqual(outbox(room), []);
});

test("two windows keep a draft each, and the next one begins with the newest", () => {
  const [here, there] = [new Drafts("lm.d."), new DraftsElsewhere("lm.d.")];
  here.set("reflect-1", "Her");
  assert.equal(there.get("reflect-1"), "Her", "a window without a draft begins with what was left");
  there.set("reflect-1", "Her og der");
  here.set("reflect-1", "Her igjen");
  assert.deepEqual([here.get("reflect-1"), there.get("reflect-1")], ["Her igjen", "Her og der"]);
  assert.deepEqual(here.elsewhere("reflect-1").map(({ value }) => value), ["Her og der"]);
  here.set("reflect-1", "");
  assert.equal(here.get("reflect-1"), "", "what was sent here does not come back from the other");
});

test("a draft says that it is kept, and never that it was sent", async () => {
  const room = client();
  room.saveDraft("reflect-1", "Halvt");
  assert.equal(room.save.state, "draft");
  room.saveDraftsNow();
  await settled();
  assert.deepEqual(sent.flat().map(({ do: what, text }) => [what, text]), [["draft.save", "Halvt"]]);
  assert.equal(room.save.state, "draft");
});

test("a second change made without net follows the first, so that nobody's own words are in the way", () => {
  const room = client();
  room.sending = true;
  room.apply(snapshot(1, { "actions-1": { goals: [{ id: "g1", text: "Gammelt", revision: 3 }] } }));
  room.send("goal.save", { goal: "g1", text: "Nytt", step: "actions-1", revision: 3 });
  assert.equal(room.activity("actions-1").goals[0].revision, 4);
});

test("a step before the one that is on is over, and one after it has not begun", () => {
  const room = client();
  room.apply(snapshot(1));
  assert.deepEqual(["guess-1", "reflect-1", "actions-1"].map((step) => room.phase(step)), ["after", "alone", "before"]);
});

test("alone nothing is sent, and it is still there at the next visit", async () => {
  await new LocalRoom("stasted").send("note.add", { note: "n1", step: "reflect-1", text: "Hei" });
  assert.equal(sent.length, 0);
  assert.deepEqual(new LocalRoom("stasted").activity("reflect-1").mine, [{ id: "n1", text: "Hei", shared: false }]);
});

test("an action is saved into its own goal and keeps its status", () => {
  const before = { goals: [{ id: "g1", actions: [{ id: "a1", text: "Gammel", status: "done" }] }, { id: "g2", actions: [] }] };
  const after = reduce(before, { do: "action.save", goal: "g1", action: "a1", text: "Ny", who: "Team", when: "", success_sign: "" });
  assert.deepEqual(after.goals[0].actions.map(({ text, status }) => [text, status]), [["Ny", "done"]]);
  assert.deepEqual(before.goals[0].actions[0].text, "Gammel", "the old value is left as it was");
});

test("a clock counts minutes on the wall and seconds on the phone, and stops without alarm", () => {
  assert.equal(clockText(252), "4:12 igjen");
  assert.equal(clockText(252, { coarse: true }), "5 min igjen");
  assert.equal(clockText(45, { coarse: true }), "0:45 igjen");
  assert.equal(clockText(252, { paused: true }), "4:12, klokka står");
  assert.equal(clockText(0), "Tida er ute");
  assert.equal(clockText(null), "");
});

test("numbers are written as Norwegians write them", () => {
  assert.equal(number(3.52), "3,5");
  assert.equal(number(-0.4), "\u22120,4");
  assert.equal(number(-0.01), "0,0");
  assert.equal(number(12345, 0), "12\u00a0345");
  assert.equal(percent(14), "14\u00a0%");
  assert.equal(t("Lås gjetningen på {value}", { value: 8 }), "Lås gjetningen på 8");
});
