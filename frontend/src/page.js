/**
 * A workbook's page: read what the server sent, connect to the kernel and the room, and lay the steps out for
 * the one who is here (alone, as a participant, or on the wall).
 */
import { connect } from "./kernel.js";
import { showPhone } from "./phone.js";
import { showProjector } from "./projector.js";
import { RoomClient } from "./room.js";
import { showSolo } from "./solo.js";
import { readSteps } from "./steps.js";
import { loadTexts, t } from "./text.js";

async function main() {
  const page = JSON.parse(document.getElementById("lm-page").textContent);
  const asked = new URLSearchParams(window.location.search);
  const code = (asked.get("okt") ?? "").replace(/\D/g, "");
  const isProjector = asked.get("vis") === "lerret";
  const wait = document.getElementById("lm-wait");
  wait.dataset.state = "connect";
  keepQuery();
  const room = code ? new RoomClient({ base: page.base, code, as: isProjector ? "projector" : "participant" }) : null;
  room?.start();
  await loadTexts(page.language, page.texts);
  const line = await connect(page, tellAboutKernel);
  const main = document.getElementById("innhold");
  const book = readSteps(document.getElementById("lm-cells"));
  const layout = !room ? showSolo : isProjector ? showProjector : showPhone;
  await layout({ main, book, manager: line.manager, page, room });
  main.removeAttribute("aria-busy");
  document.body.dataset.ready = "true";
  wakeKernel(line.kernel);
  jumpToHash();
}

/** The same place in another language: the session in the address goes along. */
function keepQuery() {
  for (const link of document.querySelectorAll("a[data-language]")) link.search = window.location.search;
}

/** A phone that has slept has a dead line: open it again when someone looks. */
function wakeKernel(kernel) {
  const wake = () => {
    if (document.visibilityState === "visible" && kernel.connectionStatus !== "connected" && !kernel.isDisposed) kernel.reconnect().catch(() => {});
  };
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
}

/** What is written never depends on the kernel; only choosing other figures does. So the sentence is calm. */
function tellAboutKernel(state) {
  let line = document.getElementById("lm-kernel");
  if (state !== "lost") return line?.remove();
  if (line) return undefined;
  line = document.createElement("p");
  line.id = "lm-kernel";
  line.className = "lm-note";
  line.setAttribute("role", "status");
  const again = document.createElement("a");
  again.className = "ds-link";
  again.href = window.location.href;
  again.textContent = t("Last siden på nytt");
  line.append(t("Forbindelsen til tallene er brutt. Det du har skrevet, er trygt."), " ", again);
  return document.getElementById("innhold").before(line);
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
