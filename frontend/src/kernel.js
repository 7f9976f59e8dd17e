/**
 * The page's line to its kernel: one websocket, and the models of the widgets that the cells made.
 *
 * Our widgets are anywidgets. Their model side is here; their views are in this bundle and are chosen by the
 * trait `_view`, so no script travels from the kernel. Stock ipywidgets, which a school's own workbook may
 * use, are fetched as a part of their own the first time one is met.
 */
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default.js";
import { CommsOverSubshells, ServerConnection } from "./services.js";

class AnyModel extends base.DOMWidgetModel {}

/** A view of somebody else's anywidget: its script is in the trait `_esm`. */
class AnyView extends base.DOMWidgetView {
  async render() {
    const url = URL.createObjectURL(new Blob([this.model.get("_esm")], { type: "text/javascript" }));
    try {
      const module = await import(url);
      const widget = typeof module.default === "function" ? await module.default() : module.default;
      await (widget?.render ?? module.render)?.({ model: this.model, el: this.el, experimental: {} });
    } finally {
      URL.revokeObjectURL(url);
    }
  }
}

const MODULES = {
  anywidget: async () => ({ AnyModel, AnyView }),
  "@jupyter-widgets/base": async () => base,
  "@jupyter-widgets/controls": async () => import("./stock.js"),
  "@jupyter-widgets/output": async () => import("./stock.js"),
};

class Manager extends ManagerBase {
  constructor(kernel) {
    super();
    this.kernel = kernel;
    kernel.registerCommTarget(this.comm_target_name, (comm, message) =>
      this.handle_comm_open(new base.shims.services.Comm(comm), message),
    );
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
    const reply = await this.kernel.requestCommInfo({ target_name: this.comm_target_name });
    return reply.content.status === "ok" ? reply.content.comms : {};
  }

  async load() {
    await this._loadFromKernel();
  }

  /** Show a stock widget in `el`. */
  async show(model, el) {
    const view = await this.create_view(model);
    base.JupyterLuminoPanelWidget; // keeps lumino's messages in the bundle
    view.trigger("displayed");
    el.append(view.el);
  }
}

/**
 * Connect to the kernel of this page.
 *
 * @param {{base: string, kernel: string}} page
 * @param {(state: "connected"|"connecting"|"lost") => void} onState
 */
export async function connect(page, onState) {
  const baseUrl = new URL(page.base, window.location.href).href;
  const serverSettings = ServerConnection.makeSettings({ baseUrl, wsUrl: baseUrl.replace(/^http/, "ws"), appendToken: false });
  const kernel = new KernelConnection({ model: { id: page.kernel, name: "python3" }, serverSettings, clientId: base.uuid(), commsOverSubshells: CommsOverSubshells.Disabled });
  const tell = () => {
    const lost = kernel.status === "dead" || kernel.connectionStatus === "disconnected";
    onState(lost ? "lost" : kernel.connectionStatus === "connected" ? "connected" : "connecting");
  };
  kernel.connectionStatusChanged.connect(tell);
  kernel.statusChanged.connect(tell);
  const manager = new Manager(kernel);
  await manager.load();
  return { kernel, manager };
}
