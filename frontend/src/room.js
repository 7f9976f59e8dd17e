/**
 * The page's line to its work session.
 *
 * Commands go through an outbox in the browser's own storage: in order, again and again until the server has
 * answered, so that a lost net loses nothing. Their ids are made here, so that sending one twice is harmless.
 */
import { around, ListeningRoom, RETRY } from "./listening.js";
import { draftName } from "./drafts.js";
import { send as post } from "./net.js";
import { Outbox } from "./outbox.js";
import { reduce, reduceMe, stepOf, textsOf } from "./reduce.js";
import { keysWith, read, remove, uuid, write } from "./storage.js";
import { t } from "./text.js";

const DRAFT_PAUSE = 1200;
const BATCH = 20;
const MOST_SECONDS = 60;
const isDraft = (command) => command.do === "draft.save";
const isOfSameField = (one, other) => one.step === other.step && (one.box ?? "") === (other.box ?? "");
const ON_ITS_WAY = new Set(["sending", "offline", "busy"]);

/** A participant, a facilitator or a projector in the session `code`. */
export class RoomClient extends ListeningRoom {
  constructor({ base, code, as = "participant" }) {
    super({ base, code, as });
    this.own = `lmtools.${code}.${as}.`;
    this.outbox = new Outbox(`${this.own}outbox.`);
    this.waiting = new Map(); // command id -> resolve
    this.draftTimers = new Map(); // name of the draft -> {timer, save}
    this.tried = new Set(); // ids of commands that may have reached the server
    this.retryIn = RETRY.first;
    this.most = BATCH;
    this.sending = false;
  }

  start() {
    super.start();
    this.onStorage = ({ key }) => (key === null || key.startsWith(this.own)) && this.hearOtherWindows();
    this.onHide = () => document.visibilityState === "hidden" && this.saveDraftsNow();
    window.addEventListener("storage", this.onStorage);
    document.addEventListener("visibilitychange", this.onHide);
  }

  wake() {
    this.retryIn = RETRY.first;
    const looked = super.wake();
    this.flush();
    return looked;
  }

  stop() {
    super.stop();
    clearTimeout(this.retryTimer);
    window.removeEventListener("storage", this.onStorage);
    document.removeEventListener("visibilitychange", this.onHide);
  }

  /** One step's activity, with what is still on its way already in it. */
  activity(step) {
    const known = this.snapshot?.activities?.[step] ?? {};
    return this.readOutbox().filter((command) => stepOf(command) === step).reduce(reduce, known);
  }

  get me() {
    return this.readOutbox().reduce(reduceMe, this.snapshot?.me ?? null);
  }

  readOutbox() {
    return this.outbox.all();
  }

  /** Whether something that was sent has not been answered; drafts do not count. */
  get isSending() {
    return this.readOutbox().some((command) => !isDraft(command));
  }

  /** Commands that the server has refused, with its sentence; kept so that no text is lost. */
  failures(step) {
    const all = keysWith(`${this.own}failed.`).map((key) => read(key, null)).filter(Boolean);
    return step === undefined ? all : all.filter(({ command }) => stepOf(command) === step);
  }

  /** All the text in this browser that the server has not taken in, for the one who has lost the way in. */
  unsent() {
    const commands = [...this.readOutbox(), ...this.failures().map(({ command }) => command)].filter((command) => !isDraft(command));
    const drafts = this.drafts.all().flatMap((value) => (typeof value === "string" ? [value] : textsOf({ ...value, ...value?.mine })));
    return [...new Set([...commands.flatMap(textsOf), ...drafts])].filter((text) => text.trim());
  }

  forget(id) {
    remove(`${this.own}failed.${id}`);
    this.emit();
  }

  /**
   * Put a command in the outbox. The promise is kept when the server has answered: {id, ok, error?, …}.
   * `within` seconds is how long it makes sense to send it; after that it is taken back with a sentence.
   */
  send(what, { within = null, ...fields } = {}) {
    const command = { id: uuid(), do: what, ...fields, ...(within === null ? {} : { until: Date.now() + within * 1000 }) };
    // One that may be on its way keeps its place: coming late, it must not replace what is newer.
    if (isDraft(command)) this.outbox.take((old) => isDraft(old) && isOfSameField(old, command) && !this.tried.has(old.id));
    this.keepsNothing = !this.outbox.add(command);
    if (!isDraft(command)) this.setSave(this.isAway ? "offline" : "sending", { step: stepOf(command) });
    const answered = new Promise((resolve) => this.waiting.set(command.id, resolve));
    if (within !== null) setTimeout(() => this.dropOld(), within * 1000 + 1);
    this.flush();
    return answered;
  }

  async flush() {
    if (this.sending || this.stopped) return;
    this.dropOld();
    const batch = this.readOutbox().slice(0, this.most);
    if (batch.length === 0) return;
    this.sending = true;
    for (const { id } of batch) this.tried.add(id);
    clearTimeout(this.retryTimer);
    this.retryTimer = null;
    try {
      await this.settle(batch, await post(`${this.address}?as=${this.as}`, { commands: batch.map(forWire) }));
    } catch {
      this.miss();
      this.later("offline");
    } finally {
      this.sending = false;
    }
    if (this.readOutbox().length > 0 && !this.retryTimer) this.flush();
  }

