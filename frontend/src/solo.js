/** The workbook without a session: one page to read from top to bottom, with a line that shows the way. */
import { h, render } from "./dom.js";
import { breathe } from "./later.js";
import { localRoom } from "./local.js";
import { showWidget, splitHeading } from "./steps.js";
import { t } from "./text.js";

/** Build the page in `main`. Returns a promise that is kept when every view stands there. */
export async function showSolo({ main, book, manager, page }) {
  localRoom(page.workbook);
  const head = document.createElement("header");
  head.className = "solo-head stack stack-3";
  const opening = document.createElement("div");
  opening.className = "prose";
  opening.append(...book.opening);
  head.append(opening);
  head.querySelector("h1")?.classList.add("ds-heading");
  head.querySelector("h1")?.setAttribute("data-size", "lg");
  const note = document.createElement("div");
  note.className = "solo-note stack stack-2";
  head.append(note);
  render(h("p", { class: "muted" }, t("Du leser arbeidsboka alene. Det du skriver, blir bare i denne nettleseren.")), note);

  const steps = document.createElement("div");
  steps.className = "solo-steps";
  const titles = book.steps.map((step, index) => splitHeading(step.prose).title ?? t("Steg {number}", { number: index + 1 }));
  const way = document.createElement("nav");
  way.className = "solo-way";
  way.setAttribute("aria-label", t("Stegene i arbeidsboka"));
  const sections = book.steps.map((step, index) => soloStep(step, index, titles[index]));
  const closing = document.createElement("div");
  closing.className = "lm-md prose";
  closing.append(...book.closing);
  main.replaceChildren(head, way, steps);
  followReading(way, titles, sections);
  for (const { section, el, id } of sections) {
    await breathe(); // one reads from the top, and may press there before the rest is made
    await showWidget({ manager, id, el, room: null, level: 3 });
    steps.append(section); // with all that is in it, so that nothing moves
  }
  main.append(closing);
}

function soloStep(step, index, title) {
  const { body } = splitHeading(step.prose);
  const section = document.createElement("section");
  section.className = "solo-step";
  section.id = `steg-${index + 1}`;
  section.setAttribute("aria-labelledby", `steg-${index + 1}-h`);
  const head = document.createElement("div");
  head.className = "stack stack-3";
  const heading = document.createElement("h2");
  heading.className = "ds-heading";
  heading.dataset.size = "md";
  heading.id = `steg-${index + 1}-h`;
  heading.textContent = title;
  const prose = document.createElement("div");
  prose.className = "lm-md prose";
  prose.append(...body);
  head.append(heading, prose);
  const el = document.createElement("div");
  el.className = "lm-view stack stack-5";
  section.append(head, el);
  return { section, el, id: step.model };
}

/** Mark the step one is reading. Yellow means now. */
function followReading(way, titles, sections) {
  let now = 0;
  const draw = () =>
    render(
      h(
        "ol",
        null,
        titles.map((title, index) =>
          h("li", { key: index, "data-state": index < now ? "done" : index === now ? "now" : "next" }, h("a", { href: `#steg-${index + 1}`, "aria-current": index === now ? "step" : undefined }, title)),
        ),
      ),
      way,
    );
  draw();
  const seen = new Set();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
      const first = sections.findIndex(({ section }) => seen.has(section));
      if (first !== -1 && first !== now) {
        now = first;
        draw();
      }
    },
    { rootMargin: "-30% 0px -60% 0px" },
  );
  for (const { section } of sections) watcher.observe(section);
}
