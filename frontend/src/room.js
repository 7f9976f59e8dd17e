/**
 * The page's line to its work session.
 *
 * A snapshot comes whenever something has changed for this visitor (Server-Sent Events, or a look every other
 * second where those do not get through). Commands go the other way through an outbox in the browser's own
 * storage: in order, again and again until the server has answered, so that a lost net loses nothing.
 */
import { reduce, stepOf } from "./reduce.js";
import { read, uuid, write } from "./storage.js";

const POLL = 2000;
const SLOW_LOOK = 15_000;
const LIVE_PATIENCE = 6000;
const DRAFT_PAUSE = 1200;
const RETRY = { first: 1500, longest: 30_000 };
const BATCH = 20;

const around = (milliseconds) => milliseconds * (0.7 + 0.6 * Math.random()); // so that forty phones do not knock at once

/** What a room is for a view, whoever keeps it. */
class Room {
  constructor() {
    this.listeners = new Set();
    this.solo = false;
    this.snapshot = null;
    this.save = { state: "idle", at: null, message: null, step: null };
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit() {
    for (const listener of [...this.listeners]) listener();
  }

  /** `step` is where the last thing was written, so that a line stands only there. */
  setSave(state, { message = null, step = this.save.step } = {}) {
    this.save = { state, at: state === "sent" ? new Date() : this.save.at, message, step };
    this.emit();
  }
}

/** A participant, a facilitator or a projector in the session `code`. */
export class RoomClient extends Room {
  constructor({ base, code, as = "participant" }) {
    super();
    this.base = base;
    this.code = code;
    this.as = as;
    this.address = `${base}api/room/${encodeURIComponent(code)}`;
    this.keys = { outbox: `lmtools.${code}.${as}.outbox`, failed: `lmtools.${code}.${as}.failed`, drafts: `lmtools.${code}.${as}.drafts` };
    this.clockOffset = 0;
    this.gone = null; // a sentence, once the server no longer knows this visitor
    this.waiting = new Map(); // command id -> resolve
    this.draftTimers = new Map();
    this.retryIn = RETRY.first;
    this.sending = false;
    this.isLive = false;
  }

  // ---- reading -------------------------------------------------------------------------------------------

  start() {
    this.stopped = false;
    this.openLive();
    this.refresh();
    this.flush();
    this.onWake = (event) => {
      if (document.visibilityState === "hidden" || event.persisted === false) return; // a page that only just opened is awake
      this.retryIn = RETRY.first;
      this.openLive();
      this.refresh();
      this.flush();
    };
    for (const [target, event] of [[document, "visibilitychange"], [window, "online"], [window, "pageshow"]]) target.addEventListener(event, this.onWake);
    this.onOffline = () => this.readOutbox().length && this.setSave("offline");
    window.addEventListener("offline", this.onOffline);
    this.slowLook();
  }

  stop() {
    this.stopped = true;
    this.closeLive();
    clearTimeout(this.slowTimer);
    clearTimeout(this.retryTimer);
    for (const [target, event] of [[document, "visibilitychange"], [window, "online"], [window, "pageshow"]]) target.removeEventListener(event, this.onWake);
    window.removeEventListener("offline", this.onOffline);
  }

  /** The server's time now, in milliseconds. */
  now() {
    return Date.now() + this.clockOffset;
  }

  apply(snapshot) {
    if (!snapshot || (this.snapshot && snapshot.revision < this.snapshot.revision)) return;
    this.snapshot = snapshot;
    this.clockOffset = new Date(snapshot.server_time).getTime() - Date.now();
    this.gone = null;
    this.emit();
  }

  async refresh() {
    try {
      const answer = await fetch(`${this.address}?as=${this.as}`, { cache: "no-store", credentials: "same-origin" });
      if (answer.ok) this.apply(await answer.json());
      else if ([401, 403, 404, 410].includes(answer.status)) await this.lose(answer);
      return answer.ok;
    } catch {
      return false; // no net: the next look, or the browser's own event, tries again
    }
  }

  async lose(answer) {
    const told = await answer.json().catch(() => ({}));
    this.gone = told.error ?? "";
    this.stop();
    this.emit();
  }

