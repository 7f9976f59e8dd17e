/** A participant's page: the step the room is at, one column, made for the phone. */
import { Button, Fragment, h, Icon, render } from "./dom.js";
import { Clock } from "./clock.js";
import { ChooseGroup, groupName, Place } from "./groups.js";
import { catchUp, whenIdle } from "./later.js";
import { canBeReady, DayBar, PhaseBar, phaseName } from "./phases.js";
import { Away, SaveLine } from "./saveline.js";
import { Banners, Duties, Recorder, SharedPhone } from "./seat.js";
import { showWidget, splitHeading } from "./steps.js";
import { spacedCode, t } from "./text.js";
import { useDraft } from "./use-draft.js";
import { Deleted } from "./views/deleted.js";

const WIDE = new Set(["results", "actions"]); // where there is room for more than a phone shows, they take it

/** Build the page. Returns a promise that is kept when the first step stands there. */
export async function showPhone({ main, book, manager, page, room }) {
  document.body.classList.add("is-phone");
  document.body.dataset.size = "md";
  const head = slot("header", "phone-head");
  const top = slot("div", "phone-top stack stack-4");
  const foot = slot("footer", "phone-foot");
  const steps = slot("div", "phone-steps");
  main.className = "phone-main";
  main.before(head, foot);
  head.after(main); // put in anew, for the browser counts one that is pushed down as a page that jumps
  main.replaceChildren(top, steps);
  const shown = await placeSteps({ steps, book, manager });
  const state = { looking: null, said: "" };
  // The page has the titles in the reader's language, the room in the session's.
  const titleOf = (step) => shown.find(({ key }) => key === step?.key)?.title || step?.title;

  const draw = () => {
    const { snapshot } = room;
    const current = snapshot?.now?.step ?? null;
    const key = state.looking ?? current;
    render(h(Head, { room, looking: key, titleOf }), head);
    render(h(Top, { room, page, looking: state.looking, onNow: () => look(null) }), top);
    render(h(Foot, { room, page, looking: key, titleOf, onLook: look }), foot);
    for (const step of shown) {
      const isHidden = room.gone !== null || step.key !== key;
      if (step.section.hidden !== isHidden) step.section.hidden = isHidden; // set anew, it would be styled anew
      if (step.key === key) fill(step, { manager, room });
      if (!isHidden) catchUp(step.el);
    }
    document.body.toggleAttribute("data-wide", WIDE.has(shown.find((step) => step.key === key)?.verb));
    announce(state, snapshot, titleOf);
  };
  const look = (key) => {
    state.looking = key;
    draw();
    window.scrollTo({ top: 0 });
    main.focus({ preventScroll: true });
  };
  let before = room.snapshot?.now?.step;
  const follow = () => {
    const current = room.snapshot?.now?.step;
    if (current === state.looking) state.looking = null;
    draw();
    if (current !== before && !state.looking) moveOn(shown, current);
    before = current;
  };
  room.subscribe(follow);
  draw();
  await shown.find(({ filled }) => filled)?.filled;
  fillWhenIdle(shown, { manager, room });
}

