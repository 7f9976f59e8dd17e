/**
 * The field for the six digits on the projector. Takes what people type and paste: spaces, dashes,
 * the whole address behind the QR code.
 */
const LENGTH = 6;

/** The digits of a code in `text`: from an address its last six in a row, else every digit, at most six. */
export function digitsOf(text) {
  const inAddress = /bli-med\/(\d{6})\b/.exec(text);
  if (inAddress) return inAddress[1];
  return text.replace(/\D/g, "").slice(0, LENGTH);
}

/** "482617" -> "482 617"; shorter ones as far as they go. An ordinary space: it is typed and copied. */
function spaced(digits) {
  return digits.length > 3 ? `${digits.slice(0, 3)} ${digits.slice(3)}` : digits;
}

/** True when `digits` can be a code. */
export function isWhole(digits) {
  return digits.length === LENGTH;
}

/** Keep `input` written as a code while it is typed in. The caret stays behind the same digit. */
export function formatWhileTyping(input) {
  input.addEventListener("input", () => {
    const before = input.value.slice(0, input.selectionStart ?? input.value.length).replace(/\D/g, "").length;
    input.value = spaced(digitsOf(input.value));
    const caret = Math.min(before > 3 ? before + 1 : before, input.value.length);
    if (document.activeElement === input) input.setSelectionRange(caret, caret);
  });
  input.value = spaced(digitsOf(input.value));
}
