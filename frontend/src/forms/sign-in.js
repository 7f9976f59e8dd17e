/** The form that asks for a key, on the pages that need one. */
import { t } from "../text.js";
import { showError, whileBusy } from "./field.js";
import { post } from "./post.js";

/**
 * Watch the form with #nokkel; go to `next` when the key holds. `code` is the session whose own key holds too.
 * Returns what signs in with a key that was not typed.
 */
export function watchSignIn(page, form, { code = "", next }) {
  const input = form.querySelector("#nokkel");
  const area = form.querySelector("#nokkel-feil");
  const signIn = (key) =>
    whileBusy(form.querySelector("button"), async () => {
      try {
        await post(`${page.base}api/sign-in`, code ? { key, code } : { key });
        window.location.replace(next);
      } catch (error) {
        showError(input, area, error.message);
        input.focus();
      }
    });
  input.addEventListener("input", () => showError(input, area, ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const key = input.value.trim();
    if (key) {
      signIn(key);
      return;
    }
    showError(input, area, t("Skriv nøkkelen først."));
    input.focus();
  });
  return signIn;
}
