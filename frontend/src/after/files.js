/**
 * What the day gives to take along: each file with a line that says what it is, and who may see it.
 */
import { h } from "../dom.js";
import { t } from "../text.js";

const files = () => [
  ["report.docx", t("Referat og plan (Word)"), t("Det elevene svarte, det dere så og valgte, og planen. For de ansatte. Kan sendes til dem som ikke var der.")],
  ["report.xlsx", t("Alt i regneark (Excel)"), t("Punkter, stemmer, vurderinger, mål, tiltak og datoer, hvert på sitt ark. For de ansatte som skal arbeide videre med planen.")],
  ["plan.ics", t("Datoene (kalenderfil)"), t("Fristene i planen og dagen dere ser på den igjen. For alle som skal gjøre noe.")],
  ["report.html", t("Referatet som nettside"), t("Det samme som i Word, til å lese, skrive ut og arkivere. For de ansatte.")],
  ["session.lmtools", t("Øktfila"), t("Åpner økta igjen, her eller på en annen maskin: punkter, resultater, plan og status. For den som leder arbeidet videre. Notater, enkeltsvar og private forsett er ikke med.")],
];

export function Files({ api }) {
  return h(
    "section",
    { class: "stack stack-3", "aria-labelledby": "h-files" },
    h("h2", { class: "ds-heading", "data-size": "sm", id: "h-files" }, t("Ta med")),
    h(
      "ul",
      { class: "files fill" },
      files().map(([file, name, about]) => h("li", { key: file }, h("a", { class: "ds-link take strong", href: `${api}/${file}`, download: true }, name), h("span", { class: "muted" }, about))),
    ),
  );
}
