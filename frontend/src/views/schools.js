/** The municipality's schools beside each other: dots without names, and one's own. */
import { Chart } from "../chart.js";
import { h, Heading, Verdict, Waiting } from "../dom.js";
import { t } from "../text.js";
import { Table } from "./table.js";

export function Schools({ schools, level }) {
  if (!schools) return h(Waiting, null, t("Henter skolene"));
  return h(
    "section",
    { class: "fill stack stack-5" },
    h(Heading, { level, size: "sm" }, schools.title),
    schools.lead && h("p", { class: "measure" }, schools.lead),
    schools.legend.length > 0 && h("p", { class: "read" }, schools.legend.map(({ role, name }) => h("span", { key: role }, h(Sign, { role }), name))),
    h("div", { class: "multiples fill" }, schools.panels.map((panel) => h(SchoolsPanel, { key: panel.key, panel, level: level + 1 }))),
    schools.note && h("p", { class: "measure muted" }, schools.note),
  );
}

function SchoolsPanel({ panel, level }) {
  return h(
    "article",
    { class: "multiple" },
    h(`h${level}`, { class: "multiple-h" }, panel.title),
    h(Chart, { spec: panel.spec, alt: panel.alt }),
    h(Verdict, panel.verdict),
    h("p", { class: "why" }, panel.why),
    h("details", { class: "lm-details" }, h("summary", null, t("Tallene i figuren"), h("span", { class: "ds-sr-only" }, `: ${panel.title}`)), h(Table, { table: panel.table, level: level + 1 })),
  );
}

const SIGNS = {
  own: () => h("circle", { cx: 20, cy: 9, r: 6, class: "c-mark" }),
  others: () => h("circle", { cx: 20, cy: 9, r: 4.5, class: "c-hollow" }),
  limits: () => [3, 15].map((y) => h("line", { key: y, x2: 40, y1: y, y2: y, class: "c-limit" })),
};

function Sign({ role }) {
  return h("svg", { width: 40, height: 18, viewBox: "0 0 40 18", "aria-hidden": "true" }, SIGNS[role]());
}
