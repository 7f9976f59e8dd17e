/** Released figures to explore: sentences first, then figures or a table. The kernel composes, this shows. */
import { Chart } from "../chart.js";
import { Button, Fragment, h, Heading, Icon, mount, useEffect, useId, useModel, useReducer, useRoom, useState, Verdict, Waiting } from "../dom.js";
import { useFigures } from "../figures.js";
import { remember } from "../findings.js";
import { afterPaint } from "../later.js";
import { localRoom } from "../local.js";
import { t } from "../text.js";
import { Grades } from "./grades.js";
import { Schools } from "./schools.js";
import { Table } from "./table.js";

const PATIENCE = 15_000; // milliseconds until another kernel is asked, and as many again until one is told
const TRIES = [3_000, 6_000, 12_000, 24_000]; // milliseconds before each new try, when no kernel was to be had

function Results({ model, room: given, level = 2 }) {
  useModel(model, "shown", "selection", "problem");
  const room = useRoom(given ?? localRoom());
  const shown = model.get("shown");
  const [wish, setAs] = useState("figures"); // figures, table or schools
  const isLate = useFigures(model, room);
  const wanted = useSelection(model, room, shown);
  const choose = (change) => wanted.change(change);
  const problem = model.get("problem");
  if (problem) return h("p", { class: "ds-validation-message" }, problem);
  if (!shown?.panels) return isLate ? h(LateFigures, { level }) : h("div", { class: "figures-wait" }, h(Waiting, null, t("Henter tallene")));
  const as = wish === "schools" && !shown.options.municipality ? "figures" : wish;
  const onAs = (next) => {
    setAs(next);
    if (next === "schools" && !shown.schools) choose({ schools: true });
  };
  return h(
    Fragment,
    null,
    h("div", { class: "stack stack-3" }, h("p", { class: "muted" }, shown.kicker), h(Heading, { level, size: level === 1 ? "md" : "lg" }, shown.headline), shown.lead && h("p", { class: "measure" }, shown.lead)),
    h(Filters, { shown, selection: wanted.selection, onChoose: choose, as, onAs, hasUnits: room.solo }),
    wanted.isWaiting && h(Waiting, { key: wanted.since }, t("Henter tallene")),
    wanted.refused && h(NoKernel, { ...wanted.refused, onAgain: wanted.tryAgain }),
    wanted.isLost && h("p", { class: "ds-validation-message", role: "alert" }, t("Tallene kom ikke. Last sida på nytt og prøv igjen.")),
    h("div", { class: "fill results-body", "aria-busy": wanted.isWaiting ? "true" : undefined }, as === "schools" ? h(Schools, { schools: shown.schools, level: level + 1 }) : as === "figures" ? h(Figures, { shown, level: level + 1, onOpen: (open) => choose({ open }) }) : h(Table, { table: shown.table, level: level + 1 })),
    as !== "schools" && shown.detail && h(Detail, { detail: shown.detail, as, level: level + 1, onClose: () => choose({ open: null }) }),
    h("div", { class: "stack stack-2 measure muted small" }, (shown.notes ?? []).map((note) => h("p", { key: note }, note)), h("p", null, shown.source, " ", shown.suppressed_note)),
  );
}

/** Why there is no kernel, as {sentence, tries}; it is asked for again by itself, a few times. */
function useRefused(model) {
  const [refused, setRefused] = useState(null);
  useEffect(() => {
    const tell = (sentence) => setRefused((now) => ({ sentence, tries: (now?.tries ?? 0) + 1 }));
    model.on("kernel:refused", tell);
    return () => model.off("kernel:refused", tell);
  }, []);
  useEffect(() => {
    if (!refused || refused.tries > TRIES.length) return undefined;
    const timer = setTimeout(() => model.save_changes(), TRIES[refused.tries - 1]); // what was chosen waits in the model
    return () => clearTimeout(timer);
  }, [refused]);
  return [refused, setRefused];
}

function NoKernel({ sentence, tries, onAgain }) {
  const isOver = tries > TRIES.length;
  return h(
    "div",
    { class: "stack stack-3 fill" },
    h("p", { class: "save away", role: "status", "data-state": "offline" }, h(Icon, { name: "half" }), h("span", null, sentence, !isOver && [" ", t("Sida prøver igjen av seg selv.")])),
    isOver && h("div", null, h(Button, { variant: "secondary", onClick: onAgain }, t("Prøv igjen"))),
  );
}

