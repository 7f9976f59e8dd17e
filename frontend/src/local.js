/** The room of someone who reads alone: everything stays in this browser. */
import { draftName } from "./drafts.js";
import { reduce, stepOf } from "./reduce.js";
import { Room } from "./room-base.js";
import { read, write } from "./storage.js";

export class LocalRoom extends Room {
  constructor(workbook) {
    super(`lmtools.solo.${workbook}.draft.`);
    this.solo = true;
    this.key = `lmtools.solo.${workbook}`;
    this.save = { state: "local", at: null, message: null };
    this.me = null;
  }

  activity(step) {
    return read(this.key, {})[placeOf(step)] ?? {};
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

  draft(step, box = "") {
    return this.drafts.get(draftName(step, box)) ?? "";
  }

  saveDraft(step, text, box = "") {
    this.keepDraft(draftName(step, box), text, step);
  }

  /** One's notes of the steps whose keys begin with one of `verbs`: what one can weigh and choose among here. */
  notes(verbs) {
    const all = Object.entries(read(this.key, {})).filter(([step]) => verbs.includes(step.replace(/-\d+$/, "")));
    return all.flatMap(([, { mine }]) => (Array.isArray(mine) ? mine : []));
  }

  sayKept(isKept) {
    this.keepsNothing = !isKept;
    const state = isKept ? "local" : "memory";
    if (state !== this.save.state) this.setSave(state);
  }

  async send(what, fields = {}) {
    const all = read(this.key, {});
    const step = placeOf(stepOf(fields));
    const isKept = write(this.key, { ...all, [step]: settled(reduce(all[step] ?? {}, { do: what, ...fields })) });
    this.sayKept(isKept);
    this.emit();
    return { ok: true };
  }
}

/** Where what is written in a step is kept: the plan is one, however many steps show it. */
const placeOf = (step) => step.replace(/^actions-\d+$/, "actions-1");

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
