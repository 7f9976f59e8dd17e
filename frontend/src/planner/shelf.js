/** What can be picked, by workbook. */
import { Button, h } from "../dom.js";
import { t } from "../text.js";
import { FoldedGuide } from "../views/guide.js";
import { minutesOf } from "./model.js";

function Activity({ book, step, shelf, onAdd }) {
  const item = { workbook: book.name, step: step.key };
  return h(
    "li",
    { class: "pick" },
    h("div", { class: "pick-text" }, h("span", { class: "strong" }, step.title), h("span", { class: "muted small" }, [step.what !== step.title && step.what, t("{minutes} min", { minutes: minutesOf(shelf, item) })].filter(Boolean).join(", "))),
    h(Button, { variant: "secondary", "aria-label": t("Legg til «{title}»", { title: step.title }), onClick: () => onAdd([item], step.title) }, t("Legg til")),
  );
}

function Book({ book, shelf, isOpen, onAdd }) {
  const all = book.steps.map(({ key }) => ({ workbook: book.name, step: key }));
  return h(
    "details",
    { class: "lm-details shelf-book", open: isOpen },
    h("summary", null, book.title),
    h(FoldedGuide, { guide: book.guide, title: book.title }),
    h("ul", null, book.steps.map((step) => h(Activity, { key: step.key, book, step, shelf, onAdd }))),
    !book.collection && h(Button, { variant: "tertiary", onClick: () => onAdd(all, book.title) }, t("Legg til hele «{title}»", { title: book.title })),
  );
}

export function Shelf({ shelf, onAdd }) {
  return h(
    "section",
    { class: "shelf stack stack-3", "aria-labelledby": "h-shelf" },
    h("h2", { class: "ds-heading", "data-size": "sm", id: "h-shelf" }, t("Velg aktiviteter")),
    h("div", { class: "fill" }, shelf.map((book, place) => h(Book, { key: book.name, book, shelf, isOpen: place === 0 && window.innerWidth > 1023, onAdd }))),
    h(Button, { variant: "secondary", onClick: () => onAdd([{ break: 15 }], t("Pause")) }, t("Legg til pause")),
  );
}
