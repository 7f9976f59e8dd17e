/** How much is left of a phase, by the server's clock. Stops at nothing: "Tida er ute" is not an alarm. */
import { h, useEffect, useReducer } from "./dom.js";
import { clockTime, t } from "./text.js";

/** Seconds left, or null when the phase has no end. */
export function secondsLeft(now, serverTime) {
  if (!now) return null;
  if (now.paused_left !== null && now.paused_left !== undefined) return now.paused_left;
  return now.ends_at ? Math.max(0, Math.round((new Date(now.ends_at).getTime() - serverTime) / 1000)) : null;
}

/** 252 -> "4:12". */
export function minutesAndSeconds(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** 252 -> "4:12 igjen"; `coarse` (on the wall) -> "5 min igjen" until the last minute. */
export function clockText(seconds, { paused = false, coarse = false } = {}) {
  if (seconds === null) return "";
  if (seconds <= 0) return t("Tida er ute");
  const time = coarse && seconds > 60 ? t("{minutes} min", { minutes: Math.ceil(seconds / 60) }) : minutesAndSeconds(seconds);
  return paused ? t("{time}, klokka står", { time }) : t("{time} igjen", { time });
}

/** "Pause til 10.15" where the agenda has the break, by its own clock; otherwise only that it is one. */
export function breakTitle({ pause, ends_at: ends }) {
  const title = pause?.title ?? t("Pause");
  return pause && ends ? t("{title} til {time}", { title, time: clockTime(new Date(ends)) }) : title;
}

/** Whether the clock of the very first phase has never been started: people are still coming in. */
export function hasNotBegun({ now, steps }) {
  const [first] = steps;
  const minutes = first?.minutes?.[first.phases[0]];
  return now.step === first?.key && now.phase === first.phases[0] && now.round === 1 && minutes > 0 && now.paused_left >= minutes * 60;
}

/** Draw again every so many milliseconds while a clock runs. */
export function useTick(runs, every = 500) {
  const [, tick] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setInterval(tick, every);
    return () => clearInterval(timer);
  }, [runs]);
}

export function Clock({ room, coarse = false }) {
  useTick(true, 1000);
  const now = room.snapshot?.now;
  const paused = now?.paused_left !== null && now?.paused_left !== undefined;
  return h("span", { class: "clock num", role: "timer" }, clockText(secondsLeft(now, room.now()), { paused, coarse }));
}