function slot(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

/** Every step in its place, hidden until its turn; a view keeps what it holds when one looks elsewhere. */
async function placeSteps({ steps, book, manager }) {
  const models = await Promise.all(book.steps.map(({ model }) => manager.get_model(model)));
  return book.steps.map(({ prose, model: id }, index) => {
    const section = slot("section", "phone-step stack stack-5");
    section.hidden = true;
    const { title, body } = splitHeading(prose);
    const el = slot("div", "lm-view stack stack-5 fill");
    section.append(el, about(body));
    steps.append(section);
    return { section, el, id, title, key: models[index].get("step"), verb: models[index].get("_view"), filled: null };
  });
}

/** Put the view of a step in its place, once. */
function fill(step, { manager, room }) {
  step.filled ??= showWidget({ manager, id: step.id, el: step.el, room, level: 1 });
}

/** The steps that nobody looks at are made when a slow phone has nothing else to do. */
function fillWhenIdle(shown, about) {
  const next = shown.find(({ filled }) => !filled);
  if (!next) return;
  whenIdle(() => {
    fill(next, about);
    fillWhenIdle(shown, about);
  });
}

/** The prose of a step: the facilitator says it aloud, so here it waits, folded, below what there is to do. */
function about(body) {
  const details = slot("details", "lm-details fill");
  details.hidden = body.every((node) => !node.textContent.trim());
  const summary = document.createElement("summary");
  summary.textContent = t("Mer om oppgaven");
  const text = slot("div", "lm-md prose");
  text.append(...body);
  details.append(summary, text);
  return details;
}

/** The room has gone on: from the top, with one fade. */
function moveOn(shown, key) {
  window.scrollTo({ top: 0 });
  const section = shown.find((step) => step.key === key)?.section;
  section?.classList.remove("arrives");
  void section?.offsetWidth;
  section?.classList.add("arrives");
}

/** Say a new phase aloud once, for those who do not see the bar turn yellow. */
function announce(state, snapshot, titleOf) {
  const { now, steps } = snapshot ?? {};
  if (!now) return;
  const title = titleOf(steps.find(({ key }) => key === now.step)) ?? "";
  const text = now.recess ? t("Nå er det pause.") : t("Nå: {title}. {phase}.", { title, phase: phaseName(now.phase) ?? "" });
  if (state.said && state.said !== text) document.getElementById("lm-say").textContent = text;
  state.said = text;
}

function Head({ room, looking, titleOf }) {
  const { snapshot } = room;
  if (!snapshot || room.gone !== null) return null;
  const { steps, now, session } = snapshot;
  const index = steps.findIndex(({ key }) => key === looking);
  const step = steps[index];
  const isNow = looking === now.step;
  return h(
    Fragment,
    null,
    h(
      "div",
      { class: "phone-line" },
      h("span", null, h("span", { class: "strong" }, titleOf(step) ?? session.title), " ", step && h("span", { class: "muted nowrap" }, t("steg {number} av {all}", { number: index + 1, all: steps.length }))),
      isNow && !session.closed && h(Clock, { room }),
    ),
    h(DayBar, { steps, index: steps.findIndex(({ key }) => key === now.step) }),
    isNow && !session.closed && h(PhaseBar, { phases: step?.phases, phase: now.phase }),
    h(Place, { session, me: room.me, phase: isNow ? now.phase : null }),
  );
}

/** What stands above the step: the way back to now, or why there is no step. */
function Top({ room, page, looking, onNow }) {
  const { snapshot, gone } = room;
  if (room.isDeleted) return h(Deleted, { page });
  if (gone !== null) {
    return h(
      Fragment,
      null,
      h("h1", { class: "ds-heading", "data-size": "sm" }, t("Du er ikke med i økta lenger")),
      h("p", null, gone || t("Nettleseren har glemt hvem du er, eller økta finnes ikke lenger.")),
      h(Unsent, { texts: room.unsent() }),
      h("div", { class: "row" }, h("a", { class: "ds-button", href: `${page.base}bli-med/${room.code}` }, t("Prøv igjen")), h("a", { class: "ds-link", href: page.base }, t("Skriv koden på nytt"))),
    );
  }
  const { session, now, steps } = snapshot ?? {};
  if (!snapshot) return room.isAway ? h(NotReached) : h("p", { class: "save", role: "status" }, h(Icon, { name: "half" }), h("span", null, t("Kobler til økta")));
  return h(
    Fragment,
    null,
    h(Away, { room }, t("Vi når ikke økta akkurat nå. Skriv videre: Alt lagres på telefonen, og sendes når nettet er tilbake.")),
    !session.closed && h(Banners, { room, snapshot, me: room.me }),
    !looking && !session.closed && room.me && h(ChooseGroup, { room, session, me: room.me }),
    !looking && !session.closed && now.phase === "group" && room.me?.group > 0 && h(AtTheTable, { room, step: steps.find(({ key }) => key === now.step) }),
    session.closed && h("p", { class: "lm-note" }, t("Økta er avsluttet. Du kan lese, men ikke skrive. Alt står under «Se tidligere steg».")),
    looking && h("div", { class: "back-to-now" }, h("p", null, t("Du ser på et tidligere steg.")), h(Button, { onClick: onNow }, t("Tilbake til der vi er nå"))),
  );
}

/** Who writes where a group writes something, and the other tasks of the talk. */
function AtTheTable({ room, step }) {
  const writes = WRITTEN_TOGETHER.has(step?.kind);
  return h(Fragment, null, writes && h(Recorder, { room, me: room.me }), h(Duties, { room, me: room.me, without: writes ? "secretary" : null }));
}

/** The session has not answered at all yet. */
function NotReached() {
  return h(
    Fragment,
    null,
    h("h1", { class: "ds-heading", "data-size": "sm" }, t("Vi når ikke økta")),
    h("p", { role: "status" }, t("Sjekk nettet på telefonen. Sida prøver igjen av seg selv, og det du har skrevet før, er trygt.")),
    h("div", null, h(Button, { variant: "secondary", onClick: () => window.location.reload() }, t("Last sida på nytt"))),
  );
}

/** What was written and never sent, so that it can be copied. */
function Unsent({ texts }) {
  if (texts.length === 0) return h("p", { class: "muted" }, t("Alt du hadde skrevet, er sendt."));
  return h(Fragment, null, h("p", null, t("Dette er ikke sendt. Kopier det, så har du det.")), h("ul", { class: "shared" }, texts.map((text) => h("li", { key: text }, text))));
}

const WRITTEN_TOGETHER = new Set(["board", "plan"]);

function Foot({ room, page, looking, titleOf, onLook }) {
  const { snapshot } = room;
  if (!snapshot || room.gone !== null) return null;
  const { steps, now, session } = snapshot;
  const me = room.me;
  const index = steps.findIndex(({ key }) => key === now.step);
  const step = steps[index];
  const asksIfReady = me && looking === now.step && canBeReady(step?.kind, now.phase) && !session.closed;
  return h(
    Fragment,
    null,
    asksIfReady && h(Ready, { room, me, step: now.step }),
    index > 0 &&
      h(
        "details",
        { class: "lm-details" },
        h("summary", null, t("Se tidligere steg")),
        h("ul", { class: "earlier" }, steps.slice(0, index).map((earlier, at) => h("li", { key: earlier.key }, h("button", { class: "ds-link", type: "button", "aria-current": earlier.key === looking ? "true" : undefined, onClick: () => onLook(earlier.key) }, `${at + 1}. ${titleOf(earlier)}`)))),
      ),
    me?.group > 0 && h(Group, { room, me, grouping: session.grouping }),
    h("p", { class: "small muted" }, [session.school?.name, t("kode {code}", { code: spacedCode(session.code) })].filter(Boolean).join(", ")),
    h("p", { class: "small muted" }, t("Ingen navn blir lagret."), " ", h("a", { class: "ds-link", href: `${page.base}om` }, t("Hva som lagres"))),
    h(Languages, { room }),
  );
}

function Ready({ room, me, step }) {
  return h(
    "button",
    { class: "ds-button", "data-variant": me.ready ? "tertiary" : "secondary", "data-fullwidth": true, type: "button", "aria-pressed": String(Boolean(me.ready)), onClick: () => room.send("ready", { step, ready: !me.ready }) },
    me.ready ? [h(Icon, { name: "done", key: "i" }), t("Du er klar. Trykk for å angre")] : t("Jeg er klar"),
  );
}

function Group({ room, me, grouping }) {
  const [to, setTo, drop] = useDraft(room, "group", me.group, { step: "" });
  const all = Array.from({ length: me.groups }, (_, index) => index + 1);
  return h(
    "details",
    { class: "lm-details" },
    h("summary", null, groupName(grouping, me.group)),
    h(
      "form",
      {
        class: "stack stack-3",
        onSubmit: (event) => {
          event.preventDefault();
          if (to !== me.group) room.send("group.choose", { group: to });
          drop();
        },
      },
      h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: "lm-group" }, grouping === "table" ? t("Sitter du ved et annet bord?") : t("Sitter du i en annen gruppe?")), h("select", { class: "ds-input", id: "lm-group", value: to, onChange: (event) => setTo(Number(event.currentTarget.value), true) }, all.map((number) => h("option", { key: number, value: number }, groupName(grouping, number))))),
      h(Button, { variant: "secondary", type: "submit" }, grouping === "table" ? t("Bytt bord") : t("Bytt gruppe")),
      h(SaveLine, { room, step: "" }),
    ),
    h(SharedPhone, { room, me }),
  );
}

/** The page in another language; the server keeps the choice, so that a code that is written anew keeps it. */
function Languages({ room }) {
  const links = [...document.querySelectorAll("#lm-bar a[data-language]")];
  return h(
    "nav",
    { class: "row small", "aria-label": t("Språk") },
    links.map((link) => h("a", { key: link.lang, class: "ds-link", href: link.href, lang: link.lang, hreflang: link.lang, "aria-current": link.getAttribute("aria-current") ?? undefined, onClick: () => room.send("language", { language: link.lang }) }, link.textContent)),
  );
}
