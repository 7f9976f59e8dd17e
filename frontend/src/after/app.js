/**
 * The page "Etter økta" as a whole.
 */
import { NewKey } from "../console/side.js";
import { Fragment, h, Icon } from "../dom.js";
import { dropNewKey } from "../new-key.js";
import { longDate, spacedCode, t } from "../text.js";
import { Deleting } from "./deleting.js";
import { Files } from "./files.js";
import { Sharing } from "./sharing.js";
import { Plan } from "./plan.js";
import { SummaryForm } from "./summary.js";

function Header({ page, place }) {
  return h(
    "header",
    { class: "bar" },
    h(
      "div",
      { class: "bar-in" },
      h("a", { class: "brand", href: page.base }, h(Icon, { name: "plenary" }), "lmtools"),
      h("span", { class: "bar-where" }, [place.title, place.school].filter(Boolean).join(", ")),
      h("div", { class: "bar-end" }, h("span", null, t("Kode"), " ", h("b", { class: "num nowrap" }, spacedCode(place.code))), h("a", { class: "ds-link", href: place.console }, t("Til konsollen"))),
    ),
  );
}

/** One sentence in place of the page: it is deleted, or it cannot be reached. */
function Only({ page, title, children }) {
  return h(
    "main",
    { class: "page stack stack-4", id: "innhold", tabIndex: -1 },
    h("h1", { class: "ds-heading", "data-size": "lg" }, title),
    children,
    h("div", null, h("a", { class: "ds-button", href: `${page.base}prosessleder` }, t("Til sida for prosessledere"))),
  );
}

/** `deleted` is what the server said when the session was deleted here, `newKey` its key when it was just opened; both or null. */
export function After({ room, page, place, newKey, deleted, change }) {
  const { snapshot, gone } = room;
  if (deleted !== null) return h(Only, { page, title: t("Økta er slettet") }, h("p", { class: "measure", role: "status" }, deleted));
  if (gone !== null) return h(Only, { page, title: t("Vi kommer ikke inn i økta") }, gone && h("p", { class: "measure" }, gone));
  if (!snapshot) return h(Only, { page, title: t("Vi når ikke økta") }, h("p", { class: "measure", role: "status" }, t("Sjekk nettet på denne maskinen. Sida prøver igjen av seg selv.")));
  const { session, facilitator } = snapshot;
  return h(
    Fragment,
    null,
    h(Header, { page, place }),
    h(
      "main",
      { class: "page after stack stack-6", id: "innhold", tabIndex: -1 },
      h(
        "div",
        { class: "stack stack-2" },
        h("h1", { class: "ds-heading", "data-size": "lg" }, t("Etter økta")),
        h("p", { class: "measure" }, t("Ta med det dagen ga. Her er bare det som er vist i plenum og det dere er enige om.")),
        h("p", { class: "muted" }, t("Økta blir slettet av seg selv {date}.", { date: longDate(session.ends_on) })),
      ),
      newKey && h(NewKey, { keyText: newKey, link: `${new URL(place.facilitator, window.location.href)}?okt=${place.code}#nokkel=${newKey}`, onDone: () => (dropNewKey(), change({ newKey: null })) }),
      h(Plan, { room, api: place.api, plan: facilitator.plan, endsOn: session.ends_on }),
      h(Files, { api: place.api }),
      h(SummaryForm, { room, api: place.api, stored: facilitator.summary }),
      h(Sharing, { api: place.api }),
      h(Deleting, { place, api: place.api, onDeleted: (said) => change({ deleted: said }) }),
    ),
  );
}
