/** The agenda itself: each item with its time, its minutes in each phase, and what one can do with it. */
import { Button, h, Icon, useState } from "../dom.js";
import { t } from "../text.js";
import { asClock, isBreak, minutesByPhase, stepOf } from "./model.js";

const PHASES = { alone: () => t("Alene"), group: () => t("Gruppe"), plenary: () => t("Plenum") };
const MOST = 240;

/** What an item is called on this page. */
export function nameOf(shelf, item) {
  if (isBreak(item)) return item.title || t("Pause");
  return item.title || stepOf(shelf, item)?.title || `${item.workbook}: ${item.step}`;
}

/** A whole number. What is being typed stands until one leaves the field, also when the page is drawn anew. */
export function WholeNumber({ value, least, most, onNumber, ...rest }) {
  const [typed, setTyped] = useState(null);
  const type = ({ currentTarget }) => {
    setTyped(currentTarget.value);
    const number = Number(currentTarget.value);
    if (currentTarget.value !== "" && Number.isInteger(number) && number >= least && number <= most) onNumber(number);
  };
  return h("input", { class: "ds-input num", type: "number", inputmode: "numeric", min: least, max: most, step: 1, value: typed ?? value, onInput: type, onBlur: () => setTyped(null), ...rest });
}

function Minutes({ id, label, value, least = 0, onNumber }) {
  return h("div", { class: "minutes" }, h("label", { class: "small", for: id }, label), h(WholeNumber, { id, value, least, most: MOST, onNumber }));
}

function Words({ id, label, hint, value, most, onInput }) {
  return h(
    "div",
    { class: "ds-field" },
    h("label", { class: "ds-label", for: id }, label),
    h("input", { class: "ds-input", id, value, maxlength: most, autocomplete: "off", "aria-describedby": hint ? `${id}-hint` : null, onInput: ({ currentTarget }) => onInput(currentTarget.value) }),
    hint && h("p", { class: "small muted", id: `${id}-hint` }, hint),
  );
}

function Times({ item, step, act }) {
  const minutes = minutesByPhase(step, item);
  return h(
    "div",
    { class: "row minutes-row", role: "group", "aria-label": t("Minutter") },
    step.phases.map((phase) => h(Minutes, { key: phase, id: `min-${item.id}-${phase}`, label: t("{phase}, min", { phase: PHASES[phase]() }), value: minutes[phase], onNumber: (value) => act.setMinutes(item, step, phase, value) })),
  );
}

function Wording({ item, step, act }) {
  return h(
    "details",
    { class: "lm-details" },
    h("summary", null, step.asks ? t("Egen tittel og eget spørsmål") : t("Egen tittel")),
    h(
      "div",
      { class: "stack stack-3" },
      h(Words, { id: `title-${item.id}`, label: t("Tittel"), hint: t("I arbeidsboka: {text}", { text: step.title }), value: item.title ?? "", most: 120, onInput: (title) => act.change(item, { title }) }),
      step.asks && h(Words, { id: `prompt-${item.id}`, label: t("Spørsmål"), hint: step.prompt ? t("I arbeidsboka: {text}", { text: step.prompt }) : null, value: item.prompt ?? "", most: 400, onInput: (prompt) => act.change(item, { prompt }) }),
    ),
  );
}

function Actions({ item, name, act }) {
  return h(
    "div",
    { class: "row item-actions" },
    h(Button, { variant: "tertiary", id: `up-${item.id}`, "aria-label": t("Flytt «{name}» opp", { name }), onClick: () => act.move(item, -1) }, t("Opp")),
    h(Button, { variant: "tertiary", id: `down-${item.id}`, "aria-label": t("Flytt «{name}» ned", { name }), onClick: () => act.move(item, 1) }, t("Ned")),
    h(Button, { variant: "tertiary", id: `remove-${item.id}`, "aria-label": t("Ta bort «{name}»", { name }), onClick: () => act.remove(item) }, t("Ta bort")),
  );
}

function Trouble({ trouble }) {
  return h("p", { class: "trouble", "data-stops": trouble.stops ? "" : null }, h(Icon, { name: "warning" }), h("span", null, trouble.said));
}

function Pause({ item, act }) {
  return h(
    "div",
    { class: "row minutes-row" },
    h(Minutes, { id: `min-${item.id}`, label: t("Minutter"), value: item.break, least: 1, onNumber: (value) => act.change(item, { break: value }) }),
    h("div", { class: "minutes wide" }, h("label", { class: "small", for: `title-${item.id}` }, t("Navn")), h("input", { class: "ds-input", id: `title-${item.id}`, value: item.title ?? "", maxlength: 120, autocomplete: "off", onInput: ({ currentTarget }) => act.change(item, { title: currentTarget.value }) })),
  );
}

/** The question of a step, where it says more than its title. */
const asked = (item, step) => {
  const question = step.asks ? item.prompt || step.prompt : "";
  return question === (item.title || step.title) ? "" : question;
};

function Activity({ item, step, shelf, act }) {
  const book = shelf.find(({ name }) => name === item.workbook);
  return [
    h("p", { class: "muted small", key: "from" }, step.what === step.title ? t("Fra «{book}»", { book: book.title }) : t("{what}, fra «{book}»", { what: step.what, book: book.title })),
    asked(item, step) && h("p", { class: "item-asks", key: "asks" }, `«${asked(item, step)}»`),
    h(Times, { key: "times", item, step, act }),
    h(Wording, { key: "words", item, step, act }),
  ];
}

function Row({ item, time, shelf, troubles, act }) {
  const step = isBreak(item) ? null : stepOf(shelf, item);
  const name = nameOf(shelf, item);
  return h(
    "li",
    { class: "plan-item", "data-kind": isBreak(item) ? "break" : "activity" },
    h("p", { class: "item-time num" }, h("span", { class: "strong" }, `${asClock(time.from)}–${asClock(time.to)}`), h("span", { class: "muted small" }, t("{minutes} min", { minutes: time.to - time.from }))),
    h(
      "div",
      { class: "item-body stack stack-2" },
      h("div", { class: "item-head fill" }, h("h3", { class: "ds-heading", "data-size": "xs" }, name), h(Actions, { item, name, act })),
      isBreak(item) ? h(Pause, { item, act }) : step && h(Activity, { item, step, shelf, act }),
      troubles.map((trouble) => h(Trouble, { key: trouble.said, trouble })),
    ),
  );
}

export function Rows({ agenda, times, shelf, troubles, act }) {
  if (agenda.items.length === 0) {
    return h("div", { class: "empty stack stack-2 fill" }, h("p", { class: "strong" }, t("Ingenting på dagsordenen ennå")), h("p", { class: "muted" }, t("Legg til aktiviteter fra lista «Velg aktiviteter». De kommer hit i den rekkefølgen du velger dem.")));
  }
  const of = (item) => troubles.filter((trouble) => trouble.id === item.id);
  return h("ol", { class: "plan-items fill" }, agenda.items.map((item, place) => h(Row, { key: item.id, item, time: times[place], shelf, troubles: of(item), act })));
}
