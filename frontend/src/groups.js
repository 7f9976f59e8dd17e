/** Which group one sits in, and where one says it: by lot, by the table, or as one chooses. */
import { h, useId } from "./dom.js";
import { SaveLine } from "./saveline.js";
import { t } from "./text.js";

/** What a group is called where people sit by tables, and elsewhere. */
export const groupName = (grouping, number) => (grouping === "table" ? t("Bord {number}", { number }) : t("Gruppe {number}", { number }));

const youAreIn = (grouping, number) => (grouping === "table" ? t("Du er ved bord {number}.", { number }) : t("Du er i gruppe {number}.", { number }));

/** Where one sits: told at the tables, and all the time to those who have said it themselves. */
export function Place({ session, me, phase }) {
  const isTold = me?.group && (phase === "group" || session.grouping !== "dealt");
  return h("p", { class: "small muted", role: "status", hidden: !isTold }, isTold ? youAreIn(session.grouping, me.group) : "");
}

/** One press, and one sits there. Nobody is held up by it: the step stands below. */
export function ChooseGroup({ room, session, me }) {
  const id = useId("where");
  const tables = me.tables ?? [];
  if (me.group || tables.length === 0) return null;
  const byTable = session.grouping === "table";
  return h(
    "section",
    { class: "banner", "aria-labelledby": id },
    h("p", { class: "strong", id }, byTable ? t("Hvilket bord sitter du ved?") : t("Hvilken gruppe vil du være i?")),
    h("p", { class: "small" }, byTable ? t("Skann QR-koden på bordet, eller trykk på nummeret her.") : t("Velg en gruppe med ledig plass hvis du kan.")),
    h(
      "ul",
      { class: "seats" },
      tables.map(({ no, word }) =>
        h("li", { key: no }, h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => room.send("group.choose", { group: no }) }, h("span", null, groupName(session.grouping, no)), word && h("span", { class: "seat-word" }, word))),
      ),
    ),
    h("p", { class: "small muted" }, t("Du får en plass når gruppene begynner, hvis du ikke har valgt.")),
    h(SaveLine, { room, step: "" }),
  );
}
