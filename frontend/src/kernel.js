/**
 * The page's line to its kernel: one websocket, and Jupyter's models of the widgets that the cells made.
 *
 * The page comes with the widgets' first state inside, so it is usable before there is any kernel
 * (`models.js`). This part is fetched, and a kernel asked for, the first time somebody chooses other figures;
 * a lost one is replaced the same way.
 *
 * Our widgets are anywidgets. Their model side is here; their views are in the page's bundle and are chosen by
 * the trait `_view`, so no script travels from the kernel. Stock ipywidgets, which a school's own workbook may
 * use, need this part at once, and are themselves fetched as a part of their own the first time one is met.
 */
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { openKernel } from "./connection.js";

/** A model that works without a kernel, and wakes one when it has something to ask. */
class AnyModel extends base.DOMWidgetModel {
  save_changes(callbacks) {
    if (this.comm_live && this.widget_manager.isConnected) return this.ask(callbacks);
    return this.widget_manager.wake().then(() => this.ask(callbacks), (error) => this.tell(error));
  }

  ask(callbacks) {
    this.question = { ...this._buffered_state_diff };
    return super.save_changes(callbacks);
  }

  /** What was asked of a kernel that is lost before it has answered is asked of the next one. */
  takeBack() {
    const { isOwed } = this;
    if (isOwed) this._buffered_state_diff = { ...this.question, ...this._buffered_state_diff };
    return isOwed;
  }

  get isOwed() {
    return this._pending_msgs > 0 && Boolean(this.question);
  }

  send(content, callbacks, buffers) {
    if (this.comm_live && this.widget_manager.isConnected) return super.send(content, callbacks, buffers);
    return this.widget_manager.wake().then(() => super.send(content, callbacks, buffers), (error) => this.tell(error));
  }

  /** No answer has come for long: ask another kernel. */
  askAnother() {
    if (this.isOwed) this.widget_manager.drop();
  }

  tell(error) {
    this.trigger("kernel:refused", error.message);
  }
}

/** Let a model speak from now on through the comm of the same widget in another kernel. */
function adopt(model, comm) {
  model.comm = comm;
  comm.on_close(model._handle_comm_closed.bind(model));
  comm.on_msg(model._handle_comm_msg.bind(model));
  model.comm_live = true;
}

function letGo(model) {
  model.comm = undefined;
  model.comm_live = false;
  // Answers that a lost kernel owes would hold back every later question.
  model._pending_msgs = 0;
  model._msg_buffer = null;
}

/** Milliseconds until a line that does not open is given up. */
const PATIENCE = 30_000;

/** The kernel's process is gone, or another has been started in its place without what our cells made. */
const LOST = new Set(["dead", "restarting", "autorestarting"]);

const MODULES = {
  anywidget: async () => ({ AnyModel }),
  "@jupyter-widgets/base": async () => base,
  "@jupyter-widgets/controls": async () => import("./stock.js"),
  "@jupyter-widgets/output": async () => import("./stock.js"),
};

class Manager extends ManagerBase {
  constructor(kernel = null) {
    super();
    this.kernel = kernel;
  }

  async loadClass(className, moduleName) {
    const found = (await MODULES[moduleName]?.())?.[className];
    if (!found) throw new Error(`No widget class ${moduleName}.${className}`);
    return found;
  }

  async _create_comm(target, id, data, metadata, buffers) {
    const comm = this.kernel.createComm(target, id);
    if (data || metadata) comm.open(data, metadata, buffers);
    return new base.shims.services.Comm(comm);
  }

  async _get_comm_info() {
    if (!this.kernel) return {};
    const reply = await this.kernel.requestCommInfo({ target_name: this.comm_target_name });
    return reply.content.status === "ok" ? reply.content.comms : {};
  }

  async load() {
    await this._loadFromKernel();
  }

  /** Every model there is, as a list. */
  async all() {
    return Promise.all(Object.values(this._models));
  }

  /** Show a stock widget in `el`. */
  async show(model, el) {
    const view = await this.create_view(model);
    base.JupyterLuminoPanelWidget; // keeps lumino's messages in the bundle
    view.trigger("displayed");
    el.append(view.el);
  }
}

/** The manager of a page: its models came with the page, and a kernel comes when one is needed. */
class PageManager extends Manager {
  constructor(page, { askForKernel, withoutNet }) {
    super();
    Object.assign(this, { page, askForKernel, withoutNet });
    this.waking = null;
  }

  /** Whether questions get through just now. */
  get isConnected() {
    return this.kernel?.connectionStatus === "connected";
  }

