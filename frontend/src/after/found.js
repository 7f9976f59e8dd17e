/** What the server finds for a plan: what the released figures say of each goal, and the school's other sessions. */
import { useEffect, useState } from "../dom.js";
import { ask } from "../net.js";

/** {figures {goal: …}, earlier [{code, title, started_at}]}; asked for anew when `mark`, which tells the goals, is another. */
export function useFound(api, mark = "") {
  const [found, setFound] = useState({ figures: {}, earlier: [] });
  useEffect(() => {
    ask(`${api}/goals`).then((answer) => answer.ok && answer.body && setFound(answer.body), () => {});
  }, [api, mark]);
  return found;
}
