/** A value that is being written: kept with every change, and given back after a reload. */
import { useReducer, useRef } from "./dom.js";

const UNTOUCHED = { mine: {}, was: {} };

/**
 * `first` is where it begins when nothing was left half written under `name`. Returns [value, set, drop];
 * `set(value, true)` is for what nobody has written, as that a form is open, and says nothing.
 * What other windows write meanwhile does not come in here.
 */
export function useDraft(room, name, first, { step = name } = {}) {
  const begun = useRef(null);
  const [, again] = useReducer((count) => count + 1, 0);
  if (begun.current?.name !== name) begun.current = { name, value: room.drafts.get(name) };
  const set = (value, isQuiet = false) => {
    begun.current = { name, value };
    if (isQuiet) room.drafts.set(name, value);
    else room.keepDraft(name, value, step);
    again();
  };
  const drop = () => {
    begun.current = { name, value: undefined };
    room.dropDraft(name);
    again();
  };
  return [begun.current.value ?? first, set, drop];
}

/**
 * The fields of `record` (null for a new one) while they are written. A field that was not touched follows the
 * room; one that was is the writer's, and `theirs` tells what somebody else has made of it meanwhile.
 */
export function useEdit(room, name, record, step) {
  const [{ mine, was }, set, drop] = useDraft(room, name, UNTOUCHED, { step });
  const now = (field) => record?.[field] ?? "";
  return {
    value: (field) => mine[field] ?? now(field),
    type: (field, text) => set({ mine: { ...mine, [field]: text }, was: { [field]: now(field), ...was } }),
    isTouched: (field) => field in mine,
    theirs: (field) => (record && field in mine && now(field) !== was[field] && now(field) !== mine[field] ? now(field) : null),
    drop,
  };
}
