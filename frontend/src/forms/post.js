/**
 * Speaking with the server from the pages around the workbooks: JSON there and back, an error is a sentence.
 */
import { loadTexts, t } from "../text.js";

/** What the server told this page: base, language, texts, demo. */
export function pageData() {
  return JSON.parse(document.getElementById("lm-page").textContent);
}

/** Read the page's data and its texts. Every entry begins with this. */
export async function preparePage() {
  const page = pageData();
  await loadTexts(page.language, page.texts);
  return page;
}

/** POST `value` as JSON. Returns the answer; throws an Error whose message is the sentence to show. */
export async function post(url, value) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(value),
      credentials: "same-origin",
    });
  } catch {
    throw new Error(t("Vi når ikke maskinen som kjører lmtools. Sjekk nettet og prøv igjen."));
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok && !answer.error) return answer;
  throw new Error(answer.error || t("Noe gikk galt hos oss. Prøv en gang til."));
}
