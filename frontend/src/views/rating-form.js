/** Statements to take a stand on: one radio group for each scale, sent with every choice, changed until it is shown. */
import { Fragment, h, useId } from "../dom.js";
import { answered, levelName, LEVELS } from "../rating-words.js";
import { Refused, SaveLine } from "../saveline.js";
import { t } from "../text.js";

function Scale({ scale, name, value, onChoose }) {
  return h(
    Fragment,
    null,
    h(
      "div",
      { class: "levels" },
      LEVELS.map((level) =>
        h("label", { key: level, class: "level", "data-chosen": value === level ? "true" : undefined }, h("input", { type: "radio", name, value: level, checked: value === level, "aria-label": levelName(level, scale), onChange: () => onChoose(level) }), h("span", { "aria-hidden": "true" }, level)),
      ),
    ),
    h("p", { class: "levels-ends small muted", "aria-hidden": "true" }, h("span", null, scale.low), h("span", null, scale.high)),
  );
}

function Item({ item, scales, mine, onRate }) {
  const id = useId("item");
  const one = scales.length === 1 ? scales[0] : null;
  const hasAny = Object.keys(mine).length > 0;
  const scaleOf = (scale) => h(Scale, { scale, name: `${id}-${scale.key}`, value: mine[scale.key], onChoose: (level) => onRate({ [scale.key]: level }) });
  return h(
    "fieldset",
    { class: "rate-item" },
    h("legend", null, item.text),
    one ? scaleOf(one) : scales.map((scale) => h("fieldset", { key: scale.key, class: "rate-scale" }, h("legend", null, scale.title), scaleOf(scale))),
    hasAny && h("button", { class: "ds-link tap small", type: "button", "aria-label": t("Ta bort svaret på «{text}»", { text: item.text }), onClick: () => onRate(Object.fromEntries(scales.map(({ key }) => [key, null]))) }, t("Ta bort svaret")),
  );
}

/** "3 av 8", in words and as a bar. */
function Progress({ done, all }) {
  return h("p", { class: "rate-progress" }, h("progress", { class: "lm-part", max: all, value: done, "aria-hidden": "true" }), h("span", { class: "num", role: "status" }, done === all ? t("Du har svart på alt, {all} av {all}", { all }) : t("{done} av {all} besvart", { done, all })));
}

export function RatingForm({ room, step, items, scales, mine }) {
  const done = answered(items, scales, mine);
  const rate = (item) => (row) => room.send("rate", { step, ratings: { [item.key]: row } });
  return h(
    "form",
    { class: "fill stack stack-5", onSubmit: (event) => event.preventDefault() },
    h(Progress, { done, all: items.length }),
    items.map((item) => h(Item, { key: item.key, item, scales, mine: mine?.[item.key] ?? {}, onRate: rate(item) })),
    h("div", { class: "send fill" }, h(SaveLine, { room, step }), h(Refused, { room, step }), h("p", { class: "small muted" }, room.solo ? t("Du kan endre når du vil.") : t("Du kan endre til resultatet vises. Ingen ser hva du har svart."))),
  );
}
