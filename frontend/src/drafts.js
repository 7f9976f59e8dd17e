/**
 * What is being written and not sent yet, kept with every stroke.
 *
 * Each window keeps its own, so that two windows of the same person never write over each other. A window that
 * has none begins with the newest that was left behind: by a reload, a locked phone, a browser that was closed.
 */
import { keysWith, read, remove, uuid, write } from "./storage.js";

const NAME = "lmtools.window";

/** The name of this window; a reload keeps it, and a copy of the window gets one of its own. */
function nameOfWindow() {
  try {
    const kept = window.sessionStorage.getItem(NAME);
    window.sessionStorage.removeItem(NAME);
    const name = kept ?? uuid();
    window.addEventListener("pagehide", () => leave(name));
    window.addEventListener("pageshow", () => window.sessionStorage.removeItem(NAME));
    return name;
  } catch {
    return uuid();
  }
}

function leave(name) {
  try {
    window.sessionStorage.setItem(NAME, name);
  } catch {
    // The next page here takes a new name, and finds what this one left behind all the same.
  }
}

const here = nameOfWindow();
const isEmpty = (value) => value === "" || value === undefined;

/** What a note that is being written is kept as: one for each box of a step. */
export const draftName = (step, box = "") => (box ? `${step}#${box}` : step);

export class Drafts {
  constructor(prefix) {
    this.prefix = prefix;
    this.begun = new Set(); // names that this page has written under: it takes over nothing more there
  }

  key(name) {
    return `${this.prefix}${name}@${here}`;
  }

  /** This window's own draft, else the newest one left behind; undefined when there is none. */
  get(name) {
    return (read(this.key(name), null) ?? this.left(name)[0])?.value;
  }

  /** Returns whether it is still there after the page has closed. */
  set(name, value) {
    const taken = this.begun.has(name) || read(this.key(name), null) !== null ? null : this.left(name)[0];
    const isKept = write(this.key(name), { value, at: Date.now() });
    this.begun.add(name);
    if (taken) remove(taken.key);
    return isKept;
  }

  drop(name) {
    const isOwn = this.begun.has(name) || read(this.key(name), null) !== null;
    remove(isOwn ? this.key(name) : (this.left(name)[0]?.key ?? this.key(name)));
  }

  /** What other windows hold under `name`, the newest first: {key, value, at}. What is emptied comes last. */
  left(name) {
    const found = keysWith(`${this.prefix}${name}@`).filter((key) => key !== this.key(name)).map((key) => ({ key, ...read(key, {}) }));
    return found.sort((a, b) => isEmpty(a.value) - isEmpty(b.value) || b.at - a.at);
  }

  /** Text that another window holds and this one does not show: {key, value}. */
  elsewhere(name) {
    const own = read(this.key(name), null);
    return own === null ? [] : this.left(name).filter(({ value }) => !isEmpty(value) && value !== own.value);
  }

  /** Every value that is kept. */
  all() {
    return keysWith(this.prefix).map((key) => read(key, {}).value);
  }

  /** The rest of every name that begins with `start`. */
  namesAfter(start) {
    const names = keysWith(this.prefix + start).map((key) => key.slice(this.prefix.length + start.length, key.lastIndexOf("@")));
    return [...new Set(names)];
  }
}
