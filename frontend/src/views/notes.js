/** One's own notes in a board: where each is, whether the group may read it, and the way to change it. */
import { Fragment, h, Heading, Icon, useId, useState } from "../dom.js";
import { uuid } from "../storage.js";
import { t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { Rephrase, useRephrase } from "./rephrase.js";

/** `boxes` with more than one put the notes under their headings. */
export function Mine({ room, step, activity, level, limit, boxes }) {
  const id = useId("mine");
  const [undo, setUndo] = useState(null);
  const { mine } = activity;
  const remove = (note) => {
    if (note.sent) room.send("point.remove", { point: note.sent.id, local: step });
    room.send("note.remove", { note: note.id, local: step });
    setUndo(note);
  };
  const restore = () => {
    const { id: note, text, box } = undo;
    const inBox = box ? { box } : {};
    if (room.solo) room.send("note.add", { note, text, step, ...inBox });
    else room.send("note.restore", { note, text, local: step });
    setUndo(null);
  };
  if (mine.length === 0 && !undo) return null;
  const list = (notes) => h("ul", { class: "mine fill" }, notes.map((note) => h(MyNote, { key: note.id, note, room, step, limit, onRemove: () => remove(note) })));
  return h(
    room.solo ? "div" : "section", // alone, each step has one of its own
    { class: "fill", "aria-labelledby": room.solo ? undefined : id },
    h(Heading, { level: level + 1, size: "2xs", id }, t("Dine punkter")),
    boxes.length > 1 ? boxes.map((box) => h(OfBox, { key: box.key, box, notes: mine.filter((note) => (note.box ?? "") === box.key), level, list })) : list(mine),
    undo && !mine.some(({ id: known }) => known === undo.id) && h("p", { class: "small muted", role: "status" }, t("Punktet er tatt bort."), " ", h("button", { class: "ds-link", type: "button", onClick: restore }, t("Angre"))),
  );
}

function OfBox({ box, notes, level, list }) {
  if (notes.length === 0) return null;
  return h(Fragment, null, h(`h${Math.min(6, level + 2)}`, { class: "box-head" }, box.title), list(notes));
}

const SENT = { waiting: () => t("Sendt, ikke vist ennå"), shown: () => t("På lerretet"), held: () => t("Holdt tilbake") };

/** Where a note is now: with its writer, or on its way to the wall. */
function placeOf(note, room) {
  if (note.pending || note.sent?.pending) return ["half", t("På vei")];
  if (note.sent) return [note.sent.status === "held" ? "ring" : "done", (SENT[note.sent.status] ?? SENT.waiting)()];
  if (room.solo) return ["done", t("Lagret")];
  return note.shared ? ["done", t("Gruppa ser det")] : ["lock", t("Bare du ser det")];
}

function MyNote({ note, room, step, limit, onRemove }) {
  const id = useId("own");
  const [editing, setEditing, stop] = useDraft(room, `${step}.note.${note.id}`, null, { step });
  const { ask, question } = useRephrase();
  const [icon, word] = placeOf(note, room);
  const isOwn = "sent" in note; // a board without tables: each sends their own
  const isShown = note.sent?.status === "shown";
  if (editing !== null) {
    const change = (text) => {
      room.send("note.edit", { note: note.id, text, local: step });
      if (note.sent) room.send("point.edit", { point: note.sent.id, text, revision: note.sent.revision, local: step });
    };
    const save = (event) => {
      event.preventDefault();
      const text = editing.trim();
      if (!text || text === note.text) stop();
      else ask([text], () => (change(text), stop()));
    };
    return h(
      "li",
      { class: "editing" },
      h("form", { class: "stack stack-3 fill", onSubmit: save }, h("div", { class: "ds-field fill" }, h("label", { class: "ds-label", for: id }, t("Endre punktet")), h("textarea", { class: "ds-input", id, maxlength: limit, value: editing, onInput: (event) => setEditing(event.currentTarget.value) })), h(Rephrase, question), h("div", { class: "row" }, h("button", { class: "ds-button", type: "submit" }, t("Lagre")), h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: stop }, t("Avbryt")))),
    );
  }
  const Status = () => h("span", { class: "status small push" }, h(Icon, { name: icon }), word);
  return h(
    "li",
    null,
    h("span", { class: "whole" }, note.text),
    h(
      "div",
      { class: "note-tools" },
      h(Status),
      !room.solo && !isOwn && h("label", { class: "check" }, h("input", { type: "checkbox", checked: note.shared, onChange: (event) => room.send("note.share", { note: note.id, shared: event.currentTarget.checked, local: step }) }), t("Del med gruppa")),
      isOwn && !note.sent && h("button", { class: "ds-link", type: "button", "aria-label": t("Send punktet: {text}", { text: note.text }), onClick: () => ask([note.text], () => room.send("point.add", { point: uuid(), step, text: note.text, notes: [note.id], ...(note.box ? { box: note.box } : {}), own: true })) }, t("Send")),
      !isShown && h("button", { class: "ds-link", type: "button", "aria-label": t("Endre punktet: {text}", { text: note.text }), onClick: () => setEditing(note.text, true) }, t("Endre")),
      !isShown && h("button", { class: "ds-link", type: "button", "aria-label": t("Ta bort punktet: {text}", { text: note.text }), onClick: onRemove }, t("Ta bort")),
    ),
    h(Rephrase, question),
  );
}

