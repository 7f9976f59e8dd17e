/**
 * Guess first, then see. The answer is not in the page until it is shown: in a session the server sends it
 * with the reveal; alone the kernel is asked once the guess is locked.
 */
import { Button, Fragment, h, Heading, Icon, mount, prefersStill, useEffect, useId, useModel, useRoom, useState } from "../dom.js";
import { localRoom } from "../local.js";
import { SaveLine } from "../saveline.js";
import { countWord, number, percent, sentence, t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { Distribution } from "./guess-distribution.js";
import { Hundred } from "./hundred.js";

const REVEAL = 600;
const PATIENCE = 15_000;

function Guess({ model, room: given, level = 2 }) {
  useModel(model, "content");
  const room = useRoom(given ?? localRoom());
  const step = model.get("step");
  const content = forGrade({ max: 100, scale: "share", ...model.get("content") }, room.solo ? room.focus : room.snapshot?.session);
  const activity = room.activity(step);
  const answer = useAnswer({ model, room, activity });
  if (answer === "late") return h(Fragment, null, h(Question, { content, level }), h("p", { class: "ds-validation-message", role: "alert" }, t("Svaret kom ikke. Last sida på nytt. Gjetningen din er lagret.")));
  if (answer) return h(Revealed, { content, activity, answer, level, isSolo: room.solo });
  if (activity.mine) return h(Locked, { content, activity, level, room, step });
  return h(Open, { content, level, room, step });
}

/** In a session: what the snapshot holds. Alone: what the kernel answers after the guess is locked. */
function useAnswer({ model, room, activity }) {
  const [own, setOwn] = useState(null); // the answer, or "late" when the kernel says nothing
  const ask = room.solo && Boolean(activity.mine);
  useEffect(() => {
    if (!ask) return undefined;
    const listen = (message) => message?.type === "answer" && setOwn(message.answer);
    model.on("msg:custom", listen);
    model.send({ type: "answer", ...room.focus });
    const timer = setTimeout(() => setOwn((known) => known ?? "late"), PATIENCE);
    return () => {
      clearTimeout(timer);
      model.off("msg:custom", listen);
    };
  }, [ask]);
  return room.solo ? own : activity.revealed ? activity.answer : null;
}

/** The question for the grade that the session is about, where it is about one. */
export function forGrade(content, session) {
  const grade = session?.grade;
  if (!grade || grade === "all" || !content.question_for_grade) return content;
  const name = /^\d+$/.test(grade) ? t("{grade}. trinn", { grade }) : sentence(grade);
  return { ...content, question: content.question_for_grade.replace("{grade}", name) };
}

const isShare = (content) => content.scale !== "mean";
const range = (content) => (isShare(content) ? { min: 0, max: content.max, step: 1 } : { min: 1, max: 5, step: 0.1 });
const unit = (content) => (isShare(content) ? t("av 100") : t("på skalaen 1–5"));
const shown = (value, content) => (isShare(content) ? number(value, 0) : number(value));

function Question({ content, level }) {
  return h("div", { class: "stack stack-3" }, h(Heading, { level, size: "sm" }, content.question), content.help && h("p", { class: "muted" }, content.help));
}

function Open({ content, level, room, step: key }) {
  const [value, setValue, drop] = useDraft(room, `${key}.guess`, null, { step: key });
  const [asked, setAsked] = useState(false);
  const id = useId("guess");
  const { min, max, step } = range(content);
  const at = value ?? min;
  const move = (by) => setValue(Math.min(max, Math.max(min, Math.round(((value ?? min) + by) / step) * step)));
  const lock = () => (room.send("guess.lock", { step: key, value }), drop());
  const said = value === null ? t("Ikke valgt ennå") : isShare(content) ? t("{value} av 100 elever", { value: shown(at, content) }) : shown(at, content);
  return h(
    Fragment,
    null,
    h(Question, { content, level }),
    h(
      "div",
      { class: "fill guess", "data-scale": content.scale },
      h("p", { class: "guess-out" }, h("output", { for: id }, value === null ? "–" : shown(value, content)), h("span", null, unit(content))),
      isShare(content) && h(Hundred, { filled: at }),
    ),
    h(
      "div",
      { class: "fill" },
      h("label", { class: "ds-label", for: id }, t("Din gjetning")),
      h(
        "div",
        { class: "slider" },
        h(Button, { variant: "secondary", "aria-label": isShare(content) ? t("Én færre") : t("Litt lavere"), onClick: () => move(-step) }, h(Icon, { name: "minus" })),
        h("input", {
          class: "lm-range",
          id,
          type: "range",
          min,
          max,
          step,
          value: at,
          "aria-valuetext": said,
          "aria-describedby": asked && value === null ? `${id}-first` : undefined,
          style: { "--fill": `${((at - min) / (max - min)) * 100}%` },
          onInput: (event) => setValue(Number(event.currentTarget.value)),
        }),
        h(Button, { variant: "secondary", "aria-label": isShare(content) ? t("Én flere") : t("Litt høyere"), onClick: () => move(step) }, h(Icon, { name: "plus" })),
      ),
    ),
    h(
      "div",
      { class: "send fill" },
      asked && value === null && h("p", { class: "ds-validation-message", id: `${id}-first` }, t("Flytt på glideren først.")),
      h(Button, { "data-fullwidth": true, onClick: () => (value === null ? setAsked(true) : lock()) }, value === null ? t("Lås gjetningen") : t("Lås gjetningen på {value}", { value: shown(value, content) })),
      h("p", { class: "save" }, h(Icon, { name: "lock" }), h("span", null, room.solo ? t("Når du låser, kan du ikke endre.") : t("Når du låser, kan du ikke endre. Ingen ser hva du gjettet."))),
    ),
  );
}

function Locked({ content, activity, level, room, step }) {
  const { value } = activity.mine;
  const others = activity.joined ? t("{locked} av {joined} har låst.", { locked: activity.locked ?? 0, joined: activity.joined }) : "";
  return h(
    Fragment,
    null,
    h(Question, { content, level }),
    h("div", { class: "fill guess", "data-scale": content.scale }, h("p", { class: "guess-out" }, h("output", null, shown(value, content)), h("span", null, unit(content))), isShare(content) && h(Hundred, { filled: value })),
    h("p", { class: "save", role: "status" }, h(Icon, { name: "lock" }), h("span", null, t("Gjetningen din er låst på {value}.", { value: shown(value, content) }), " ", others)),
    !room.solo && h("p", { class: "muted" }, t("Svaret kommer når prosesslederen viser det.")),
    !room.solo && h(SaveLine, { room, step }),
  );
}

/** "Seks flere av 100 enn du gjettet": what the difference is, with neither praise nor blame. */
function differenceHeading({ answer, guess, scale }) {
  if (guess === null || guess === undefined) return scale === "mean" ? t("Elevene svarte {value} i snitt", { value: number(answer) }) : t("{value} av 100 elever", { value: number(answer, 0) });
  if (scale === "mean") {
    const apart = Math.round((answer - guess) * 10) / 10;
    if (apart === 0) return t("Det samme som du gjettet");
    return apart > 0 ? t("{value} høyere enn du gjettet", { value: number(apart) }) : t("{value} lavere enn du gjettet", { value: number(-apart) });
  }
  const apart = Math.round(answer) - guess;
  if (apart === 0) return t("Like mange som du gjettet");
  const word = sentence(countWord(Math.abs(apart)));
  return apart > 0 ? t("{word} flere av 100 enn du gjettet", { word }) : t("{word} færre av 100 enn du gjettet", { word });
}

/** Why there is no number, in the words of the place: never which rule hid it. */
export function noNumber(answer) {
  return answer.status === "suppressed" ? t("Tallet er skjermet: For få elever står bak det, eller det kunne vært regnet ut fra andre tall.") : t("Det finnes ikke noe tall for dette.");
}

/** In place of the staff's guesses, where they would be some few people's. */
export const fewGuessed = () => t("For få gjettet til at gjetningene kan vises samlet.");

/** Fill once, in 600 ms. Returns how much of the way it has come, 0 to 1. */
function useReveal() {
  const [part, setPart] = useState(prefersStill() ? 1 : 0);
  useEffect(() => {
    if (part === 1) return undefined;
    const began = performance.now();
    let frame = requestAnimationFrame(function draw(now) {
      const passed = Math.min(1, (now - began) / REVEAL);
      setPart(passed);
      if (passed < 1) frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return part;
}

function Revealed({ content, activity, answer, level, isSolo }) {
  const part = useReveal();
  const guess = activity.mine?.value;
  const { scale } = content;
  if (answer.status !== "published") {
    return h(Fragment, null, h(Question, { content, level }), h("p", null, h("span", { class: "suppressed" }, answer.status === "suppressed" ? t("Skjermet") : t("Ikke noe tall"))), h("p", { class: "muted" }, noNumber(answer)));
  }
  const value = Math.round(answer.value);
  const pair = h(
    "dl",
    { class: "pair" },
    h("div", null, h("dt", null, t("Elevene")), h("dd", { class: "own" }, shown(answer.value, content), " ", h("span", null, unit(content)))),
    guess !== undefined && h("div", null, h("dt", null, t("Du")), h("dd", null, shown(guess, content), " ", h("span", null, unit(content)))),
  );
  return h(
    Fragment,
    null,
    h("div", { class: "stack stack-3" }, h("p", { class: "muted" }, content.question), h(Heading, { level, size: "sm" }, differenceHeading({ answer: answer.value, guess, scale }))),
    isShare(content)
      ? h(
          "figure",
          { class: "stack stack-3 fill" },
          h("div", { class: "guess fill" }, pair, h(Hundred, { filled: Math.round(value * part), marked: guess, label: guess === undefined ? undefined : t("{value} av 100 sirkler er fylt, {guess} av dem er merket som gjetningen din.", { value, guess }) })),
          guess !== undefined && h("figcaption", { class: "small muted" }, t("Fylt er elevenes svar. Prikk i midten er det du gjettet.")),
        )
      : pair,
    h(Distribution, { answer, guess, others: activity.room, scale, level: level + 1 }),
    !isSolo && !activity.room && h("p", { class: "small muted" }, fewGuessed()),
    answer.low !== null && answer.low !== undefined && h("p", { class: "small muted" }, uncertainty(answer, scale)),
  );
}

/** The band and the number of answers, in a sentence. */
export function uncertainty(answer, scale) {
  const band = scale === "mean" ? `${number(answer.low)}–${number(answer.high)}` : `${number(answer.low, 0)}–${percent(answer.high)}`;
  const about = t("Båndet {band} er det et annet, tilsvarende kull kunne vist.", { band });
  if (!answer.n) return about;
  const answered = t("{n} elever svarte i {year}.", { n: number(answer.n, 0), year: answer.year });
  return `${about} ${answered}`;
}

export default { render: ({ model, el, room, level }) => mount(Guess, { model, room, level }, el) };
