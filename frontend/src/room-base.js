/** What a room is for a view, whoever keeps it: listeners, what is half written, and where what was sent is now. */
import { Drafts } from "./drafts.js";
import { soon } from "./later.js";
import { remove } from "./storage.js";

export class Room {
  constructor(drafts) {
    this.listeners = new Set();
    this.drafts = new Drafts(drafts);
    this.solo = false;
    this.snapshot = null;
    this.isAway = false; // nothing has been heard from the server for a while
    this.keepsNothing = false; // the browser does not store
    this.save = { state: "idle", at: null, message: null, step: null };
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tell all who listen, once what was pressed or written has been shown: on a slow phone they have much to draw. */
  emit() {
    this.tell ??= soon(() => [...this.listeners].forEach((listener) => listener()));
    this.tell();
  }

  /** `step` is where the last thing was written, so that a line stands only there. */
  setSave(state, { message = null, step = this.save.step } = {}) {
    this.save = { state, at: state === "sent" ? new Date() : this.save.at, message, step };
    this.emit();
  }

  /** Keep what stands half written in a field of `step`. Nobody else sees it. */
  keepDraft(name, value, step = name) {
    const isKept = this.drafts.set(name, value);
    this.sayKept(isKept, step);
    if (value === "") this.sayNothingHere();
  }

  /** Nothing is half written under `name` any more. */
  dropDraft(name) {
    this.drafts.drop(name);
    this.sayNothingHere();
  }

  sayNothingHere() {
    if (this.save.state === "draft") this.setSave("idle");
  }

  /** Throw away what another window has left under `key`. */
  forgetDraft(key) {
    remove(key);
    this.emit();
  }

  /** Say where a draft is; but what is on its way is more to know. */
  sayKept(isKept, step) {
    this.keepsNothing = !isKept;
    const state = isKept ? "draft" : "memory";
    if (this.isSending || (this.save.state === state && this.save.step === step)) return;
    this.setSave(state, { step });
  }
}
