/**
 * Speaking with the server from the pages around the workbooks: JSON there and back, an error is a sentence.
 */
import { PATIENT, send } from "../net.js";
import { loadTexts, t } from "../text.js";

/** What the server told this page: base, language, texts, demo. */
function pageData() {
  return JSON.parse(document.getElementById("lm-page").textContent);
}

/** Read the page's data and its texts. Every entry begins with this. */
export async function preparePage() {
  const page = pageData();
  await loadTexts(page.language, page.texts);
  document.body.dataset.script = "on"; // the words for a page whose script never came can stay hidden
  return page;
}

/** Let the buttons be pressed that nothing would have answered until now: a press must not be lost. */
export function openButtons() {
  for (const button of document.querySelectorAll("[data-until-script]")) button.disabled = false;
}

/** The sentence for a server that does not answer. */
export const unreached = () => t("Vi når ikke maskinen som kjører lmtools. Sjekk nettet og prøv igjen.");

/** POST `value` as JSON. Returns the answer; throws an Error whose message is the sentence to show. */
export async function post(url, value) {
  let answer;
  try {
    answer = await send(url, value, { patience: PATIENT });
  } catch {
    throw new Error(unreached());
  }
  if (answer.ok && answer.body && !answer.body.error) return answer.body;
  throw Object.assign(new Error(answer.body?.error || t("Noe gikk galt hos oss. Prøv en gang til.")), { status: answer.status });
}