  openLive() {
    this.closeLive();
    if (this.stopped || typeof EventSource === "undefined") return this.poll();
    this.isLive = false;
    const source = new EventSource(`${this.address}/live?as=${this.as}`);
    this.source = source;
    source.addEventListener("snapshot", (event) => {
      this.isLive = true;
      this.liveIn = RETRY.first;
      clearTimeout(this.pollTimer);
      this.apply(JSON.parse(event.data));
    });
    source.onerror = () => {
      this.closeLive();
      if (this.stopped) return;
      this.liveIn = Math.min((this.liveIn ?? RETRY.first) * 2, RETRY.longest);
      this.liveTimer = setTimeout(() => this.openLive(), around(this.liveIn));
      this.poll();
    };
    this.patience = setTimeout(() => !this.isLive && this.poll(), LIVE_PATIENCE);
  }

  closeLive() {
    this.source?.close();
    this.source = null;
    this.isLive = false;
    for (const timer of [this.liveTimer, this.pollTimer, this.patience]) clearTimeout(timer);
  }

  poll() {
    clearTimeout(this.pollTimer);
    if (this.stopped || this.isLive) return;
    this.pollTimer = setTimeout(async () => {
      if (document.visibilityState !== "hidden") await this.refresh();
      this.poll();
    }, around(POLL));
  }

  /** A connection that has died without a word would otherwise be believed for ever. */
  slowLook() {
    this.slowTimer = setTimeout(async () => {
      if (document.visibilityState !== "hidden") await this.refresh();
      if (!this.stopped) this.slowLook();
    }, around(SLOW_LOOK));
  }

  /** One step's activity, with what is still on its way already in it. */
  activity(step) {
    const known = this.snapshot?.activities?.[step] ?? {};
    return this.readOutbox().filter((command) => stepOf(command) === step).reduce(reduce, known);
  }

  get me() {
    const me = this.snapshot?.me ?? null;
    const ready = this.readOutbox().filter((command) => command.do === "ready").pop();
    return me && ready ? { ...me, ready: ready.ready } : me;
  }

  /** The phase of `step` now: its own while it is on, "after" when the room has moved on, "before" until then. */
  phase(step) {
    const { now, steps } = this.snapshot ?? {};
    if (!now) return "before";
    if (now.step === step) return now.phase;
    const order = steps.map(({ key }) => key);
    return order.indexOf(step) < order.indexOf(now.step) ? "after" : "before";
  }

  // ---- writing -------------------------------------------------------------------------------------------

  readOutbox() {
    return read(this.keys.outbox, []);
  }

  /** Commands that the server has refused, with its sentence; kept so that no text is lost. */
  failures(step) {
    return read(this.keys.failed, []).filter(({ command }) => stepOf(command) === step);
  }

  forget(id) {
    write(this.keys.failed, read(this.keys.failed, []).filter(({ command }) => command.id !== id));
    this.emit();
  }

  /** Put a command in the outbox. The promise is kept when the server has answered: {id, ok, error?, …}. */
  send(what, fields = {}) {
    const command = { id: uuid(), do: what, ...fields };
    const isDraft = what === "draft.save";
    const kept = isDraft ? this.readOutbox().filter((old) => old.do !== what || old.step !== fields.step) : this.readOutbox();
    write(this.keys.outbox, [...kept, command]);
    if (!isDraft) this.setSave(navigator.onLine === false ? "offline" : "sending", { step: stepOf(command) });
    const answered = new Promise((resolve) => this.waiting.set(command.id, resolve));
    this.flush();
    return answered;
  }

