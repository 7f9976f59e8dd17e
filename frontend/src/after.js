/**
 * "Etter økta": what the day gives to take along, the page for pupils and parents, and deleting the session.
 */
import { h, render } from "./dom.js";
import { preparePage } from "./forms/post.js";
import { After } from "./after/app.js";
import { keepFocus } from "./focus.js";
import { takeNewKey } from "./new-key.js";
import { RoomClient } from "./room.js";
import { lookBeforeSending } from "./views/rephrase.js";

async function start() {
  const page = await preparePage();
  const root = document.getElementById("after");
  const { code, title, school } = root.dataset;
  const room = new RoomClient({ base: page.base, code, as: "facilitator" });
  const place = { code, title, school, api: room.address, console: `${page.base}okt/${code}/styr`, facilitator: `${page.base}prosessleder` };
  const waiting = [...root.childNodes];
  const state = { newKey: takeNewKey(code), deleted: null };
  const change = (next) => {
    Object.assign(state, next);
    draw();
  };
  function draw() {
    if (!room.snapshot && room.gone === null && !room.isAway) return;
    for (const node of waiting) node.remove(); // what the server sent, until there is something to draw
    render(h(After, { room, page, place, ...state, change }), root);
  }
  keepFocus();
  room.subscribe(draw);
  room.start();
  lookBeforeSending(() => import("./screening.js"));
}

start();
