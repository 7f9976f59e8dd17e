/** Beginning with the last plan: from an earlier session of the school, or from a plan's file. */
import { Button, h, useEffect, useId, useState } from "../dom.js";
import { post } from "../forms/post.js";
import { ask, PATIENT } from "../net.js";
import { longDate, t } from "../text.js";

const MOST_BYTES = 1_000_000; // the server takes no more, and would not say why
const TYPES = { json: "application/json", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };

async function sendFile(api, file, everything) {
  const type = TYPES[file.name.split(".").pop().toLowerCase()];
  if (!type) throw new Error(t("Velg ei planfil som slutter på .json eller .xlsx."));
  if (file.size > MOST_BYTES) throw new Error(t("Fila er større enn en plan kan være, så vi åpner den ikke."));
  const unreached = new Error(t("Vi når ikke maskinen som kjører lmtools. Sjekk nettet og prøv igjen."));
  const answer = await ask(`${api}/goals-file${everything ? "?everything=1" : ""}`, { method: "POST", headers: { "Content-Type": type }, body: file, patience: PATIENT }).catch(() => Promise.reject(unreached));
  if (!answer.ok || !answer.body) throw new Error(answer.body?.error || unreached.message);
  return answer.body;
}

/** The sessions whose plan can be taken over: those of the same school that one leads. */
function useEarlier(api) {
  const [earlier, setEarlier] = useState([]);
  useEffect(() => {
    ask(`${api}/goals`).then((answer) => answer.ok && answer.body && setEarlier(answer.body.earlier), () => {});
  }, [api]);
  return earlier;
}

export function CarryOn({ api }) {
  const earlier = useEarlier(api);
  const [from, setFrom] = useState("");
  const [file, setFile] = useState(null);
  const [everything, setEverything] = useState(false);
  const [result, setResult] = useState({ said: "", problem: "" });
  const [id, fileId, allId] = [useId("from"), useId("plan-file"), useId("everything")];
  const fetchPlan = async (event) => {
    event.preventDefault();
    setResult({ said: "", problem: "" });
    if (!from && !file) return setResult({ said: "", problem: t("Velg ei økt eller ei planfil først.") });
    try {
      const { goals } = file ? await sendFile(api, file, everything) : await post(`${api}/carry`, { from, everything });
      return setResult({ said: goals === 1 ? t("Ett mål er hentet hit.") : t("{count} mål er hentet hit.", { count: goals }), problem: "" });
    } catch (error) {
      return setResult({ said: "", problem: error.message });
    }
  };
  return h(
    "details",
    { class: "fill" },
    h("summary", null, t("Begynn med forrige plan")),
    h(
      "form",
      { class: "stack stack-3 fill", onSubmit: fetchPlan, noValidate: true },
      h("p", { class: "measure" }, t("Mål og tiltak som ikke er gjort, hentes inn i denne økta, med alt de bygger på og planens historie.")),
      earlier.length > 0 && h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: id }, t("Fra ei tidligere økt ved skolen")), h("select", { class: "ds-input", id, value: from, onChange: (event) => setFrom(event.currentTarget.value) }, h("option", { value: "" }, t("Velg økt")), earlier.map((one) => h("option", { key: one.code, value: one.code }, `${one.title}, ${longDate(one.started_at.slice(0, 10))}`)))),
      h("div", { class: "ds-field" }, h("label", { class: "ds-label", for: fileId }, t("Eller fra ei planfil")), h("input", { class: "ds-input", id: fileId, type: "file", accept: ".json,.xlsx", onChange: (event) => setFile(event.currentTarget.files[0] ?? null) })),
      h("label", { class: "check", for: allId }, h("input", { type: "checkbox", id: allId, checked: everything, onChange: (event) => setEverything(event.currentTarget.checked) }), t("Ta med det som er gjort eller stoppet også, for å evaluere det")),
      h("div", { class: "row" }, h(Button, { type: "submit", variant: "secondary" }, t("Hent planen hit")), h("span", { role: "status" }, result.said)),
      h("div", { role: "alert" }, result.problem && h("p", { class: "ds-validation-message" }, result.problem)),
    ),
  );
}
