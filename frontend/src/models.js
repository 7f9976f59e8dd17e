/**
 * The models of a page's widgets, without a kernel: what the cells left in them came with the page.
 *
 * That is all that most visitors ever need, so what speaks with a kernel (`kernel.js`, Jupyter's own libraries,
 * larger than all the rest) is fetched the first time a model has something to ask. Then each model here hands
 * over to one of Jupyter's, which it speaks and listens through from there on.
 */
import { PATIENT, send } from "./net.js";
import { t } from "./text.js";

const withoutNet = () => t("Vi får ikke hentet andre tall uten nett. Prøv igjen når nettet er tilbake.");

/** One widget's traits, read and set as an anywidget's are. */
export class PageModel {
  constructor(state, meet) {
    this.state = state;
    this.meet = meet; // brings Jupyter's model of the same widget
    this.real = null;
    this.told = {}; // set from outside the kernel, which need not know
    this.unsaved = {};
    this.listeners = new Map(); // event -> Set of what to call
  }

  get(name) {
    return this.real ? this.real.get(name) : this.state[name];
  }

  set(name, value) {
    if (this.real) return this.real.set(name, value);
    this.unsaved[name] = value;
    return this.change({ [name]: value });
  }

  set_state(state) {
    if (this.real) return this.real.set_state(state);
    Object.assign(this.told, state);
    return this.change(state);
  }

  change(state) {
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.trigger(`change:${name}`);
  }

  on(event, listener) {
    if (!this.listeners.has(event)) this.listeners.set(event, new Set());
    this.listeners.get(event).add(listener);
  }

  off(event, listener) {
    this.listeners.get(event)?.delete(listener);
  }

  trigger(event, ...about) {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener(...about);
  }

  save_changes() {
    return this.through((real) => real.save_changes());
  }

  askAnother() {
    return this.through((real) => real.askAnother());
  }

  send(content) {
    return this.through((real) => real.send(content));
  }

  /** Do something with Jupyter's model; without a net there is none, and the one who asks is told. */
  async through(work) {
    try {
      if (!this.real) this.handOver(await this.meet());
    } catch {
      return this.trigger("kernel:refused", withoutNet());
    }
    return work(this.real);
  }

  handOver(real) {
    if (this.real) return; // two have asked at the same time
    real.set_state(this.told);
    real.set(this.unsaved);
    real.on("all", (event, ...about) => this.trigger(event, ...about));
    this.real = real;
  }
}

/** All the models of a page whose widgets are ours. */
class PageBook {
  constructor(page) {
    this.page = page;
    const meet = (id) => async () => (await this.meetKernels()).get_model(id);
    this.models = new Map(Object.entries(readStates()).map(([id, { state }]) => [id, new PageModel(state, meet(id))]));
    this.meeting = null;
  }

  async get_model(id) {
    return this.models.get(id);
  }

  /** Jupyter's manager of the same widgets; a poor net may lose it on the way, and then it is fetched anew. */
  meetKernels() {
    this.meeting ??= openBook(this.page).catch((error) => {
      this.meeting = null;
      throw error;
    });
    return this.meeting;
  }
}

const readStates = () => JSON.parse(document.getElementById("lm-states").textContent);

async function openBook(page) {
  const kernels = await import("./kernel.js");
  return kernels.openBook(page, readStates(), { askForKernel: () => askForKernel(page), withoutNet });
}

/** A kernel of one's own from the server, and whether it is of the run that made this page. Throws with the server's sentence when there is none. */
async function askForKernel(page) {
  const { run } = document.getElementById("lm-states").dataset;
  let answer;
  try {
    answer = (await send(`${page.base}api/kernel`, { workbook: page.workbook, language: page.language, run }, { patience: PATIENT })).body;
  } catch {
    throw new Error(withoutNet());
  }
  if (!answer?.kernel) throw new Error(answer?.error ?? t("Noe gikk galt hos oss. Prøv en gang til."));
  return answer;
}

/** A stock control, which only Jupyter's libraries can show. */
const isStock = ({ model_module: module }) => module !== "anywidget" && module !== "@jupyter-widgets/base";

/**
 * The models of this page, as the server sent them.
 *
 * @param {{base: string, workbook: string, language: string}} page
 */
export async function openModels(page) {
  if (!Object.values(readStates()).some(isStock)) return new PageBook(page);
  const book = await openBook(page);
  book.wake().catch((error) => console.error(error)); // a stock control does not know how to ask for a kernel
  return book;
}
