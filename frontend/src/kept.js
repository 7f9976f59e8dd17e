/** What the day gives that several steps show: what is chosen in votes and ratings, and the plan's goals. */
const optionsOf = ({ options, items }) => options ?? items.map(({ key, text }) => ({ id: key, text }));

/** [{id, text}] of all that is kept, of every result that is shown. */
export function keptIn(activities) {
  const results = activities.map(({ result }) => result).filter(Boolean);
  return results.flatMap((result) => optionsOf(result).filter(({ id }) => result.kept.includes(id)));
}

/** The plan's goals, each once: every step with a plan shows the same ones. */
export function goalsIn(activities) {
  const goals = activities.flatMap((activity) => activity.goals ?? []);
  return [...new Map(goals.map((goal) => [goal.id, goal])).values()];
}

const GREETINGS = new Set(["check_in", "check_out"]);

/** The points of plenary that say something of the school: not what was said on coming and going. */
export function pointsIn({ steps = [], activities = {} } = {}) {
  const greetings = new Set(steps.filter(({ verb }) => GREETINGS.has(verb)).map(({ key }) => key));
  return Object.entries(activities).flatMap(([key, { points }]) => (Array.isArray(points) && !greetings.has(key) ? points : []));
}
