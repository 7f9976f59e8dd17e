/**
 * A workbook's page: read what the server sent, connect to the room, and lay the steps out for
 * the one who is here (alone, as a participant, or on the wall).
 */
import { keepFocus } from "./focus.js";
import { openModels } from "./models.js";
import { showPhone } from "./phone.js";
import { showProjector } from "./projector.js";
import { RoomClient } from "./room.js";
import { showSolo } from "./solo.js";
import { readSteps } from "./steps.js";
import { loadTexts } from "./text.js";
import { lookBeforeSending } from "./views/rephrase.js";

async function main() {
  const page = JSON.parse(document.getElementById("lm-page").textContent);
  showOwnAddress(page);
  const asked = new URLSearchParams(window.location.search);
  const code = (asked.get("okt") ?? "").replace(/\D/g, "");
  const isProjector = asked.get("vis") === "lerret";
  const wait = document.getElementById("lm-wait");
  wait.dataset.state = "connect";
  keepQuery();
  keepFocus();
  const room = code ? new RoomClient({ base: page.base, code, as: isProjector ? "projector" : "participant" }) : null;
  room?.start();
  await loadTexts(page.language, page.texts);
  const manager = await openModels(page);
  const main = document.getElementById("innhold");
  const book = readSteps(document.getElementById("lm-cells"));
  await room?.firstHeard(); // laid out before that, everything would move a moment later
  const layout = !room ? showSolo : isProjector ? showProjector : showPhone;
  await layout({ main, book, manager, page, room });
  main.removeAttribute("aria-busy");
  document.body.dataset.ready = "true";
  if (room && !isProjector) lookBeforeSending(() => import("./screening.js"));
  jumpToHash();
}

/** The QR code's address answers with the workbook itself; from here on it is at its own address. */
function showOwnAddress({ base, language, workbook }) {
  const code = window.location.pathname.startsWith(`${base}bli-med/`) && /\d+/.exec(window.location.pathname.slice(base.length))?.[0];
  if (code) window.history.replaceState(null, "", `${base}bok/${language}/${encodeURIComponent(workbook)}?okt=${code}`);
}

/** The same place in another language: the session in the address goes along. */
function keepQuery() {
  for (const link of document.querySelectorAll("a[data-language]")) link.search = window.location.search;
}

function jumpToHash() {
  if (window.location.hash.length > 1) document.getElementById(decodeURIComponent(window.location.hash.slice(1)))?.scrollIntoView();
}

main().catch((error) => {
  console.error(error);
  const text = document.getElementById("lm-wait-text");
  const slow = document.getElementById("lm-wait-slow");
  if (!text || !slow) return;
  text.textContent = document.getElementById("lm-wait").dataset.slow;
  slow.hidden = false;
});
