/** Figures as a table of text cells: hidden ones as a word, verdicts as they look beside a figure. */
import { h, Heading, useId, Verdict } from "../dom.js";
import { t } from "../text.js";

export function Table({ table, level }) {
  const id = useId("table");
  const last = table.columns.length - 1;
  return h(
    "section",
    { class: "fill stack stack-4", "aria-labelledby": id },
    h(Heading, { level, size: "xs", id }, table.caption),
    h(
      "div",
      { class: "scroll fill", role: "region", "aria-label": t("Tabell, kan rulles sideveis: {caption}", { caption: table.caption }), tabIndex: 0 },
      h(
        "table",
        { class: "ds-table cards-table figures-table", "data-color": "neutral" },
        h("thead", null, h("tr", null, table.columns.map(({ key, name, align }, index) => h("th", { key, scope: "col", class: align === "right" ? "r" : index === last ? "v" : undefined }, name)))),
        h("tbody", null, table.rows.map((row, at) => h("tr", { key: at }, row.map((cell, index) => h(Cell, { key: index, cell, index, column: table.columns[index], verdict: index === last ? table.verdicts?.[at] : null }))))),
      ),
    ),
  );
}

function Cell({ cell, index, column, verdict }) {
  if (index === 0) return h("th", { scope: "row" }, cell);
  const label = column.name; // beside the cell where the columns' names do not stand above it, on a phone
  if (verdict && cell) return h("td", { "data-label": label }, h(Verdict, { kind: verdict, text: cell }));
  const hidden = cell === t("Skjermet");
  return h("td", { "data-label": label, class: column.align === "right" ? "num r" : undefined }, hidden ? h("span", { class: "suppressed" }, cell) : cell);
}
