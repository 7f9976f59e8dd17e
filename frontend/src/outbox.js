/**
 * Commands that the server has not answered yet, in the browser's own storage and in the order they were given.
 * Each has a key of its own, so that two windows of the same person can add and take away at the same time.
 */
import { keysWith, read, remove, write } from "./storage.js";

const DIGITS = 9;

export class Outbox {
  constructor(prefix) {
    this.prefix = prefix;
  }

  all() {
    return keysWith(this.prefix).map((key) => read(key, null)).filter(Boolean);
  }

  /** Returns whether it is still there after the page has closed. */
  add(command) {
    const last = keysWith(this.prefix).pop()?.slice(this.prefix.length, this.prefix.length + DIGITS) ?? "0";
    return write(`${this.prefix}${String(Number(last) + 1).padStart(DIGITS, "0")}-${command.id}`, command);
  }

  take(isDone) {
    for (const key of keysWith(this.prefix)) if (isDone(read(key, {}))) remove(key);
  }
}
