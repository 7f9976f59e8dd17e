/** A reminder of what one has promised oneself, as a calendar file that is made on this page and sent nowhere. */
const MONDAY = 1;
const MOST_BYTES = 74; // of a line in a calendar file, before it is folded

/** The next Monday after `today`, never today itself. */
export function nextMonday(today) {
  const day = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  day.setDate(day.getDate() + (((MONDAY + 7 - day.getDay()) % 7) || 7));
  return day;
}

const two = (value) => String(value).padStart(2, "0");
const compact = (day) => `${day.getFullYear()}${two(day.getMonth() + 1)}${two(day.getDate())}`;
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** One line in pieces that a calendar takes; no letter is cut in two. */
function folded(line) {
  const encoder = new TextEncoder();
  const pieces = [""];
  let used = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (used + size > MOST_BYTES) {
      pieces.push(" ");
      used = 1;
    }
    pieces[pieces.length - 1] += letter;
    used += size;
  }
  return pieces.join("\r\n");
}

/** `text` as a whole day on `day`; `stamp` is when it was made, `id` what tells it from others. */
export function reminder(text, day, { stamp, id }) {
  const after = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//lmtools//reminder//NO",
    "BEGIN:VEVENT",
    `UID:${id}@lmtools`,
    `DTSTAMP:${stamp.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${compact(day)}`,
    `DTEND;VALUE=DATE:${compact(after)}`,
    `SUMMARY:${escaped(text)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** Let the browser save `content` as a file of its own making. */
export function saveFile(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
