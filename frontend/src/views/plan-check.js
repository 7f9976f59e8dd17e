/** What the plan still needs before it may be called ready: filled, or the question to answer. */
import { h, Heading, Icon, useId } from "../dom.js";
import { countWord, sentence, t } from "../text.js";

/** "Tre ting mangler før planen er klar". */
export function checkHeading(checks) {
  const missing = checks.filter(({ filled }) => !filled).length;
  if (missing === 0) return t("Planen er klar");
  if (missing === 1) return t("Én ting mangler før planen er klar");
  return t("{count} ting mangler før planen er klar", { count: sentence(countWord(missing)) });
}

export function PlanCheck({ checks, level = 3, children }) {
  const id = useId("check");
  if (!checks?.length) return null;
  return h(
    "aside",
    { class: "panel stack stack-4", "aria-labelledby": id },
    h(Heading, { level, size: "xs", id }, checkHeading(checks)),
    h("ul", { class: "todo fill" }, checks.map(({ key, filled, title, text }) => h("li", { key, "data-state": filled ? "done" : "miss" }, h(Icon, { name: filled ? "done" : "missing" }), h("div", null, h("strong", null, title), h("span", { class: "ds-sr-only" }, filled ? t("ferdig: ") : t("mangler: ")), text)))),
    children,
  );
}
