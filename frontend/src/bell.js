/**
 * A short, soft tone when the time is out: on the wall and the console only, and only for those who have asked
 * for it in that window. A browser plays nothing before somebody has pressed something in the page.
 */
import { h, Icon, useEffect, useReducer, useRef } from "./dom.js";
import { secondsLeft } from "./clock.js";
import { read, write } from "./storage.js";
import { t } from "./text.js";

const SECONDS = 1.2;
const TONES = [523.25, 659.25]; // C and E, one after the other
const LOUDNESS = 0.12;
let audio = null;

/** Make ready to play; call it from a press. */
function wakeAudio() {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  if (!Context) return null;
  audio ??= new Context();
  if (audio.state === "suspended") audio.resume();
  return audio;
}

/** Play once. Nothing is heard where the browser does not allow it. */
export function ring() {
  if (!wakeAudio()) return;
  TONES.forEach((tone, at) => {
    const begins = audio.currentTime + at * 0.35;
    const source = audio.createOscillator();
    const volume = audio.createGain();
    source.frequency.value = tone;
    volume.gain.setValueAtTime(0, begins);
    volume.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.05);
    volume.gain.exponentialRampToValueAtTime(0.0001, begins + SECONDS);
    source.connect(volume).connect(audio.destination);
    source.start(begins);
    source.stop(begins + SECONDS);
  });
}

/** Whether the time has just run out: it ran, with some left, and now nothing is. */
export const hasJustRunOut = (before, now) => typeof before === "number" && before > 0 && before <= 2 && now === 0;

/** Ring when the clock of the phase comes to nothing while this page looks on. */
function useBell(room, isOn) {
  const before = useRef(null);
  useEffect(() => {
    if (!isOn) return undefined;
    const wake = () => wakeAudio();
    window.addEventListener("pointerdown", wake, { once: true });
    window.addEventListener("keydown", wake, { once: true });
    const timer = setInterval(() => {
      const now = room.snapshot?.now;
      const left = now?.ends_at ? secondsLeft(now, room.now()) : null;
      if (hasJustRunOut(before.current, left)) ring();
      before.current = left;
    }, 500);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pointerdown", wake);
      window.removeEventListener("keydown", wake);
    };
  }, [isOn]);
}

/** The switch; `place` is "wall" or "console", each with its own memory. Off until somebody turns it on. */
export function BellToggle({ room, place }) {
  const [, again] = useReducer((count) => count + 1, 0);
  const key = `lmtools.bell.${place}`;
  const isOn = read(key, false) === true;
  useBell(room, isOn);
  const toggle = () => {
    write(key, !isOn);
    if (!isOn) ring();
    again();
  };
  return h("button", { class: "bell", type: "button", "aria-pressed": String(isOn), onClick: toggle }, h(Icon, { name: isOn ? "sound" : "silent" }), h("span", null, t("Lyd når tida er ute")));
}
