/** The key of a session that this window has just started or opened; left here by the facilitator's page, told once. */
const NEW_KEY = "lmtools-new-key";

/** Leave the key for the page that is opened next. */
export function leaveNewKey(code, key) {
  window.sessionStorage.setItem(NEW_KEY, JSON.stringify({ code, key }));
}

/** The key that was left for `code`, or null. It stays until `dropNewKey`, so that a reload does not lose it. */
export function takeNewKey(code) {
  const left = JSON.parse(window.sessionStorage.getItem(NEW_KEY) ?? "null");
  return left?.code === code ? left.key : null;
}

export function dropNewKey() {
  window.sessionStorage.removeItem(NEW_KEY);
}
