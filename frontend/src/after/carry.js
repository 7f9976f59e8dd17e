/** Beginning with the last plan: from an earlier session of the school, or from a plan's file. */
import { Button, h, useId, useState } from "../dom.js";
import { post, unreached } from "../forms/post.js";
import { ask, PATIENT } from "../net.js";
import { t } from "../text.js";
import { EarlierChoice } from "./choice.js";
import { Outcome, useOutcome } from "./outcome.js";

const MOST_BYTES = 1_000_000; // the server takes no more, and would not say why
const TYPES = { json: "application/json", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };

async function sendFile(api, file, everything) {
  const type = TYPES[file.name.split(".").pop().toLowerCase()];
  if (!type) throw new Error(t("Velg ei planfil som slutter på .json eller .xlsx."));
  if (file.size > MOST_BYTES) throw new Error(t("Fila er større enn en plan kan være, så vi åpner den ikke."));
  const answer = await ask(`${api}/goals-file${everything ? "?everything=1" : ""}`, { method: "POST", headers: { "Content-Type": type }, body: file, patience: PATIENT }).catch(() => Promise.reject(new Error(unreached())));
  if (!answer.ok || !answer.body) throw new Error(answer.body?.error || unreached());
  return answer.body;
}

/** `earlier` are the sessions whose plan can be taken over: those of the same school that one leads. */
export function CarryOn({ api, earlier }) {
  const [from, setFrom] = useState("");
  const [file, setFile] = useState(null);
  const [everything, setEverything] = useState(false);
  const { outcome, attempt } = useOutcome();
  const [fileId, allId] = [useId("plan-file"), useId("everything")];
  const fetchPlan = async () => {
    if (!from && !file) throw new Error(t("Velg ei økt eller ei planfil først."));
    const { goals } = file ? await sendFile(api, file, everything) : await post(`${api}/carry`, { from, everything });
    return goals === 1 ? t("Ett mål er hentet hit.") : t("{count} mål er hentet hit.", { count: goals });
  };
  return h(
    "details",
    { class: "lm-details fill" },
    h("summary", null, t("Begynn med forrige plan")),
    h(
      "form",
      { class: "stack stack-3 fill", onSubmit: (event) => (event.preventDefault(), attempt(fetchPlan)), noValidate: true },
      h("p", { class: "measure" }, t("Mål og tiltak som ikke er gjort, hentes inn i denne økta, med alt de bygger på og planens historie.")),
      earlier.length > 0 && h(EarlierChoice, { label: t("Fra ei tidligere økt ved skolen"), earlier, value: from, onChange: setFrom }),
      h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: fileId }, t("Eller fra ei planfil")), h("input", { class: "ds-input", id: fileId, type: "file", accept: ".json,.xlsx", onChange: (event) => setFile(event.currentTarget.files[0] ?? null) })),
      h("label", { class: "check", for: allId }, h("input", { type: "checkbox", id: allId, checked: everything, onChange: (event) => setEverything(event.currentTarget.checked) }), t("Ta med det som er gjort eller stoppet også, for å evaluere det")),
      h(Outcome, { outcome }, h(Button, { type: "submit", variant: "secondary" }, t("Hent planen hit"))),
    ),
  );
}
