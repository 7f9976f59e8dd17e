/**
 * The same views for JupyterLab and stock Voilà, as one self-contained anywidget module.
 *
 * Everything is drawn in a shadow root, so that our styles do not touch the notebook and its styles do not
 * touch us. There is no room here: what is written stays in the browser.
 */
import { setPageTexts } from "./text.js";
import { VIEWS } from "./views/index.js";
import css from "virtual:styles";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

function render({ model, el }) {
  const root = el.shadowRoot ?? el.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const box = document.createElement("div");
  box.className = "lm-lab lm-view stack stack-5";
  box.dataset.size = "sm";
  box.dataset.colorScheme = "light";
  box.dataset.verb = model.get("_view");
  box.lang = model.get("language");
  root.replaceChildren(box);
  setPageTexts(model.get("language"), model.get("texts"));
  const view = VIEWS[model.get("_view")];
  if (view) return view.render({ model, el: box, room: null, level: 3 });
  box.textContent = model.get("content")?.question ?? "";
  return undefined;
}

export default { render };
