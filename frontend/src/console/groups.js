/**
 * The groups: how far each is, in counts and never who, and how they are made. A small group shows only a word.
 */
import { h, useState } from "../dom.js";
import { groupName } from "../groups.js";
import { sentence, t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { Pip, Pips } from "./signs.js";

const isNumber = (value) => typeof value === "number";

function groupLabel({ size, written, ready }) {
  return t("{size} med, {written} har skrevet, {ready} er klare", { size, written, ready });
}

const DUTIES = { chair: () => t("ordstyrer"), secretary: () => t("sekretær"), timekeeper: () => t("tidtaker"), openness: () => t("viddevakt") };

/** Which tasks are taken at a table, and whether it writes on one phone. */
function tableWords({ roles = [], phone = false } = {}) {
  const said = roles.map((role) => DUTIES[role]?.() ?? role);
  return sentence([said.join(", "), phone && t("én felles telefon")].filter(Boolean).join(" · "));
}

function GroupRow({ group, table, grouping, isWorking }) {
  const counted = isNumber(group.size) && isNumber(group.written) && isNumber(group.ready);
  return h(
    "li",
    null,
    h("span", null, groupName(grouping, group.no)),
    counted ? h(Pips, { ...group, label: groupLabel(group) }) : h("span", { class: "group-word muted" }, (isWorking || group.state === "empty") && (group.word || t("ingen ennå"))),
    table && tableWords(table) && h("span", { class: "group-table small muted" }, tableWords(table)),
  );
}

/** How groups can be made: what it is called, and what it means for those who come. */
const ways = () => [
  ["dealt", t("Loddtrekning"), t("Alle får ei gruppe når de kommer. Den som kommer sent, får den minste.")],
  ["table", t("Etter bordet de sitter ved"), t("Det ligger et ark med QR-kode på hvert bord. Den som skanner, havner der.")],
  ["self", t("De velger selv"), t("Telefonen spør, og viser hvor det er ledig plass.")],
];

function Way({ grouping, room, act }) {
  const [wish, setWish, drop] = useDraft(room, "groups.way", null);
  const chosen = wish ?? grouping;
  const submit = async (event) => {
    event.preventDefault();
    const answer = await act({ do: "groups.way", way: chosen });
    if (answer?.ok) drop();
  };
  return h(
    "form",
    { class: "stack stack-3", onSubmit: submit },
    h(
      "fieldset",
      { class: "choices ways" },
      h("legend", null, t("Slik lages gruppene")),
      ways().map(([way, title, help]) =>
        h("label", { key: way }, h("input", { type: "radio", name: "way", value: way, checked: chosen === way, onChange: () => setWish(way, true) }), h("span", null, title, h("span", { class: "small muted" }, help))),
      ),
    ),
    chosen !== grouping &&
      h(
        "div",
        { class: "row" },
        h("button", { class: "ds-button", "data-variant": "secondary", type: "submit" }, t("Bytt til dette")),
        h("p", { class: "small muted" }, chosen === "dealt" ? t("De som har ei gruppe, beholder den.") : grouping === "dealt" ? t("Telefonene spør alle hvor de sitter, men ikke midt i gruppearbeidet.") : t("De som har valgt, blir sittende.")),
      ),
  );
}

function GroupCount({ count, room, act }) {
  const [wish, setWish, drop] = useDraft(room, "groups.count", null);
  const [problem, setProblem] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const wanted = Number(event.target.elements.groupCount.value);
    if (!Number.isInteger(wanted) || wanted < 1) {
      setProblem(t("Skriv et helt tall, minst 1."));
      return;
    }
    const answer = await act({ do: "groups", count: wanted });
    setProblem(answer?.ok === false ? answer.error : "");
    if (answer?.ok) drop();
  };
  return h(
    "form",
    { class: "ds-field", onSubmit: submit, noValidate: true },
    h("label", { class: "ds-label", for: "groupCount" }, t("Antall grupper")),
    h(
      "div",
      { class: "row" },
      h("input", { class: "ds-input short", id: "groupCount", name: "groupCount", type: "number", min: 1, max: 60, value: wish ?? count, onInput: (event) => setWish(event.currentTarget.value, true), "aria-describedby": "groupCount-note" }),
      h("button", { class: "ds-button", "data-variant": "secondary", type: "submit" }, t("Endre antallet")),
    ),
    h("p", { class: "small muted", id: "groupCount-note", role: problem ? "alert" : undefined }, problem || t("Så få som mulig må bytte gruppe.")),
  );
}

