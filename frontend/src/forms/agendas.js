/**
 * Agendas on the facilitator's page: begin a new one, open one from a file, start a session with one.
 */
import { t } from "../text.js";
import { showError, whileBusy } from "./field.js";
import { post } from "./post.js";

const MOST_BYTES = 64_000;

/** Choose the agenda in the address (?dagsorden=…) in the list of what a session can be about. */
export function wantedAgenda(select) {
  const name = new URLSearchParams(window.location.search).get("dagsorden");
  const wanted = `agenda:${name}`;
  if (!name || ![...select.options].some(({ value }) => value === wanted)) return;
  select.value = wanted;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  select.focus();
}

/** The text of `file`. Throws an Error with a sentence when it cannot be an agenda. */
async function textOf(file) {
  if (file.size > MOST_BYTES) throw new Error(t("Fila er for stor til å være en dagsorden. Velg ei fil som slutter på .toml."));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(t("Fila er ikke en dagsorden vi kan lese. Last den ned på nytt, og prøv igjen."));
  }
}

/** The buttons that begin an agenda, and the one that opens a file. */
export function watchAgendas(page) {
  const section = document.getElementById("plan");
  if (!section) return;
  const area = section.querySelector("#agenda-feil");
  const input = section.querySelector("#agenda-file");
  const opener = section.querySelector("#open-agenda");
  const begin = (button, body) =>
    whileBusy(button, async () => {
      showError(null, area, "");
      try {
        window.location.assign((await post(`${page.base}api/agendas`, await body())).url);
      } catch (error) {
        showError(null, area, error.message);
      }
    });
  for (const button of section.querySelectorAll("[data-begin]")) {
    button.addEventListener("click", () => begin(button, () => JSON.parse(button.dataset.begin)));
  }
  opener.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const [file] = input.files;
    const text = file && textOf(file);
    input.value = "";
    if (file) begin(opener, async () => ({ toml: await text }));
  });
}
