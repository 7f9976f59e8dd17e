/** The websocket to one kernel. */
import * as base from "@jupyter-widgets/base";
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default.js";
import { CommsOverSubshells, ServerConnection } from "./services.js";

/** A kernel that the server knows to be ready is not asked who it is before the first message. */
class ReadyKernelConnection extends KernelConnection {
  async requestKernelInfo() {}
}

export function openKernel(page, id, { isReady }) {
  const baseUrl = new URL(page.base, window.location.href).href;
  const serverSettings = ServerConnection.makeSettings({ baseUrl, wsUrl: baseUrl.replace(/^http/, "ws"), appendToken: false });
  const Connection = isReady ? ReadyKernelConnection : KernelConnection;
  return new Connection({ model: { id, name: "python3" }, serverSettings, clientId: base.uuid(), commsOverSubshells: CommsOverSubshells.Disabled });
}
