/**
 * Before words go to others: what in them can point at one person, and whether the writer will say it another
 * way. All of it happens on this page; nothing is sent to find out.
 */
import { Button, h, useEffect, useId, useRef, useState } from "../dom.js";
import { whenIdle } from "../later.js";
import { t } from "../text.js";

const PATIENCE = 3000; // milliseconds that a first text may wait for the lists
const MOST = 3; // lines in the question; more would be a scolding

let fetchLook = null;
let looking = null;
let look = null;

/** From now on this page looks at texts before it sends them. `fetching` brings the module with `look`. */
export function lookBeforeSending(fetching) {
  fetchLook = fetching;
  whenIdle(() => whenReady(() => {}));
}

/** Do `next`, at once when the lists are here; else when they come, or cannot come. The server looks as well. */
function whenReady(next) {
  if (look || !fetchLook) return next();
  looking ??= fetchLook().then((module) => (look = module.look), () => (looking = null));
  return Promise.race([looking, new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(next);
}

function findIn(texts) {
  return texts.flatMap((written) => {
    const text = written.normalize("NFC");
    return (look?.(text) ?? []).map((finding) => ({ ...finding, words: text.slice(finding.start, finding.end) }));
  });
}

/** Whether `text` holds a national id, which is not even kept as a draft anywhere but here. */
export function holdsNationalId(text) {
  return /\d/.test(text) && findIn([text]).some(({ barred }) => barred);
}

/**
 * What a form needs: `ask(texts, send)` sends, or first shows the question; `question` belongs in `h(Rephrase)`.
 */
export function useRephrase() {
  const [asking, setAsking] = useState(null);
  const ask = (texts, send) =>
    whenReady(() => {
      const found = findIn(texts);
      setAsking(found.length ? { found, send } : null);
      if (found.length === 0) send();
    });
  return { ask, question: { asking, close: () => setAsking(null) } };
}

const SAYS = {
  national_id: (words, barred) => (barred ? t("«{words}» er et fødselsnummer. Det kan ikke sendes.", { words }) : t("«{words}» ligner et fødselsnummer.", { words })),
  email: (words) => t("«{words}» er en e-postadresse.", { words }),
  phone: (words) => t("«{words}» ligner et telefonnummer.", { words }),
  name: (words) => t("«{words}» ligner navnet på en person.", { words }),
  points_at_one: (words) => t("«{words}» kan peke på én person.", { words }),
};

/** The question, inside the form it is about. It goes away when the writer writes on. */
export function Rephrase({ asking, close, anyway = t("Send likevel") }) {
  const id = useId("rephrase");
  const box = useRef(null);
  useEffect(() => {
    if (!asking) return undefined;
    const form = box.current.closest("form");
    box.current.focus();
    form.addEventListener("input", close);
    return () => form.removeEventListener("input", close);
  }, [asking]);
  if (!asking) return null;
  const lines = [...new Set(asking.found.map(({ kind, words, barred }) => SAYS[kind](words, barred)))].slice(0, MOST);
  const isBarred = asking.found.some(({ barred }) => barred);
  const rewrite = () => {
    select(box.current.closest("form"), asking.found[0].words);
    close();
  };
  const send = () => {
    close();
    asking.send();
  };
  return h(
    "div",
    { class: "rephrase panel stack stack-3 fill", role: "group", tabIndex: -1, ref: box, "aria-labelledby": `${id}-h`, "aria-describedby": `${id}-d`, onKeyDown: (event) => event.key === "Escape" && rewrite() },
    h("p", { class: "strong", id: `${id}-h` }, t("Les en gang til før det går til de andre")),
    h("div", { id: `${id}-d`, class: "stack stack-2" }, h("ul", { class: "rephrase-found" }, lines.map((line) => h("li", { key: line }, line))), h("p", { class: "small" }, isBarred ? t("Ta det bort, så kan du sende resten.") : t("Kan du si det slik at ingen blir pekt ut? For eksempel «en elev» eller «en av oss». Ingen andre har sett det ennå."))),
    h("div", { class: "row" }, h(Button, { onClick: rewrite }, t("Skriv om")), !isBarred && h(Button, { variant: "secondary", onClick: send }, anyway)),
  );
}

/** Back to the field, with what was found marked, so that writing replaces it. */
function select(form, words) {
  const fields = [...form.querySelectorAll("textarea, input[type=text]")];
  const field = fields.find(({ value }) => value.normalize("NFC").includes(words)) ?? fields[0];
  if (!field) return;
  field.focus();
  const at = field.value.indexOf(words);
  if (at >= 0) field.setSelectionRange(at, at + words.length);
}
