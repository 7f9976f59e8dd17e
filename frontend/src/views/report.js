/** What the day gave, and the documents to take along. */
import { Button, Empty, Fragment, h, Heading, mount, useId, useRoom } from "../dom.js";
import { goalsIn, keptIn, pointsIn } from "../kept.js";
import { localRoom } from "../local.js";
import { countWord, sentence, t } from "../text.js";
import { PlanCheck } from "./plan-check.js";
import { fromGroups, isTied } from "./points.js";
import { StepHeading } from "./step-heading.js";
import { OwnWords, TakeHome } from "./take-home.js";

function Report({ model, room: given, level = 2 }) {
  const room = useRoom(given ?? localRoom());
  if (room.solo) return h(Alone, { room });
  const activities = Object.values(room.snapshot?.activities ?? {});
  const goals = goalsIn(activities);
  const points = pointsIn(room.snapshot ?? {});
  const kept = keptIn(activities);
  const promises = promisesIn(room);
  const checks = activities.find(({ missing }) => missing?.length)?.missing ?? [];
  return h(
    Fragment,
    null,
    h(StepHeading, { room, step: model.get("step"), level, otherwise: t("Det dagen ga") }),
    points.length + goals.length === 0 && h(Empty, { title: t("Ingenting å ta med ennå") }, t("Punkter, valg og tiltak kommer hit etter hvert som dere blir enige om dem.")),
    h(List, { title: t("Det vi så"), items: points.map((point) => [point.id, point.text, isTied(point) ? fromGroups(point) : null]), level }),
    h(List, { title: t("Det vi valgte"), items: kept.map(({ id, text }) => [id, text, null]), level }),
    h(List, { title: t("Det vi skal gjøre"), items: goals.map(({ id, text, actions }) => [id, text, actionCount(actions ?? [])]), level }),
    h(PlanCheck, { checks, level: level + 1 }),
    h(Promises, { promises, level }),
    h(Downloads, { room, level, hasPlan: goals.length > 0 }),
  );
}

/** What one has written to oneself: [{key, text}]. */
function promisesIn(room) {
  const steps = (room.snapshot?.steps ?? []).filter(({ kind }) => kind === "private");
  return steps.map(({ key }) => ({ key, text: room.activity(key).mine?.text })).filter(({ text }) => text);
}

function Promises({ promises, level }) {
  const id = useId("own");
  if (promises.length === 0) return null;
  return h("section", { class: "fill stack stack-3", "aria-labelledby": id }, h(Heading, { level: level + 1, size: "2xs", id }, t("Det du skrev til deg selv")), promises.map(({ key, text }) => h("div", { key, class: "stack stack-3" }, h(OwnWords, { text }), h(TakeHome, { text }))), h("p", { class: "small muted" }, t("Dette er ikke med i referatet. Bare du ser det her.")));
}

const actionCount = (actions) => (actions.length === 0 ? t("ingen tiltak ennå") : actions.length === 1 ? t("ett tiltak") : t("{count} tiltak", { count: countWord(actions.length) }));

function List({ title, items, level }) {
  const id = useId("list");
  if (items.length === 0) return null;
  return h("section", { class: "fill stack stack-2", "aria-labelledby": id }, h(Heading, { level: level + 1, size: "2xs", id }, title), h("ul", { class: "shared" }, items.map(([key, text, about]) => h("li", { key }, text, about && h("span", { class: "small muted about" }, about)))));
}

function Downloads({ room, level, hasPlan }) {
  const id = useId("files");
  const files = [["report.docx", t("Referat og plan (Word)"), true], ["report.xlsx", t("Alt i regneark (Excel)"), true], ["plan.ics", t("Datoene (kalenderfil)"), hasPlan]];
  return h(
    "section",
    { class: "fill stack stack-3", "aria-labelledby": id },
    h(Heading, { level: level + 1, size: "2xs", id }, t("Ta med")),
    h("ul", { class: "downloads fill" }, files.filter(([, , shown]) => shown).map(([file, name]) => h("li", { key: file }, h("a", { class: "ds-link tap", href: `${room.address}/${file}`, download: true }, name)))),
    h("p", { class: "small muted" }, t("Referatet har bare det som er vist på lerretet og det dere er enige om. Egne notater er ikke med.")),
  );
}

/** Without a session there is no common day: the plan one has written here can be printed. */
function Alone() {
  return h(
    Fragment,
    null,
    h("p", null, sentence(t("rapporten lages i en økt, av det dere blir enige om. Leser du alene, kan du skrive ut sida med det du har skrevet."))),
    h("div", null, h(Button, { variant: "secondary", onClick: () => window.print() }, t("Skriv ut sida"))),
  );
}

export default { render: ({ model, el, room, level }) => mount(Report, { model, room, level }, el) };
