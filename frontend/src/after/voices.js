/**
 * What pupils and parents said in a session of their own, put beside a goal of the plan, and taken away again.
 */
import { Button, Fragment, h, useEffect, useId, useState } from "../dom.js";
import { post } from "../forms/post.js";
import { ask } from "../net.js";
import { longDate, t } from "../text.js";
import { Roots } from "../views/plan-review.js";

const AWAY = () => t("Vi når ikke maskinen som kjører lmtools. Sjekk nettet og prøv igjen.");
const WHO = [["pupils", () => t("Elevrådet")], ["parents", () => t("FAU")], ["cooperation", () => t("SU eller SMU")]];
const NOTHING = { said: "", problem: "" };

/** What the chosen session can give: null while it is asked for, and why not where it cannot. */
function usePoints(api, from) {
  const [found, setFound] = useState({ points: null, problem: "" });
  useEffect(() => {
    let isOver = false;
    const take = (next) => isOver || setFound({ points: null, problem: "", ...next });
    take({});
    if (from) ask(`${api}/voices?from=${from}`).then((answer) => take(answer.ok && answer.body ? { points: answer.body.points } : { problem: answer.body?.error || AWAY() }), () => take({ problem: AWAY() }));
    return () => {
      isOver = true;
    };
  }, [api, from]);
  return found;
}

function Choice({ label, help, value, onChange, children }) {
  const id = useId("voice");
  return h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: id }, label), help && h("div", { "data-field": "description", id: `${id}-d` }, help), h("select", { class: "ds-input", id, value, "aria-describedby": help && `${id}-d`, onChange: (event) => onChange(event.currentTarget.value) }, children));
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
  const [result, setResult] = useState(NOTHING);
  const { points, problem } = usePoints(api, from);
  const choose = (next) => (setFrom(next), setChosen(new Set()), setResult(NOTHING));
  const toggle = (id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    setResult(NOTHING);
  };
  const to = goal || (goals.length === 1 ? goals[0].id : "");
  const submit = async (event) => {
    event.preventDefault();
    setResult(NOTHING);
    if (!from) return setResult({ said: "", problem: t("Velg økta der elevene eller foreldrene var, først.") });
    if (chosen.size === 0) return setResult({ said: "", problem: t("Velg minst ett punkt å legge ved målet.") });
    if (!to) return setResult({ said: "", problem: t("Velg hvilket mål punktene hører til.") });
    try {
      const { voices } = await post(`${api}/voices`, { ...sent, goal: to, from, who, points: [...chosen] });
      setChosen(new Set());
      return setResult({ said: voices === 0 ? t("Dette står ved målet fra før.") : voices === 1 ? t("Ett punkt er lagt ved målet.") : t("{count} punkter er lagt ved målet.", { count: voices }), problem: "" });
    } catch (error) {
      return setResult({ said: "", problem: error.message });
    }
  };
  return h(
    "details",
    { class: "fill" },
    h("summary", null, t("Elevenes og foreldrenes stemmer")),
    h(
      "form",
      { class: "stack stack-4 fill", "aria-label": t("Elevenes og foreldrenes stemmer"), onSubmit: submit, noValidate: true },
      h("p", { class: "measure" }, t("Har elevrådet, FAU, SU eller SMU hatt si egen økt, kan det de sa, stå ved målet. Det blir stående som deres ord, også når økta deres er slettet.")),
      earlier.length === 0
        ? h("p", { class: "muted" }, t("Her er det ingen andre økter for skolen. Start ei med en dagsorden fra «Elevråd, FAU og SU» på sida for prosessledere."))
        : h(
            Fragment,
            null,
            h(Choice, { label: t("Økta der de var"), value: from, onChange: choose }, h("option", { value: "" }, t("Velg økt")), earlier.map(({ code, title, started_at: day }) => h("option", { key: code, value: code }, `${title}, ${longDate(day.slice(0, 10))}`))),
            h("div", { class: "fill", "aria-live": "polite" }, from && !points && !problem && h("p", { class: "muted" }, t("Henter punktene")), problem && h("p", { class: "ds-validation-message" }, problem), points && h(Points, { points, chosen, toggle })),
            points?.length > 0 && h(Choice, { label: t("Hvem var det?"), value: who, onChange: setWho }, h("option", { value: "" }, t("Det økta heter")), WHO.map(([key, name]) => h("option", { key, value: key }, name()))),
            points?.length > 0 && h(Choice, { label: t("Målet de hører til"), value: to, onChange: (next) => (setGoal(next), setResult(NOTHING)) }, h("option", { value: "" }, t("Velg mål")), goals.map(({ id, text }) => h("option", { key: id, value: id }, text))),
            h("div", { class: "row" }, h(Button, { type: "submit", variant: "secondary" }, t("Legg ved målet")), h("span", { role: "status" }, result.said)),
            h("div", { role: "alert" }, result.problem && h("p", { class: "ds-validation-message" }, result.problem)),
          ),
    ),
  );
}

/** The chain of a goal, where what pupils and parents said can be taken away again. */
export function VoicedRoots({ goal, hasPoint, room, sent }) {
  const [result, setResult] = useState(NOTHING);
  const takeAway = async ({ title, text }) => {
    const answer = await room.send("voice.remove", { goal: goal.id, title, text, ...sent });
    if (!answer.ok) room.forget(answer.id);
    setResult(answer.ok ? { said: t("Tatt bort fra målet. Det kan legges ved igjen."), problem: "" } : { said: "", problem: answer.error });
  };
  const beside = (link) => link.kind === "voice" && h("button", { class: "ds-link tap", type: "button", "aria-label": t("Ta bort punktet: {text}", { text: link.text }), onClick: () => takeAway(link) }, t("Ta bort"));
  return h(
    "div",
    { class: "fill" },
    h(Roots, { goal, hasPoint, beside }),
    h("p", { class: "small muted", role: "status" }, result.said),
    h("div", { role: "alert" }, result.problem && h("p", { class: "ds-validation-message" }, result.problem)),
  );
}
