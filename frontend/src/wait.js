/**
 * The wait for a workbook: counts the parts as they stream in, and says so when nothing has come for long.
 * Where not even this script comes, the page's styles show a sentence by themselves (`late`).
 * A small script of its own, because it must run while the page is still being sent.
 */
const SLOW_AFTER = 20_000;
const LOOK_EVERY = 250;

let last = 0;
let lastChange = Date.now();
window.voila_heartbeat = () => {}; // Voilà's sign of life between cells

function look() {
  const wait = document.getElementById("lm-wait");
  if (!wait || !document.getElementById("lm-wait-slow")) {
    if (document.readyState === "loading") setTimeout(look, LOOK_EVERY);
    return;
  }
  document.body.dataset.script = "on";
  const all = Number(wait.dataset.cells);
  const ready = document.querySelectorAll("[data-part]").length;
  const state = wait.dataset.state ?? "";
  if (ready + state !== last) {
    last = ready + state;
    lastChange = Date.now();
    show(wait, ready, all);
  } else if (Date.now() - lastChange > SLOW_AFTER) {
    document.getElementById("lm-wait-text").textContent = wait.dataset.slow;
    document.getElementById("lm-wait-slow").hidden = false;
  }
  setTimeout(look, LOOK_EVERY);
}

function show(wait, ready, all) {
  document.getElementById("lm-wait-bar").value = ready;
  const counted = wait.dataset.count.replace("{number}", String(ready)).replace("{all}", String(all));
  const text = ready >= all ? wait.dataset.connect : ready > 0 ? counted : null;
  if (text) document.getElementById("lm-wait-text").textContent = text;
}

look();
