/** The figures of a results step, which in a session come after the page. */
import { useEffect, useReducer } from "./dom.js";

const RETRY = 3_000;

/** In a session the figures are not in the page: they come when the room has come to their step. */
export function useFigures(model, room) {
  const step = model.get("step");
  const keys = (room.snapshot?.steps ?? []).map(({ key }) => key);
  const isHere = keys.includes(step) && keys.indexOf(step) <= keys.indexOf(room.snapshot.now.step);
  const [tries, again] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    if (room.solo || !isHere || model.get("shown")?.panels) return undefined;
    const timer = setTimeout(again, RETRY);
    fetchFigures(room, step).then((figures) => {
      clearTimeout(timer);
      model.set_state(figures); // from outside: nothing that a kernel must be told
    }, () => {});
    return () => clearTimeout(timer);
  }, [isHere, tries]);
}

async function fetchFigures(room, step) {
  const answer = await fetch(`${room.address}/figures/${step}?as=${room.as}`, { cache: "no-store", credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
