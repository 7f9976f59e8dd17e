/** What came of a form: what is said when it went well, or the problem. */
import { Fragment, h, useState } from "../dom.js";

const NOTHING = { said: "", problem: "" };

/** {outcome, attempt, forget}: `attempt(work)` tells what `work` answers with, or the sentence of what it throws. */
export function useOutcome() {
  const [outcome, setOutcome] = useState(NOTHING);
  const forget = () => setOutcome(NOTHING);
  const attempt = async (work) => {
    forget();
    try {
      setOutcome({ said: await work(), problem: "" });
    } catch (error) {
      setOutcome({ said: "", problem: error.message });
    }
  };
  return { outcome, attempt, forget };
}

/** The outcome, told aloud, beside the button that it came of. */
export function Outcome({ outcome, children }) {
  return h(Fragment, null, h("div", { class: "row" }, children, h("span", { role: "status" }, outcome.said)), h("div", { role: "alert" }, outcome.problem && h("p", { class: "ds-validation-message" }, outcome.problem)));
}
