/** The frame of every wall: what it says, how to join, where we are, how long, and the pages of what is too much for one. */
import { Clock, hasNotBegun } from "../clock.js";
import { h, Icon, useEffect, useRef, useState } from "../dom.js";
import { PhaseBar } from "../phases.js";
import { BellToggle } from "../bell.js";
import { clockTime, spacedCode, t } from "../text.js";
import { WALL } from "./layout.js";

export function Frame({ room, step, title, lead, note, pager, children }) {
  const snapshot = room?.snapshot;
  const isOpen = snapshot && !snapshot.session.closed;
  const isWaiting = isOpen && step && hasNotBegun(snapshot);
  const isOld = Boolean(room?.isAway);
  const inner = useRef(null);
  const full = useFull(inner);
  return h(
    "div",
    { class: "projector", "data-old": isOld ? "true" : undefined },
    h("header", null, h("div", null, h("h1", { "data-long": String(title ?? "").length > 90 ? "true" : undefined }, title), lead && h("p", { class: "lead" }, lead)), isOpen && !isWaiting && h(Join, { room, snapshot })),
    h("div", { class: "wall", ref: inner }, isWaiting ? h(Welcome, { room, snapshot }) : children),
    h(
      "footer",
      null,
      h("div", null, isOpen && step && h(PhaseBar, { phases: step.phases, phase: snapshot.now.phase })),
      isOld ? h(Old, { room }) : full ? h("p", null, t("Noe får ikke plass her. Alt står på telefonen.")) : note && h("p", null, note),
      pager && pager.count > 1 && h(Pager, pager),
      isOpen && h("div", { class: "wall-time" }, h(Clock, { room, coarse: true }), h(BellToggle, { room, place: "wall" })),
    ),
  );
}

/** While people come in: the code large enough for the back row, and where it is written. */
function Welcome({ room, snapshot }) {
  return h(
    "div",
    { class: "wall-welcome" },
    h("img", { src: `${room.address}/qr.svg`, alt: t("QR-kode som åpner økta på telefonen") }),
    h(
      "div",
      null,
      h("p", null, snapshot.session.grouping === "table" ? WHERE.table() : t("Skann med kameraet, så er du med.")),
      h("p", null, t("Eller gå til {address} og skriv koden", { address: typed(snapshot.join?.address) })),
      h("p", { class: "num" }, h("b", null, spacedCode(snapshot.session.code))),
      snapshot.session.grouping === "self" && h("p", null, WHERE.self()),
      h("p", { class: "wall-under" }, t("Du trenger ingen konto, og vi spør ikke om navnet ditt.")),
    ),
  );
}

/** "http://skole.no:8866/" as one types it: "skole.no:8866". */
const typed = (address = "") => address.replace(/^https?:\/\//, "").replace(/\/$/, "");

/** The wall must never look alive when it is not. */
function Old({ room }) {
  return h("p", { class: "wall-old", role: "status" }, h(Icon, { name: "warning" }), h("span", null, t("Viser det som var kl. {time} – nettet er borte", { time: clockTime(new Date(room.heard.at)) })));
}

/** How people say where they sit, where they do; at the tables all have a place. */
const WHERE = { table: () => t("Skann koden på bordet."), self: () => t("Velg gruppe på telefonen.") };

const whereOf = ({ now, session }) => now.phase !== "group" && WHERE[session.grouping]?.();

function Join({ room, snapshot }) {
  const where = whereOf(snapshot);
  const address = typed(snapshot.join?.address);
  return h("div", { class: "join" }, h("div", null, where && h("p", { class: "join-where" }, where), h("p", null, snapshot.session.rehearsal ? t("Generalprøve") : t("Kode"), " ", h("b", null, spacedCode(snapshot.session.code))), address && h("p", { class: "join-address" }, address)), h("img", { src: `${room.address}/qr.svg`, alt: t("QR-kode som åpner økta på telefonen") }));
}

/** The pages are turned by the one at the laptop: by the buttons or with the arrow keys. */
function Pager({ page, count, turn }) {
  const button = (by, text, isThere) => h("button", { class: "wall-turn", type: "button", "aria-disabled": isThere ? undefined : "true", onClick: () => isThere && turn(by) }, text);
  return h("nav", { class: "wall-pager", "aria-label": t("Sidene på lerretet") }, button(-1, t("Forrige"), page > 0), h("span", { class: "num", role: "status" }, t("Side {page} av {count}", { page: page + 1, count })), button(1, t("Neste"), page < count - 1));
}

const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/** {page, count, turn} of `count` pages; what comes in meanwhile turns no page. */
export function usePages(count) {
  const [wanted, setWanted] = useState(0);
  const page = Math.max(0, Math.min(wanted, count - 1));
  const turn = (by) => setWanted(Math.max(0, Math.min(count - 1, page + by)));
  useEffect(() => {
    const onKey = (event) => {
      const by = KEYS[event.key];
      if (by && !event.target.closest?.("input, select, textarea")) turn(by);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
  return { page, count, turn };
}

const unit = () => Math.min(window.innerWidth / 1920, window.innerHeight / 1080);

/** The height that the middle of the wall has, in units, once it stands there. */
export function useWallHeight() {
  const [height, setHeight] = useState(WALL.height);
  useEffect(() => {
    const measure = () => {
      const wall = document.querySelector(".projector .wall");
      const found = wall ? Math.floor(wall.clientHeight / unit()) : WALL.height;
      if (found > 0 && Math.abs(found - height) > 4) setHeight(found);
    };
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  });
  return height;
}

/** Whether the middle holds more than it has room for, in spite of all reckoning: then the wall says so. */
function isFull(wall) {
  const { bottom } = wall.getBoundingClientRect();
  const boxes = [...wall.querySelectorAll(".wall-box")];
  return boxes.some((box) => box.scrollHeight > box.clientHeight + 1) || [...wall.querySelectorAll("li, p, figure")].some((part) => part.getBoundingClientRect().bottom > bottom + 2);
}

/** A chart comes after the rest, and is drawn anew when it gets another place: then it is looked at again. */
function useFull(ref) {
  const [full, setFull] = useState(false);
  const measure = () => setFull(Boolean(ref.current && isFull(ref.current)));
  useEffect(measure);
  useEffect(() => {
    const drawn = new MutationObserver(measure);
    const sized = new ResizeObserver(measure);
    drawn.observe(ref.current, { childList: true, subtree: true });
    sized.observe(ref.current);
    return () => {
      drawn.disconnect();
      sized.disconnect();
    };
  }, []);
  return full;
}
