/**
 * What is shown to everyone: the answer to a guess, the groups' points, the outcome of a vote.
 */
import { h } from "preact";
import { useState } from "preact/hooks";
import { number, onScale, t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { Rephrase, useRephrase } from "../views/rephrase.js";

function Button({ children, ...rest }) {
  return h("button", { class: "ds-button", "data-variant": "secondary", type: "button", ...rest }, children);
}

function ShowOrHide({ step, revealed, act, show, hide }) {
  return revealed ? h(Button, { onClick: () => act({ do: "hide", step }) }, hide) : h(Button, { "data-variant": undefined, onClick: () => act({ do: "reveal", step }) }, show);
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

function PointRow({ point, chosen, choose, act }) {
  const id = `point-${point.id}`;
  return h(
    "li",
    null,
    h("input", { class: "ds-input", "data-color": "accent", type: "checkbox", id, checked: chosen, onChange: (event) => choose(point.id, event.currentTarget.checked) }),
    h(
      "div",
      { class: "stack stack-2" },
      h("label", { for: id, class: "strong" }, point.text),
      typeof point.groups === "number" && h("p", { class: "small muted" }, t("Fra {groups} av {of} grupper", { groups: point.groups, of: point.of })),
      point.quotes.length > 0 && h("ul", { class: "quotes small" }, point.quotes.map((quote, i) => h("li", { key: i }, `«${quote}»`))),
      h(
        "div",
        { class: "row point-buttons" },
        isMerged(point) && h(Button, { "data-variant": "tertiary", onClick: () => act({ do: "split", point: point.id }), "aria-describedby": id }, t("Del opp")),
        !isMerged(point) && h(Button, { "data-variant": "tertiary", onClick: () => act({ do: "moderate", point: point.id, show: false }) }, t("Ta ned fra lerretet")),
      ),
    ),
  );
}

/** A point that was put together from several can be split; one of a single group is taken down. */
function isMerged(point) {
  return point.merged;
}

function MergeForm({ points, chosen, room, act, clear }) {
  const first = points.find(({ id }) => chosen.includes(id))?.text ?? "";
  const [text, setText, drop] = useDraft(room, "merge.text", null); // kept when another point is chosen too
  const [problem, setProblem] = useState("");
  const { ask, question } = useRephrase();
  const merge = async (written) => {
    const answer = await act({ do: "merge", points: chosen, text: written });
    if (answer?.ok === false) setProblem(answer.error);
    else stop();
  };
  const stop = () => (drop(), clear());
  const onSubmit = (event) => {
    event.preventDefault();
    const written = (text ?? first).trim();
    ask([written], () => merge(written));
  };
  return h(
    "form",
    { class: "merge ds-field fill", onSubmit, noValidate: true },
    h("label", { class: "ds-label", for: "merge-text" }, t("Felles tekst for de {count} punktene", { count: chosen.length })),
    h("textarea", { class: "ds-input", id: "merge-text", rows: 2, maxLength: 280, value: text ?? first, onInput: (event) => setText(event.currentTarget.value) }),
    h(Rephrase, { ...question, anyway: t("Slå sammen likevel") }),
    h("div", { class: "row" }, h(Button, { type: "submit", "data-variant": undefined }, t("Slå sammen")), h(Button, { onClick: stop }, t("Avbryt"))),
    problem && h("p", { class: "ds-validation-message", role: "alert" }, problem),
  );
}

/** The points on the projector: choose two or more, give them one text, merge; or split again. */
export function PointsPanel({ points, phase, room, act }) {
  const [chosen, setChosen] = useDraft(room, "merge.points", []);
  const there = chosen.filter((id) => points.some((point) => point.id === id));
  const isShown = phase === "plenary";
  if (!isShown && points.length === 0) return null;
  const choose = (id, on) => setChosen(on ? [...there, id] : there.filter((other) => other !== id), true);
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": "h-points" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-points" }, isShown ? t("På lerretet") : t("Klart til plenum"), " ", h("span", { class: "muted num plain" }, points.length)),
    points.length === 0
      ? h("div", { class: "empty stack stack-2 fill" }, h("p", { class: "strong" }, t("Ingen punkter ennå")), h("p", { class: "muted" }, t("De kommer når du slipper fram det første.")))
      : [
          h("p", { class: "small muted", id: "merge-how" }, there.length < 2 ? t("Velg to eller flere som handler om det samme, og gi dem én tekst.") : ""),
          there.length >= 2 && h(MergeForm, { points, chosen: there, room, act, clear: () => setChosen([], true) }),
          h("ul", { class: "point-list fill" }, points.map((point) => h(PointRow, { key: point.id, point, chosen: there.includes(point.id), choose, act }))),
        ],
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
  const [wanted, setWanted] = useState(null); // what was just ticked, until the room has answered
  const kept = wanted ?? result.kept;
  const keep = async (id, on) => {
    const options = on ? [...kept, id] : kept.filter((other) => other !== id);
    setWanted(options);
    await act({ do: "keep", step, options });
    setWanted((now) => (now === options ? null : now));
  };
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
  const counted = typeof voted === "number" ? t("{voted} har stemt i denne runden. Ingen ser poengene ennå.", { voted }) : t("Ingen ser poengene ennå.");
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": "h-vote" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-vote" }, t("Avstemningen")),
    options?.length === 0 && h("p", { class: "muted" }, t("Ingen punkter å stemme på ennå. Slipp fram punkter i plenum først.")),
    !revealed && options?.length > 0 && h("p", { class: "muted" }, counted),
    result && h(ResultTable, { step, result, act }),
    result?.notes?.map((note) => h("p", { key: note, class: "small muted" }, note)),
    result && h("p", { class: "small muted" }, t("Det dere tar med, blir utgangspunkt for målene.")),
    (options?.length > 0 || revealed) && h(ShowOrHide, { step, revealed, act, show: t("Vis resultatet"), hide: t("Skjul resultatet") }),
  );
}
