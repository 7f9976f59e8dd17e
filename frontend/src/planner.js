/**
 * The planning page: read what the server sent and draw it.
 */
import { preparePage } from "./forms/post.js";
import { h, render } from "./dom.js";
import { Planner } from "./planner/app.js";
import { Keeper } from "./planner/keeping.js";

async function start() {
  const page = await preparePage();
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const state = read("agenda-state");
  const keeper = new Keeper(`${page.base}api/agendas/${encodeURIComponent(state.name)}`, state);
  const main = document.getElementById("planner");
  main.replaceChildren();
  render(h(Planner, { page, keeper, shelf: read("agenda-shelf") }), main);
  main.removeAttribute("aria-busy");
}

start();
