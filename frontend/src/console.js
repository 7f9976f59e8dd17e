/**
 * The facilitator's console: draws the room's snapshot each time it changes, and sends what is pressed.
 */
import { h, render } from "./dom.js";
import { preparePage } from "./forms/post.js";
import { Console } from "./console/app.js";
import { saidOf } from "./console/commands.js";
import { keepFocus } from "./focus.js";
import { dropNewKey, takeNewKey } from "./new-key.js";
import { RoomClient } from "./room.js";
import { uuid } from "./storage.js";
import { t } from "./text.js";
import { lookBeforeSending } from "./views/rephrase.js";

/** What moves the room or the wall must happen now or not at all: nobody wants the answer shown ten minutes later. */
const MOVES = new Set(["next", "back", "go", "undo", "round", "reveal", "hide", "pause", "resume", "extend", "close", "reopen", "break"]);
const MOVE_SECONDS = 20;

function placeOf(root, page) {
  const { code, title, school, projector } = root.dataset;
  const here = new URL(page.base, window.location.href);
  const key = takeNewKey(code);
  const guide = document.getElementById("guide");
  return {
    title,
    school,
    guide: guide && JSON.parse(guide.textContent),
    projector,
    api: `${page.base}api/room/${code}`,
    address: new URL(`bli-med/${code}`, here).href,
    key,
    keyLink: key && `${new URL("prosessleder", here).href}?okt=${code}#nokkel=${key}`,
  };
}

/** The session is deleted, or this browser is not signed in any more. */
function Gone({ sentence, page, code }) {
  return h(
    "main",
    { class: "page stack stack-4", id: "innhold", tabIndex: -1 },
    h("h1", { class: "ds-heading", "data-size": "lg" }, t("Vi kommer ikke inn i økta")),
    sentence && h("p", { class: "measure" }, sentence),
    h("a", { class: "ds-button", href: `${page.base}prosessleder?okt=${code}` }, t("Logg inn med nøkkelen")),
  );
}

/** The session has not answered at all yet. */
function NotReached() {
  return h(
    "main",
    { class: "page stack stack-4", id: "innhold", tabIndex: -1 },
    h("h1", { class: "ds-heading", "data-size": "lg" }, t("Vi når ikke økta")),
    h("p", { class: "measure", role: "status" }, t("Sjekk nettet på denne maskinen. Sida prøver igjen av seg selv.")),
    h("div", null, h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => window.location.reload() }, t("Last sida på nytt"))),
  );
}

async function start() {
  const page = await preparePage();
  const root = document.getElementById("console");
  const { code } = root.dataset;
  const place = placeOf(root, page);
  const room = new RoomClient({ base: page.base, code, as: "facilitator" });
  const last = { said: "", problem: "" };

  const act = async (command) => {
    const { do: what, ...fields } = command;
    const isWaiting = MOVES.has(what) && room.isAway && room.readOutbox().some((waiting) => waiting.do === what);
    if (isWaiting) return { ok: false, error: "" }; // pressed again because nothing happened
    const result = await room.send(what, MOVES.has(what) ? { ...fields, within: MOVE_SECONDS } : fields);
    if (!result.ok) room.forget(result.id); // the console shows the sentence itself
    last.said = result.ok ? saidOf(command) : "";
    last.problem = result.ok ? "" : result.error;
    draw();
    return result;
  };
  const onKeyDone = () => {
    dropNewKey();
    place.key = null;
    draw();
  };
  const waiting = [...root.childNodes];
  function draw() {
    if (room.gone !== null) {
      for (const node of waiting) node.remove();
      render(h(Gone, { sentence: room.gone, page, code }), root);
      return;
    }
    if (!room.snapshot && !room.isAway) return;
    for (const node of waiting) node.remove(); // what the server sent, until there is something to draw
    if (!room.snapshot) {
      render(h(NotReached), root);
      return;
    }
    render(h(Console, { snapshot: room.snapshot, offset: room.clockOffset, room, act, ...last, page, place, newId: uuid, onKeyDone }), root);
  }

  keepFocus();
  room.subscribe(draw);
  room.start();
  lookBeforeSending(() => import("./screening.js"));
}

start();
