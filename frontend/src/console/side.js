/**
 * The side columns: the day, and how people get in and take the plan home.
 */
import { useTick } from "../clock.js";
import { h, Icon, useState } from "../dom.js";
import { clockTime, spacedCode, t } from "../text.js";
import { forecast, moments } from "./agenda.js";

/** When this window saw each step begin; kept in the window, so that a reload does not lose it. */
function useSeenTimes(code, step, at) {
  const name = `lmtools-seen-${code}`;
  const [seen, setSeen] = useState(() => JSON.parse(window.sessionStorage.getItem(name) ?? "{}"));
  if (step && !seen[step]) {
    const next = { ...seen, [step]: at };
    window.sessionStorage.setItem(name, JSON.stringify(next));
    setSeen(next);
    return next;
  }
  return seen;
}

function AgendaRow({ step, state, time, act }) {
  const content = [
    h("time", null, time),
    h("span", null, step.title, state === "done" && h("span", { class: "ds-sr-only" }, " (", t("ferdig"), ")")),
    state === "done" && h(Icon, { name: "done" }),
  ];
  const go = () => act({ do: "go", step: step.key, phase: step.phases[0] ?? "plenary" });
  return h("li", { "data-state": state, "aria-current": state === "now" ? "step" : undefined }, state === "now" ? h("div", { class: "agenda-now" }, content) : h("button", { type: "button", onClick: go, title: t("Gå hit") }, content));
}

/** A planned break stands between the steps. It begins when the facilitator goes on from the one before it. */
function BreakRow({ step, state, time }) {
  return h("li", { class: "agenda-break", "data-state": state, "aria-current": state === "now" ? "step" : undefined }, h("time", null, time), h("span", null, t("{title}, {minutes} min", step.pause)));
}

/** The steps of the day, with the time each began here or is likely to begin. */
export function Agenda({ snapshot, offset, act, narrow }) {
  useTick(true);
  const now = new Date(Date.now() + offset);
  const { steps } = snapshot;
  const current = steps.findIndex(({ key }) => key === snapshot.now.step);
  const { starts, breaks, ends } = forecast(snapshot, now);
  const seen = useSeenTimes(snapshot.session.code, snapshot.now.step, now.toISOString());
  const timeOf = (step, index) => {
    if (index > current) return starts[step.key] ? clockTime(starts[step.key]) : "";
    return seen[step.key] ? clockTime(new Date(seen[step.key])) : "";
  };
  const isResting = Boolean(snapshot.now.pause);
  const stateOf = (index) => (index < current || (index === current && isResting) ? "done" : index === current ? "now" : "next");
  const breakState = (index) => (index < current ? "done" : index === current && isResting ? "now" : "next");
  const planned = moments(steps).some(({ step, phase }) => steps.find(({ key }) => key === step)?.minutes?.[phase]);
  const list = [
    h(
      "ol",
      { class: "agenda fill" },
      steps.flatMap((step, index) => [
        h(AgendaRow, { key: step.key, step, state: stateOf(index), time: timeOf(step, index), act }),
        step.pause && h(BreakRow, { key: `${step.key}-break`, step, state: breakState(index), time: breaks[step.key] ? clockTime(breaks[step.key]) : "" }),
      ]),
    ),
    planned && !snapshot.session.closed && h("p", { class: "small muted" }, t("Ferdig rundt {time} med denne farten.", { time: clockTime(ends) })),
  ];
  const heading = t("Dagen");
  if (narrow) {
    return h("nav", { class: "console-side agenda-nav", "aria-label": heading }, h("details", { class: "agenda-fold" }, h("summary", null, h("span", { class: "strong" }, heading), " ", h("span", { class: "muted" }, t("del {no} av {count}", { no: current + 1, count: steps.length }))), list));
  }
  return h("nav", { class: "console-side agenda-nav stack stack-4", "aria-labelledby": "h-day" }, h("h2", { class: "ds-heading", "data-size": "xs", id: "h-day" }, heading), list);
}

/** The code, the QR sign and the projector: all that a room needs to get in. */
export function JoinBox({ code, address, qr, projector }) {
  return h(
    "section",
    { class: "fill join-box stack stack-3", "aria-labelledby": "h-joinbox" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-joinbox" }, t("Slik blir folk med")),
    h(
      "div",
      { class: "join-row" },
      h("img", { class: "qr", src: qr, width: 112, height: 112, alt: t("QR-kode for å bli med") }),
      h("div", { class: "stack stack-2" }, h("p", { class: "join-code num" }, spacedCode(code)), h("p", { class: "small muted join-address" }, address)),
    ),
    h("a", { class: "ds-link", href: projector, target: "_blank", rel: "noopener" }, t("Åpne lerretet i et nytt vindu")),
  );
}

/** What the day gives to take along. */
export function Downloads({ api, after }) {
  return h(
    "section",
    { class: "fill stack stack-2", "aria-labelledby": "h-downloads" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-downloads" }, t("Etter økta")),
    h("a", { class: "ds-link take strong", href: after }, t("Alt dere kan ta med, og sletting")),
    h("a", { class: "ds-link take", href: `${api}/report.docx`, download: true }, t("Referat og plan (Word)")),
    h("a", { class: "ds-link take", href: `${api}/plan.ics`, download: true }, t("Datoene (kalenderfil)")),
  );
}

/** The key of a session that this window has just started; shown until it is put away. */
export function NewKey({ link, keyText, onDone }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(link);
    setCopied(true);
  };
  return h(
    "section",
    { class: "new-key fill stack stack-3", "aria-labelledby": "h-key" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-key" }, t("Nøkkelen til økta")),
    h("p", { class: "key-text num" }, keyText),
    h("p", { class: "small muted" }, t("Ta vare på den: Med den åpner du økta igjen senere. Den vises til du skjuler den eller lukker vinduet. Gi den til den som leder sammen med deg.")),
    h(
      "div",
      { class: "row" },
      navigator.clipboard && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: copy }, t("Kopier lenka")),
      h("button", { class: "ds-button", "data-variant": "tertiary", type: "button", onClick: onDone }, t("Skjul nøkkelen")),
      h("span", { class: "small muted", role: "status" }, copied ? t("Kopiert") : ""),
    ),
  );
}
