/** A rating at the console: shown or hidden, how we answered in a table, and what to take further. */
import { h } from "../dom.js";
import { distributionWords, gapSentence, heightOf, isSplit, splitSentence } from "../rating-words.js";
import { number, t } from "../text.js";
import { ShowOrHide } from "./plenary.js";
import { useTicks } from "./ticks.js";

const tell = (spread) => {
  const height = heightOf(spread);
  if (height === null) return h("span", { class: "suppressed" }, t("Skjermet"));
  return spread.about ? t("omtrent {value}", { value: number(height) }) : number(height);
};

/** The five counts, none of them broken in two. */
function Counts({ spread }) {
  if (!spread.distribution) return h("p", { class: "small muted spread-words" }, t("Fordelingen vises ikke"));
  return h("p", { class: "small muted spread-words" }, distributionWords(spread, {}).split("; ").map((part, at, all) => [h("span", { key: part, class: "nowrap" }, part, at < all.length - 1 && ";"), " "]));
}

function Row({ item, scales, isKept, keep }) {
  const gap = scales.length === 2 && gapSentence(item.gap, scales);
  return h(
    "tr",
    { "data-kept": isKept ? "" : undefined },
    h("td", null, h("input", { class: "ds-input", "data-color": "accent", type: "checkbox", checked: isKept, "aria-label": t("Ta med videre: {text}", { text: item.text }), onChange: (event) => keep(item.key, event.currentTarget.checked) })),
    h("th", { scope: "row" }, item.text, isSplit(item) && h("p", { class: "small" }, splitSentence()), item.quadrant && h("p", { class: "small muted plain" }, item.quadrant.title), gap && h("p", { class: "small muted plain" }, gap)),
    scales.map((scale) => h("td", { key: scale.key, class: "r num" }, tell(item.scales[scale.key] ?? {}), h(Counts, { spread: item.scales[scale.key] ?? {} }))),
  );
}

function ResultTable({ step, scales, result, act }) {
  const [kept, keep] = useTicks(result.kept, (options) => act({ do: "keep", step, options }));
  return h(
    "div",
    { class: "scroll fill", role: "region", tabIndex: 0, "aria-label": t("Svarene, kan rulles sideveis") },
    h(
      "table",
      { class: "ds-table result-table", "data-color": "neutral" },
      h("caption", { class: "ds-sr-only" }, t("Snittet på hvert spørsmål, og hva vi tar med videre")),
      h("thead", null, h("tr", null, h("th", { scope: "col" }, t("Ta med")), h("th", { scope: "col" }, t("Utsagn")), scales.map(({ key, title }) => h("th", { key, scope: "col", class: "r" }, title)))),
      h("tbody", null, result.items.map((item) => h(Row, { key: item.key, item, scales, isKept: kept.includes(item.key), keep }))),
    ),
  );
}

export function RatingPanel({ step, activity, act }) {
  const { result, revealed, rated } = activity;
  const counted = typeof rated === "number" ? t("{rated} har svart. Ingen ser svarene ennå.", { rated }) : t("Ingen ser svarene ennå.");
  const hasItems = step.items.length > 0;
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": "h-rating" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-rating" }, t("Svarene")),
    !hasItems && h("p", { class: "muted" }, t("Ingen punkter å veie ennå. Slipp fram punkter i plenum først.")),
    hasItems && !revealed && h("p", { class: "muted" }, counted),
    result && h(ResultTable, { step: step.key, scales: step.scales, result, act }),
    result?.notes?.map((note) => h("p", { key: note, class: "small muted" }, note)),
    hasItems && h(ShowOrHide, { step: step.key, revealed, act, show: t("Vis resultatet"), hide: t("Skjul resultatet") }),
  );
}

/** What people have shared of what they will do. */
export function PrivatePanel({ activity, act }) {
  const { plenary = [], written } = activity;
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": "h-private" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-private" }, t("Delt med alle"), " ", h("span", { class: "muted num plain" }, plenary.length)),
    h("p", { class: "muted" }, typeof written === "number" ? t("{written} har skrevet til seg selv. Bare det de deler, kommer hit.", { written }) : t("Det folk skriver, er deres eget. Bare det de deler, kommer hit.")),
    plenary.length > 0 && h("ul", { class: "point-list plain-list fill" }, plenary.map(({ id, text }) => h("li", { key: id }, h("p", { id: `shared-${id}` }, text), h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", "aria-describedby": `shared-${id}`, onClick: () => act({ do: "moderate", point: id, show: false }) }, t("Ta ned fra lerretet"))))),
  );
}
