/** What a group has agreed on: each point with where it is, changed by anyone at the table. */
import { h, Icon, useId } from "../dom.js";
import { uuid } from "../storage.js";
import { t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { Rephrase, useRephrase } from "./rephrase.js";

/** `gone`: ids of points that somebody took away while they were written on here. */
export function GroupPoints({ room, step, points, gone, limit, box }) {
  if (points.length + gone.length === 0) return null;
  return h("ul", { class: "mine fill" }, points.map((point) => h(GroupPoint, { key: point.id, point, room, step, limit })), gone.map((id) => h(GonePoint, { key: id, name: `${step}.edit.${id}`, room, step, limit, box })));
}

const POINT_STATUS = { waiting: () => ["half", t("Ikke vist ennå")], shown: () => ["done", t("På lerretet")], held: () => ["ring", t("Holdt tilbake")] };

function GroupPoint({ point, room, step, limit }) {
  const [editing, setEditing, stop] = useDraft(room, `${step}.edit.${point.id}`, null, { step });
  const [icon, word] = point.pending ? ["half", t("På vei")] : (POINT_STATUS[point.status] ?? POINT_STATUS.waiting)();
  if (editing !== null) {
    const meanwhile = editing.was !== point.text && point.text !== editing.text ? t("Noen i gruppa har endret punktet imens: {text}", { text: point.text }) : "";
    const save = (text) => {
      // Whoever saves has read what the others made of it, so it is their newest that is replaced.
      if (text && text !== point.text) room.send("point.edit", { point: point.id, text, revision: point.revision, local: step });
      stop();
    };
    return h(EditPoint, { editing, setEditing, limit, meanwhile, onSave: save, onStop: stop });
  }
  return h(
    "li",
    null,
    h("span", null, point.text),
    h("div", { class: "note-tools" }, h("span", { class: "status small push" }, h(Icon, { name: icon }), word), h("button", { class: "ds-link", type: "button", "aria-label": t("Endre punktet: {text}", { text: point.text }), onClick: () => setEditing({ text: point.text, was: point.text }, true) }, t("Endre")), h("button", { class: "ds-link", type: "button", "aria-label": t("Ta bort punktet: {text}", { text: point.text }), onClick: () => room.send("point.remove", { point: point.id, local: step }) }, t("Ta bort"))),
  );
}

/** A point that somebody took away while it was written on here: the text is still the writer's. */
function GonePoint({ name, room, step, limit, box }) {
  const [editing, setEditing, stop] = useDraft(room, name, null, { step });
  if (editing === null) return null;
  const save = (text) => {
    if (text) room.send("point.add", { point: uuid(), step, text, notes: [], ...(box ? { box } : {}) });
    stop();
  };
  return h(EditPoint, { editing, setEditing, limit, meanwhile: t("Noen i gruppa har tatt bort punktet imens. Lagrer du, blir det et nytt punkt."), onSave: save, onStop: stop });
}

function EditPoint({ editing, setEditing, limit, meanwhile, onSave, onStop }) {
  const id = useId("point");
  const { ask, question } = useRephrase();
  const submit = (event) => {
    event.preventDefault();
    const text = editing.text.trim();
    ask(text === editing.was ? [] : [text], () => onSave(text));
  };
  return h(
    "li",
    { class: "editing" },
    h("form", { class: "stack stack-3 fill", onSubmit: submit }, h("div", { class: "ds-field fill" }, h("label", { class: "ds-label", for: id }, t("Endre punktet")), h("textarea", { class: "ds-input", id, maxlength: limit, value: editing.text, onInput: (event) => setEditing({ ...editing, text: event.currentTarget.value }) }), meanwhile && h("p", { class: "small muted" }, meanwhile)), h(Rephrase, question), h("div", { class: "row" }, h("button", { class: "ds-button", type: "submit" }, t("Lagre")), h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: onStop }, t("Avbryt")))),
  );
}

