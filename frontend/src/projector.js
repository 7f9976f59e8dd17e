/** The wall: what everybody looks at together. Never scrolls, shows only what the facilitator has let through. */
import { useFigures } from "./figures.js";
import { Chart } from "./chart.js";
import { h, render, useEffect, useModel, useRoom, useState, Verdict } from "./dom.js";
import { splitHeading } from "./steps.js";
import { number, t } from "./text.js";
import { breakTitle } from "./clock.js";
import { Distribution, roomHeading } from "./views/guess-distribution.js";
import { fewGuessed, forGrade, noNumber, uncertainty } from "./views/guess.js";
import { Hundred } from "./views/hundred.js";
import { Legend, startingPoint } from "./views/results.js";
import { BoardWall, PrivateWall } from "./walls/board.js";
import { Frame } from "./walls/frame.js";
import { MOST_FIGURES } from "./walls/layout.js";
import { PlanWall, ReportWall } from "./walls/plan.js";
import { RatingWall } from "./walls/rating.js";
import { PrioritiseWall } from "./walls/vote.js";

const LARGER = { 1: 1.25, 2: 1.1, 3: 1 }; // how much larger a chart is drawn when there are few

/** Build the wall. Returns a promise that is kept when it stands there. */
export async function showProjector({ main, book, manager, room }) {
  document.body.classList.add("is-projector");
  document.body.dataset.size = "md";
  main.className = "";
  document.getElementById("lm-bar").after(main); // put in anew, for the browser counts one that is pushed up as a page that jumps
  const models = new Map();
  await Promise.all(
    book.steps.map(async ({ model: id, prose }) => {
      const model = await manager.get_model(id);
      models.set(model.get("step"), { model, title: splitHeading(prose).title });
    }),
  );
  main.replaceChildren();
  render(h(Wall, { room, models }), main);
}

function Wall({ room, models }) {
  useRoom(room);
  const { snapshot, gone } = room;
  if (gone !== null) return h(Frame, { title: t("Lerretet er koblet fra") }, h("div", { class: "wall-say" }, h("p", null, gone || t("Åpne lerretet på nytt fra sida til prosesslederen."))));
  if (!snapshot) return room.isAway ? h(Frame, { title: t("Vi når ikke økta") }, h("div", { class: "wall-say" }, h("p", null, t("Sjekk nettet på denne maskinen. Lerretet kobler seg til igjen av seg selv.")))) : h(Frame, { title: t("Kobler til økta") });
  const { now, steps } = snapshot;
  const step = steps.find(({ key }) => key === now.step);
  const known = models.get(now.step);
  if (!step || !known) return h(Frame, { room, title: snapshot.session.title });
  if (now.recess) return h(Frame, { room, title: breakTitle(now) }, h("div", { class: "wall-say" }, h("p", null, t("Vi fortsetter når prosesslederen sier fra."))));
  const View = WALLS[step.kind] ?? Plain;
  return h(View, { key: now.step, room, step, model: known.model, activity: room.activity(now.step), phase: now.phase });
}

function Plain({ room, step }) {
  return h(Frame, { room, step, title: step.title, lead: step.prompt });
}

const counted = (locked, joined) => (locked === null || locked === undefined || !joined ? null : t("{locked} av {joined} har låst.", { locked, joined }));

