/**
 * A workbook as steps. The cells up to and including a widget form one step: its prose, then its view.
 * What stands before the first heading of the second level is the opening of the whole book.
 */
import { t } from "./text.js";
import { VIEWS } from "./views/index.js";

/** Read the cells that the server has sent. Prose elements are taken out of the page and kept. */
export function readSteps(root) {
  const steps = [];
  let prose = [];
  for (const cell of [...root.children]) {
    if (cell.classList.contains("lm-md")) {
      clean(cell);
      prose.push(...cell.childNodes);
      continue;
    }
    const models = [...cell.querySelectorAll(".lm-cell")].map((el) => el.dataset.model);
    for (const model of models) {
      steps.push({ prose, model });
      prose = [];
    }
    if (models.length === 0 && cell.children.length > 0) prose.push(...cell.childNodes);
  }
  const opening = takeOpening(steps[0]?.prose ?? prose);
  return { opening, steps, closing: steps.length ? prose : [] };
}

/** nbconvert's own marks that a reader has no use for. */
function clean(cell) {
  for (const mark of cell.querySelectorAll("a.anchor-link, script, iframe, object, embed")) mark.remove();
}

function takeOpening(prose) {
  const second = prose.findIndex((node) => node.nodeName === "H2");
  return prose.splice(0, second === -1 ? (prose.some((node) => node.nodeName === "H1") ? prose.length : 0) : second);
}

/** The heading of a step and the prose after it. */
export function splitHeading(prose) {
  const index = prose.findIndex((node) => /^H[1-6]$/.test(node.nodeName));
  if (index === -1) return { title: null, body: prose };
  return { title: prose[index].textContent.trim(), body: prose.filter((_, at) => at !== index) };
}

/** Show the widget of a step in `el`: one of our views, or a stock widget. */
export async function showWidget({ manager, id, el, room, level }) {
  const model = await manager.get_model(id);
  const view = VIEWS[model.get("_view")];
  el.dataset.verb = model.get("_view") ?? "stock";
  if (view) view.render({ model, el, room, level });
  else if (isForeign(model)) sayWhatIsMissing(model, el);
  else await manager.show(model, el).catch(() => sayWhatIsMissing(model, el));
  return model;
}

/** Of a library that is not here, or an anywidget of somebody else's: its own script may not run in our page. */
const isForeign = (model) => model.get("_view_module") === "anywidget" || model.get("_view_name") === "ErrorWidgetView";

/** A widget that this page cannot draw leaves its question and a sentence, and the other steps as they are. */
function sayWhatIsMissing(model, el) {
  const said = [model.get("content")?.question, t("Denne delen av arbeidsboka lot seg ikke vise. Resten kan brukes som før.")].filter(Boolean);
  el.replaceChildren(...said.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
}
