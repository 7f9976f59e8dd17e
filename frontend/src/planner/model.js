/**
 * An agenda on the planning page: frozen in, new out. Nothing here draws or sends.
 *
 * An agenda is what the server keeps ({title, start, length, items}); here each item has an `id` too, which
 * stays with it while it is moved. `shelf` is what can be picked: [{name, title, steps}].
 */
const MIDNIGHT = 24 * 60;

let last = 0;
const withId = (item) => ({ ...item, id: (last += 1) });

/** The agenda of the server, each item with an id. */
export function opened(agenda) {
  return { ...agenda, items: agenda.items.map(withId) };
}

/** The agenda as the server takes it. */
export function sendable(agenda) {
  return { ...agenda, items: agenda.items.map(({ id, ...item }) => item) };
}

export const isBreak = (item) => "break" in item;

/** The step of an item, or undefined when its workbook or step is not here. */
export function stepOf(shelf, item) {
  return shelf.find(({ name }) => name === item.workbook)?.steps.find(({ key }) => key === item.step);
}

/** Minutes by phase, for the phases of the step: 0 where a phase is left out. */
export function minutesByPhase(step, item) {
  const own = item.minutes && Object.keys(item.minutes).length > 0 ? item.minutes : step.minutes;
  return Object.fromEntries(step.phases.map((phase) => [phase, own[phase] ?? 0]));
}

/** How long an item takes. A vote is cast alone twice, when there is talk in between. */
export function minutesOf(shelf, item) {
  if (isBreak(item)) return item.break;
  const step = stepOf(shelf, item);
  if (!step) return 0;
  const minutes = minutesByPhase(step, item);
  const talks = minutes.alone > 0 && minutes.group > 0;
  const times = (phase) => (talks ? step.moments.filter((moment) => moment === phase).length : 1);
  return step.phases.reduce((sum, phase) => sum + minutes[phase] * times(phase), 0);
}

/** "09:30" -> 570; null when it is no time of day. */
export function clockMinutes(text) {
  const found = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec((text ?? "").trim());
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/** 570 -> "09.30". */
export function asClock(minutes) {
  const inDay = ((minutes % MIDNIGHT) + MIDNIGHT) % MIDNIGHT;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}.${String(inDay % 60).padStart(2, "0")}`;
}

/** When each item begins and ends (minutes of the day), and how long all of it takes. */
export function schedule(shelf, agenda) {
  const begins = clockMinutes(agenda.start) ?? 9 * 60;
  let at = begins;
  const times = agenda.items.map((item) => {
    const from = at;
    at += minutesOf(shelf, item);
    return { from, to: at };
  });
  return { begins, ends: at, total: at - begins, over: at - begins - agenda.length, times };
}

export function add(agenda, ...items) {
  return { ...agenda, items: [...agenda.items, ...items.map(withId)] };
}

export function remove(agenda, id) {
  return { ...agenda, items: agenda.items.filter((item) => item.id !== id) };
}

/** The same items with one of them `by` places further down; the same agenda when there is no room. */
export function move(agenda, id, by) {
  const from = agenda.items.findIndex((item) => item.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= agenda.items.length) return agenda;
  const items = [...agenda.items];
  items.splice(to, 0, ...items.splice(from, 1));
  return { ...agenda, items };
}

export function change(agenda, id, fields) {
  return { ...agenda, items: agenda.items.map((item) => (item.id === id ? { ...item, ...fields } : item)) };
}

/** The minutes of one phase. The others are written down too, so that they stay as they are seen. */
export function setMinutes(agenda, id, step, phase, minutes) {
  const item = agenda.items.find((one) => one.id === id);
  const all = { ...minutesByPhase(step, item), [phase]: minutes };
  return change(agenda, id, { minutes: Object.fromEntries(Object.entries(all).filter(([, value]) => value > 0)) });
}
