/** The two parts of @jupyterlab/services that one kernel connection needs from the rest of it. */
export { ServerConnection } from "@jupyterlab/services/lib/serverconnection.js";
export { CommsOverSubshells } from "@jupyterlab/services/lib/kernel/comm.js";
