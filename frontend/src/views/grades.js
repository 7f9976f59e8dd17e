/** The grades of the school beside each other: as they answered, and drawn towards each other. */
import { Chart } from "../chart.js";
import { h, Heading, useId } from "../dom.js";
import { Table } from "./table.js";

export function Grades({ grades, as, level }) {
  const id = useId("grades");
  return h(
    "section",
    { class: "fill stack stack-4 grades", "aria-labelledby": id },
    h(Heading, { level, size: "xs", id }, grades.title),
    h("p", { class: "measure" }, grades.lead),
    as === "table"
      ? h(Table, { table: grades.table, level: level + 1 })
      : [
          h("p", { key: "legend", class: "read" }, grades.legend.map(({ role, name }) => h("span", { key: role }, h(Sign, { role }), name))),
          h("div", { key: "chart", class: "grades-chart" }, h(Chart, { spec: grades.spec, alt: grades.alt })),
        ],
  );
}

function Sign({ role }) {
  const isRaw = role === "raw";
  return h("svg", { width: 40, height: 18, viewBox: "0 0 40 18", "aria-hidden": "true" }, isRaw && h("rect", { y: 3, width: 40, height: 12, class: "c-band" }), h("circle", { cx: 20, cy: 9, r: 5, class: isRaw ? "c-raw" : "c-mark" }));
}
