/**
 * How many are with us, have written, are ready: counts, never who. A small group shows only a word.
 */
import { h } from "preact";
import { useState } from "preact/hooks";
import { sentence, t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { Meter, Pip, Pips } from "./signs.js";

const isNumber = (value) => typeof value === "number";

function Count({ label, value, of }) {
  return h(
    "div",
    null,
    h("dt", null, label),
    isNumber(value)
      ? [
          h("dd", null, value, " ", isNumber(of) && of > 0 && h("span", null, t("av {whole}", { whole: of }))),
          isNumber(of) && h("dd", { class: "meter-row" }, h(Meter, { part: value, whole: of })),
        ]
      : h("dd", { class: "few-word" }, t("For få til å telle")),
  );
}

/** What "written" is called in this kind of step. */
function writtenLabel(kind) {
  if (kind === "guess") return t("Har gjettet");
  if (kind === "vote") return t("Har stemt");
  if (kind === "rating") return t("Har svart");
  return t("Har skrevet");
}

/** The three counts of a phase. */
export function Counts({ facilitator, kind }) {
  const { joined, expected, written, ready } = facilitator;
  const writes = ["guess", "board", "rating", "private", "vote"].includes(kind);
  return h(
    "dl",
    { class: "counts fill" },
    h(Count, { label: t("Er med"), value: joined, of: expected }),
    writes && h(Count, { label: writtenLabel(kind), value: written, of: joined }),
    h(Count, { label: t("Er klare"), value: ready, of: joined }),
  );
}

function groupLabel({ size, written, ready }) {
  return t("{size} med, {written} har skrevet, {ready} er klare", { size, written, ready });
}

const DUTIES = { chair: () => t("ordstyrer"), secretary: () => t("sekretær"), timekeeper: () => t("tidtaker"), openness: () => t("viddevakt") };

/** Which tasks are taken at a table, and whether it writes on one phone. */
function tableWords({ roles = [], phone = false } = {}) {
  const said = roles.map((role) => DUTIES[role]?.() ?? role);
  return sentence([said.join(", "), phone && t("én felles telefon")].filter(Boolean).join(" · "));
}

function GroupRow({ group, table }) {
  const counted = isNumber(group.size) && isNumber(group.written) && isNumber(group.ready);
  return h(
    "li",
    null,
    h("span", null, t("Gruppe {no}", { no: group.no })),
    counted ? h(Pips, { ...group, label: groupLabel(group) }) : h("span", { class: "group-word muted" }, group.word || t("ingen ennå")),
    table && tableWords(table) && h("span", { class: "group-table small muted" }, tableWords(table)),
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
    "details",
    { class: "group-count" },
    h("summary", null, t("Endre antall grupper")),
    h(
      "form",
      { class: "ds-field", onSubmit: submit, noValidate: true },
      h("label", { class: "ds-label", for: "groupCount" }, t("Antall grupper")),
      h(
        "div",
        { class: "row" },
        h("input", { class: "ds-input short", id: "groupCount", name: "groupCount", type: "number", min: 1, max: 60, value: wish ?? count, onInput: (event) => setWish(event.currentTarget.value, true), "aria-describedby": "groupCount-note" }),
        h("button", { class: "ds-button", "data-variant": "secondary", type: "submit" }, t("Del på nytt")),
      ),
      h("p", { class: "small muted", id: "groupCount-note", role: problem ? "alert" : undefined }, problem || t("Så få som mulig må bytte gruppe.")),
    ),
  );
}

/** All groups, with the legend only where somebody is counted. */
export function Groups({ groups, tables, room, act }) {
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
    h("ol", { class: "groups fill" }, groups.map((group) => h(GroupRow, { key: group.no, group, table: tables.find(({ no }) => no === group.no) }))),
    h("p", { class: "small muted" }, t("Vi viser antall, aldri hvem. Grupper under fem får bare et ord.")),
    h(GroupCount, { count: groups.length, room, act }),
  );
}
