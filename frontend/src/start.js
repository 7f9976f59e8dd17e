/**
 * The front page (and the page for a wrong address): join a session with its code.
 */
import { digitsOf, formatWhileTyping, isWhole } from "./forms/code.js";
import { showError, whileBusy } from "./forms/field.js";
import { post, preparePage } from "./forms/post.js";
import { afterPaint } from "./later.js";
import { t } from "./text.js";

function whatIsWrong(digits) {
  if (digits === "") return t("Skriv koden fra lerretet. Den har seks siffer.");
  return t("Koden har seks siffer. Her står det {count}.", { count: digits.length });
}

async function start() {
  const page = await preparePage();
  const form = document.getElementById("join");
  const input = form.querySelector("#kode");
  const area = form.querySelector("#kode-feil");
  formatWhileTyping(input);
  input.addEventListener("input", () => showError(input, area, ""));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = digitsOf(input.value);
    if (!isWhole(code)) {
      afterPaint(() => {
        showError(input, area, whatIsWrong(code));
        input.focus();
      });
      return;
    }
    whileBusy(form.querySelector("button"), async () => {
      try {
        const answer = await post(`${page.base}api/join`, { code, language: page.language });
        window.location.assign(answer.url);
      } catch (error) {
        if (error.status === 403) window.location.assign(`${page.base}bli-med/${code}`); // full: a page that tries again by itself
        showError(input, area, error.message);
        input.focus();
      }
    });
  });
}

start();
