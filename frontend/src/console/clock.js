/**
 * The gentle clock of a phase. Never red: when the time is out, it says so and waits.
 */
import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { BellToggle } from "../bell.js";
import { t } from "../text.js";

/** Seconds left, or null without a clock. */
export function secondsLeft(now, offset) {
  if (now.paused_left !== null && now.paused_left !== undefined) return now.paused_left;
  if (!now.ends_at) return null;
  return Math.max(0, Math.round((Date.parse(now.ends_at) - Date.now() - offset) / 1000));
}

/** 252 -> "4:12". */
export function minutesAndSeconds(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Draw again every second while a clock runs. */
export function useTick(runs) {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setInterval(() => setTick((tick) => tick + 1), 500);
    return () => clearInterval(timer);
  }, [runs]);
}

function label(now, seconds) {
  if (now.recess) return t("Pause for alle");
  if (seconds === null) return t("Uten klokke");
  if (!now.ends_at) return t("Klokka står");
  return seconds === 0 ? t("Tida er ute") : t("Igjen av fasen");
}

/** The clock, its two buttons, and the sound for those who want it. */
export function Clock({ now, offset, room, act }) {
  useTick(Boolean(now.ends_at));
  const seconds = secondsLeft(now, offset);
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
