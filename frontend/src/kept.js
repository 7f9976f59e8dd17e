/** What the staff has chosen to take further, in votes and in ratings. */
const optionsOf = ({ options, items }) => options ?? items.map(({ key, text }) => ({ id: key, text }));

/** [{id, text}] of all that is kept, of every result that is shown. */
export function keptIn(activities) {
  const results = activities.map(({ result }) => result).filter(Boolean);
  return results.flatMap((result) => optionsOf(result).filter(({ id }) => result.kept.includes(id)));
}
