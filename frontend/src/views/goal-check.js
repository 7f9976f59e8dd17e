/** Beside the target of a goal: the figure it is about, and what that figure can show. Says, and never stops anyone. */
import { h, useEffect, useState } from "../dom.js";
import { figureOf, sentenceFor, withFigure } from "../goals.js";
import { t } from "../text.js";

const PAUSE = 700; // milliseconds without a key before the sentence follows, so that it is read aloud once

/**
 * The figure of a goal while it is written: read from its words, into which a choice is written.
 * `texts` are the goal's target, finding and text; `onTarget` gets the target with the figure's name in it.
 */
export function useFigure(goals, [target, ...others], onTarget) {
  const [isNone, setNone] = useState(false); // somebody has said that the words are about no figure
  const figure = isNone ? null : figureOf(goals, target, ...others);
  const choose = (key) => {
    const next = goals.find((goal) => goal.key === key) ?? null;
    setNone(next === null);
    onTarget(withFigure(target, goals, next));
  };
  return { goals, figure, choose };
}

/** Which figure shall show it. Nothing where the page has no figures. */
export function FigureChoice({ id, goals, figure, choose }) {
  if (goals.length === 0) return null;
  return h(
    "div",
    { class: "ds-field" },
    h("label", { class: "ds-label", for: id }, t("Tallet som skal vise det")),
    h("select", { class: "ds-input", id, value: figure?.key ?? "", onChange: (event) => choose(event.currentTarget.value) }, h("option", { value: "" }, t("Ikke noe tall")), goals.map(({ key, name, who }) => h("option", { key, value: key }, `${name}, ${inside(who)}`))),
  );
}

const inside = (text) => text.charAt(0).toLocaleLowerCase("nb") + text.slice(1);

/** What the figures say to the target that stands there now. */
export function GoalCheck({ id, figure, target }) {
  const now = figure ? sentenceFor(figure, target) : "";
  const [said, setSaid] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setSaid(now), PAUSE);
    return () => clearTimeout(timer);
  }, [now]);
  return h("p", { class: "goal-check", id, "aria-live": "polite" }, said);
}

/** The same under a goal that is written. */
export function GoalSaid({ goals, goal }) {
  const figure = goal.target && figureOf(goals, goal.target, goal.finding, goal.text);
  return figure ? h("p", { class: "measure muted small" }, sentenceFor(figure, goal.target)) : null;
}
