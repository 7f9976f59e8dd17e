/** What those who are still in the room see when the session has been deleted. */
import { Fragment, h } from "../dom.js";
import { t } from "../text.js";

export function Deleted({ page }) {
  return h(
    Fragment,
    null,
    h("h1", { class: "ds-heading", "data-size": "sm" }, t("Økta er slettet")),
    h("p", { role: "status" }, t("Økta er over. Det du og de andre skrev, er slettet fra serveren, og du kan lukke sida.")),
    h("div", null, h("a", { class: "ds-link", href: page.base }, t("Til startsida"))),
  );
}