function LateFigures({ level }) {
  return h(
    "div",
    { class: "empty stack stack-3 fill" },
    h(Heading, { level, size: "xs" }, t("Tallene har ikke kommet ennå")),
    h("p", { class: "muted" }, t("Det kan være nettet. Sida prøver igjen av seg selv, og alt annet virker.")),
    h("div", null, h(Button, { variant: "secondary", onClick: () => window.location.reload() }, t("Last sida på nytt"))),
  );
}

/** What is chosen, the room's school and grade first; and whether the kernel has answered yet. */
function useSelection(model, room, shown) {
  const [, again] = useReducer((count) => count + 1, 0);
  const [asked, setAsked] = useState(null); // {selection, since}
  const [refused, setRefused] = useRefused(model);
  const selection = { ...model.get("selection"), ...shown?.selection, ...(refused ? null : asked?.selection) };
  const change = (part) => {
    setRefused(null);
    const next = { ...model.get("selection"), ...shown?.selection, ...part };
    model.set("selection", next);
    model.save_changes();
    setAsked({ selection: next, since: Date.now(), before: shown });
  };
  const session = room.snapshot?.session;
  const { unit, grade } = selection;
  useEffect(() => {
    if (room.solo && shown?.options.grades.some(({ key }) => key === grade)) room.focus = { unit, grade };
  }, [unit, grade, Boolean(shown?.panels)]);
  useEffect(() => {
    const start = startingPoint(shown, session);
    if (start) change(start);
  }, [session?.school?.key, session?.grade, Boolean(shown?.panels)]);
  useEffect(() => {
    if (!asked) return undefined;
    if (asked.before !== shown) return setAsked(null), setRefused(null);
    const timers = [setTimeout(() => model.askAnother?.(), PATIENCE), setTimeout(again, 2 * PATIENCE)];
    return () => timers.forEach(clearTimeout);
  }, [shown, asked]);
  const isWaiting = Boolean(asked) && asked.before === shown && !refused;
  const tryAgain = () => (setRefused(null), setAsked((now) => now && { ...now, since: Date.now() }), model.save_changes());
  return { selection, change, tryAgain, refused, isWaiting, isLost: isWaiting && Date.now() - asked.since >= 2 * PATIENCE, since: asked?.since };
}

/** Where to begin: the session's school and grade; otherwise a grade that the school has. */
export function startingPoint(shown, session) {
  if (!shown?.panels) return null;
  const { selection, options } = shown;
  const start = {};
  if (session?.school?.key && session.school.key !== selection.unit && options.units.some(({ key }) => key === session.school.key)) start.unit = session.school.key;
  const grade = session?.grade && session.grade !== "all" ? session.grade : null;
  if (grade && grade !== selection.grade && options.grades.some(({ key }) => key === grade)) start.grade = grade;
  else if (!start.unit && options.grades.length > 0 && !options.grades.some(({ key }) => key === selection.grade)) start.grade = options.grades[options.grades.length - 1].key;
  return Object.keys(start).length > 0 ? start : null;
}

function Filters({ shown, selection, onChoose, as, onAs, hasUnits }) {
  const id = useId("filter");
  const { options } = shown;
  const newest = options.years[options.years.length - 1];
  const years = options.years.filter((year) => year !== newest).reverse();
  const many = (list) => (list ?? []).length > 1;
  return h(
    "form",
    { class: "filters fill", onSubmit: (event) => event.preventDefault() },
    hasUnits && many(options.units) && h(Choice, { id: `${id}-unit`, label: t("Skole"), options: options.units, value: selection.unit, onChange: (unit) => onChoose({ unit, open: null }) }),
    many(options.grades) && h(Choice, { id: `${id}-grade`, label: t("Trinn"), options: options.grades, value: selection.grade, onChange: (grade) => onChoose({ grade }) }),
    many(options.genders) && h(Choice, { id: `${id}-gender`, label: t("Kjønn"), options: options.genders, value: selection.gender, onChange: (gender) => onChoose({ gender }) }),
    years.length > 0 && h(Choice, { id: `${id}-year`, label: t("Sammenlikn {year} med", { year: newest }), options: years.map((year) => ({ key: String(year), name: String(year) })), value: String(selection.compare), onChange: (year) => onChoose({ compare: Number(year) }) }),
    many(options.references) && h(Choice, { id: `${id}-beside`, label: t("Vis ved siden av"), options: options.references, value: selection.reference, onChange: (reference) => onChoose({ reference }) }),
    h(
      "fieldset",
      { class: "ds-toggle-group", "data-variant": "primary" },
      h("legend", { class: "ds-sr-only" }, t("Vis som")),
      [["figures", t("Figur")], ["table", t("Tabell")], options.municipality && ["schools", t("Skolene i kommunen")]].filter(Boolean).map(([key, name]) => h("label", { key, class: "ds-button", "data-variant": "tertiary" }, h("input", { type: "radio", name: `${id}-as`, checked: as === key, onChange: () => afterPaint(() => onAs(key)) }), name)),
    ),
  );
}

