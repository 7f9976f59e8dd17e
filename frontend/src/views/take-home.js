/** What one has promised oneself, and the ways to take it along: copied, or in one's own calendar. */
import { Button, h, useState } from "../dom.js";
import { nextMonday, reminder, saveFile } from "../reminder.js";
import { uuid } from "../storage.js";
import { longDate, t } from "../text.js";

const isoOf = (day) => `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;

export function TakeHome({ text }) {
  const [said, setSaid] = useState("");
  const monday = nextMonday(new Date());
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t("Kopiert"));
    } catch {
      setSaid(t("Det gikk ikke å kopiere. Merk teksten og kopier den selv."));
    }
  };
  const remind = () => {
    saveFile("mandag.ics", reminder(text, monday, { stamp: new Date(), id: uuid() }), "text/calendar");
    setSaid(t("Påminnelsen er lastet ned. Åpne den i kalenderen din."));
  };
  return h(
    "div",
    { class: "stack stack-2" },
    h("div", { class: "row" }, h(Button, { variant: "secondary", onClick: copy }, t("Kopier teksten")), h(Button, { variant: "secondary", onClick: remind }, t("Påminnelse i kalenderen, {date}", { date: longDate(isoOf(monday)) }))),
    h("p", { class: "small muted", role: "status" }, said),
  );
}

/** One's own text, as it stands. */
export const OwnWords = ({ text }) => h("p", { class: "own-promise" }, text);
