/**
 * What a press on the console did, in a few words beside the undo button.
 */
import { t } from "../text.js";

/** The sentence for a command that went well, or "". */
export function saidOf(command) {
  switch (command.do) {
    case "go":
    case "next":
    case "back":
    case "round":
      return t("Flyttet økta");
    case "undo":
      return t("Angret");
    case "reveal":
      return t("Vist på lerretet");
    case "hide":
      return t("Skjult igjen");
    case "moderate":
      return command.show ? t("Sluppet fram") : t("Holdt tilbake");
    case "merge":
      return t("Slått sammen");
    case "split":
      return t("Delt opp");
    case "groups":
      return t("Gruppene er delt på nytt");
    case "goal.remove":
      return t("Målet er tatt bort");
    case "action.remove":
      return t("Tiltaket er tatt bort");
    case "close":
      return t("Økta er avsluttet");
    default:
      return "";
  }
}
