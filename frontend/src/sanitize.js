/**
 * Stands in for `sanitize-html` in the widget manager, which uses it for descriptions of stock widgets:
 * descriptions are shown as text here, never as markup.
 */
export default function asText(markup) {
  const box = document.createElement("span");
  box.textContent = markup;
  return box.innerHTML;
}
