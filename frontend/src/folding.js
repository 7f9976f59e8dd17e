/** What is folded away is opened when the browser has shown the press: there may be a lot of it, and a sign is shown first. */
import { whenShown } from "./later.js";

function unfoldWhenShown(event) {
  const summary = event.target.closest?.("summary");
  if (!summary || event.defaultPrevented) return;
  const folded = summary.parentElement;
  event.preventDefault();
  if (folded.hasAttribute("data-pressed")) return; // twice in one frame is once
  folded.setAttribute("data-pressed", "");
  whenShown(() => {
    folded.removeAttribute("data-pressed");
    folded.open = !folded.open;
  });
}

globalThis.document?.addEventListener("click", unfoldWhenShown);