  settle(batch, answer) {
    const { status, body } = answer;
    if ([401, 403, 404, 410].includes(status)) return this.lose(answer);
    if (status >= 500 || status === 429) return this.later("busy", answer.wait);
    if (status === 413 || (status === 400 && !body)) return this.sendLess(batch);
    if (!body) return this.later("offline"); // somebody between us and the server has answered: a net that wants a login
    const results = body.results ?? batch.map(({ id }) => ({ id, ok: false, error: body.error }));
    this.retryIn = RETRY.first;
    this.most = BATCH;
    return this.finish(batch, results, body.snapshot);
  }

  /** What the server could not take in now (`retry`) stays where it is and is sent again. */
  finish(batch, answers, snapshot) {
    const results = answers.filter(({ retry }) => !retry);
    const of = new Map(results.map((result) => [result.id, result]));
    const failed = batch.filter((command) => of.get(command.id)?.ok === false && !isDraft(command));
    for (const command of failed) write(`${this.own}failed.${command.id}`, { command, error: of.get(command.id).error });
    this.outbox.take(({ id }) => of.has(id));
    for (const id of of.keys()) this.tried.delete(id);
    if (snapshot) this.hear(snapshot);
    for (const result of results) this.waiting.get(result.id)?.(result), this.waiting.delete(result.id);
    if (failed.length) this.setSave("error", { message: of.get(failed[0].id).error, step: stepOf(failed[0]) });
    else this.sayIfSent();
    if (results.length < answers.length) this.later("busy");
  }

  /** The server can be reached: what waits for the net need not wait out its turn. */
  hear(snapshot) {
    super.hear(snapshot);
    this.retryIn = RETRY.first;
    if (this.retryTimer && this.waitsFor === "offline") this.again(around(RETRY.first) / 2);
  }

  /** Everything that was on its way has come there. */
  sayIfSent() {
    if (ON_ITS_WAY.has(this.save.state) && !this.isSending) this.setSave("sent");
  }

  /** Too much for the server at one time: half as many, and one that is too large alone is given back. */
  sendLess(batch) {
    this.most = Math.max(1, Math.floor(batch.length / 2));
    if (batch.length > 1) return undefined;
    return this.finish(batch, [{ id: batch[0].id, ok: false, error: t("Teksten er for lang til å sendes. Del den i to.") }]);
  }

  later(state, seconds = 0) {
    if (this.isSending) this.setSave(state, { step: this.save.step ?? stepOf(this.readOutbox()[0] ?? {}) });
    this.waitsFor = state;
    this.again(seconds ? around(1500) + Math.min(seconds, MOST_SECONDS) * 1000 : around(this.retryIn));
    this.retryIn = Math.min(this.retryIn * 2, state === "busy" ? RETRY.busy : RETRY.longest);
  }

  again(milliseconds) {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => {
      this.retryTimer = null;
      this.flush();
    }, milliseconds);
  }

  /** What makes no sense to send any more is taken back, and whoever waits for it is told. */
  dropOld() {
    const old = this.readOutbox().filter(({ until }) => until !== undefined && until < Date.now());
    if (old.length === 0) return;
    this.outbox.take(({ id }) => old.some((command) => command.id === id));
    for (const { id } of old) {
      this.waiting.get(id)?.({ id, ok: false, error: t("Vi fikk ikke svar fra maskinen som kjører lmtools. Se hvor økta står, og prøv igjen.") });
      this.waiting.delete(id);
    }
    if (ON_ITS_WAY.has(this.save.state) && !this.isSending) this.setSave("idle");
  }

  /** Another window of the same person has written, sent or been answered. */
  hearOtherWindows() {
    const there = new Set(this.readOutbox().map(({ id }) => id));
    for (const [id, resolve] of [...this.waiting].filter(([id]) => !there.has(id))) {
      const refused = this.failures().find(({ command }) => command.id === id);
      resolve({ id, ok: !refused, error: refused?.error });
      this.waiting.delete(id);
    }
    this.sayIfSent();
    this.emit();
  }

  // ---- drafts --------------------------------------------------------------------------------------------

  /** What stands half written in a box of `step`: here, or from another device of the same person. */
  draft(step, box = "") {
    const { draft, drafts } = this.snapshot?.activities?.[step] ?? {};
    return this.drafts.get(draftName(step, box)) ?? drafts?.[box] ?? (box ? "" : (draft ?? ""));
  }

  /** Kept on the phone at once, on the server when the writer pauses. */
  saveDraft(step, text, box = "") {
    const name = draftName(step, box);
    this.keepDraft(name, text, step);
    clearTimeout(this.draftTimers.get(name)?.timer);
    const save = () => (this.draftTimers.delete(name), this.send("draft.save", { step, text, ...(box ? { box } : {}) }));
    this.draftTimers.set(name, { timer: setTimeout(save, DRAFT_PAUSE), save });
  }

  /** The page is put away, and its timers with it. */
  saveDraftsNow() {
    for (const { timer, save } of [...this.draftTimers.values()]) clearTimeout(timer), save();
  }
}

/** Marks that only the page needs stay on the page. */
function forWire({ local: _local, until: _until, own: _own, ...command }) {
  return command;
}
