/** The figures of the results steps that the room has come to: which the wall shows, and what they say to a target. */
import { Button, h, useEffect, useId, useState, Verdict, Waiting } from "../dom.js";
import { ask, PATIENT } from "../net.js";
import { t } from "../text.js";
import { MOST_FIGURES } from "../walls/layout.js";
import { useTicks } from "./ticks.js";

const RETRY = 5_000; // milliseconds until figures that did not come are asked for again

/** What each results step so far shows, fetched once: {step: shown}; `api` is the room's address. */
export function useFetchedFigures(api, snapshot) {
  const [known, setKnown] = useState({});
  const [tries, setTries] = useState(0);
  const keys = snapshot.steps.map(({ key }) => key);
  const here = keys.indexOf(snapshot.now.step);
  const wanted = snapshot.steps.filter(({ key, verb }) => verb === "results" && keys.indexOf(key) <= here).map(({ key }) => key);
  useEffect(() => {
    const timers = {};
    const again = () => (timers.next ??= setTimeout(() => setTries((count) => count + 1), RETRY));
    for (const step of wanted.filter((key) => !(key in known))) fetchFigures(api, step).then((shown) => setKnown((old) => ({ ...old, [step]: shown })), again);
    return () => clearTimeout(timers.next);
  }, [snapshot.now.step, tries]);
  return known;
}

/** What a goal can be measured by, once for each figure. */
export function goalsOf(known) {
  const goals = Object.values(known).flatMap((shown) => shown.goals ?? []);
  return [...new Map(goals.map((goal) => [goal.key, goal])).values()];
}

async function fetchFigures(api, step) {
  const answer = await ask(`${api}/figures/${step}?as=facilitator`, { cache: "no-store", patience: PATIENT });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.body?.shown ?? {};
}

/** Which figures the wall shows. With none ticked it shows those that there is most to say about. */
export function FiguresPanel({ step, activity, shown, act }) {
  const id = useId("figures");
  const [chosen, tick, choose] = useTicks(activity.chosen ?? [], (figures) => act({ do: "figures", step, figures }));
  const panels = shown?.panels ?? [];
  const isFull = chosen.length >= MOST_FIGURES;
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": id },
    h("h2", { class: "ds-heading", "data-size": "xs", id }, t("Figurene på lerretet")),
    !shown && h(Waiting, null, t("Henter tallene")),
    panels.length > 0 && h("p", { class: "muted measure", role: "status" }, sentence(chosen.length, panels.length)),
    panels.length > 1 &&
      h(
        "ul",
        { class: "on-the-wall" },
        panels.map(({ key, title, verdict }) => {
          const isOn = chosen.includes(key);
          return h("li", { key }, h("label", null, h("input", { class: "ds-input", "data-color": "accent", type: "checkbox", checked: isOn, disabled: isFull && !isOn, onChange: () => tick(key, !isOn) }), h("span", null, title)), verdict?.text && h(Verdict, verdict));
        }),
      ),
    chosen.length > 0 && h("div", null, h(Button, { variant: "secondary", onClick: () => choose([]) }, t("La lmtools velge igjen"))),
    shown && panels.length === 0 && h("p", { class: "muted measure" }, t("Det er ikke lest inn noen tall ennå.")),
    panels.length > 0 && h("p", { class: "muted measure" }, t("På telefonen velger hver og en trinn, år og område selv.")),
  );
}

function sentence(chosen, of) {
  if (of <= MOST_FIGURES && chosen === 0) return of === 1 ? t("Lerretet viser figuren.") : t("Lerretet viser alle. Kryss av for å vise noen av dem større.");
  if (chosen === 0) return t("Lerretet viser de tre det er mest å si om. Kryss av for å vise andre, eller én stor.");
  if (chosen >= MOST_FIGURES) return t("Lerretet viser de tre du har krysset av. Ta bort en for å velge en annen.");
  return t("Lerretet viser det du har krysset av.");
}
