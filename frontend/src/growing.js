/**
 * A field for text grows with what is in it, and that lays the whole page out anew for each letter. While
 * somebody writes it keeps its size, and grows when the letter has been shown.
 */
import { afterPaint } from "./later.js";

const held = new WeakMap(); // field -> the height it was given here, which its writer may drag to another

function hold(field) {
  const isOther = field.style.height || document.activeElement !== field;
  if (isOther || getComputedStyle(field).fieldSizing !== "content") return;
  setHeight(field, field.getBoundingClientRect().height);
  field.style.contain = "strict";
}

function setHeight(field, height) {
  field.style.height = `${height}px`;
  held.set(field, field.style.height);
}

function grow(field) {
  const missing = field.scrollHeight - field.clientHeight;
  if (missing > 0 && held.get(field) === field.style.height) setHeight(field, field.getBoundingClientRect().height + missing);
}

function release(field) {
  if (!held.has(field)) return;
  if (held.get(field) === field.style.height) field.style.height = "";
  field.style.contain = "";
  held.delete(field);
}

function lookAfter(document) {
  const isText = (target) => target?.localName === "textarea";
  document.addEventListener("focusin", ({ target }) => isText(target) && afterPaint(() => hold(target)));
  document.addEventListener("input", ({ target }) => isText(target) && afterPaint(() => (held.has(target) ? grow : hold)(target)));
  document.addEventListener("focusout", ({ target }) => release(target));
  document.addEventListener("submit", ({ target }) => target.querySelectorAll("textarea").forEach(release), true); // what is sent leaves it
}

if (globalThis.CSS?.supports?.("field-sizing", "content")) lookAfter(document);
