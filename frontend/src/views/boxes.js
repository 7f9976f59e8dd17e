/** Which box of a board one writes in: large choices, each with how much is in it. */
import { h, useId } from "../dom.js";
import { t } from "../text.js";
import { useDraft } from "../use-draft.js";

export const inBox = (box) => (one) => (one.box ?? "") === box;
export const boxField = (box) => (box ? { box } : {});

/** The box that is written in now; a reload keeps it. Returns [box, choose]. */
export function useBox(room, step, boxes) {
  const [{ at }, set] = useDraft(room, `${step}.box`, { at: boxes[0].key }, { step });
  return [boxes.find(({ key }) => key === at) ?? boxes[0], (key) => set({ at: key }, true)];
}

const inPoints = (count) => (count === 1 ? t("ett punkt") : t("{count} punkter", { count }));

export function BoxChoice({ boxes, box, choose, legend, countOf }) {
  const id = useId("box");
  if (boxes.length < 2) return null;
  return h(
    "fieldset",
    { class: "box-choice fill" },
    h("legend", null, legend),
    boxes.map(({ key, title, hint }) => {
      const count = countOf(key);
      const isChosen = key === box.key;
      return h(
        "label",
        { key, class: "box-option", "data-chosen": isChosen ? "true" : undefined },
        h("input", { type: "radio", name: id, value: key, checked: isChosen, onChange: () => choose(key) }),
        h("span", null, title, isChosen && hint && h("span", { class: "box-hint" }, " ", hint)),
        h("span", { class: "count num" }, count > 0 && inPoints(count)),
      );
    }),
  );
}
