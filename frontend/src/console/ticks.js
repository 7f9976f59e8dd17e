/** What is ticked in a list that the room keeps. */
import { useState } from "../dom.js";

/**
 * `stored` is what the room says, and `send(keys)` tells it. Returns [keys, tick(key, on), choose(keys)]; what was
 * just ticked stands at once, and is the room's again when it has answered.
 */
export function useTicks(stored, send) {
  const [wanted, setWanted] = useState(null);
  const ticked = wanted ?? stored;
  const choose = async (keys) => {
    setWanted(keys);
    await send(keys);
    setWanted((now) => (now === keys ? null : now));
  };
  const tick = (key, on) => choose(on ? [...ticked, key] : ticked.filter((other) => other !== key));
  return [ticked, tick, choose];
}
