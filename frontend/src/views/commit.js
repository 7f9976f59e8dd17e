/** What I will do: a text that only its writer sees, until they share it themselves. */
import { describe } from "../described.js";
import { Button, Empty, Fragment, h, Heading, Icon, mount, useId, useModel, useRoom, useState } from "../dom.js";
import { localRoom } from "../local.js";
import { Refused, SaveLine } from "../saveline.js";
import { t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { NoteForm } from "./note-form.js";
import { holdsNationalId, Rephrase, useRephrase } from "./rephrase.js";
import { OwnWords, TakeHome } from "./take-home.js";

function Commit({ model, room: given, level = 2 }) {
  useModel(model, "content");
  const room = useRoom(given ?? localRoom());
  const step = model.get("step");
  const about = describe(model, room);
  const activity = { mine: null, group: [], plenary: [], ...room.activity(step) };
  const phase = room.phase(step);
  const { mine } = activity;
  const parts = { room, step, about, mine, level };
  return h(
    Fragment,
    null,
    h("div", { class: "stack stack-2" }, h(Heading, { level, size: "sm" }, about.question), h("p", { class: "only-you" }, h(Icon, { name: "lock" }), h("span", null, !mine || mine.with === "nobody" ? t("Bare du ser dette") : t("Du har valgt å dele dette")))),
    room.me?.phone ? h(Empty, { title: t("Denne telefonen skriver for gruppa") }, t("Her skriver hver for seg selv, på sin egen telefon eller på papir.")) : mine ? h(Mine, parts) : h(Write, parts),
    phase === "group" && h(Shared, { title: t("Det noen i gruppa vil dele"), texts: activity.group, none: t("Ingen i gruppa har delt noe. Det er greit."), level }),
    (phase === "plenary" || phase === "after") && h(Shared, { title: t("Det noen vil dele med alle"), texts: activity.plenary, none: t("Ingen har delt noe med alle. Det er greit."), level }),
  );
}

function Write({ room, step, about }) {
  const [back, setBack] = useState(null);
  return h(
    Fragment,
    null,
    h(NoteForm, {
      room,
      step,
      label: t("Skriv til deg selv"),
      description: about.help,
      limit: about.limit,
      draft: room.draft(step),
      name: step,
      fill: back,
      button: t("Lagre"),
      isPrivate: true,
      onDraft: (text) => (holdsNationalId(text) ? room.keepDraft(step, text, step) : room.saveDraft(step, text)),
      onAdd: (text) => room.send("commit.save", { step, text }),
    }),
    h(Refused, { room, step, onTakeBack: ({ text }) => setBack({ text }) }),
  );
}

function Mine({ room, step, about, mine }) {
  const [editing, setEditing, stop] = useDraft(room, `${step}.change`, null, { step });
  if (editing !== null) return h(Change, { room, step, about, mine, editing, setEditing, stop });
  return h(
    Fragment,
    null,
    h(OwnWords, mine),
    h("div", { class: "row" }, h("button", { class: "ds-link tap", type: "button", onClick: () => setEditing({ text: mine.text }, true) }, t("Endre")), h("button", { class: "ds-link tap", type: "button", onClick: () => room.send("commit.save", { step, text: "" }) }, t("Ta bort"))),
    h(SaveLine, { room, step, staysHere: mine.with === "nobody" }),
    h(Refused, { room, step }),
    !room.solo && about.phases.length > 1 && h(Audience, { room, step, about, mine }),
    h(TakeHome, mine),
  );
}

function Change({ room, step, about, mine, editing, setEditing, stop }) {
  const id = useId("promise");
  const { ask, question } = useRephrase();
  const save = (event) => {
    event.preventDefault();
    const text = editing.text.trim();
    const send = () => (room.send("commit.save", { step, text }), stop());
    if (!text || text === mine.text) stop();
    else if (mine.with === "nobody") send();
    else ask([text], send);
  };
  return h(
    "form",
    { class: "fill stack stack-3", onSubmit: save },
    h("div", { class: "ds-field fill" }, h("label", { class: "ds-label", for: id }, t("Endre det du skrev")), h("textarea", { class: "ds-input", id, maxlength: about.limit, value: editing.text, onInput: (event) => setEditing({ text: event.currentTarget.value }) })),
    h(Rephrase, question),
    h("div", { class: "row" }, h(Button, { type: "submit" }, t("Lagre")), h(Button, { variant: "tertiary", onClick: stop }, t("Avbryt"))),
  );
}

const STATUS = { waiting: () => t("Prosesslederen ser over det før det kommer på lerretet."), shown: () => t("Det står på lerretet, uten navn."), held: () => t("Prosesslederen har holdt det tilbake.") };

/** Who else may read it: nobody, until the writer says otherwise; and it can be taken back. */
function Audience({ room, step, about, mine }) {
  const name = useId("with");
  const { ask, question } = useRephrase();
  const all = [["nobody", t("Ingen, det er mitt")], ["group", t("Gruppa mi, uten navn")], ["plenary", t("Alle, uten navn på lerretet")]];
  const choices = all.filter(([audience]) => ["nobody", mine.with, ...about.phases].includes(audience)); // who never comes to it, reads nothing
  const choose = (audience) => {
    const send = () => room.send("commit.share", { step, with: audience });
    if (audience === "nobody") send();
    else ask([mine.text], send);
  };
  return h(
    "form",
    { class: "fill stack stack-3", onSubmit: (event) => event.preventDefault() },
    h("fieldset", { class: "choices" }, h("legend", null, t("Hvem vil du dele det med?")), choices.map(([value, text]) => h("label", { key: value }, h("input", { type: "radio", name, value, checked: mine.with === value, onChange: () => choose(value) }), h("span", null, text)))),
    h(Rephrase, { ...question, anyway: t("Del likevel") }),
    mine.with === "plenary" && h("p", { class: "small muted", role: "status" }, (STATUS[mine.status] ?? STATUS.waiting)()),
  );
}

function Shared({ title, texts, none, level }) {
  const id = useId("shared");
  return h("section", { class: "fill stack stack-3", "aria-labelledby": id }, h(Heading, { level: level + 1, size: "2xs", id }, title), texts.length === 0 ? h("p", { class: "muted" }, none) : h("ul", { class: "shared" }, texts.map((one) => h("li", { key: one.id }, one.text))));
}

export default { render: ({ model, el, room, level }) => mount(Commit, { model, room, level }, el) };
