/**
 * The gentle clock of a phase. Never red: when the time is out, it says so and waits.
 */
import { h } from "../dom.js";
import { BellToggle } from "../bell.js";
import { minutesAndSeconds, secondsLeft, useTick } from "../clock.js";
import { t } from "../text.js";

function label(now, seconds) {
  if (now.recess) return t("Pause for alle");
  if (seconds === null) return t("Uten klokke");
  if (!now.ends_at) return t("Klokka står");
  return seconds === 0 ? t("Tida er ute") : t("Igjen av fasen");
}

/** The clock, its two buttons, and the sound for those who want it. */
export function Clock({ now, offset, room, act }) {
  useTick(Boolean(now.ends_at));
  const seconds = secondsLeft(now, Date.now() + offset);
  const stands = seconds !== null && !now.ends_at;
  return h(
    "div",
    { class: "clock-row fill" },
    h(
      "div",
      null,
      h("p", { class: "muted" }, label(now, seconds)),
      seconds !== null && h("p", { class: "bigclock", role: "timer", "data-stands": stands ? "" : undefined }, minutesAndSeconds(seconds)),
    ),
    h(
      "div",
      { class: "clock-tools" },
      h(BellToggle, { room, place: "console" }),
      h(
        "div",
        { class: "row" },
        seconds !== null &&
          h(
            "button",
            { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: stands ? "resume" : "pause" }) },
            stands ? t("Start klokka") : t("Stopp klokka"),
          ),
        h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "extend", minutes: 1 }) }, seconds === null ? t("Gi ett minutt") : t("Ett minutt til")),
      ),
    ),
  );
}
