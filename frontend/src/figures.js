/** The figures of a results step, which in a session come after the page. */
import { warm } from "./drawing.js";
import { useEffect, useState } from "./dom.js";
import { ask, PATIENT } from "./net.js";

const RETRY = 3_000;
const LATE = 20_000;

/**
 * In a session the figures are not in the page: they come when the room has come to their step. They are asked
 * for until they are here. Returns whether that has taken so long that the reader must be told.
 */
export function useFigures(model, room) {
  const step = model.get("step");
  const keys = (room.snapshot?.steps ?? []).map(({ key }) => key);
  const isHere = keys.includes(step) && keys.indexOf(step) <= keys.indexOf(room.snapshot.now.step);
  const isWanted = !room.solo && isHere && !model.get("shown")?.panels;
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isWanted) return undefined;
    const timers = { late: setTimeout(() => setLate(true), LATE) };
    const take = (figures) => timers.late && model.set_state(figures); // from outside: nothing that a kernel must be told
    const look = () => fetchFigures(room, step).then(take, () => timers.late && (timers.next = setTimeout(look, RETRY)));
    look();
    if (room.snapshot.now.step === step) warm(); // the figures are to be drawn the moment that they come
    return () => {
      clearTimeout(timers.late);
      clearTimeout(timers.next);
      timers.late = null;
    };
  }, [isWanted]);
  return isWanted && isLate;
}

async function fetchFigures(room, step) {
  const answer = await ask(`${room.address}/figures/${step}?as=${room.as}`, { cache: "no-store", patience: PATIENT });
  if (!answer.ok || !answer.body) throw new Error(String(answer.status));
  return answer.body;
}
