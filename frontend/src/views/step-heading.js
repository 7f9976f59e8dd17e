/** The heading of a step that has the page to itself, as on a phone: the workbook's own words. */
import { h, Heading } from "../dom.js";

export function StepHeading({ room, step, level, otherwise }) {
  if (level !== 1) return null;
  const own = room.snapshot?.steps?.find(({ key }) => key === step)?.title;
  return h(Heading, { level, size: "lg" }, own || otherwise);
}
