/** Plenary points: the text, how many groups stand behind it, and what they wrote. */
import { Empty, h } from "../dom.js";
import { t } from "../text.js";

/** Whether the groups behind are large enough to be told of; otherwise the text stands by itself. */
export const isTied = ({ groups, of }) => typeof groups === "number" && typeof of === "number";

/** One dot a group, filled for those behind the point. Nine groups make the nine dots of plenary. */
export function GroupDots({ groups, of }) {
  if (!isTied({ groups, of })) return null;
  const side = Math.max(3, Math.ceil(Math.sqrt(of)));
  const gap = 92 / side;
  const radius = gap * 0.38;
  const down = ((side - Math.ceil(of / side)) * gap) / 2;
  return h(
    "svg",
    { viewBox: "0 0 92 92", "aria-hidden": "true", class: "group-dots" },
    Array.from({ length: of }, (_, index) =>
      h("circle", { key: index, cx: gap / 2 + gap * (index % side), cy: down + gap / 2 + gap * Math.floor(index / side), r: index < groups ? radius : radius - 1, class: index < groups ? "dot-full" : "dot-open-wide" }),
    ),
  );
}

export const fromGroups = ({ groups, of }) => t("fra {groups} av {of} grupper", { groups, of });

export function PointList({ points, none = t("De kommer når den første gruppa sender.") }) {
  if (points.length === 0) return h(Empty, { title: t("Ingen punkter ennå") }, none);
  return h(
    "ol",
    { class: "plenary-points fill" },
    points.map((point) =>
      h("li", { key: point.id, "data-tied": isTied(point) ? "true" : undefined }, h(GroupDots, point), h("div", { class: "stack stack-2" }, h("p", { class: "strong" }, point.text), isTied(point) && h("p", { class: "small muted" }, fromGroups(point)), point.quotes.map((quote) => h("q", { key: quote, class: "small" }, quote)))),
    ),
  );
}
