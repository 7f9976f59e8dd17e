/**
 * The points of a board: those in plenary by box, merged by hand within one, with what may say the same as a
 * suggestion that merges nothing by itself.
 */
import { t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { Rephrase, useRephrase } from "../views/rephrase.js";
import { Button, h, useState } from "../dom.js";

const MOST_ALIKE = 3; // at a time, so that the points themselves are still in sight

function PointRow({ point, isShown, chosen, choose, act }) {
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
        isMerged(point) && h(Button, { variant: "tertiary", onClick: () => act({ do: "split", point: point.id }), "aria-describedby": id }, t("Del opp")),
        !isMerged(point) && h(Button, { variant: "tertiary", onClick: () => act({ do: "moderate", point: point.id, show: false }) }, isShown ? t("Ta ned fra lerretet") : t("Hold tilbake")),
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
    h("div", { class: "row" }, h(Button, { type: "submit" }, t("Slå sammen")), h(Button, { variant: "secondary", onClick: stop }, t("Avbryt"))),
    problem && h("p", { class: "ds-validation-message", role: "alert" }, problem),
  );
}

/** What the room thinks may say the same; one press chooses them, so that the form for one text opens. */
function Alike({ alike, points, chosen, choose, room, step }) {
  const [dismissed, setDismissed] = useDraft(room, `alike.${step}`, [], { step });
  const nameOf = (group) => [...group.points].sort().join("+");
  const textOf = (id) => points.find((point) => point.id === id)?.text;
  const there = alike.filter((group) => !dismissed.includes(nameOf(group)) && group.points.every(textOf) && !group.points.every((id) => chosen.includes(id)));
  if (there.length === 0) return null;
  return h(
    "section",
    { class: "alike fill stack stack-3", "aria-labelledby": "h-alike" },
    h("h3", { class: "ds-heading", "data-size": "2xs", id: "h-alike" }, t("Disse ligner: slå sammen?")),
    h(
      "ul",
      { class: "stack stack-4" },
      there.slice(0, MOST_ALIKE).map((group) => h("li", { key: nameOf(group), class: "stack stack-2" }, h("ul", { class: "quotes small", id: `alike-${nameOf(group)}` }, group.points.map((id) => h("li", { key: id }, `«${textOf(id)}»`))), h("div", { class: "row" }, h(Button, { variant: "secondary", "aria-describedby": `alike-${nameOf(group)}`, onClick: () => choose(group.points) }, t("Velg disse")), h(Button, { variant: "tertiary", "aria-describedby": `alike-${nameOf(group)}`, onClick: () => setDismissed([...dismissed, nameOf(group)], true) }, t("Ikke det samme"))))),
    ),
  );
}

/** The points on the projector: choose two or more in one box, give them one text, merge; or split again. */
export function PointsPanel({ step, points, phase, alike = [], room, act }) {
  const [chosen, setChosen] = useDraft(room, "merge.points", []);
  const there = chosen.filter((id) => points.some((point) => point.id === id));
  // The form may open further down the page: go there.
  const chooseAll = (ids) => (setChosen(ids, true), setTimeout(() => document.getElementById("merge-text")?.focus()));
  const isShown = phase === "plenary";
  if (!isShown && points.length === 0) return null;
  const boxOf = (id) => points.find((point) => point.id === id)?.box ?? "";
  const choose = (id, on) => setChosen(on ? [...there.filter((other) => boxOf(other) === boxOf(id)), id] : there.filter((other) => other !== id), true);
  const list = (few) => h("ul", { class: "point-list fill" }, few.map((point) => h(PointRow, { key: point.id, point, isShown, chosen: there.includes(point.id), choose, act })));
  const merging = there.length >= 2 && h(MergeForm, { points, chosen: there, room, act, clear: () => setChosen([], true) });
  const hasBoxes = step.boxes.length > 1;
  const how = hasBoxes ? t("Velg to eller flere i samme felt som handler om det samme, og gi dem én tekst.") : t("Velg to eller flere som handler om det samme, og gi dem én tekst.");
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": "h-points" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-points" }, isShown ? t("På lerretet") : t("Klart til plenum"), " ", h("span", { class: "muted num plain" }, points.length)),
    points.length === 0
      ? h("div", { class: "empty stack stack-2 fill" }, h("p", { class: "strong" }, t("Ingen punkter ennå")), h("p", { class: "muted" }, t("De kommer når du slipper fram det første.")))
      : [
          h(Alike, { key: "alike", alike, points, chosen: there, choose: chooseAll, room, step: step.key }),
          h("p", { key: "how", class: "small muted", id: "merge-how" }, there.length < 2 ? how : ""),
          !hasBoxes && merging,
          hasBoxes
            ? step.boxes.map((box) => {
                const few = points.filter((point) => (point.box ?? "") === box.key);
                return h("section", { key: box.key, class: "fill stack stack-2", "aria-labelledby": `h-box-${box.key}` }, h("h3", { class: "ds-heading", "data-size": "2xs", id: `h-box-${box.key}` }, box.title, " ", h("span", { class: "muted num plain" }, few.length)), merging && boxOf(there[0]) === box.key && merging, few.length > 0 ? list(few) : h("p", { class: "small muted" }, t("Ingen punkter her")));
              })
            : list(points),
        ],
  );
}