  /** Have a kernel in which the same cells have run, and let our models speak with it. */
  wake() {
    if (this.kernel && !this.isConnected) this.drop();
    this.waking ??= this.connect().catch((error) => {
      this.waking = null;
      throw error;
    });
    return this.waking;
  }

  async connect() {
    const { page } = this;
    const { kernel: id, same } = await this.askForKernel();
    const kernel = openKernel(page, id, { isReady: same });
    await this.reach(kernel);
    await (same ? this.meet(kernel) : this.find(kernel));
    this.watch(kernel);
    stopWithPage(page, id);
    this.kernel = kernel;
  }

  /** Have the line open. Jupyter tries for minutes; somebody waits here. */
  async reach(kernel) {
    const isOpen = await Promise.race([isConnected(kernel), new Promise((resolve) => setTimeout(resolve, PATIENCE, false))]);
    if (isOpen) return;
    navigator.sendBeacon(farewell(this.page, kernel.id));
    kernel.dispose();
    throw new Error(this.withoutNet());
  }

  /** The kernel is a copy of the one that made our widgets: they have the same names there. */
  async meet(kernel) {
    this.known = await this.all();
    for (const model of this.known) adopt(model, new base.shims.services.Comm(kernel.createComm(this.comm_target_name, model.model_id)));
  }

  /** The cells have run anew in this kernel: ask what widgets it has. */
  async find(kernel) {
    const remote = new Manager(kernel);
    await remote.load();
    await this.pair(remote);
  }

  /** The same cells made the same widgets in the same order: pair them, ours by step. */
  async pair(remote) {
    const [here, there] = await Promise.all([this.all(), remote.all()]);
    this.known = here;
    const ours = here.filter((model) => model.get("step"));
    for (const model of ours) {
      const twin = there.find((other) => other.get("step") === model.get("step"));
      if (twin) adopt(model, twin.comm);
    }
    const [rest, others] = [here, there].map((models) => models.filter((model) => !model.get("step")));
    if (rest.length !== others.length) return;
    rest.forEach((model, index) => others[index].name === model.name && adopt(model, others[index].comm));
  }

  /** A kernel that is gone is let go of; the next question wakes another. */
  watch(kernel) {
    const lose = () => this.kernel === kernel && this.drop();
    const look = () => {
      // An answer that was under way when the line was cut does not come on the next one.
      const isCut = kernel.connectionStatus !== "connected" && this.known.some((model) => model.isOwed);
      if (isCut || LOST.has(kernel.status) || kernel.connectionStatus === "disconnected") lose();
    };
    kernel.connectionStatusChanged.connect(look);
    kernel.statusChanged.connect(look);
    // The server stops a kernel that has been left alone, and lets the line to it stand.
    kernel.iopubMessage.connect((_, message) => message.header.msg_type === "shutdown_reply" && lose());
  }

  drop() {
    const { kernel } = this;
    this.kernel = null;
    this.waking = null;
    const unanswered = this.known.filter((model) => model.takeBack?.());
    for (const model of this.known) letGo(model);
    navigator.sendBeacon(farewell(this.page, kernel.id)); // it may live still, behind a net that was away
    kernel.dispose();
    for (const model of unanswered) model.save_changes();
  }
}

const farewell = (page, id) => `${page.base}voila/api/shutdown/${id}`;

/** Whether messages get through, as soon as that is known; the server may not let us in. */
function isConnected(kernel) {
  return new Promise((resolve) => {
    const look = () => {
      if (kernel.connectionStatus === "connected") resolve(true);
      else if (kernel.connectionStatus === "disconnected") resolve(false);
    };
    kernel.connectionStatusChanged.connect(look);
    look();
  });
}

/** The kernel goes with the page that asked for it. */
function stopWithPage(page, id) {
  window.addEventListener("pagehide", (event) => {
    if (!event.persisted) navigator.sendBeacon(farewell(page, id));
  });
}

/**
 * Jupyter's models of this page. What is shared with the page's own bundle is given and not imported, so that
 * the page stays one file: each part that two have in common would be one more to fetch before it can be used.
 *
 * @param {{base: string}} page
 * @param {object} state the widgets as the server sent them
 * @param {{askForKernel: () => Promise<{kernel: string, same: boolean}>, withoutNet: () => string}} given
 */
export async function openBook(page, state, given) {
  const manager = new PageManager(page, given);
  await manager.set_state({ version_major: 2, version_minor: 0, state });
  return manager;
}
