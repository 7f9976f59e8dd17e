/**
 * What a command changes in one step's activity, as the visitor sees it.
 *
 * Used twice: on a session's page to show at once what is still on its way to the server (the server's answer
 * then replaces it), and alone, without a session, as the whole logic. Every function returns a new value.
 */
const replaced = (list, id, change) => list.map((item) => (item.id === id ? { ...item, ...change } : item));
const without = (list, id) => list.filter((item) => item.id !== id);
// Counted as the server counts, so that a second change made without net follows the first and not what was before.
const next = (item) => (item ? (item.revision ?? 0) + 1 : 1);
const saved = (list, item) => (list.some((old) => old.id === item.id) ? replaced(list, item.id, item) : [...list, item]);

const boxed = ({ box }) => (box ? { box } : {});
/** A point that is one's own: it stands with the note it came of. */
const sentOf = (c) => ({ id: c.point, text: c.text, ...boxed(c), revision: 1, status: "waiting", pending: true });
const pointEdited = (point, c) => ({ ...point, text: c.text, revision: c.revision + 1, status: "waiting", pending: true });
const onSent = (list, id, change) => list.map((note) => (note.sent?.id === id ? { ...note, sent: change(note.sent) } : note));

function sendOwn(a, c) {
  const mine = a.mine ?? [];
  const note = mine.find(({ id }) => c.notes?.includes(id)) ?? { id: c.point, ...boxed(c), shared: false };
  return { ...a, mine: saved(mine, { ...note, text: c.text, sent: sentOf(c) }) };
}

function rated(mine, ratings) {
  const all = { ...mine };
  for (const [item, row] of Object.entries(ratings)) {
    const left = Object.entries({ ...all[item], ...row }).filter(([, level]) => level !== null);
    if (left.length > 0) all[item] = Object.fromEntries(left);
    else delete all[item];
  }
  return all;
}

function committed(mine, text) {
  if (!text.trim()) return null;
  const audience = mine?.with ?? "nobody";
  return { text, with: audience, status: audience === "plenary" ? "waiting" : null, pending: true };
}

const WRITTEN = ["text", "finding", "target", "who", "when", "success_sign", "process_sign", "balancing_sign", "needs"];

/** What of a goal or an action a command says; what it does not say stays. */
const saidIn = (command) => Object.fromEntries([...WRITTEN, "indicator", "status"].filter((name) => command[name] !== undefined).map((name) => [name, command[name]]));

const CHANGES = {
  "draft.save": (a, c) => ({ ...a, ...(c.box ? {} : { draft: c.text }), drafts: { ...a.drafts, [c.box ?? ""]: c.text } }),
  "note.add": (a, c) => ({ ...a, mine: saved(a.mine ?? [], { id: c.note, text: c.text, ...boxed(c), shared: c.shared ?? false, pending: true }) }),
  "note.edit": (a, c) => ({ ...a, mine: replaced(a.mine ?? [], c.note, { text: c.text, pending: true }) }),
  "note.remove": (a, c) => ({ ...a, mine: without(a.mine ?? [], c.note) }),
  "note.share": (a, c) => ({ ...a, mine: replaced(a.mine ?? [], c.note, { shared: c.shared }) }),
  rate: (a, c) => ({ ...a, mine: rated(a.mine ?? {}, c.ratings) }),
  "commit.save": (a, c) => ({ ...a, mine: committed(a.mine, c.text) }),
  "commit.share": (a, c) => ({ ...a, mine: a.mine && { ...a.mine, with: c.with, status: c.with === "plenary" ? "waiting" : null, pending: true } }),
  "guess.lock": (a, c) => ({ ...a, mine: { value: c.value, pending: true } }),
  "vote.cast": (a, c) => ({ ...a, mine: c.votes }),
  "point.add": (a, c) => (c.own ? sendOwn(a, c) : { ...a, group_points: saved(a.group_points ?? [], { id: c.point, text: c.text, ...boxed(c), revision: 1, pending: true }) }),
  "point.edit": (a, c) => ({
    ...a,
    group_points: (a.group_points ?? []).map((point) => (point.id === c.point ? pointEdited(point, c) : point)),
    ...(a.mine?.some?.(({ sent }) => sent) ? { mine: onSent(a.mine, c.point, (sent) => pointEdited(sent, c)) } : {}),
  }),
  "point.remove": (a, c) => ({
    ...a,
    group_points: without(a.group_points ?? [], c.point),
    ...(a.mine?.some?.(({ sent }) => sent) ? { mine: onSent(a.mine, c.point, () => null) } : {}),
  }),
  "goal.save": (a, c) => {
    const before = a.goals?.find((goal) => goal.id === c.goal);
    return { ...a, goals: saved(a.goals ?? [], { actions: [], ...before, ...saidIn(c), id: c.goal, revision: next(before), pending: true }) };
  },
  "goal.remove": (a, c) => ({ ...a, goals: without(a.goals ?? [], c.goal) }),
  "action.save": (a, c) => ({
    ...a,
    goals: (a.goals ?? []).map((goal) => {
      if (goal.id !== c.goal) return goal;
      const before = (goal.actions ?? []).find((action) => action.id === c.action);
      return { ...goal, actions: saved(goal.actions ?? [], { status: "not_started", ...before, ...saidIn(c), id: c.action, revision: next(before), pending: true }) };
    }),
  }),
  "action.remove": (a, c) => ({ ...a, goals: (a.goals ?? []).map((goal) => ({ ...goal, actions: without(goal.actions ?? [], c.action) })) }),
  "plan.save": (a, c) => ({ ...a, plan: { ...a.plan, ...c.plan } }),
};

/**
 * The step that a command changes. Where the protocol needs no step (a note knows its own), the view says
 * which one in `local`, a mark that stays on the page.
 */
export function stepOf(command) {
  return command.step ?? command.local ?? "";
}

/** Oneself at the table, with what is still on its way: where one sits, a task, the group's phone, "ready". */
export function reduceMe(me, command) {
  if (!me) return me;
  if (command.do === "ready") return { ...me, ready: command.ready };
  if (command.do === "group.phone") return { ...me, phone: command.on };
  if (command.do === "group.choose") return { ...me, group: command.group };
  if (command.do !== "role.take") return me;
  const holder = command.release ? null : "me";
  return { ...me, roles: (me.roles ?? []).map((role) => (role.key === command.role ? { ...role, holder } : role)) };
}

/** What somebody wrote in a command, or in the fields of a form. */
export function textsOf(written) {
  return WRITTEN.map((field) => written?.[field]).filter((text) => typeof text === "string" && text);
}

/** `activity` after `command`; the same object when the command changes nothing here. */
export function reduce(activity, command) {
  return CHANGES[command.do]?.(activity, command) ?? activity;
}
