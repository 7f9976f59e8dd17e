/**
 * One point at a time: a field whose text belongs to the writer. The draft is kept on the phone with every
 * stroke, and nothing that arrives from the room touches the field.
 */
import { Button, h, useId, useRef, useState } from "../dom.js";
import { Elsewhere, SaveLine } from "../saveline.js";
import { t } from "../text.js";
import { Rephrase, useRephrase } from "./rephrase.js";

/**
 * `draft` fills the field when it opens, and `name` is what it is kept as; `onDraft` hears every stroke;
 * `onAdd(text)` gets what is sent. With `fill` set to something new its text stands in the field. Nobody but the
 * writer reads what `isPrivate`, so it is not asked about. What `staysHere` is kept rather than sent, and a `quiet` form says
 * nothing of what was written before it opened.
 */
export function NoteForm({ room, step, label, description, limit, draft = "", name, onDraft, onAdd, button, fill, isPrivate = false, staysHere = isPrivate, quiet = false }) {
  const id = useId("note");
  const field = useRef(null);
  const [text, setText] = useState(draft);
  const [asked, setAsked] = useState(false);
  const taken = useRef(fill);
  const touched = useRef(false);
  const now = useRef(""); // what stands in the field, also for one who has waited
  now.current = text;
  const { ask, question } = useRephrase();
  // The server's draft comes with the first snapshot, which may be later than the field.
  if (!touched.current && draft && draft !== text && document.activeElement !== (field.current ?? document)) setText(draft);
  if (fill && fill !== taken.current) {
    taken.current = fill;
    touched.current = true;
    setText(fill.text);
  }
  const change = (value) => {
    touched.current = true;
    now.current = value;
    setText(value);
    onDraft?.(value);
  };
  const add = (event) => {
    event.preventDefault();
    const written = text.trim();
    if (!written) {
      setAsked(true);
      field.current.focus();
      return;
    }
    setAsked(false);
    ask(isPrivate ? [] : [written], () => {
      onAdd(written);
      change(now.current.startsWith(text) ? now.current.slice(text.length).trimStart() : now.current); // written while it was looked over
      field.current?.focus();
    });
  };
  return h(
    "form",
    { class: "fill stack stack-3", onSubmit: add },
    h(
      "div",
      { class: "ds-field fill" },
      h("label", { class: "ds-label", for: id }, label),
      description && h("div", { "data-field": "description", id: `${id}-d` }, description),
      h("textarea", { class: "ds-input", id, ref: field, maxlength: limit, value: text, "aria-describedby": `${id}-d ${id}-c`, "aria-invalid": asked && !text.trim() ? "true" : undefined, onInput: (event) => change(event.currentTarget.value) }),
      h("p", { class: "small muted num counter", id: `${id}-c` }, t("{count} av {limit} tegn", { count: text.length, limit })),
      asked && !text.trim() && h("p", { class: "ds-validation-message" }, t("Skriv noe i feltet først.")),
    ),
    h(Elsewhere, { room, name, onTakeBack: change }),
    h(Rephrase, question),
    h("div", { class: "send fill" }, h(SaveLine, { room, step, staysHere, quiet: quiet && !text }), h(Button, { type: "submit", "data-fullwidth": true }, button)),
  );
}
