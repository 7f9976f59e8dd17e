/**
 * Deleting the session: asked once, with the file offered first and the code written by hand.
 */
import { Button, h, useRef, useState } from "../dom.js";
import { post } from "../forms/post.js";
import { openModal } from "../modal.js";
import { spacedCode, t } from "../text.js";

const digits = (text) => text.replace(/\D/g, "");

export function Deleting({ place, api, onDeleted }) {
  const dialog = useRef(null);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  const remove = async (event) => {
    event.preventDefault();
    if (busy) return;
    if (digits(typed) !== place.code) {
      setProblem(t("Skriv koden {code} for å slette.", { code: spacedCode(place.code) }));
      document.getElementById("delete-code").focus();
      return;
    }
    setBusy(true);
    try {
      const { said } = await post(`${api}/delete`, { code: digits(typed) });
      dialog.current?.close();
      onDeleted(said);
    } catch (error) {
      setProblem(error.message);
      setBusy(false);
    }
  };
  return h(
    "section",
    { class: "stack stack-3 delete-part", "aria-labelledby": "h-delete" },
    h("h2", { class: "ds-heading", "data-size": "sm", id: "h-delete" }, t("Slett økta")),
    h("p", { class: "measure" }, t("Da slettes alt i økta med en gang, for alle: det deltakerne skrev, gjettet og stemte, punktene, planen og arket. De som fortsatt er med, får vite at økta er slettet. Filene dere har lastet ned, er deres.")),
    h("div", null, h(Button, { variant: "secondary", onClick: () => openModal(dialog.current) }, t("Slett økta"))),
    h(
      "dialog",
      { class: "ds-dialog", ref: dialog, "aria-labelledby": "h-sure" },
      h(
        "form",
        { class: "stack stack-4", onSubmit: remove, noValidate: true },
        h("h2", { class: "ds-heading", "data-size": "sm", id: "h-sure" }, t("Slette økta for godt?")),
        h("p", null, t("Det kan ikke angres. Last ned øktfila først hvis dere skal arbeide videre med planen.")),
        h("a", { class: "ds-link take", href: `${api}/session.lmtools`, download: true }, t("Last ned øktfila")),
        h(
          "div",
          { class: "ds-field" },
          h("label", { class: "ds-label", for: "delete-code" }, t("Skriv koden {code}", { code: spacedCode(place.code) })),
          h("input", { class: "ds-input short", id: "delete-code", type: "text", inputMode: "numeric", autocomplete: "off", value: typed, "aria-invalid": problem ? "true" : undefined, "aria-describedby": "delete-problem", onInput: (event) => (setTyped(event.currentTarget.value), setProblem("")) }),
          h("div", { id: "delete-problem", role: "alert" }, problem && h("p", { class: "ds-validation-message" }, problem)),
        ),
        h(
          "div",
          { class: "row" },
          h("button", { class: "ds-button", "data-color": "danger", type: "submit", "aria-busy": busy ? "true" : undefined }, t("Slett for godt")),
          h(Button, { variant: "secondary", onClick: () => dialog.current.close() }, t("Behold økta")),
        ),
      ),
    ),
  );
}
