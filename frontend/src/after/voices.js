/**
 * What pupils and parents said in a session of their own, put beside a goal of the plan, and taken away again.
 */
import { Button, Fragment, h, useEffect, useId, useState } from "../dom.js";
import { post, unreached } from "../forms/post.js";
import { ask } from "../net.js";
import { t } from "../text.js";
import { Roots } from "../views/plan-review.js";
import { Choice, EarlierChoice } from "./choice.js";
import { Outcome, useOutcome } from "./outcome.js";

const WHO = [["pupils", () => t("Elevrådet")], ["parents", () => t("FAU")], ["cooperation", () => t("SU eller SMU")]];

/** What the chosen session can give: null while it is asked for, and why not where it cannot. */
function usePoints(api, from) {
  const [found, setFound] = useState({ points: null, problem: "" });
  useEffect(() => {
    let isOver = false;
    const take = (next) => isOver || setFound({ points: null, problem: "", ...next });
    take({});
    if (from) ask(`${api}/voices?from=${from}`).then((answer) => take(answer.ok && answer.body ? { points: answer.body.points } : { problem: answer.body?.error || unreached() }), () => take({ problem: unreached() }));
    return () => {
      isOver = true;
    };
  }, [api, from]);
  return found;
}

function Point({ text, checked, onChange }) {
  const id = useId("point");
  return h("label", { class: "check", for: id }, h("input", { type: "checkbox", id, checked, onChange }), h("span", null, text));
}

function Points({ points, chosen, toggle }) {
  if (points.length === 0) return h("p", null, t("Ingenting er vist i plenum i den økta ennå. Bare det alle der har sett, kan legges ved."));
  return h(
    "fieldset",
    { class: "voices fill" },
    h("legend", { class: "ds-label" }, t("Hva vil dere legge ved?")),
    h("p", { class: "muted" }, t("Les punktene først. Ingen skal kunne kjenne igjen en elev.")),
    points.map(({ id, text }) => h(Point, { key: id, text, checked: chosen.has(id), onChange: () => toggle(id) })),
  );
}

/** `earlier` are the other sessions of the school that one leads; `sent` goes with what is changed: {role}. */
export function VoicesForm({ api, earlier, goals, sent }) {
  const [from, setFrom] = useState("");
  const [chosen, setChosen] = useState(new Set());
  const [who, setWho] = useState("");
  const [goal, setGoal] = useState("");
  const { outcome, attempt, forget } = useOutcome();
  const { points, problem } = usePoints(api, from);
  const choose = (next) => (setFrom(next), setChosen(new Set()), forget());
  const toggle = (id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    forget();
  };
  const to = goal || (goals.length === 1 ? goals[0].id : "");
  const put = async () => {
    if (!from) throw new Error(t("Velg økta der elevene eller foreldrene var, først."));
    if (chosen.size === 0) throw new Error(t("Velg minst ett punkt å legge ved målet."));
    if (!to) throw new Error(t("Velg hvilket mål punktene hører til."));
    const { voices } = await post(`${api}/voices`, { ...sent, goal: to, from, who, points: [...chosen] });
    setChosen(new Set());
    if (voices === 0) return t("Dette står ved målet fra før.");
    return voices === 1 ? t("Ett punkt er lagt ved målet.") : t("{count} punkter er lagt ved målet.", { count: voices });
  };
  return h(
    "details",
    { class: "lm-details fill" },
    h("summary", null, t("Elevenes og foreldrenes stemmer")),
    h(
      "form",
      { class: "stack stack-4 fill", "aria-label": t("Elevenes og foreldrenes stemmer"), onSubmit: (event) => (event.preventDefault(), attempt(put)), noValidate: true },
      h("p", { class: "measure" }, t("Har elevrådet, FAU, SU eller SMU hatt si egen økt, kan det de sa, stå ved målet. Det blir stående som deres ord, også når økta deres er slettet.")),
      earlier.length === 0
        ? h("p", { class: "muted" }, t("Her er det ingen andre økter for skolen. Start ei med en dagsorden fra «Elevråd, FAU og SU» på sida for prosessledere."))
        : h(
            Fragment,
            null,
            h(EarlierChoice, { label: t("Økta der de var"), earlier, value: from, onChange: choose }),
            h("div", { class: "fill", "aria-live": "polite" }, from && !points && !problem && h("p", { class: "muted" }, t("Henter punktene")), problem && h("p", { class: "ds-validation-message" }, problem), points && h(Points, { points, chosen, toggle })),
            points?.length > 0 && h(Choice, { label: t("Hvem var det?"), value: who, onChange: setWho }, h("option", { value: "" }, t("Det økta heter")), WHO.map(([key, name]) => h("option", { key, value: key }, name()))),
            points?.length > 0 && h(Choice, { label: t("Målet de hører til"), value: to, onChange: (next) => (setGoal(next), forget()) }, h("option", { value: "" }, t("Velg mål")), goals.map(({ id, text }) => h("option", { key: id, value: id }, text))),
            h(Outcome, { outcome }, h(Button, { type: "submit", variant: "secondary" }, t("Legg ved målet"))),
          ),
    ),
  );
}

/** The chain of a goal, where what pupils and parents said can be taken away again. */
export function VoicedRoots({ goal, hasPoint, room, sent }) {
  const { outcome, attempt } = useOutcome();
  const takeAway = ({ title, text }) =>
    attempt(async () => {
      const answer = await room.send("voice.remove", { goal: goal.id, title, text, ...sent });
      if (answer.ok) return t("Tatt bort fra målet. Det kan legges ved igjen.");
      room.forget(answer.id);
      throw new Error(answer.error);
    });
  const beside = (link) => link.kind === "voice" && h("button", { class: "ds-link tap", type: "button", "aria-label": t("Ta bort punktet: {text}", { text: link.text }), onClick: () => takeAway(link) }, t("Ta bort"));
  return h(
    "div",
    { class: "fill" },
    h(Roots, { goal, hasPoint, beside }),
    h(Outcome, { outcome }),
  );
}
