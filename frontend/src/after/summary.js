/**
 * The page for pupils and parents: prefilled from the day, edited here, and let out only when it is saved.
 */
import { Button, h, useEffect, useState } from "../dom.js";
import { ask } from "../net.js";
import { clockTime, t } from "../text.js";
import { Rephrase, useRephrase } from "../views/rephrase.js";

const NAME = "summary";
const FIELDS = ["headline", "said", "does"];
const PART = { lines: 8, length: 600 };

/** What the form may begin with; null until it has come, and empty texts when it cannot come. */
function useSuggestion(api, wanted) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    if (!wanted) return;
    const nothing = { headline: "", said: "", does: "" };
    ask(`${api}/summary`).then((answer) => setFound(answer.ok && answer.body ? answer.body : nothing), () => setFound(nothing));
  }, [wanted]);
  return found;
}

const rowsFor = (text) => Math.min(10, Math.max(4, text.split("\n").length + 1));

function Part({ id, label, hint, value, onInput }) {
  return h(
    "div",
    { class: "ds-field" },
    h("label", { class: "ds-label", for: id }, label),
    h("p", { class: "small muted", id: `${id}-hint` }, hint),
    h("textarea", { class: "ds-input", id, rows: rowsFor(value), maxLength: PART.length, value, "aria-describedby": `${id}-hint`, onInput: (event) => onInput(event.currentTarget.value) }),
  );
}

/** The two ways to take it along; what is not saved yet is not on it, and that is said. */
function Take({ api, isSaved, isChanged }) {
  if (!isSaved) return h("p", { class: "muted" }, t("Når du har lagret, kan du laste ned arket her. Før det kommer ingenting ut."));
  return h(
    "div",
    { class: "stack stack-2" },
    isChanged && h("p", null, t("Du har endret teksten. Lagre den, så kommer endringene med på arket.")),
    h("a", { class: "ds-link take strong", href: `${api}/summary.docx`, download: true }, t("Arket til elever og foresatte (Word)")),
    h("a", { class: "ds-link take strong", href: `${api}/summary.html`, target: "_blank", rel: "noopener" }, t("Åpne arket til utskrift")),
  );
}

/** `stored` is what the room holds: {headline, said, does, revision, saved}. */
export function SummaryForm({ room, api, stored }) {
  const suggested = useSuggestion(api, stored.revision === 0);
  const [typed, setTyped] = useState(() => room.drafts.get(NAME) ?? {});
  const [result, setResult] = useState({ said: "", problem: "" });
  const rephrase = useRephrase();
  const start = stored.revision > 0 ? stored : suggested;
  if (start === null) return null;
  const values = Object.fromEntries(FIELDS.map((name) => [name, typed[name] ?? start[name]]));
  const isChanged = FIELDS.some((name) => values[name] !== stored[name]);

  const type = (name) => (text) => {
    const next = { ...typed, [name]: text };
    setTyped(next);
    room.drafts.set(NAME, next);
    setResult({ said: "", problem: "" });
  };
  const save = async () => {
    const answer = await room.send("summary.save", { ...values, revision: stored.revision });
    if (!answer.ok) {
      room.forget(answer.id); // the form shows the sentence itself
      setResult({ said: "", problem: answer.error });
      return;
    }
    room.drafts.drop(NAME);
    setTyped({});
    setResult({ said: t("Lagret {time}", { time: clockTime(new Date()) }), problem: "" });
  };
  const submit = (event) => {
    event.preventDefault();
    rephrase.ask(Object.values(values), save);
  };
  return h(
    "section",
    { class: "stack stack-4", "aria-labelledby": "h-summary" },
    h("h2", { class: "ds-heading", "data-size": "sm", id: "h-summary" }, t("Til elever og foresatte")),
    h("p", { class: "measure" }, t("Ett ark som sier hva elevene svarte, og hva skolen gjør med det. Vi har begynt på teksten. Les den, rett den så en på tolv år forstår den, og lagre. Først da kan den lastes ned. Alle kan se den.")),
    h(
      "form",
      { class: "stack stack-4 fill", onSubmit: submit },
      h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: "summary-headline" }, t("Overskrift")), h("input", { class: "ds-input", id: "summary-headline", type: "text", maxLength: 90, autocomplete: "off", value: values.headline, onInput: (event) => type("headline")(event.currentTarget.value) })),
      h(Part, { id: "summary-said", label: t("Dette sa dere"), hint: t("Ett punkt på hver linje, høyst {lines}. Tallene er de som kan vises.", { lines: PART.lines }), value: values.said, onInput: type("said") }),
      h(Part, { id: "summary-does", label: t("Dette gjør vi"), hint: t("Det de ansatte valgte, og tiltakene. Ta bort det som bare er for de ansatte."), value: values.does, onInput: type("does") }),
      h(Rephrase, { ...rephrase.question, anyway: t("Lagre likevel") }),
      h("div", { class: "row" }, h(Button, { type: "submit" }, t("Lagre teksten")), h("span", { class: "small muted", role: "status" }, result.said)),
      h("div", { role: "alert" }, result.problem && h("p", { class: "ds-validation-message" }, result.problem)),
    ),
    h(Take, { api, isSaved: stored.saved, isChanged }),
  );
}
