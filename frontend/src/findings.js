/** What the results steps of this page have shown, for the steps that build on it. */
import { Chart } from "./chart.js";
import { h, Heading, useHeard, Verdict } from "./dom.js";
import { t } from "./text.js";

const models = new Set();
const listeners = new Set();
const tell = () => [...listeners].forEach((again) => again());

/** A results step is on this page; it may come later than the steps that build on it. */
export function remember(model) {
  if (models.has(model)) return;
  models.add(model);
  model.on("change:shown", tell);
  tell();
}

/** What each results step shows now; draws again when one changes. */
function useShown() {
  useHeard((again) => (listeners.add(again), () => listeners.delete(again)), []);
  return [...models].map((model) => model.get("shown")).filter((shown) => shown?.panels);
}

/** What can be said to a target, for every figure that the steps show. */
export function useGoals() {
  const all = useShown().flatMap(({ goals }) => goals ?? []);
  return [...new Map(all.map((goal) => [goal.key, goal])).values()];
}

/** The results that come first, and the clearest change in them; nothing when no change is clear. */
export function useClearest() {
  const shown = useShown()[0];
  const panel = shown?.panels.find(({ verdict }) => verdict?.kind === "clear");
  return panel ? { shown, panel } : null;
}

/** The clearest change beside the question about it. */
export function ClearestFigure({ level, clearest: { shown, panel } }) {
  const grade = shown.options.grades.find(({ key }) => key === shown.selection.grade)?.name;
  return h(
    "figure",
    { class: "stack stack-3 fill" },
    h("figcaption", { class: "stack stack-2" }, h(Heading, { level, size: "2xs" }, [panel.title, grade].filter(Boolean).join(", ")), h("p", { class: "small muted" }, panel.why)),
    h("div", { class: "fill" }, h(Chart, { spec: panel.spec, alt: panel.alt })),
    h(Verdict, panel.verdict),
  );
}

/** From the figures to the goal: what the pupils answered, what we saw, what we chose, what we want. */
export function Chain({ goal, room }) {
  const shown = useShown()[0];
  const links = chainOf(goal, room, shown);
  if (links.length < 3) return null;
  return h("ol", { class: "chain fill", style: { "--links": links.length }, "aria-label": t("Fra tall til mål") }, links.map(({ name, what }) => h("li", { key: name }, h("span", { class: "strong" }, name), h("span", { class: "what" }, what))));
}

function chainOf(goal, room, shown) {
  const activities = Object.values(room.snapshot?.activities ?? {});
  const point = activities.flatMap(({ points }) => (Array.isArray(points) ? points : [])).find(({ text }) => text === goal.finding);
  const chosen = activities.flatMap(({ result }) => result?.options ?? []).find(({ text }) => text === goal.finding);
  return [
    shown?.headline && { name: t("Det elevene svarte"), what: shown.headline },
    point && { name: t("Det vi så"), what: typeof point.groups === "number" ? t("«{text}», fra {groups} av {of} grupper", point) : t("«{text}»", point) },
    typeof (chosen?.round2 ?? chosen?.round1) === "number" && { name: t("Det vi valgte"), what: votes(chosen) },
    { name: t("Målet"), what: goal.text },
  ].filter(Boolean);
}

function votes({ round1, round2 }) {
  if (typeof round1 !== "number" || typeof round2 !== "number") return t("{points} poeng", { points: round2 ?? round1 });
  if (round2 === round1) return t("{points} poeng i begge rundene", { points: round2 });
  return round2 > round1 ? t("{points} poeng, opp fra {before} i første runde", { points: round2, before: round1 }) : t("{points} poeng, ned fra {before} i første runde", { points: round2, before: round1 });
}
