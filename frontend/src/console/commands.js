/**
 * What a press on the console did, in a few words beside the undo button.
 */
import { t } from "../text.js";

/** A few words for a move that can be undone, or "" for what has its own way back. */
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
      return t("Endret antall grupper");
    case "groups.way":
      return t("Endret hvordan gruppene lages");
    case "groups.deal":
      return t("Gruppene er fordelt på nytt");
    case "groups.place":
      return t("Alle har fått ei gruppe");
    case "pause":
      return t("Stoppet klokka");
    case "resume":
      return t("Startet klokka");
    case "extend":
      return command.minutes > 1 ? t("Ga {minutes} minutter til", { minutes: command.minutes }) : t("Ga ett minutt til");
    case "keep":
      return t("Endret hva dere tar med");
    case "figures":
      return t("Endret hva lerretet viser");
    case "break":
      return command.on ? t("Tok pause for alle") : t("Pausen er slutt");
    case "reopen":
      return t("Økta er åpnet igjen");
    case "close":
      return t("Økta er avsluttet");
    default:
      return "";
  }
}
