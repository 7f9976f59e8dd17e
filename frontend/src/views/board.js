/** A question thought about alone, talked about at the tables and shared in plenary; in one box or several. */
import { describe, hasTables, invented } from "../described.js";
import { Empty, Fragment, h, Heading, mount, useFirstSeen, useId, useModel, useRoom, useState } from "../dom.js";
import { ClearestFigure, useClearest } from "../findings.js";
import { localRoom } from "../local.js";
import { Refused, SaveLine } from "../saveline.js";
import { uuid } from "../storage.js";
import { t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { BoxChoice, boxField, inBox, useBox } from "./boxes.js";
import { GroupPoints } from "./group-points.js";
import { NoteForm } from "./note-form.js";
import { Mine } from "./notes.js";
import { PointList } from "./points.js";
import { holdsNationalId } from "./rephrase.js";

function Board({ model, room: given, level = 2 }) {
  useModel(model, "content");
  const room = useRoom(given ?? localRoom());
  const step = model.get("step");
  const about = describe(model, room);
  const activity = { mine: [], group_notes: [], group_points: [], points: [], ...room.activity(step) };
  const phase = room.phase(step);
  const parts = { room, step, about, activity, level, boxes: about.boxes, limit: about.limit };
  const isOver = phase === "plenary" || phase === "after";
  return h(
    Fragment,
    null,
    h("div", { class: "stack stack-2" }, h(Heading, { level, size: "sm" }, about.question), h("p", { class: "muted" }, says(phase, room, about))),
    h(Story, { story: about.story, isOpen: !isOver }),
    isOver ? h(Plenary, parts) : phase === "group" ? h(Group, parts) : h(Alone, { ...parts, isFirst: model.get("verb") === "reflect" }),
  );
}

function says(phase, room, about) {
  if (room.solo) return t("Tenk og skriv selv.");
  if (!hasTables(about)) return phase === "plenary" || phase === "after" ? t("Det vi delte.") : t("Skriv selv, og send. Det kommer på lerretet uten navn.");
  return { group: t("Les det dere har delt, og bli enige om det viktigste."), plenary: t("Det gruppene løftet fram."), after: t("Det gruppene løftet fram.") }[phase] ?? t("Tenk og skriv selv. Gruppa kommer etterpå.");
}

/** An invented case: what it is about, before the questions. */
function Story({ story, isOpen }) {
  if (story.length === 0) return null;
  const told = h("div", { class: "story" }, h("p", { class: "small muted" }, invented()), story.map((text) => h("p", { key: text }, text)));
  return isOpen ? told : h("details", { class: "lm-details fill" }, h("summary", null, t("Les eksemplet på nytt")), told);
}

/** The phone that a table shares has no notes of its own. */
function SharedPhone() {
  return h(Empty, { title: t("Denne telefonen skriver for gruppa") }, t("Nå skriver hver for seg, på sin egen telefon eller på papir. Her skriver dere igjen når gruppa skal bli enig."));
}

function Alone({ room, step, about, activity, level, boxes, limit, isFirst }) {
  const [back, setBack] = useState(null);
  const [box, choose] = useBox(room, step, boxes);
  const sendsOwn = !room.solo && !hasTables(about);
  const clearest = useClearest();
  const isAbove = useFirstSeen(Boolean(clearest)); // one that comes late must not push the field away
  const figure = isFirst && !room.solo && clearest && h(ClearestFigure, { level: level + 1, clearest });
  if (room.me?.phone && !sendsOwn) return h(SharedPhone);
  const add = (text) => {
    const where = { step, text, ...boxField(box.key) };
    if (sendsOwn) room.send("point.add", { point: uuid(), ...where, notes: [], own: true });
    else room.send("note.add", { note: uuid(), ...where });
  };
  return h(
    Fragment,
    null,
    isAbove && figure,
    h(BoxChoice, { boxes, box, choose, legend: t("Hvor hører punktet hjemme?"), countOf: (key) => activity.mine.filter(inBox(key)).length }),
    h(NoteForm, {
      key: box.key,
      room,
      step,
      label: sendsOwn ? t("Ett ord eller én setning") : t("Ett punkt om gangen"),
      description: room.solo ? about.help : sendsOwn ? [about.help, t("Du kan endre det til det står på lerretet.")].join(" ") : t("Ingen ser hvem som skrev det. Skriv ikke noe som kan peke på én elev eller kollega."),
      limit,
      draft: room.draft(step, box.key),
      name: box.key ? `${step}#${box.key}` : step,
      fill: back,
      staysHere: !sendsOwn,
      button: sendsOwn ? t("Send") : t("Legg til punktet"),
      onDraft: (text) => (holdsNationalId(text) ? room.keepDraft(box.key ? `${step}#${box.key}` : step, text, step) : room.saveDraft(step, text, box.key)),
      onAdd: add,
    }),
    h(Refused, { room, step, onTakeBack: ({ text }) => setBack({ text }) }),
    !isAbove && figure,
    h(Mine, { room, step, activity, level, limit, boxes }),
  );
}

/** What the members have shared; those that are ticked are what the point is built on. */
function Basis({ notes, chosen, choose, legend }) {
  return h(
    "fieldset",
    { class: "basis" },
    h("legend", null, legend),
    h("p", { class: "small muted" }, t("Kryss av det punktet bygger på.")),
    h("ul", null, notes.map(({ id, text }) => h("li", { key: id }, h("label", { class: "check" }, h("input", { type: "checkbox", checked: chosen.includes(id), onChange: (event) => choose(id, event.currentTarget.checked) }), h("span", null, text))))),
  );
}

/** Who is to press the button below: nobody is kept from it. */
function whoWrites(me) {
  const holder = me?.roles?.find(({ key }) => key === "secretary")?.holder;
  if (me?.phone || holder === "me") return t("Du skriver for gruppa.");
  return holder === "other" ? t("Sekretæren skriver, men du kan også sende.") : t("Én i gruppa skriver.");
}

function Group({ room, step, activity, level, boxes, limit }) {
  const id = useId("group");
  const [back, setBack] = useState(null);
  const [box, choose] = useBox(room, step, boxes);
  const [ticked, setTicked, dropTicked] = useDraft(room, `${step}.basis`, [], { step });
  const notes = activity.group_notes.filter(inBox(box.key));
  const points = activity.group_points.filter(inBox(box.key));
  const chosen = ticked.filter((one) => notes.some((note) => note.id === one));
  const gone = room.drafts.namesAfter(`${step}.edit.`).filter((one) => !activity.group_points.some((point) => point.id === one));
  const draft = box.key ? `${step}.point#${box.key}` : `${step}.point`;
  const tick = (note, on) => setTicked(on ? [...chosen, note] : chosen.filter((one) => one !== note), true);
  const add = (text) => {
    room.send("point.add", { point: uuid(), step, text, notes: chosen, ...boxField(box.key) });
    dropTicked();
  };
  const legend = t("Det dere har delt");
  return h(
    Fragment,
    null,
    h(BoxChoice, { boxes, box, choose, legend: t("Hva snakker dere om nå?"), countOf: (key) => activity.group_points.filter(inBox(key)).length }),
    h("section", { class: "fill stack stack-3", "aria-label": legend }, notes.length === 0 ? [h(Heading, { key: "h", level: level + 1, size: "2xs" }, legend), h(Empty, { key: "e", title: t("Ingen har delt noe ennå") }, room.me?.phone ? t("De andre velger «Del med gruppa» på sine telefoner.") : t("Velg «Del med gruppa» ved punktene dine nederst."))] : h(Basis, { notes, chosen, choose: tick, legend })),
    h(
      "section",
      { class: "fill stack stack-4", "aria-labelledby": `${id}-p` },
      h(Heading, { level: level + 1, size: "2xs", id: `${id}-p` }, boxes.length > 1 ? t("Det gruppa er enig om: {box}", { box: box.title }) : t("Det gruppa er enig om")),
      h(GroupPoints, { room, step, points, gone, limit, box: box.key }),
      h(NoteForm, {
        key: box.key,
        room,
        step,
        label: t("Gruppas punkt"),
        description: [whoWrites(room.me), t("Punktet går til prosesslederen og så på lerretet.")].join(" "),
        limit,
        draft: room.draft(draft),
        name: draft,
        fill: back,
        quiet: true,
        button: t("Send punktet"),
        onDraft: (text) => room.keepDraft(draft, text, step),
        onAdd: add,
      }),
      h(Refused, { room, step, onTakeBack: ({ text }) => setBack({ text }) }),
    ),
    !room.me?.phone && h(Unfinished, { room, step, limit, boxes }),
    h(Mine, { room, step, activity, level, limit, boxes }),
  );
}

/** What was half written alone when the groups began: it is the writer's until they add it, and it is not out of sight. */
function Unfinished({ room, step, limit, boxes }) {
  const [left] = useState(() => boxes.map(({ key }) => ({ box: key, text: room.draft(step, key) })).filter(({ text }) => text.trim()));
  const [done, setDone] = useState([]);
  return left
    .filter(({ box }) => !done.includes(box))
    .map(({ box, text }) =>
      h(NoteForm, {
        key: `left-${box}`,
        room,
        step,
        label: t("Dette rakk du ikke å legge til"),
        description: t("Bare du ser det til du deler det."),
        limit,
        draft: text,
        staysHere: true,
        button: t("Legg til punktet"),
        onDraft: (now) => (holdsNationalId(now) ? room.keepDraft(box ? `${step}#${box}` : step, now, step) : room.saveDraft(step, now, box)),
        onAdd: (now) => (room.send("note.add", { note: uuid(), step, text: now, ...boxField(box) }), setDone((before) => [...before, box])),
      }),
    );
}

function Plenary({ room, step, activity, level, boxes, limit, about }) {
  const { points } = activity;
  const none = hasTables(about) ? undefined : t("De kommer når prosesslederen slipper dem fram.");
  return h(
    Fragment,
    null,
    boxes.length === 1
      ? h(PointList, { points, none })
      : boxes.map(({ key, title }) => h("section", { key, class: "fill stack stack-2" }, h(Heading, { level: level + 1, size: "2xs" }, title), points.some(inBox(key)) ? h(PointList, { points: points.filter(inBox(key)) }) : h("p", { class: "muted" }, t("Ingen punkter her")))),
    h(Mine, { room, step, activity, level, limit, boxes }),
    h(SaveLine, { room, step, quiet: true }),
  );
}

export default { render: ({ model, el, room, level }) => mount(Board, { model, room, level }, el) };