function DealAgain({ act }) {
  return h(
    "div",
    { class: "stack stack-2" },
    h("p", { class: "small muted", id: "deal-note" }, t("Trekk alle på nytt når dere vil at folk skal snakke med noen andre. Det kan angres.")),
    h("button", { class: "ds-button", "data-variant": "secondary", type: "button", "aria-describedby": "deal-note", onClick: () => act({ do: "groups.deal" }) }, t("Fordel på nytt")),
  );
}

function Change({ count, grouping, sheets, room, act }) {
  return h(
    "details",
    { class: "group-count" },
    h("summary", null, t("Endre gruppene")),
    h(
      "div",
      { class: "group-change" },
      h("div", { class: "stack stack-3" }, h(Way, { grouping, room, act }), h("a", { class: "ds-link take", href: sheets, target: "_blank", rel: "noopener" }, t("Ark til bordene, til å skrive ut"))),
      h("div", { class: "stack stack-5" }, h(GroupCount, { count, room, act }), h(DealAgain, { act })),
    ),
  );
}

/** Those who have come and have not said where they sit. Nobody says it for them before the groups begin, or you do. */
function Standing({ standing, act }) {
  if (standing === 0) return null;
  return h(
    "div",
    { class: "fill row row-between standing" },
    h("p", null, isNumber(standing) ? t("{count} har ikke valgt gruppe ennå. De får plass når gruppene begynner.", { count: standing }) : t("Noen få har ikke valgt gruppe ennå. De får plass når gruppene begynner.")),
    h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "groups.place" }) }, t("Gi dem plass nå")),
  );
}

/** How many tables have somebody who writes: a table with one phone has. */
function Recorders({ tables }) {
  if (tables.length === 0) return null;
  const taken = tables.filter(({ phone, roles }) => phone || roles?.includes("secretary")).length;
  return h("p", null, t("{taken} av {all} grupper har sekretær.", { taken, all: tables.length }));
}

/** All groups, with the legend only where somebody is counted. */
export function Groups({ snapshot, sheets, room, act }) {
  const { groups = [], tables = [], standing = 0 } = snapshot.facilitator;
  const { grouping, closed } = snapshot.session;
  const anyCounted = groups.some(({ size, written }) => isNumber(size) && isNumber(written));
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": "h-groups" },
    h(
      "div",
      { class: "fill row row-between" },
      h("h2", { class: "ds-heading", "data-size": "xs", id: "h-groups" }, t("Grupper")),
      anyCounted &&
        h(
          "p",
          { class: "small muted legend" },
          h("span", null, h(Pip, { kind: "joined" }), t("er med")),
          h("span", null, h(Pip, { kind: "written" }), t("har skrevet")),
          h("span", null, h(Pip, { kind: "ready" }), t("er klar")),
        ),
    ),
    !closed && h(Standing, { standing, act }),
    h("ol", { class: "groups fill" }, groups.map((group) => h(GroupRow, { key: group.no, group, grouping, isWorking: snapshot.now.phase !== "plenary", table: tables.find(({ no }) => no === group.no) }))),
    snapshot.now.phase === "group" && h(Recorders, { tables }),
    h("p", { class: "small muted" }, t("Vi viser antall, aldri hvem. Grupper under fem får bare et ord.")),
    !closed && h(Change, { count: groups.length, grouping, sheets, room, act }),
  );
}