  async flush() {
    if (this.sending || this.stopped) return;
    const batch = this.readOutbox().slice(0, BATCH);
    if (batch.length === 0) return;
    this.sending = true;
    clearTimeout(this.retryTimer);
    try {
      const answer = await fetch(`${this.address}?as=${this.as}`, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ commands: batch.map(forWire) }),
      });
      await this.settle(batch, answer);
    } catch {
      this.later();
    } finally {
      this.sending = false;
    }
    if (this.readOutbox().length > 0 && !this.retryTimer) this.flush();
  }

  async settle(batch, answer) {
    if (answer.status === 401 || answer.status === 403) return this.lose(answer);
    if (answer.status >= 500 || answer.status === 429) return this.later();
    const told = await answer.json();
    const results = told.results ?? batch.map(({ id }) => ({ id, ok: false, error: told.error }));
    const refused = results.filter(({ ok }) => ok === false);
    const done = new Set(results.map(({ id }) => id));
    write(this.keys.outbox, this.readOutbox().filter(({ id }) => !done.has(id)));
    const failed = refused.map((result) => ({ command: batch.find(({ id }) => id === result.id), error: result.error })).filter(({ command }) => command && command.do !== "draft.save");
    if (failed.length) write(this.keys.failed, [...read(this.keys.failed, []), ...failed]);
    this.retryIn = RETRY.first;
    this.retryTimer = null;
    this.apply(told.snapshot);
    for (const result of results) this.waiting.get(result.id)?.(result), this.waiting.delete(result.id);
    const onlyDrafts = batch.every((command) => command.do === "draft.save");
    if (failed.length) this.setSave("error", { message: failed[0].error, step: stepOf(failed[0].command) });
    else if (!onlyDrafts || this.save.state !== "idle") this.setSave("sent");
  }

  later() {
    this.setSave("offline", { step: this.save.step ?? stepOf(this.readOutbox()[0] ?? {}) });
    this.retryTimer = setTimeout(() => {
      this.retryTimer = null;
      this.flush();
    }, around(this.retryIn));
    this.retryIn = Math.min(this.retryIn * 2, RETRY.longest);
  }

  // ---- drafts --------------------------------------------------------------------------------------------

  draft(step) {
    return read(this.keys.drafts, {})[step] ?? this.snapshot?.activities?.[step]?.draft ?? "";
  }

  /** Kept on the phone only: what a group is about to agree on is nobody's own. */
  keepDraft(name, text) {
    write(this.keys.drafts, { ...read(this.keys.drafts, {}), [name]: text });
  }

  /** Kept on the phone at once, on the server when the writer pauses. */
  saveDraft(step, text) {
    this.keepDraft(step, text);
    clearTimeout(this.draftTimers.get(step));
    this.draftTimers.set(step, setTimeout(() => this.send("draft.save", { step, text }), DRAFT_PAUSE));
  }
}

/** Marks that only the page needs stay on the page. */
function forWire({ local: _local, ...command }) {
  return command;
}

/** The room of someone who reads alone: everything stays in this browser. */
export class LocalRoom extends Room {
  constructor(workbook) {
    super();
    this.solo = true;
    this.key = `lmtools.solo.${workbook}`;
    this.save = { state: "local", at: null, message: null };
    this.me = null;
  }

  activity(step) {
    return read(this.key, {})[step] ?? {};
  }

  /** The school and grade one looks at, {unit, grade}: what is guessed is about the same ones. */
  get focus() {
    return read(`${this.key}.focus`, null);
  }

  set focus(focus) {
    if (JSON.stringify(this.focus) === JSON.stringify(focus)) return;
    write(`${this.key}.focus`, focus);
    this.emit();
  }

  phase() {
    return "alone";
  }

  now() {
    return Date.now();
  }

  failures() {
    return [];
  }

  forget() {}

  draft(step) {
    return this.activity(step).draft ?? "";
  }

  saveDraft(step, text) {
    this.send("draft.save", { step, text });
  }

  async send(what, fields = {}) {
    const all = read(this.key, {});
    const step = stepOf(fields);
    const kept = write(this.key, { ...all, [step]: settled(reduce(all[step] ?? {}, { do: what, ...fields })) });
    this.save = { state: kept ? "local" : "memory", at: null, message: null };
    this.emit();
    return { ok: true };
  }
}

/** Nothing is on its way when it never leaves: take the marks off. */
function settled(activity) {
  return JSON.parse(JSON.stringify(activity, (key, value) => (key === "pending" ? undefined : value)));
}

let local = null;
/** The one local room of this page, shared by all its views. The first caller may say the workbook's name. */
export function localRoom(workbook = window.location.pathname) {
  local ??= new LocalRoom(workbook);
  return local;
}
