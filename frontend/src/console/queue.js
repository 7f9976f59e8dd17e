/**
 * Moderation: what waits before the projector. The two buttons never swap place, and the keyboard
 * stays in the list when a point leaves it.
 */
import { h, useLayoutEffect, useRef } from "../dom.js";
import { t } from "../text.js";

/** Move focus to the button of the same kind in the point that took the place of the one that left. */
function useFocusThatStays(points) {
  const list = useRef(null);
  const heading = useRef(null);
  const last = useRef(null);
  const remember = (index, which) => {
    last.current = { index, which, id: points[index].point };
  };
  useLayoutEffect(() => {
    const wanted = last.current;
    if (!wanted || points[wanted.index]?.point === wanted.id) return;
    last.current = null;
    if (document.activeElement && document.activeElement !== document.body) return;
    const items = list.current?.children ?? [];
    const item = items[Math.min(wanted.index, items.length - 1)];
    (item?.querySelector(`[data-which="${wanted.which}"]`) ?? heading.current)?.focus();
  }, [points]);
  return { list, heading, remember };
}

/** Where a point comes from, when that is not plain: another step, or one of several boxes. */
function placeWords(entry, steps, now) {
  const step = steps.find(({ key }) => key === entry.step);
  const box = step?.boxes?.length > 1 ? step.boxes.find(({ key }) => key === entry.box)?.title : null;
  return [entry.step !== now && step?.title, box].filter(Boolean).join(": ");
}

function Waiting({ entry, index, held, act, remember, place }) {
  const press = (which, show) => () => {
    remember(index, which);
    act({ do: "moderate", point: entry.point, show });
  };
  const note = entry.flag || (held ? t("Holdt tilbake") : t("Venter på deg"));
  const textId = `queue-${entry.point}`;
  const button = (which, show, text) => h("button", { class: "ds-button", "data-variant": "secondary", "data-which": which, type: "button", "aria-describedby": textId, onClick: press(which, show) }, text);
  return h(
    "li",
    null,
    place && h("p", { class: "small strong" }, place),
    h("p", { id: textId }, `«${entry.text}»`),
    h("p", { class: entry.flag ? "small flagged" : "small muted" }, note),
    h("div", { class: "row" }, button("show", true, t("Slipp fram")), !held && button("hold", false, t("Hold tilbake"))),
  );
}

/** The points that wait, and below them those that are held back; each can still be let through. */
export function Queue({ waiting, held, steps, now, act }) {
  const points = [...waiting, ...held];
  const { list, heading, remember } = useFocusThatStays(points);
  return h(
    "section",
    { class: "fill queue-section", "aria-labelledby": "h-queue" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-queue", tabIndex: -1, ref: heading }, t("Se over før lerretet"), " ", h("span", { class: "muted num plain" }, waiting.length)),
    points.length === 0
      ? h("p", { class: "small muted" }, t("Ingen punkter venter. De kommer når noen sender."))
      : h("ul", { class: "queue", ref: list }, points.map((entry, index) => h(Waiting, { key: entry.point, entry, index, held: index >= waiting.length, act, remember, place: placeWords(entry, steps, now) }))),
  );
}
