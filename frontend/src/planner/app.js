/** The planning page as a whole: what can be picked, the agenda, and what becomes of it. */
import { showError } from "../forms/field.js";
import { post } from "../forms/post.js";
import { Button, h, Icon, useHeard, useRef, useState } from "../dom.js";
import { clockTime, t } from "../text.js";
import { add, asClock, change, clockMinutes, minutesByPhase, move, opened, remove, schedule, sendable, setMinutes } from "./model.js";
import { nameOf, Rows, WholeNumber } from "./rows.js";
import { Shelf } from "./shelf.js";

const MOST_UNDO = 100;

const LINES = {
  kept: ({ at }) => ["done", at ? t("Lagret {time}", { time: clockTime(at) }) : t("Lagret")],
  waiting: () => ["half", t("Lagrer")],
  sending: () => ["half", t("Lagrer")],
  offline: () => ["phone", t("Lagret i nettleseren. Sendes når nettet er tilbake.")],
  refused: ({ message }) => ["warning", message],
  conflict: ({ message }) => ["warning", message],
};

function SaveLine({ save }) {
  const [icon, words] = LINES[save.state](save);
  return h("p", { class: "save", role: save.state === "refused" || save.state === "conflict" ? "alert" : null, "data-state": save.state === "kept" ? "sent" : save.state }, h(Icon, { name: icon }), h("span", null, words));
}

/** What can be undone, and how: a list of what the agenda was. Typing in one field is one step. */
function useHistory(keeper) {
  const past = useRef([]);
  const put = (agenda, field = null) => {
    if (agenda === keeper.agenda) return;
    const newest = past.current.at(-1);
    if (!field || newest?.field !== field) past.current = [...past.current, { agenda: keeper.agenda, field }].slice(-MOST_UNDO);
    keeper.put(agenda);
  };
  const undo = () => {
    const before = past.current.pop();
    if (before) keeper.put(before.agenda);
    return Boolean(before);
  };
  return { put, undo };
}

/** Focus what has this id when the page has been drawn anew. */
function focusSoon(id) {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

/** Everything one can do with an item. Each says what it did. */
function actionsOn(keeper, shelf, put, say) {
  const place = (id) => keeper.agenda.items.findIndex((item) => item.id === id) + 1;
  const named = (item) => ({ name: nameOf(shelf, item), all: keeper.agenda.items.length });
  return {
    add(items, title) {
      put(add(keeper.agenda, ...items));
      say(items.length > 1 ? t("La til {count} aktiviteter fra «{title}».", { count: items.length, title }) : t("La til «{title}» som nummer {place}.", { title, place: keeper.agenda.items.length }));
    },
    move(item, by) {
      const before = keeper.agenda;
      put(move(before, item.id, by));
      if (keeper.agenda === before) say(by < 0 ? t("«{name}» står øverst alt.", named(item)) : t("«{name}» står nederst alt.", named(item)));
      else say(t("Flyttet «{name}». Den er nå nummer {place} av {all}.", { ...named(item), place: place(item.id) }));
      focusSoon(`${by < 0 ? "up" : "down"}-${item.id}`); // an element that is moved in the page may lose it
    },
    remove(item) {
      const at = place(item.id) - 1;
      put(remove(keeper.agenda, item.id));
      say(t("Tok bort «{name}». Trykk Angre for å få den tilbake.", named(item)));
      const next = keeper.agenda.items[Math.min(at, keeper.agenda.items.length - 1)];
      focusSoon(next ? `remove-${next.id}` : "h-plan");
    },
    change: (item, fields) => put(change(keeper.agenda, item.id, fields), `${item.id}-${Object.keys(fields)}`),
    setMinutes(item, step, phase, value) {
      const minutes = { ...minutesByPhase(step, item), [phase]: value };
      if (Object.values(minutes).some((each) => each > 0)) put(setMinutes(keeper.agenda, item.id, step, phase, value), `${item.id}-${phase}`);
      else say(t("Minst én fase må ha tid. Skal «{name}» bort, trykker du Ta bort.", named(item)));
    },
  };
}

function lengthWords({ over, total }) {
  if (total === 0) return "";
  if (over > 0) return t("{minutes} minutter for langt", { minutes: over });
  if (over < 0) return t("{minutes} minutter til overs", { minutes: -over });
  return t("akkurat så langt som ønsket");
}

function Summary({ plan }) {
  return h(
    "p",
    { class: "plan-summary", "data-over": plan.over > 0 ? "" : null },
    h("span", { class: "strong num" }, `${asClock(plan.begins)}–${asClock(plan.ends)}`),
    h("span", null, t("{minutes} minutter", { minutes: plan.total })),
    h("span", { class: plan.over > 0 ? "strong" : "muted" }, lengthWords(plan)),
  );
}

function About({ agenda, put }) {
  const start = (input) => {
    if (clockMinutes(input.value) !== null) put({ ...agenda, start: input.value }, "start");
  };
  return h(
    "div",
    { class: "plan-about fill" },
    h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: "title" }, t("Navn på dagsordenen")), h("input", { class: "ds-input", id: "title", value: agenda.title, maxlength: 120, autocomplete: "off", onInput: ({ currentTarget }) => put({ ...agenda, title: currentTarget.value }, "title") })),
    h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: "start" }, t("Begynner")), h("input", { class: "ds-input num", id: "start", type: "time", value: agenda.start, onInput: ({ currentTarget }) => start(currentTarget) })),
    h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: "length" }, t("Ønsket lengde, minutter")), h(WholeNumber, { id: "length", value: agenda.length, least: 1, most: 720, onNumber: (length) => put({ ...agenda, length }, "length") })),
  );
}

