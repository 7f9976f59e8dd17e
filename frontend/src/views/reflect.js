/** A question thought about alone, talked about in the group, and shared in plenary. */
import { Empty, Fragment, h, Heading, Icon, mount, useId, useModel, useRoom, useState } from "../dom.js";
import { ClearestFigure } from "../findings.js";
import { localRoom } from "../local.js";
import { Refused, SaveLine } from "../saveline.js";
import { uuid } from "../storage.js";
import { t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { NoteForm } from "./note-form.js";
import { PointList } from "./points.js";
import { holdsNationalId, Rephrase, useRephrase } from "./rephrase.js";

function Reflect({ model, room: given, level = 2 }) {
  useModel(model, "content");
  const room = useRoom(given ?? localRoom());
  const step = model.get("step");
  const content = { limit: 280, ...model.get("content") };
  const activity = { mine: [], group_notes: [], group_points: [], points: [], ...room.activity(step) };
  const phase = room.phase(step);
  const parts = { model, room, step, content, activity, level };
  return h(
    Fragment,
    null,
    h("div", { class: "stack stack-2" }, h(Heading, { level, size: "sm" }, content.prompt), h("p", { class: "muted" }, says(phase, room))),
    phase === "plenary" || phase === "after" ? h(Plenary, parts) : phase === "group" ? h(Group, parts) : h(Alone, parts),
  );
}

function says(phase, room) {
  if (room.solo) return t("Tenk og skriv selv.");
  return { group: t("Les det dere har delt, og bli enige om det viktigste."), plenary: t("Det gruppene løftet fram."), after: t("Det gruppene løftet fram.") }[phase] ?? t("Tenk og skriv selv. Gruppa kommer etterpå.");
}

function Alone({ room, step, content, activity, level }) {
  const [back, setBack] = useState(null);
  return h(
    Fragment,
    null,
    !room.solo && h(ClearestFigure, { level: level + 1 }),
    h(NoteForm, {
      room,
      step,
      label: t("Ett poeng om gangen"),
      description: room.solo ? content.help : t("Ingen ser hvem som skrev det. Skriv ikke noe som kan peke på én elev eller kollega."),
      limit: content.limit,
      draft: room.draft(step),
      name: step,
      fill: back,
      button: t("Legg til poenget"),
      onDraft: (text) => (holdsNationalId(text) ? room.keepDraft(step, text, step) : room.saveDraft(step, text)),
      onAdd: (text) => room.send("note.add", { note: uuid(), step, text }),
    }),
    h(Refused, { room, step, onTakeBack: ({ text }) => setBack({ text }) }),
    h(Mine, { room, step, activity, level, limit: content.limit }),
  );
}

/** One's own notes: where each is, whether the group may read it, and the way to change it. */
function Mine({ room, step, activity, level, limit }) {
  const id = useId("mine");
  const [undo, setUndo] = useState(null);
  const { mine } = activity;
  const remove = (note) => {
    room.send("note.remove", { note: note.id, local: step });
    setUndo(note);
  };
  if (mine.length === 0 && !undo) return null;
  return h(
    "section",
    { class: "fill", "aria-labelledby": id },
    h(Heading, { level: level + 1, size: "2xs", id }, t("Dine poeng")),
    h("ul", { class: "mine" }, mine.map((note) => h(MyNote, { key: note.id, note, room, step, limit, onRemove: () => remove(note) }))),
    undo && !mine.some(({ id: known }) => known === undo.id) &&
      h("p", { class: "small muted", role: "status" }, t("Poenget er tatt bort."), " ", h("button", { class: "ds-link", type: "button", onClick: () => (room.send(room.solo ? "note.add" : "note.restore", { note: undo.id, text: undo.text, local: step, step: room.solo ? step : undefined }), setUndo(null)) }, t("Angre"))),
  );
}

function MyNote({ note, room, step, limit, onRemove }) {
  const id = useId("own");
  const [editing, setEditing, stop] = useDraft(room, `${step}.note.${note.id}`, null, { step });
  const { ask, question } = useRephrase();
  if (editing !== null) {
    const save = (event) => {
      event.preventDefault();
      const text = editing.trim();
      if (!text || text === note.text) stop();
      else ask([text], () => (room.send("note.edit", { note: note.id, text, local: step }), stop()));
    };
    return h(
      "li",
      { class: "editing" },
      h("form", { class: "stack stack-3 fill", onSubmit: save }, h("div", { class: "ds-field fill" }, h("label", { class: "ds-label", for: id }, t("Endre poenget")), h("textarea", { class: "ds-input", id, maxlength: limit, value: editing, onInput: (event) => setEditing(event.currentTarget.value) })), h(Rephrase, question), h("div", { class: "row" }, h("button", { class: "ds-button", type: "submit" }, t("Lagre")), h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: stop }, t("Avbryt")))),
    );
  }
  return h(
    "li",
    null,
    h("span", null, note.text),
    h("span", { class: "status small" }, note.pending ? [h(Icon, { name: "half", key: "i" }), t("På vei")] : [h(Icon, { name: "done", key: "i" }), room.solo ? t("Lagret") : t("Sendt")]),
    h(
      "div",
      { class: "note-tools" },
      !room.solo && h("label", { class: "check" }, h("input", { type: "checkbox", checked: note.shared, onChange: (event) => room.send("note.share", { note: note.id, shared: event.currentTarget.checked, local: step }) }), t("Vis gruppa")),
      h("button", { class: "ds-link", type: "button", "aria-label": t("Endre poenget: {text}", { text: note.text }), onClick: () => setEditing(note.text, true) }, t("Endre")),
      h("button", { class: "ds-link", type: "button", "aria-label": t("Ta bort poenget: {text}", { text: note.text }), onClick: onRemove }, t("Ta bort")),
    ),
  );
}

