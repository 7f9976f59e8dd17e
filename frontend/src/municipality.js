/** The municipality's page: sign in, draw the figures, and open what is folded away before it is printed. */
import { Chart, drawAll } from "./chart.js";
import { mount } from "./dom.js";
import { preparePage } from "./forms/post.js";
import { watchSignIn } from "./forms/sign-in.js";

function drawFigures() {
  const made = document.getElementById("figures");
  if (!made) return;
  const figures = JSON.parse(made.textContent);
  for (const place of document.querySelectorAll("[data-figure]")) {
    const figure = figures[place.dataset.figure];
    place.replaceChildren();
    mount(Chart, figure, place);
  }
}

/** On paper nothing can be opened, so the tables are there; afterwards the page is as it was. */
function watchPrinting() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => drawAll().then(() => window.print()));
  }
}

async function start() {
  const page = await preparePage();
  const form = document.getElementById("sign-in");
  if (form) watchSignIn(page, form, { next: window.location.pathname + window.location.search });
  drawFigures();
  watchPrinting();
}

start();
