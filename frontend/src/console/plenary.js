/**
 * What is shown to everyone: the answer to a guess, the outcome of a vote.
 */
import { Button, h } from "../dom.js";
import { number, onScale, t } from "../text.js";
import { resultHeading, tieSentence } from "../views/dumbbell.js";
import { useTicks } from "./ticks.js";

export function ShowOrHide({ step, revealed, act, show, hide }) {
  return revealed ? h(Button, { variant: "secondary", onClick: () => act({ do: "hide", step }) }, hide) : h(Button, { onClick: () => act({ do: "reveal", step }) }, show);
}

function Pair({ label, value, note }) {
  return h("div", null, h("dt", null, label), h("dd", null, value), note && h("dd", { class: "pair-note" }, note));
}

function guessScale(answer, room) {
  if (answer?.scale) return answer.scale;
  return (answer?.value ?? room?.median ?? 0) > 5 ? "share" : "mean";
}

function AnswerPair({ room, answer }) {
  const scale = guessScale(answer, room);
  const written = (value) => onScale(value, scale);
  const hasValue = typeof answer?.value === "number";
  return h(
    "dl",
    { class: "pair fill" },
    h(Pair, {
      label: t("Vi gjettet"),
      value: room ? written(room.median) : h("span", null, t("For få til å vise")),
      note: typeof room?.q1 === "number" && t("halvparten mellom {low} og {high}", { low: number(room.q1, scale === "share" ? 0 : 1), high: number(room.q3, scale === "share" ? 0 : 1) }),
    }),
    h(Pair, { label: t("Elevene svarte"), value: hasValue ? h("b", { class: "answer" }, written(answer.value)) : h("span", { class: "suppressed" }, t("Skjermet")), note: answer?.year && t("{unit}, høsten {year}", { unit: answer.unit_name ?? "", year: answer.year }) }),
  );
}

/** Guess first, then see. */
export function GuessPanel({ step, activity, act }) {
  const { revealed, locked, room, answer } = activity;
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": "h-guess" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-guess" }, t("Svaret")),
    revealed ? h(AnswerPair, { room, answer }) : h("p", { class: "muted" }, typeof locked === "number" ? t("{locked} har låst gjetningen sin. Ingen ser svaret ennå.", { locked }) : t("Ingen ser svaret ennå.")),
    h(ShowOrHide, { step, revealed, act, show: t("Vis svaret"), hide: t("Skjul svaret") }),
  );
}

function shiftWords(row) {
  if (typeof row.round1 !== "number" || typeof row.round2 !== "number") return "";
  const shift = row.round2 - row.round1;
  if (shift === 0) return t("som før");
  return shift > 0 ? t("opp {count}", { count: shift }) : t("ned {count}", { count: -shift });
}

function points(value) {
  return typeof value === "number" ? number(value, 0) : t("Vises ikke");
}

function ResultRow({ row, kept, keep, twoRounds }) {
  const id = `keep-${row.id}`;
  return h(
    "tr",
    { "data-kept": kept ? "" : undefined },
    h("td", null, h("input", { class: "ds-input", "data-color": "accent", type: "checkbox", id, checked: kept, "aria-label": t("Ta med videre: {text}", { text: row.text }), onChange: (event) => keep(row.id, event.currentTarget.checked) })),
    h("th", { scope: "row" }, row.text),
    h("td", { class: "r num" }, points(row.round1)),
    twoRounds && h("td", { class: "r num" }, points(row.round2)),
    twoRounds && h("td", { class: "nowrap" }, shiftWords(row)),
  );
}

function ResultTable({ step, result, act }) {
  const twoRounds = result.options.some(({ round2 }) => typeof round2 === "number");
  const [kept, keep] = useTicks(result.kept, (options) => act({ do: "keep", step, options }));
  return h(
    "div",
    { class: "scroll fill" },
    h(
      "table",
      { class: "ds-table result-table", "data-color": "neutral" },
      h("caption", { class: "ds-sr-only" }, t("Poeng i hver runde, og hva vi tar med videre")),
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, t("Ta med")),
          h("th", { scope: "col" }, t("Punkt")),
          h("th", { scope: "col", class: "r" }, twoRounds ? t("Runde 1") : t("Poeng")),
          twoRounds && h("th", { scope: "col", class: "r" }, t("Runde 2")),
          twoRounds && h("th", { scope: "col" }, t("Endring")),
        ),
      ),
      h("tbody", null, result.options.map((row) => h(ResultRow, { key: row.id, row, kept: kept.includes(row.id), keep, twoRounds }))),
    ),
  );
}

/** Vote twice, see the shift, keep what matters most. */
export function VotePanel({ step, activity, act }) {
  const { options, result, voted } = activity;
  const revealed = Boolean(result);
  const tied = result && tieSentence(result);
  const counted = typeof voted === "number" ? t("{voted} har stemt i denne runden. Ingen ser poengene ennå.", { voted }) : t("Ingen ser poengene ennå.");
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": "h-vote" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-vote" }, t("Avstemningen")),
    options?.length === 0 && h("p", { class: "muted" }, t("Ingen punkter å stemme på ennå. Slipp fram punkter i plenum først.")),
    !revealed && options?.length > 0 && h("p", { class: "muted" }, counted),
    result && h("p", { class: "strong" }, resultHeading(result)),
    tied && h("p", null, tied, " ", t("Snakk sammen, og kryss av for det dere tar med.")),
    result && h(ResultTable, { step, result, act }),
    result?.notes?.map((note) => h("p", { key: note, class: "small muted" }, note)),
    result && h("p", { class: "small muted" }, t("Det du krysser av, blir utgangspunkt for målene.")),
    (options?.length > 0 || revealed) && h(ShowOrHide, { step, revealed, act, show: t("Vis resultatet"), hide: t("Skjul resultatet") }),
  );
}
