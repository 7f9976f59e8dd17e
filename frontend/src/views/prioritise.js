/** Share out points, talk, share out again, and see what moved. */
import { LIFTED } from "../described.js";
import { Button, Empty, Fragment, h, Heading, Icon, mount, useModel, useRoom, useState } from "../dom.js";
import { localRoom } from "../local.js";
import { Refused, SaveLine } from "../saveline.js";
import { countWord, t } from "../text.js";
import { useDraft } from "../use-draft.js";
import { Dumbbell, resultHeading, tieSentence, votersLine } from "./dumbbell.js";

const total = (votes) => Object.values(votes).reduce((sum, points) => sum + points, 0);

function Prioritise({ model, room: given, level = 2 }) {
  useModel(model, "content");
  const room = useRoom(given ?? localRoom());
  const step = model.get("step");
  const content = { points: 3, keep: 2, ...model.get("content") };
  const activity = { round: 1, options: soloOptions(room), mine: {}, result: null, ...room.activity(step) };
  const phase = room.phase(step);
  const question = content.question || t("Hva betyr mest?");
  if (activity.result) return h(Result, { result: activity.result, question, level });
  const isOver = phase === "plenary" || phase === "after";
  const lead = isOver ? t("Dette ga du. Ingen andre ser det.") : t("Du har {points} poeng. Gi dem til det skolen bør ta tak i nå.", { points: countWord(activity.points ?? content.points) });
  const head = h("div", { class: "stack stack-2" }, h(Heading, { level, size: "sm" }, question), h("p", { class: "muted" }, lead));
  if (activity.options.length === 0) return h(Fragment, null, head, h(Empty, { title: t("Ingenting å velge mellom ennå") }, room.solo ? t("Punktene du skriver i steget foran, kommer her.") : t("Punktene kommer når gruppene har delt dem i plenum.")));
  if (phase === "group") return h(Fragment, null, head, h(Talk, { activity, level }));
  if (isOver) return h(Fragment, null, head, h(Cast, { activity }), h("p", { class: "save" }, h(Icon, { name: "half" }), h("span", null, t("Resultatet kommer når prosesslederen viser det."))));
  return h(Fragment, null, head, h(Ballot, { key: activity.round, room, step, activity, points: activity.points ?? content.points }), h(Refused, { room, step }));
}

/** Alone, one's own notes are what one can choose among. */
function soloOptions(room) {
  if (!room.solo) return [];
  return room.notes(LIFTED).map(({ id, text }) => ({ id, text }));
}

function Ballot({ room, step, activity, points }) {
  const { round, options, mine, mine_before: before } = activity;
  const hasSent = total(mine) > 0;
  const [given, setGiven, drop] = useDraft(room, `${step}.votes.${round}`, hasSent ? mine : (before ?? {}), { step });
  const votes = among(options, given); // a point may have been taken down meanwhile, and its votes are free again
  const [asked, setAsked] = useState(false);
  const left = points - total(votes);
  const same = JSON.stringify(clean(votes)) === JSON.stringify(clean(mine));
  const move = (id, by) => setGiven({ ...votes, [id]: Math.max(0, (votes[id] ?? 0) + (by > 0 && left <= 0 ? 0 : by)) });
  const send = (event) => {
    event.preventDefault();
    if (total(votes) === 0) return setAsked(true);
    setAsked(false);
    room.send("vote.cast", { step, round, votes: clean(votes) });
    return drop();
  };
  return h(
    "form",
    { class: "fill stack stack-4", onSubmit: send },
    h(
      "fieldset",
      { class: "ballot fill" },
      h("legend", null, room.solo ? t("Fordel poengene") : t("Runde {round}: Fordel poengene", { round })),
      round === 2 && total(before ?? {}) > 0 && h("p", { class: "muted small" }, t("Poengene dine fra runde 1 står her. Flytt dem om du vil, og send.")),
      h("p", { class: "ballot-left", role: "status" }, left === 0 ? t("Alle poengene er fordelt") : left === 1 ? t("Du har ett poeng igjen") : t("Du har {left} poeng igjen", { left: countWord(left) })),
      h(
        "ul",
        null,
        options.map(({ id, text }) =>
          h(
            "li",
            { key: id, "data-chosen": votes[id] ? "true" : undefined },
            h("span", { id: `o-${id}` }, text),
            h(
              "span",
              { class: "ballot-tools", role: "group", "aria-labelledby": `o-${id}` },
              h(Button, { variant: "secondary", "aria-label": t("Ett poeng færre til «{text}»", { text }), onClick: () => move(id, -1) }, h(Icon, { name: "minus" })),
              h("output", { "aria-live": "polite" }, String(votes[id] ?? 0)),
              h(Button, { variant: "secondary", "aria-label": t("Ett poeng til «{text}»", { text }), onClick: () => move(id, 1) }, h(Icon, { name: "plus" })),
            ),
          ),
        ),
      ),
    ),
    h(
      "div",
      { class: "send fill" },
      asked && total(votes) === 0 && h("p", { class: "ds-validation-message" }, t("Gi minst ett poeng først.")),
      h(SaveLine, { room, step }),
      hasSent && same ? h("p", { class: "muted" }, room.solo ? t("Du kan flytte poengene når du vil.") : t("Du kan endre til runden er over.")) : h(Button, { type: "submit", "data-fullwidth": true }, room.solo ? t("Lagre poengene") : hasSent ? t("Send på nytt") : t("Send poengene")),
    ),
  );
}

const among = (options, votes) => Object.fromEntries(options.filter(({ id }) => votes[id]).map(({ id }) => [id, votes[id]]));
const clean = (votes) => Object.fromEntries(Object.entries(votes).filter(([, points]) => points > 0).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What one has given, to talk from. */
function Cast({ activity }) {
  const given = total(activity.mine) > 0 ? activity.mine : (activity.mine_before ?? {});
  const rows = activity.options.filter(({ id }) => given[id]);
  if (rows.length === 0) return null;
  return h("ul", { class: "mine fill" }, rows.map(({ id, text }) => h("li", { key: id }, h("span", null, text), h("span", { class: "strong nowrap" }, given[id] === 1 ? t("ett poeng") : t("{points} poeng", { points: given[id] })))));
}

function Talk({ activity, level }) {
  return h(
    Fragment,
    null,
    h("p", null, t("Snakk i gruppa: Hvorfor valgte vi det vi valgte? Lytt etter det du ikke hadde tenkt på. Etterpå stemmer dere én gang til.")),
    h("section", { class: "fill" }, h(Heading, { level: level + 1, size: "2xs" }, t("Du ga")), h(Cast, { activity })),
  );
}

function Result({ result, question, level }) {
  const tied = tieSentence(result);
  return h(
    Fragment,
    null,
    h("div", { class: "stack stack-2" }, h("p", { class: "muted" }, question), h(Heading, { level, size: "sm" }, resultHeading(result))),
    h(Dumbbell, { result }),
    tied && h("p", null, tied, " ", t("Vi velger sammen hva vi tar med i planen.")),
    h("p", { class: "small muted" }, votersLine(result)),
    result.notes?.map((note) => h("p", { key: note, class: "small muted" }, note)),
  );
}

export default { render: ({ model, el, room, level }) => mount(Prioritise, { model, room, level }, el) };
