/** What the figures can say to a target, fetched from the results steps that the room has come to. */
import { useEffect, useState } from "../dom.js";
import { ask, PATIENT } from "../net.js";

/** `shown.goals` of every results step so far, one for each figure; `api` is the room's address. */
export function useFetchedGoals(api, snapshot) {
  const [known, setKnown] = useState({}); // step -> its goals
  const keys = snapshot.steps.map(({ key }) => key);
  const here = keys.indexOf(snapshot.now.step);
  const wanted = snapshot.steps.filter(({ key, verb }) => verb === "results" && keys.indexOf(key) <= here).map(({ key }) => key);
  useEffect(() => {
    for (const step of wanted.filter((key) => !(key in known))) fetchGoals(api, step).then((goals) => setKnown((old) => ({ ...old, [step]: goals })), () => {}); // without figures there is only less to say
  }, [snapshot.now.step]); // one that did not come is asked for again at the next step
  return [...new Map(wanted.flatMap((key) => known[key] ?? []).map((goal) => [goal.key, goal])).values()];
}

async function fetchGoals(api, step) {
  const answer = await ask(`${api}/figures/${step}?as=facilitator`, { cache: "no-store", patience: PATIENT });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.body?.shown?.goals ?? [];
}
