/** The outbox and the local logic, without a browser: node --test test/ */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const stored = new Map();
const listeners = () => ({ addEventListener() {}, removeEventListener() {} });
globalThis.window = { ...listeners(), location: { pathname: "/bok/nb/stasted" }, localStorage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value) } };
globalThis.document = { ...listeners(), visibilityState: "visible" };
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });

const { LocalRoom, RoomClient } = await import("../src/room.js");
const { reduce } = await import("../src/reduce.js");
const { clockText } = await import("../src/clock.js");
const { number, percent, t } = await import("../src/text.js");

const snapshot = (revision, activities = {}) => ({ revision, server_time: new Date().toISOString(), now: { step: "reflect-1", phase: "alone" }, steps: [{ key: "guess-1" }, { key: "reflect-1" }, { key: "actions-1" }], activities });
const reply = (body, status = 200) => ({ status, ok: status < 400, json: async () => body });
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

let sent;
let net;
beforeEach(() => {
  stored.clear();
  sent = [];
  net = (commands) => reply({ results: commands.map(({ id }) => ({ id, ok: true })), snapshot: snapshot(1) });
  globalThis.fetch = async (_url, init) => {
    const { commands } = JSON.parse(init.body);
    sent.push(commands);
    return net(commands);
  };
});

const client = (code = newCode()) => new RoomClient({ base: "/", code });
let codes = 100_000; // a session of its own for every test, because memory outlives a cleared storage
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
  assert.equal(clockText(252, { paused: true }), "Pause, 4:12 igjen");
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