function GuessWall({ room, step, model, activity }) {
  const content = forGrade({ scale: "share", ...model.get("content") }, room.snapshot.session);
  const { question } = content;
  const { answer } = activity;
  if (!activity.revealed || !answer) {
    return h(Frame, { room, step, title: question, lead: content.help, note: counted(activity.locked, activity.joined) }, content.scale === "share" ? h("div", { class: "wall-guess" }, h(Hundred, { filled: 0 }), h("div", { class: "right" }, h("div", { class: "wall-say" }, h("p", null, t("Gjett på telefonen. Svaret kommer her etterpå."))))) : h("div", { class: "wall-say" }, h("p", null, t("Gjett på telefonen. Svaret kommer her etterpå."))));
  }
  if (answer.status !== "published") return h(Frame, { room, step, title: question }, h("div", { class: "wall-say" }, h("p", { class: "big" }, answer.status === "suppressed" ? t("Skjermet") : t("Ikke noe tall")), h("p", null, noNumber(answer))));
  const heading = activity.room ? roomHeading(activity.room, answer, content.scale) : t("Dette svarte elevene");
  const isShare = content.scale !== "mean";
  return h(
    Frame,
    { room, step, title: heading, lead: question },
    h(
      "div",
      { class: "wall-guess" },
      isShare ? h(Hundred, { filled: Math.round(answer.value) }) : h("p", { class: "wall-say" }, h("span", { class: "big" }, number(answer.value))),
      h("div", { class: "right" }, isShare && h("p", { class: "big" }, number(answer.value, 0), " ", h("span", null, t("av 100"))), h(Distribution, { answer, others: activity.room, scale: content.scale }), !activity.room && h("p", { class: "small muted" }, fewGuessed()), typeof answer.low === "number" && h("p", { class: "small muted" }, uncertainty(answer, content.scale))),
    ),
  );
}

function ResultsWall({ room, step, model, activity }) {
  useModel(model, "shown");
  const shown = model.get("shown");
  useFigures(model, room);
  const scale = useWallScale();
  const start = startingPoint(shown, room.snapshot.session);
  if (start && !model.asked) {
    model.asked = true;
    model.set("selection", { ...model.get("selection"), ...shown.selection, ...start });
    model.save_changes();
  }
  if (!shown?.panels) return h(Frame, { room, step, title: step.title });
  const { large, rest, isChosen } = onTheWall(shown.panels, activity.chosen ?? []);
  const said = isChosen ? { title: step.title, lead: shown.kicker } : { title: shown.headline || step.title, lead: shown.lead || shown.kicker };
  return h(
    Frame,
    { room, step, ...said, note: shown.many },
    h(
      "div",
      { class: "wall-results" },
      h("div", { class: "multiples", "data-many": String(large.length) }, large.map((panel) => h(WallFigure, { key: panel.key, panel, of: large.length, scale }))),
      h("div", null, h(Legend, { shown: briefly(shown) }), rest.length > 0 && h("p", { class: "rest muted" }, rest.map(({ title, verdict }) => `${title}: ${verdict?.text ?? ""}`).join(" · "))),
    ),
  );
}

/** The figures that the facilitator has chosen, in the page's order; otherwise those that there is most to say about. */
function onTheWall(panels, chosen) {
  const weight = ({ verdict }) => ({ clear: 0, chance: 1 })[verdict?.kind] ?? 2;
  const ordered = [...panels].sort((a, b) => weight(a) - weight(b));
  const wanted = panels.filter(({ key }) => chosen.includes(key));
  const large = (wanted.length > 0 ? wanted : ordered).slice(0, MOST_FIGURES);
  return { large, rest: wanted.length > 0 ? [] : ordered.slice(MOST_FIGURES), isChosen: wanted.length > 0 };
}

/** The legend in one line: names without their explanation, which stands on the phones. */
const briefly = (shown) => ({ ...shown, legend: shown.legend.map((entry) => ({ ...entry, name: entry.name.split(". ")[0] })) });

/** One figure of the wall's. One that stands alone has room beside it for why its verdict is what it is. */
function WallFigure({ panel, of, scale }) {
  const verdict = panel.verdict?.text && h(Verdict, panel.verdict);
  return h("article", { class: "multiple" }, h("h2", { class: "multiple-h" }, panel.title), h(Chart, { spec: panel.spec, alt: panel.alt, scale: scale * LARGER[of] }), of > 1 ? verdict : h("div", { class: "beside" }, verdict, panel.why && h("p", { class: "why" }, panel.why)));
}

/** 14 px in a chart becomes 28 on a wall of 1920, also when the window has been moved from the laptop to the wall. */
function useWallScale() {
  const [scale, setScale] = useState(wallScale);
  useEffect(() => {
    const measure = () => setScale(wallScale());
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, []);
  return scale;
}

const wallScale = () => 2 * Math.min(window.innerWidth / 1920, window.innerHeight / 1080);

const WALLS = { guess: GuessWall, results: ResultsWall, board: BoardWall, rating: RatingWall, private: PrivateWall, vote: PrioritiseWall, plan: PlanWall, report: ReportWall };

