/**
 * The plan as it goes: at a glance, goal for goal with what it came from, and what has happened to it.
 */
import { Fragment, h, Icon, useState } from "../dom.js";
import { longDate, t } from "../text.js";
import { standings } from "../views/status.js";
import { CarryOn } from "./carry.js";
import { Choice } from "./choice.js";
import { useFound } from "./found.js";
import { PlanGoal } from "./plan-goal.js";
import { VoicesForm } from "./voices.js";

const ROLES = () => [
  ["facilitator", t("Prosesslederen")],
  ["leader", t("Skolens ledelse")],
  ["working_group", t("Arbeidsgruppa")],
  ["staff", t("Personalet")],
  ["owner", t("Skoleeier")],
  ["ppt", t("PPT")],
];
const FILES = () => [
  ["goals.docx", t("Planen (Word)")],
  ["goals.xlsx", t("Planen som regneark (Excel)")],
  ["goals.html", t("Planen som nettside")],
  ["goals.json", t("Planfila (JSON)")],
];

/** A plan that is to be looked at after its session has been deleted has to be taken along. */
function TakeAlong({ plan, endsOn, api }) {
  if (!plan.evaluate_on || plan.evaluate_on <= endsOn) return null;
  return h("p", { class: "measure" }, t("Økta slettes {date}, før dere skal evaluere planen. Det som er skrevet på dagen, skal ikke ligge lenger enn det trengs. Ta vare på planfila, så begynner dere med den neste gang.", { date: longDate(endsOn) }), " ", h("a", { class: "ds-link", href: `${api}/goals.json`, download: true }, t("Last ned planfila")));
}

function Glance({ plan }) {
  const shown = standings().filter(([key]) => plan.counts[key] > 0);
  return h(
    "div",
    { class: "stack stack-3 fill" },
    shown.length > 0 && h("h3", { class: "ds-heading", "data-size": "xs" }, t("Tiltakene")),
    h("ul", { class: "glance" }, shown.map(([key, icon, word]) => h("li", { key, "data-standing": key }, h(Icon, { name: icon }), h("b", { class: "num" }, plan.counts[key]), " ", word))),
    plan.check_on && h("p", { class: plan.check_due ? "strong" : "muted" }, plan.check_due ? t("Halvveissjekken skulle vært {date}. Gå gjennom tiltakene under og oppdater dem.", { date: longDate(plan.check_on) }) : t("Halvveissjekk: {date}.", { date: longDate(plan.check_on) })),
    plan.evaluate_on && h("p", { class: plan.evaluation_due ? "strong" : "muted" }, plan.evaluation_due ? t("Planen skulle evalueres {date}. Si hva det ble av tiltakene, og hva dere lærte.", { date: longDate(plan.evaluate_on) }) : t("Vi evaluerer planen {date}.", { date: longDate(plan.evaluate_on) })),
  );
}

function Role({ role, setRole }) {
  return h(Choice, { label: t("Dere endrer planen som"), help: t("Rollen står i planens historie. Ingen navn blir lagret."), value: role, onChange: setRole }, ROLES().map(([key, word]) => h("option", { key, value: key }, word)));
}

/** The chain from its other end: what each point of the day led to. */
function LedTo({ points, goals }) {
  if (points.length === 0) return null;
  const named = new Map(goals.map(({ id, text }) => [id, text]));
  return h(
    "details",
    { class: "lm-details fill" },
    h("summary", null, t("Hva punktene fra dagen førte til")),
    h("ul", { class: "led-to" }, points.map(({ id, text, goals: led }) => h("li", { key: id, id: `point-${id}` }, h("span", null, text), led.length > 0 ? led.map((goal) => h("a", { key: goal, class: "ds-link", href: `#goal-${goal}` }, t("Mål: {text}", { text: named.get(goal) ?? "" }))) : h("span", { class: "muted small" }, t("ble ikke til et mål"))))),
  );
}

function History({ versions }) {
  if (versions.length === 0) return null;
  return h(
    "details",
    { class: "lm-details fill" },
    h("summary", null, t("Planens historie ({count})", { count: versions.length })),
    h("ol", { class: "history", reversed: true }, versions.map(({ number, day, role, why, changes }) => h("li", { key: number, value: number }, h("p", { class: "strong" }, `${longDate(day)}, ${role}`), h("ul", null, changes.map((change, at) => h("li", { key: at }, change))), why && h("p", { class: "muted" }, t("Hvorfor: {text}", { text: why }))))),
  );
}

export function Plan({ room, api, plan, endsOn }) {
  const [role, setRole] = useState("facilitator");
  const { figures, earlier } = useFound(api, plan.goals.map(({ id, indicator, revision }) => [id, indicator, revision]).join());
  return h(
    "section",
    { class: "stack stack-5", "aria-labelledby": "h-plan" },
    h("h2", { class: "ds-heading", "data-size": "sm", id: "h-plan" }, t("Planen, slik det går")),
    plan.goals.length === 0
      ? h("p", { class: "measure" }, t("Det er ingen mål i planen. Har skolen en plan fra før, kan dere hente den hit."))
      : h(
          Fragment,
          null,
          h(Glance, { plan }),
          h(TakeAlong, { plan, endsOn, api }),
          h(Role, { role, setRole }),
          plan.goals.map((goal) => h(PlanGoal, { key: goal.id, goal, figure: figures[goal.id], room, sent: { role }, hasPoint: (id) => plan.points.some((point) => point.id === id) })),
          h(VoicesForm, { api, earlier, goals: plan.goals, sent: { role } }),
          h(LedTo, plan),
          h(History, plan),
          h("h3", { class: "ds-heading", "data-size": "xs" }, t("Bare planen")),
          h("ul", { class: "downloads fill" }, FILES().map(([file, name]) => h("li", { key: file }, h("a", { class: "ds-link take", href: `${api}/${file}`, download: true }, name)))),
        ),
    h(CarryOn, { api, earlier }),
  );
}
