/** How an action stands: its sign and its word, the same wherever it is shown. */
import { h, Icon } from "../dom.js";
import { t } from "../text.js";

const SIGNS = {
  not_started: ["ring", () => t("Ikke startet")],
  under_way: ["half", () => t("I gang")],
  done: ["done", () => t("Gjort")],
  stopped: ["stopped", () => t("Stoppet")],
  late: ["warning", () => t("Forsinket")],
};

/** What people can say that an action is: [key, word]. It is late by its date, which nobody says. */
export const statuses = () => ["not_started", "under_way", "done", "stopped"].map((key) => [key, SIGNS[key][1]()]);

/** Every way to stand, [key, icon, word], with what needs somebody first. */
export const standings = () => ["late", "under_way", "not_started", "done", "stopped"].map((key) => [key, SIGNS[key][0], SIGNS[key][1]()]);

export function Status({ status }) {
  const [icon, word] = SIGNS[status] ?? SIGNS.not_started;
  return h("span", { class: "status" }, h(Icon, { name: icon }), word());
}
