/** What an activity is: from the room where there is one, since it knows what has come since the page was made. */
import { t } from "./text.js";

/** Verbs whose points are weighed and voted on later. */
export const LIFTED = ["reflect", "forces", "swot", "analysis", "start_stop_continue"];

const ONE_BOX = [{ key: "", title: "", hint: "" }];
const filled = (list) => (list?.length ? list : null);

/** {question, help, limit, boxes, items, scales, story, phases} of the step that `model` shows. */
export function describe(model, room) {
  const key = model.get("step");
  const content = model.get("content") ?? {};
  const known = room.snapshot?.steps?.find((step) => step.key === key) ?? {};
  return {
    question: content.question ?? content.prompt ?? known.prompt ?? "",
    help: content.help ?? known.help ?? "",
    limit: content.limit ?? known.limit ?? 280,
    boxes: filled(content.boxes) ?? filled(known.boxes) ?? ONE_BOX,
    items: filled(known.items) ?? filled(content.items) ?? [],
    scales: filled(content.scales) ?? filled(known.scales) ?? [],
    story: content.story ?? known.story ?? [],
    phases: known.phases ?? ["alone"],
  };
}

/** Said with every case, so that nobody takes it for a pupil at the school. */
export const invented = () => t("Eksemplet er oppdiktet. Snakk om det som står der, ikke om elever dere kjenner.");

/** Whether a table writes together before plenary; without it each sends their own. */
export const hasTables = ({ phases }) => phases.includes("group");