function Choice({ id, label, options, value, onChange }) {
  const known = options.some(({ key }) => key === value);
  return h(
    "div",
    { class: "ds-field" },
    h("label", { class: "ds-label", for: id }, label),
    h("select", { class: "ds-input", id, value: known ? value : "", onChange: (event) => onChange(event.currentTarget.value) }, !known && h("option", { value: "" }, t("Velg")), options.map(({ key, name }) => h("option", { key, value: key }, name))),
  );
}

export function Legend({ shown }) {
  return h("p", { class: "read" }, shown.legend.map(({ role, name }) => h("span", { key: name }, h(Sign, { role }), name)), shown.scale_note && h("span", { key: "scale" }, shown.scale_note));
}

const SIGNS = {
  school: () => [h("rect", { key: "band", y: 3, width: 40, height: 12, class: "c-band" }), h("line", { key: "line", x2: 40, y1: 9, y2: 9, class: "c-own-line" }), h("circle", { key: "mark", cx: 20, cy: 9, r: 4.5, class: "c-mark" })],
  municipality: () => [h("line", { key: "line", x2: 40, y1: 9, y2: 9, class: "c-second" }), h("rect", { key: "mark", x: 16, y: 5, width: 8, height: 8, class: "c-second-mark" })],
  country: () => h("line", { x2: 40, y1: 9, y2: 9, class: "c-other" }),
};

function Sign({ role }) {
  return h("svg", { width: 40, height: 18, viewBox: "0 0 40 18", "aria-hidden": "true" }, SIGNS[role]());
}

function Figures({ shown, level, onOpen }) {
  return h(Fragment, null, h(Legend, { shown }), h(Panels, { panels: shown.panels, level, onOpen, opened: shown.selection.open }));
}

function Panels({ panels, level, onOpen, opened }) {
  return h(
    "div",
    { class: "multiples fill" },
    panels.map((panel) =>
      h(
        "article",
        { class: "multiple", key: panel.key },
        h(`h${level}`, { class: "multiple-h" }, panel.title),
        h(Chart, { spec: panel.spec, alt: panel.alt }),
        panel.verdict?.text && h(Verdict, panel.verdict),
        panel.why && h("p", { class: "why" }, panel.why),
        onOpen && (panel.questions ?? []).length > 0 && h("button", { class: "ds-link open-questions", type: "button", "aria-expanded": String(opened === panel.key), onClick: () => onOpen(opened === panel.key ? null : panel.key) }, t("Spørsmålene i {name}", { name: panel.title })),
      ),
    ),
  );
}

function Detail({ detail, as, level, onClose }) {
  const id = useId("detail");
  useEffect(() => document.getElementById(id)?.focus(), [detail.indicator]);
  return h(
    "section",
    { class: "fill detail stack stack-5", "aria-labelledby": id },
    h("div", { class: "row row-between fill" }, h(Heading, { level, size: "sm", id, tabIndex: -1 }, detail.title), h(Button, { variant: "tertiary", onClick: onClose }, t("Lukk spørsmålene"))),
    detail.lead && h("p", { class: "measure" }, detail.lead),
    detail.scale_note && h("p", { class: "read" }, detail.scale_note),
    as === "figures" ? h(Panels, { panels: detail.panels, level: level + 1 }) : h(Table, { table: detail.table, level: level + 1 }),
    detail.grades && h(Grades, { grades: detail.grades, as, level: level + 1 }),
    (detail.notes ?? []).map((note) => h("p", { key: note, class: "measure muted small" }, note)),
  );
}

function renderResults({ model, el, room, level }) {
  remember(model);
  return mount(Results, { model, room, level }, el);
}

export default { render: renderResults };
