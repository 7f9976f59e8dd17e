/** Asking the server, with an end: a net that has died without a word must not leave anyone waiting. */

const SOON = 10_000; // milliseconds for what is answered at once
export const PATIENT = 45_000; // for what has to start something first

/** `fetch`, given up after `patience` milliseconds. The answer's body is under the same limit. */
export async function ask(url, { patience = SOON, ...options } = {}) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), patience);
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...options, signal: limit.signal });
    const body = await answer.json().catch((error) => (limit.signal.aborted ? Promise.reject(error) : null));
    return { ok: answer.ok, status: answer.status, body, wait: secondsToWait(answer) };
  } finally {
    clearTimeout(timer);
  }
}

/** POST `value` as JSON. */
export function send(url, value, options = {}) {
  return ask(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value), ...options });
}

/** How long the server asks us to wait, in seconds; 0 when it does not say. */
function secondsToWait(answer) {
  const seconds = Number(answer.headers?.get("Retry-After"));
  return seconds > 0 ? seconds : 0;
}
