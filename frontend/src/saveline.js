/** Where what one wrote is now, in one line. Quiet until there is something to say. */
import { h, Icon, useRef, useRoom } from "./dom.js";
import { textsOf } from "./reduce.js";
import { clockTime, t } from "./text.js";

const LINES = {
  draft: (_, staysHere) => ["phone", staysHere ? t("Lagret på telefonen som et utkast") : t("Lagret på telefonen, ikke sendt ennå")],
  sending: () => ["half", t("Sender")],
  sent: ({ save }, staysHere) => {
    const time = { time: clockTime(save.at ?? new Date()) };
    return ["done", staysHere ? t("Lagret {time}", time) : t("Sendt {time}", time)];
  },
  offline: ({ keepsNothing }) => (keepsNothing ? ["warning", t("Nettet er borte, og nettleseren lagrer ikke. Hold sida åpen til det er sendt.")] : ["phone", t("Lagret på telefonen – sendes når nettet er tilbake")]),
  busy: ({ keepsNothing }) => (keepsNothing ? ["warning", t("Mange sender akkurat nå. Hold sida åpen til det er sendt.")] : ["phone", t("Mange sender akkurat nå. Det er lagret på telefonen og sendes om litt.")]),
  error: ({ save }) => ["warning", save.message ?? t("Det gikk ikke å sende. Teksten ligger fortsatt i feltet.")],
  local: () => ["phone", t("Lagret bare i denne nettleseren")],
  memory: ({ solo }) => ["warning", solo ? t("Nettleseren lagrer ikke. Det du skriver, forsvinner når du lukker sida.") : t("Nettleseren lagrer ikke. Send det du har skrevet, før du lukker sida.")],
};
const EVERYWHERE = new Set(["offline", "busy"]);

/**
 * What `staysHere` is for its writer alone, so it is "saved" and not "sent"; a `quiet` line says nothing of what was there
 * before it came, such as what was written in the phase before.
 */
export function SaveLine({ room, step = null, staysHere = false, quiet = false }) {
  useRoom(room);
  const { save } = room;
  const before = useRef(save);
  const isElsewhere = step !== null && !room.solo && !EVERYWHERE.has(save.state) && save.step !== step;
  const isOld = quiet && save === before.current && !EVERYWHERE.has(save.state);
  const line = isElsewhere || isOld ? null : LINES[save.state]?.(room, staysHere);
  return h("p", { class: "save", role: "status", "data-state": save.state, hidden: !line }, line && [h(Icon, { name: line[0], key: "i" }), h("span", { key: "t" }, line[1])]);
}

/** Nothing has been heard for a while: since when, and what one can do meanwhile. */
export function Away({ room, children }) {
  useRoom(room);
  return h("p", { class: "save away fill", role: "status", "data-state": "offline", hidden: !room.isAway }, room.isAway && [h(Icon, { name: "phone", key: "i" }), h("span", { key: "t" }, children)]);
}

function Lost({ sentence, texts, onTakeBack, onForget }) {
  return h(
    "li",
    { class: "stack stack-2" },
    h("p", { class: "ds-validation-message" }, sentence),
    texts.map((text, index) => h("p", { key: index, class: "refused-text" }, text)),
    h(
      "div",
      { class: "row" },
      texts.length > 0 && onTakeBack && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => (onTakeBack(texts[0]), onForget()) }, t("Hent teksten tilbake i feltet")),
      h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: onForget }, t("Fjern meldingen")),
    ),
  );
}

/** What the server has refused in this step (in any, without one): its sentence, and the text, so that nothing is lost. */
export function Refused({ room, step, onTakeBack }) {
  const failures = room.failures(step);
  if (failures.length === 0) return null;
  return h("ul", { class: "refused stack stack-3 fill" }, failures.map(({ command, error }) => h(Lost, { key: command.id, sentence: error, texts: textsOf(command), onTakeBack: onTakeBack && ((text) => onTakeBack({ text })), onForget: () => room.forget(command.id) })));
}

/** What the same person has begun on in another window, where it is something else than here. */
export function Elsewhere({ room, name, onTakeBack }) {
  const found = name ? room.drafts.elsewhere(name) : [];
  if (found.length === 0) return null;
  return h("ul", { class: "refused stack stack-3 fill" }, found.map(({ key, value }) => h(Lost, { key, sentence: t("Dette har du begynt på i et annet vindu."), texts: [value], onTakeBack, onForget: () => room.forgetDraft(key) })));
}
