/**
 * What comes next: the suggestion, the one large button, and the ways back.
 */
import { h } from "../dom.js";
import { t } from "../text.js";
import { momentName, pauseNow } from "./agenda.js";

function nextLabel(snapshot, after) {
  const planned = pauseNow(snapshot);
  if (planned && !snapshot.now.recess) return t("Neste: {title}, {minutes} min", planned);
  if (after.step === snapshot.now.step) return t("Neste fase: {name}", { name: momentName(snapshot.steps, after) });
  return t("Neste: {name}", { name: after.title });
}

/** What one press of an advice's own button does. The way on has the large button already. */
function adviceButton(command) {
  if (command?.do === "break") return t("Slutt på pausen");
  if (command?.do === "extend") return t("Gi {minutes} minutter", { minutes: command.minutes });
  if (command?.do === "go") return { group: t("Gå til gruppe"), alone: t("Gå til alene"), plenary: t("Gå til plenum") }[command.phase] ?? null;
  return null;
}

/** At most two sentences, each with its one button; otherwise what could come next. */
function Advice({ advice, suggestion, act }) {
  if (!advice?.length) return h("p", null, suggestion);
  return h(
    "ul",
    { class: "advice stack stack-3" },
    advice.map(({ key, text, command }) => {
      const label = adviceButton(command);
      return h("li", { key, class: "stack stack-2" }, h("p", { id: `advice-${key}` }, text), label && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", "aria-describedby": `advice-${key}`, onClick: () => act(command) }, label));
    }),
  );
}

/** Whether the advice has the button that ends the break. */
const endsBreak = (advice) => advice?.some(({ command }) => command?.do === "break");

/** A break for everybody, while nobody loses what they have written. */
function Break({ recess, act }) {
  return h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "break", on: !recess }) }, recess ? t("Slutt på pausen") : t("Pause for alle"));
}

/** Whether there is something to do before going on: nobody has come, the break is on, or all look at the wall and nothing is shown yet. */
function waits({ now, steps, activities, facilitator }) {
  const { kind } = steps.find(({ key }) => key === now.step) ?? {};
  const { revealed, result } = activities?.[now.step] ?? {};
  const isHidden = { guess: !revealed, vote: !result, rating: !result }[kind] ?? false;
  return facilitator.joined === 0 || now.recess || (now.phase === "plenary" && isHidden);
}

function Undo({ act }) {
  return h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "undo" }) }, t("Angre"));
}

/** The panel beside the phase. `said` is what the last press did, `problem` why it did not; `after` leads to what the day gave. */
export function Next({ snapshot, after: afterwards, act, said, problem }) {
  const { suggestion, advice, can_undo: canUndo, next: after, back: before } = snapshot.facilitator;
  if (snapshot.session.closed) {
    return h(
      "section",
      { class: "next stack stack-3", "aria-labelledby": "h-next" },
      h("h2", { class: "ds-heading", "data-size": "xs", id: "h-next" }, t("Økta er avsluttet")),
      h("p", null, t("Telefonene tar ikke imot mer. Referatet og planen ligger under «Etter økta» til økta blir slettet.")),
      h("a", { class: "ds-button fill next-button", href: afterwards }, t("Gå til etter økta")),
      h("div", { class: "row back-row" }, h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "reopen" }) }, t("Åpne økta igjen")), h("span", { class: "small muted said", role: "status" }, said)),
      problem && h("p", { class: "ds-validation-message", role: "alert" }, problem),
    );
  }
  return h(
    "section",
    { class: "next stack stack-3", "aria-labelledby": "h-next" },
    h("h2", { class: "ds-heading", "data-size": "xs", id: "h-next" }, t("Forslag")),
    h(Advice, { advice, suggestion, act }),
    after && h("button", { class: "ds-button fill next-button", "data-variant": waits(snapshot) ? "secondary" : undefined, type: "button", onClick: () => act({ do: "next" }) }, nextLabel(snapshot, after)),
    after && h("p", { class: "small muted" }, t("Telefonene bytter innen to sekunder. Det folk skriver nå, blir ikke borte.")),
    h(
      "div",
      { class: "row back-row" },
      before && h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: () => act({ do: "back" }) }, t("Tilbake")),
      canUndo && h(Undo, { act }),
      !endsBreak(advice) && h(Break, { recess: snapshot.now.recess, act }),
      h("span", { class: "small muted said", role: "status" }, said),
    ),
    problem && h("p", { class: "ds-validation-message", role: "alert" }, problem),
  );
}
