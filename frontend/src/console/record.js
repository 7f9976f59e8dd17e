/**
 * A goal, an action or the plan while it is edited here: what is typed is never changed from outside,
 * fields that others change meanwhile come in, and only a field that both changed asks what to keep.
 */
import { useEffect, useLayoutEffect, useRef, useState } from "../dom.js";

const PAUSE = 900; // milliseconds without a key before a field is saved

/** After the next drawing, when what an answer brought has reached the form. */
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

/** Fields of `record` that somebody else changed since they were pinned, and that are not what was typed. */
function clashes(record, pins) {
  return Object.keys(pins).filter((name) => (record[name] ?? "") !== pins[name].was && (record[name] ?? "") !== pins[name].text);
}

/**
 * `record` is what the room holds, `save(values)` stores it and resolves to {ok, error}. What is typed is kept
 * in `room` as the draft `name` until it is stored.
 * Returns what a form needs: value(name), handlers(name), type(name, text), problem, clash, keepMine, takeTheirs.
 */
export function useRecord(record, save, { room, name: kept }) {
  // name -> {was: the room's text when the field was entered, text: what stands in it now}
  const [pins, setPins] = useState(() => room.drafts.get(kept) ?? {});
  const [problem, setProblem] = useState("");
  const [focused, setFocused] = useState(null);
  const latest = useRef({});
  latest.current = { record, pins, save };
  const running = useRef(Promise.resolve());
  const timer = useRef(0);

  const changed = (name) => name in pins && pins[name].text !== pins[name].was;
  const clash = clashes(record, pins);

  const store = async (again = false) => {
    const { record: now, pins: typed, save: send } = latest.current;
    const mine = Object.entries(typed).filter(([, pin]) => pin.text !== pin.was);
    if (mine.length === 0) room.sayNothingHere();
    if (mine.length === 0 || clashes(now, typed).length > 0) return undefined;
    const values = Object.fromEntries(mine.map(([name, pin]) => [name, pin.text]));
    const answer = await send(values);
    await drawn();
    if (answer?.ok === false) {
      // Somebody else saved first: their fields have come in now, so ours can follow if they are others.
      if (latest.current.record.revision !== now.revision && !again) return store(true);
      setProblem(answer.error);
      return undefined;
    }
    setProblem("");
    setPins((old) => {
      const left = { ...old };
      for (const [name, text] of Object.entries(values)) if (left[name]) left[name] = { ...left[name], was: text };
      return left;
    });
    return undefined;
  };
  const queueStore = () => {
    clearTimeout(timer.current);
    running.current = running.current.then(() => store());
    return running.current;
  };

  // A field that nobody is in and that is stored as typed follows the room again.
  useEffect(() => {
    const done = Object.keys(pins).filter((name) => name !== focused && pins[name].text === pins[name].was);
    if (done.length === 0) return;
    setPins((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !done.includes(name))));
  }, [pins, focused]);
  useLayoutEffect(() => {
    const typed = Object.fromEntries(Object.entries(pins).filter(([, pin]) => pin.text !== pin.was));
    if (Object.keys(typed).length > 0) room.drafts.set(kept, typed);
    else room.drafts.drop(kept);
  }, [pins]);
  useEffect(() => {
    if (Object.keys(pins).length > 0) timer.current = setTimeout(queueStore, PAUSE); // left behind by a reload
    return () => clearTimeout(timer.current);
  }, []);

  const type = (name, text) => {
    setPins((old) => ({ ...old, [name]: { was: old[name]?.was ?? record[name] ?? "", text } }));
    room.sayKept(!room.keepsNothing, kept);
    clearTimeout(timer.current);
    timer.current = setTimeout(queueStore, PAUSE);
  };
  const resolve = (next) => {
    setPins((old) => Object.fromEntries(Object.entries(old).map(([name, pin]) => [name, clash.includes(name) ? next(name, pin) : pin])));
    timer.current = setTimeout(queueStore, 0);
  };

  return {
    value: (name) => pins[name]?.text ?? record[name] ?? "",
    handlers: (name) => ({
      onFocus: () => {
        setFocused(name);
        setPins((old) => (name in old ? old : { ...old, [name]: { was: record[name] ?? "", text: record[name] ?? "" } }));
      },
      onInput: (event) => type(name, event.currentTarget.value),
      onBlur: () => {
        setFocused(null);
        queueStore();
      },
    }),
    type,
    changed,
    problem,
    clash: clash.filter(changed),
    theirs: (name) => record[name] ?? "",
    keepMine: () => resolve((name, pin) => ({ was: record[name] ?? "", text: pin.text })),
    takeTheirs: () => resolve((name) => ({ was: record[name] ?? "", text: record[name] ?? "" })),
  };
}
