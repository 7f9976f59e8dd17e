/**
 * The day as moments: a phase of a step, and in a vote also the round. Same order as the room keeps.
 */
import { t } from "../text.js";

function momentsOf(step) {
  const phases = step.phases.length > 0 ? step.phases : ["plenary"];
  const plain = phases.map((phase) => ({ step: step.key, phase, round: 1 }));
  if (step.kind !== "vote") return plain;
  const before = plain.filter(({ phase }) => phase !== "plenary");
  const votesAgain = phases.includes("alone") && phases.includes("group");
  const again = votesAgain ? [{ step: step.key, phase: "alone", round: 2 }] : [];
  const result = phases.includes("plenary") ? [{ step: step.key, phase: "plenary", round: votesAgain ? 2 : 1 }] : [];
  return [...before, ...again, ...result];
}

/** All moments of the day in order. */
export function moments(steps) {
  return steps.flatMap(momentsOf);
}

const same = (a, b) => a.step === b.step && a.phase === b.phase && a.round === b.round;

/** The moment that a snapshot stands in. */
export function momentOf(snapshot) {
  const { step, phase, round = 1 } = snapshot.now;
  return { step, phase, round };
}

/** The break that is planned after the moment that a snapshot stands in, or undefined. */
export function pauseNow({ steps, now }) {
  const step = steps.find(({ key }) => key === now.step);
  return step && same(momentsOf(step).at(-1), momentOf({ now })) ? step.pause : undefined;
}

/** What a moment is called in the phase bar. */
export function momentName(steps, moment) {
  const step = steps.find(({ key }) => key === moment.step);
  if (step?.kind === "vote") {
    if (moment.phase === "group") return t("Samtale");
    if (moment.phase === "plenary") return t("Resultat");
    return moments([step]).some(({ round, phase }) => round === 2 && phase === "alone") ? t("Runde {round}", { round: moment.round }) : t("Alene");
  }
  return { alone: t("Alene"), group: t("Gruppe"), plenary: t("Plenum") }[moment.phase];
}

/** The command that goes to a moment. */
export function goTo(steps, moment) {
  const step = steps.find(({ key }) => key === moment.step);
  if (step?.kind === "vote" && moment.phase === "alone") return { do: "round", step: moment.step, round: moment.round };
  return { do: "go", step: moment.step, phase: moment.phase };
}

function minutesOf(steps, moment) {
  return steps.find(({ key }) => key === moment.step)?.minutes?.[moment.phase] ?? 0;
}

/**
 * When each coming step begins if the rest takes its planned time, and when the day ends. `breaks` says when
 * a break that is planned after a step begins.
 * `now` is a Date on the server's clock. Returns {starts: {stepKey: Date}, breaks: {stepKey: Date}, ends: Date}.
 */
export function forecast(snapshot, now) {
  const { ends_at: endsAt, paused_left: left } = snapshot.now;
  const all = moments(snapshot.steps);
  const index = all.findIndex((moment) => same(moment, momentOf(snapshot)));
  let at = now.getTime();
  if (endsAt) at = Math.max(at, Date.parse(endsAt));
  else if (left) at += left * 1000;
  const starts = {};
  const breaks = {};
  const pauseAfter = (key) => {
    const pause = snapshot.steps.find((step) => step.key === key)?.pause;
    if (!pause) return;
    breaks[key] = new Date(at);
    at += pause.minutes * 60000;
  };
  let before = snapshot.now.step;
  const isResting = Boolean(snapshot.now.pause); // the clock is the break's own
  for (const moment of all.slice(index + 1)) {
    if (moment.step !== before && !(isResting && before === snapshot.now.step)) pauseAfter(before);
    if (moment.step !== snapshot.now.step && !(moment.step in starts)) starts[moment.step] = new Date(at);
    at += minutesOf(snapshot.steps, moment) * 60000;
    before = moment.step;
  }
  return { starts, breaks, ends: new Date(at) };
}
