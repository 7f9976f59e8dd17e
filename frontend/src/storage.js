/**
 * What the browser keeps between visits. What it will not keep (a private window, a full disk) is held in
 * memory for as long as the page is open, and whoever writes is told.
 */
const memory = new Map(); // only what the browser would not take

export function read(key, fallback) {
  try {
    const text = memory.get(key) ?? window.localStorage.getItem(key);
    return text === null || text === undefined ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

/** Returns whether it will still be there after the page has closed. */
export function write(key, value) {
  const text = JSON.stringify(value);
  try {
    window.localStorage.setItem(key, text);
    memory.delete(key);
    return true;
  } catch {
    memory.set(key, text);
    return false;
  }
}

export function remove(key) {
  memory.delete(key);
  try {
    window.localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

/** Every key that begins with `start`, in order. */
export function keysWith(start) {
  const keys = new Set(memory.keys());
  try {
    for (let at = 0; at < window.localStorage.length; at += 1) keys.add(window.localStorage.key(at));
  } catch {
    // nothing was kept
  }
  return [...keys].filter((key) => key.startsWith(start)).sort();
}

/** A random id. `crypto.randomUUID` is missing on plain http, which a school's own network often is. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
