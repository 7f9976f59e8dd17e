/**
 * Sharing an action with the other schools: chosen one by one, read over and put in the school's own words.
 */
import { Button, h, useEffect, useState } from "../dom.js";
import { unreached } from "../forms/post.js";
import { ask, send } from "../net.js";
import { t } from "../text.js";
import { Rephrase, useRephrase } from "../views/rephrase.js";

const LENGTH = 500;
const fields = () => [
  ["action", t("Tiltaket"), t("Slik en på en annen skole forstår det. Ingen navn.")],
  ["goal", t("Målet"), ""],
  ["context", t("Hvor og for hvem"), t("For eksempel: trinn, hvor mange klasser, hvor lenge.")],
  ["result", t("Hva dere så"), t("Hva ble annerledes, og hvordan vet dere det? Si det også om det ikke virket.")],
];

function Field({ id, label, hint, value, onInput }) {
  return h(
    "div",
    { class: "ds-field" },
    h("label", { class: "ds-label", for: id }, label),
    hint && h("p", { class: "small muted", id: `${id}-hint` }, hint),
    h("textarea", { class: "ds-input", id, rows: 2, maxLength: LENGTH, value, "aria-describedby": hint ? `${id}-hint` : undefined, onInput: (event) => onInput(event.currentTarget.value) }),
  );
}

/** One action: folded away, with its form inside. `change` posts what is asked and returns a sentence, or "". */
function Shareable({ item, change }) {
  const [typed, setTyped] = useState({});
  const [result, setResult] = useState({ said: "", problem: "" });
  const rephrase = useRephrase();
  const values = Object.fromEntries(fields().map(([name]) => [name, typed[name] ?? item[name]]));
  const tell = (problem, said) => setResult({ problem, said: problem ? "" : said });
  const share = async () => tell(await change({ action_id: item.id, ...values }), t("Delt. De andre kan se det på kommunesida."));
  const takeBack = async () => tell(await change({ take_back: item.shared }), t("Tatt tilbake. Ingen ser det lenger."));
  const submit = (event) => {
    event.preventDefault();
    rephrase.ask(Object.values(values), share);
  };
  return h(
    "details",
    { class: "lm-details fill" },
    h("summary", null, item.action, item.shared && h("span", { class: "muted" }, t("Delt"))),
    h(
      "form",
      { class: "stack stack-4 fill", onSubmit: submit },
      fields().map(([name, label, hint]) => h(Field, { key: name, id: `share-${item.id}-${name}`, label, hint, value: values[name], onInput: (text) => setTyped({ ...typed, [name]: text }) })),
      item.shared && h("p", { class: "small muted" }, t("Delt til {date}.", { date: item.ends_on })),
      h(Rephrase, { ...rephrase.question, anyway: t("Del likevel") }),
      h("div", { class: "row" }, h(Button, { type: "submit" }, item.shared ? t("Del på nytt") : t("Del tiltaket")), item.shared && h(Button, { variant: "secondary", onClick: takeBack }, t("Ta det tilbake"))),
      h("p", { class: "small muted", role: "status" }, result.said),
      h("div", { role: "alert" }, result.problem && h("p", { class: "ds-validation-message" }, result.problem)),
    ),
  );
}

export function Sharing({ api }) {
  const [items, setItems] = useState(null); // null until they have come
  const take = (answer) => {
    if (!answer.ok || !answer.body) return answer.body?.error || unreached();
    setItems(answer.body.actions);
    return "";
  };
  useEffect(() => {
    ask(`${api}/shared`).then(take, () => setItems([]));
  }, [api]);
  if (items === null) return null;
  const change = (asked) => send(`${api}/shared`, asked).then(take, unreached);
  return h(
    "section",
    { class: "stack stack-4", "aria-labelledby": "h-sharing" },
    h("h2", { class: "ds-heading", "data-size": "sm", id: "h-sharing" }, t("Del et tiltak med de andre skolene")),
    h("p", { class: "measure" }, t("Ingenting deles før dere velger det. Det dere deler, står på kommunesida med skolens navn i 400 dager, også når økta er slettet, eller til dere tar det tilbake.")),
    items.length === 0 ? h("p", { class: "muted" }, t("Planen har ingen tiltak å dele.")) : h("div", { class: "fill" }, items.map((item) => h(Shareable, { key: item.id, item, change }))),
  );
}
