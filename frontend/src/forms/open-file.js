/**
 * Opening a session from its file: sent as it is, and what is wrong with it comes back as a sentence.
 */
import { ask, PATIENT } from "../net.js";
import { leaveNewKey } from "../new-key.js";
import { t } from "../text.js";
import { showError, whileBusy } from "./field.js";
import { unreached } from "./post.js";

const MOST_BYTES = 1_000_000; // the server takes no more, and would not say why
const TYPE = "application/vnd.lmtools.session+zip";

const NOTHING = { ok: false, body: null };

async function send(page, file, again) {
  const url = `${page.base}api/session-file${again ? "?again=1" : ""}`;
  return ask(url, { method: "POST", headers: { "Content-Type": TYPE }, body: file, patience: PATIENT }).catch(() => NOTHING);
}

export function watchOpenFile(page, form) {
  const input = form.querySelector("#session-file");
  const area = form.querySelector("#session-file-feil");
  const anyway = form.querySelector("#open-again");
  const here = form.querySelector("#open-here");
  const say = (sentence) => showError(input, area, sentence);

  /** `code` is that of the session that is here already; "" when there is none. */
  const offer = (code) => {
    anyway.hidden = here.hidden = !code;
    if (code) here.href = `${page.base}okt/${code}/etter`;
  };
  const open = async (again) => {
    const [file] = input.files;
    say("");
    offer("");
    if (!file) return say(t("Velg ei fil først."));
    if (file.size > MOST_BYTES) return say(t("Fila er større enn ei økt kan være, så vi åpner den ikke."));
    const { ok, body } = await send(page, file, again);
    if (!ok || !body) {
      say(body?.error || unreached());
      return offer(body?.code ?? "");
    }
    leaveNewKey(body.code, body.key);
    return window.location.assign(body.url);
  };
  input.addEventListener("change", () => (say(""), offer("")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whileBusy(form.querySelector("[type=submit]"), () => open(false));
  });
  anyway.addEventListener("click", () => whileBusy(anyway, () => open(true)));
}
