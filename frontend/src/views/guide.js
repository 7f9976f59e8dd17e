/** What a workbook tells the one who will lead it: what it is for, who comes, and what to do around it. */
import { Fragment, h } from "../dom.js";
import { t } from "../text.js";

function List({ title, items }) {
  if (!items?.length) return null;
  return h(Fragment, null, h("p", { class: "strong" }, title), h("ul", { class: "guide-list" }, items.map((item) => h("li", { key: item }, item))));
}

/** `guide` is {purpose, minutes, who, before, during, after}, in the reader's language. */
function Guide({ guide }) {
  return h(
    "div",
    { class: "guide stack stack-2" },
    h("p", null, guide.purpose),
    h("p", null, h("span", { class: "strong" }, t("Hvem:")), " ", guide.who),
    h("p", null, h("span", { class: "strong" }, t("Tid i alt:")), " ", t("{minutes} minutter", { minutes: guide.minutes })),
    h(List, { title: t("Før"), items: guide.before }),
    h(List, { title: t("Under"), items: guide.during }),
    h(List, { title: t("Etter"), items: guide.after }),
  );
}

/** The same, folded away until it is asked for. */
export function FoldedGuide({ guide, title }) {
  if (!guide) return null;
  return h("details", { class: "lm-details fill guide-fold" }, h("summary", null, title ? t("Slik brukes «{title}»", { title }) : t("Slik brukes arbeidsboka")), h(Guide, { guide }));
}
