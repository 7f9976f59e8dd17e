/**
 * Keeps an agenda while it is worked on: in the browser at once, on the server a moment later. What the
 * server has not got yet is there after a reload.
 */
import { ask, send } from "../net.js";
import { t } from "../text.js";
import { opened, sendable } from "./model.js";

const MOMENT = 500; // milliseconds of quiet before it is sent
const AGAIN = 5000;

/** The troubles with the id of the item each is about: items may be moved before the next answer comes. */
const about = (agenda, troubles) => troubles.map((trouble) => ({ ...trouble, id: agenda.items[trouble.item]?.id }));

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export class Keeper {
  /** `place` is the address of the agenda's calls; `state` is what the server sent with the page. */
  constructor(place, state) {
    this.place = place;
    this.name = state.name;
    this.revision = state.revision;
    this.save = { state: "kept" };
    this.listeners = new Set();
    this.agenda = opened(state.agenda);
    this.troubles = about(this.agenda, state.troubles);
    this.lost = null; // what this browser had not sent, when the server has something newer
    this.takeUp(state);
  }

  get storageKey() {
    return `lmtools-agenda-${this.name}`;
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  /** Go on with what this browser had not sent. */
  takeUp(state) {
    const draft = this.read();
    if (!draft || same(draft.agenda, state.agenda)) return this.forget();
    if (draft.revision === state.revision) return this.put(opened(draft.agenda));
    this.lost = draft.agenda;
  }

  /** The agenda is now this. */
  put(agenda) {
    this.agenda = agenda;
    try {
      window.localStorage.setItem(this.storageKey, JSON.stringify({ agenda: sendable(agenda), revision: this.revision }));
    } catch {
      // the server gets it all the same
    }
    if (this.save.state !== "conflict") {
      this.save = { state: "waiting" };
      this.later(MOMENT);
    }
    this.tell();
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Send what has not been sent. Resolves to whether the server has it all. */
  async flush() {
    clearTimeout(this.timer);
    while (this.sending) await this.sending;
    if (this.save.state === "kept") return true;
    if (this.save.state === "conflict") return false;
    this.sending = this.sendNow();
    try {
      return await this.sending;
    } finally {
      this.sending = null;
    }
  }

  async sendNow() {
    const agenda = this.agenda;
    this.set({ state: "sending" });
    let answer;
    try {
      answer = await send(this.place, { agenda: sendable(agenda), revision: this.revision });
    } catch {
      this.later(AGAIN);
      return this.set({ state: "offline" });
    }
    if (!answer.ok) return this.refused(answer);
    this.revision = answer.body.revision;
    this.troubles = about(agenda, answer.body.troubles);
    if (this.agenda !== agenda) {
      this.put(this.agenda);
      clearTimeout(this.timer);
      return this.sendNow(); // more has been done meanwhile
    }
    this.forget();
    this.set({ state: "kept", at: new Date() });
    return true;
  }

  refused({ status, body }) {
    const message = body?.error ?? t("Noe gikk galt hos oss. Prøv en gang til.");
    if (status >= 500) this.later(AGAIN);
    return this.set({ state: status === 409 ? "conflict" : "refused", message });
  }

  set(save) {
    this.save = save;
    this.tell();
    return false;
  }

  /** Delete it on the server. Throws an Error with a sentence. */
  async remove() {
    clearTimeout(this.timer);
    await this.sending;
    const answer = await ask(this.place, { method: "DELETE" }).catch(() => null);
    if (!answer?.ok) throw new Error(answer?.body?.error ?? t("Vi når ikke maskinen som kjører lmtools. Sjekk nettet og prøv igjen."));
    this.forget();
  }

  read() {
    try {
      return JSON.parse(window.localStorage.getItem(this.storageKey) ?? "null");
    } catch {
      return null;
    }
  }

  forget() {
    this.lost = null;
    try {
      window.localStorage.removeItem(this.storageKey);
    } catch {
      // nothing was kept
    }
  }
}
