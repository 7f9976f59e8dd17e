/** One line that says where what you wrote is now. Quiet until there is something to say. */
import { h, Icon, useRoom } from "./dom.js";
import { clockTime, t } from "./text.js";

const LINES = {
  sending: () => ["half", t("Sender")],
  sent: ({ at }) => ["done", t("Sendt {time}", { time: clockTime(at ?? new Date()) })],
  offline: () => ["phone", t("Lagret på telefonen – sendes når nettet er tilbake")],
  error: ({ message }) => ["warning", message ?? t("Det gikk ikke å sende. Teksten ligger fortsatt i feltet.")],
  local: () => ["phone", t("Lagret bare i denne nettleseren")],
  memory: () => ["warning", t("Nettleseren lagrer ikke. Det du skriver, forsvinner når du lukker sida.")],
};

export function SaveLine({ room, step = null }) {
  useRoom(room);
  const { save } = room;
  const isElsewhere = step !== null && !room.solo && save.state !== "offline" && save.step !== step;
  const line = isElsewhere ? null : LINES[save.state]?.(save);
  return h("p", { class: "save", role: "status", "data-state": save.state, hidden: !line }, line && [h(Icon, { name: line[0], key: "i" }), h("span", { key: "t" }, line[1])]);
}

/** What the server has refused in this step: its sentence, and the text, so that nothing is lost. */
export function Refused({ room, step, onTakeBack }) {
  const failures = room.failures(step);
  if (failures.length === 0) return null;
  return h(
    "ul",
    { class: "refused stack stack-3 fill" },
    failures.map(({ command, error }) =>
      h(
        "li",
        { key: command.id, class: "stack stack-2" },
        h("p", { class: "ds-validation-message" }, error),
        command.text && h("p", { class: "refused-text" }, command.text),
        h(
          "div",
          { class: "row" },
          command.text && onTakeBack && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => (onTakeBack(command), room.forget(command.id)) }, t("Hent teksten tilbake i feltet")),
          h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: () => room.forget(command.id) }, t("Fjern meldingen")),
        ),
      ),
    ),
  );
}