function Group({ room, step, content, activity, level }) {
  const id = useId("group");
  const [back, setBack] = useState(null);
  const { group_notes: notes, group_points: points } = activity;
  const gone = room.drafts.namesAfter(`${step}.edit.`).filter((id) => !points.some((point) => point.id === id));
  return h(
    Fragment,
    null,
    h(
      "section",
      { class: "fill stack stack-3", "aria-labelledby": `${id}-n` },
      h(Heading, { level: level + 1, size: "2xs", id: `${id}-n` }, t("Det dere har delt")),
      notes.length === 0 ? h(Empty, { title: t("Ingen har delt noe ennå") }, t("Velg «Vis gruppa» ved poengene dine nederst.")) : h("ul", { class: "shared" }, notes.map((note) => h("li", { key: note.id }, note.text))),
    ),
    h(
      "section",
      { class: "fill stack stack-4", "aria-labelledby": `${id}-p` },
      h(Heading, { level: level + 1, size: "2xs", id: `${id}-p` }, t("Det gruppa er enig om")),
      points.length + gone.length > 0 && h("ul", { class: "mine fill" }, points.map((point) => h(GroupPoint, { key: point.id, point, room, step, limit: content.limit })), gone.map((id) => h(GonePoint, { key: id, name: `${step}.edit.${id}`, room, step, limit: content.limit }))),
      h(NoteForm, {
        room,
        step,
        label: t("Gruppas punkt"),
        description: t("Én i gruppa skriver. Punktet går til prosesslederen og så på lerretet."),
        limit: content.limit,
        draft: room.draft(`${step}.point`),
        name: `${step}.point`,
        fill: back,
        button: t("Send punktet"),
        onDraft: (text) => room.keepDraft(`${step}.point`, text, step),
        onAdd: (text) => room.send("point.add", { point: uuid(), step, text, notes: [] }),
      }),
      h(Refused, { room, step, onTakeBack: ({ text }) => setBack({ text }) }),
    ),
    h(Mine, { room, step, activity, level, limit: content.limit }),
  );
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
function GonePoint({ name, room, step, limit }) {
  const [editing, setEditing, stop] = useDraft(room, name, null, { step });
  if (editing === null) return null;
  const save = (text) => {
    if (text) room.send("point.add", { point: uuid(), step, text, notes: [] });
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

function Plenary({ room, step, activity, level, content }) {
  return h(Fragment, null, h(PointList, { points: activity.points }), h(Mine, { room, step, activity, level, limit: content.limit }), h(SaveLine, { room, step }));
}

export default { render: ({ model, el, room, level }) => mount(Reflect, { model, room, level }, el) };