function Lost({ keeper, put }) {
  const take = () => {
    put(opened(keeper.lost));
    keeper.lost = null;
  };
  const drop = () => {
    keeper.forget();
    keeper.tell();
  };
  return h("div", { class: "back-to-now fill" }, h("p", null, t("Du hadde endret dagsordenen i denne nettleseren, og den er endret et annet sted siden.")), h("div", { class: "row" }, h(Button, { variant: "secondary", onClick: take }, t("Bruk det jeg hadde")), h(Button, { variant: "tertiary", onClick: drop }, t("Behold det som står her"))));
}

function Deleted({ page, agenda }) {
  const area = useRef(null);
  const undo = async () => {
    try {
      window.location.replace((await post(`${page.base}api/agendas`, { agenda })).url);
    } catch (error) {
      showError(null, area.current, error.message);
    }
  };
  return h(
    "div",
    { class: "stack stack-4" },
    h("h1", { class: "ds-heading", "data-size": "lg", tabindex: -1, id: "h-plan" }, t("«{title}» er slettet", { title: agenda.title })),
    h("p", null, t("Økter som er startet med den, går som før.")),
    h("div", { class: "row" }, h(Button, { onClick: undo }, t("Angre")), h("a", { class: "ds-link", href: `${page.base}prosessleder` }, t("Til siden for prosessledere"))),
    h("div", { role: "alert", ref: area }),
  );
}

function useAfterwards({ page, keeper, say }) {
  const [deleted, setDeleted] = useState(false);
  const calls = `${page.base}api/agendas`;
  const attempt = (work) => async () => {
    try {
      await work();
    } catch (error) {
      say(error.message, true);
    }
  };
  const kept = async () => {
    const isKept = await keeper.flush();
    if (!isKept) say(keeper.save.message ?? t("Dagsordenen er ikke lagret på serveren ennå. Sjekk nettet og prøv igjen."), true);
    return isKept;
  };
  return {
    deleted,
    copy: attempt(async () => {
      const { title } = keeper.agenda;
      window.location.assign((await post(calls, { agenda: { ...sendable(keeper.agenda), title: t("{title} (kopi)", { title }).slice(0, 120) } })).url);
    }),
    download: attempt(async () => {
      if (await kept()) window.location.assign(`${calls}/${encodeURIComponent(keeper.name)}.toml`);
    }),
    remove: attempt(async () => {
      await keeper.remove();
      setDeleted(true);
      focusSoon("h-plan");
    }),
    start: attempt(async () => {
      if (!(await kept())) return;
      const stops = keeper.troubles.filter((trouble) => trouble.stops);
      if (stops.length > 0) say(stops[0].said, true);
      else window.location.assign(`${page.base}prosessleder?dagsorden=${encodeURIComponent(keeper.name)}`);
    }),
  };
}

export function Planner({ page, keeper, shelf }) {
  useHeard((again) => keeper.subscribe(again), [keeper]);
  const [said, setSaid] = useState({ words: "" });
  const say = (words, isUrgent = false) => setSaid({ words, isUrgent });
  const { put, undo } = useHistory(keeper);
  const act = actionsOn(keeper, shelf, put, say);
  const after = useAfterwards({ page, keeper, say });
  const { agenda, troubles, save } = keeper;
  if (after.deleted) return h(Deleted, { page, agenda: sendable(agenda) });
  const plan = schedule(shelf, agenda);
  const whole = troubles.filter((trouble) => trouble.item === null && agenda.items.length > 0);
  return h(
    "div",
    { class: "stack stack-6" },
    h("div", { class: "stack stack-4 fill" }, h("h1", { class: "ds-heading", "data-size": "lg" }, t("Planlegg økta")), h(About, { agenda, put }), keeper.lost && h(Lost, { keeper, put })),
    h(
      "div",
      { class: "plan-columns fill" },
      h(Shelf, { shelf, onAdd: act.add }),
      h(
        "section",
        { class: "plan stack stack-4", "aria-labelledby": "h-plan" },
        h(
          "div",
          { class: "plan-head fill" },
          h("div", { class: "row row-between" }, h("h2", { class: "ds-heading", "data-size": "sm", id: "h-plan", tabindex: -1 }, t("Dagsorden")), h(Summary, { plan })),
          h("div", { class: "row row-between" }, h("div", { class: "row" }, h(Button, { variant: "secondary", onClick: () => say(undo() ? t("Angret.") : t("Det er ingenting å angre.")) }, t("Angre")), h("p", { class: "small muted", role: "status" }, !said.isUrgent && said.words)), h(SaveLine, { save })),
        ),
        h("p", { class: "small muted" }, t("Null minutter tar bort fasen.")),
        h(Rows, { agenda, times: plan.times, shelf, troubles, act }),
        whole.map((trouble) => h("p", { class: "trouble", key: trouble.said }, h(Icon, { name: "warning" }), h("span", null, trouble.said))),
        h("div", { class: "said-area", role: "alert" }, said.isUrgent && h("p", { class: "ds-validation-message" }, said.words)),
        h(Button, { class: "ds-button start-button", onClick: after.start }, t("Bruk i ny økt")),
        h("div", { class: "row" }, h(Button, { variant: "tertiary", onClick: after.download }, t("Last ned som fil")), h(Button, { variant: "tertiary", onClick: after.copy }, t("Lag en kopi")), h(Button, { variant: "tertiary", onClick: after.remove }, t("Slett"))),
        h("p", { class: "small muted" }, t("«Bruk i ny økt» starter ingenting ennå: Først velger du skole, trinn og grupper. Fila kan sendes til en annen skole. Der åpnes den på siden for prosessledere.")),
      ),
    ),
  );
}
