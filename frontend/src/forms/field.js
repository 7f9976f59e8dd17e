/**
 * One field of a form: its error stands beneath it in a sentence, and is read aloud when it comes.
 */

/** Show `sentence` in the alert area `area` and mark `input`; an empty sentence takes both away. */
export function showError(input, area, sentence) {
  area.textContent = "";
  if (!sentence) {
    input?.removeAttribute("aria-invalid");
    return;
  }
  const line = document.createElement("p");
  line.className = "ds-validation-message";
  line.textContent = sentence;
  area.append(line);
  input?.setAttribute("aria-invalid", "true");
}

/** Run `work` while `button` says that it is busy. It stays focusable, and a second press does nothing. */
export async function whileBusy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
