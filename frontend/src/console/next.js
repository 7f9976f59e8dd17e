/**
 * What comes next: the suggestion, the one large button, and the ways back.
 */
import { h } from "preact";
import { t } from "../text.js";
import { momentName } from "./agenda.js";

function nextLabel(snapshot, after) {
  if (after.step === snapshot.now.step) return t("Neste fase: {name}", { name: momentName(snapshot.steps, after) });
  return t("Neste: {name}", { name: after.title });
}

function Undo({ act }) {
  return h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "undo" }) }, t("Angre"));
}

/** The panel beside the phase. `said` is what the last press did, `problem` why it did not. */
export function Next({ snapshot, act, said, problem }) {
  const { suggestion, can_undo: canUndo, next: after, back: before } = snapshot.facilitator;
  if (snapshot.session.closed) {
    return h(
      "section",
      { class: "next stack stack-3", "aria-labelledby": "h-next" },
      h("h2", { class: "ds-heading", "data-size": "xs", id: "h-next" }, t("Økta er avsluttet")),
      h("p", null, t("Telefonene tar ikke imot mer. Planen kan lastes ned til økta blir slettet.")),
      canUndo && h("div", { class: "row back-row" }, h(Undo, { act }), h("span", { class: "small muted said", role: "status" }, said)),
      problem && h("p", { class: "ds-validation-message", role: "alert" }, problem),
    );
  }
  return h(
    "section",
    { class: "next stack stack-3", "aria-labelledby": "h-next" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-next" }, t("Forslag")),
    h("p", null, suggestion),
    after && h("button", { class: "ds-button fill next-button", type: "button", onClick: () => act({ do: "next" }) }, nextLabel(snapshot, after)),
    after && h("p", { class: "small muted" }, t("Telefonene bytter innen to sekunder. Det folk skriver nå, blir ikke borte.")),
    h(
      "div",
      { class: "row back-row" },
      before && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "back" }) }, t("Tilbake")),
      canUndo && h(Undo, { act }),
      h("span", { class: "small muted said", role: "status" }, said),
    ),
    problem && h("p", { class: "ds-validation-message", role: "alert" }, problem),
  );
}
