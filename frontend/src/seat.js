/** At one's table: the tasks of the talk, the phone that a table shares, and the bar that says whose voice this is. */
import { Button, Fragment, h, Icon, useId } from "./dom.js";
import { breakTitle } from "./clock.js";
import { t } from "./text.js";

/** What the reader must know before writing anything: a break, a trial, a phone that is the group's. */
export function Banners({ room, snapshot, me }) {
  return h(
    Fragment,
    null,
    snapshot.now.recess && h("div", { class: "banner", role: "status" }, h("p", { class: "strong" }, breakTitle(snapshot.now)), h("p", null, t("Vi fortsetter når prosesslederen sier fra. Det du har skrevet, er trygt."))),
    me?.trial && h("div", { class: "banner" }, h("p", null, h("span", { class: "strong" }, t("Du prøver ut økta.")), " ", t("Du er logget inn som prosessleder i denne nettleseren, så det du svarer her, telles ikke."))),
    me?.phone && h("div", { class: "banner" }, h("p", { class: "strong" }, h(Icon, { name: "phone" }), " ", t("Denne telefonen skriver for gruppa")), h("button", { class: "ds-link", type: "button", onClick: () => room.send("group.phone", { on: false }) }, t("La den være min igjen"))),
  );
}

/** Whether somebody has the task of writing, and the way to take it or let go of it. A phone that all share writes. */
export function Recorder({ room, me }) {
  const secretary = (me.roles ?? []).find(({ key }) => key === "secretary");
  if (!secretary || me.phone) return null;
  const { holder } = secretary;
  const take = (release) => room.send("role.take", { role: "secretary", release });
  const states = {
    me: () => [t("Du er sekretær."), t("Skriv det gruppa blir enig om.")],
    other: () => [t("Gruppa har en sekretær."), t("Hjelp til med ordene. Dere kan bytte når dere vil.")],
    none: () => (me.group_phone ? [t("Gruppa skriver på én felles telefon."), t("Den som har den, er sekretær.")] : [t("Ingen er sekretær ennå."), t("Én skriver for gruppa. Er det du?")]),
  };
  const [title, task] = states[holder ?? "none"]();
  return h(
    "div",
    { class: "recorder fill", "data-holder": holder ?? "none" },
    h(Icon, { name: { me: "done", other: "group" }[holder] ?? (me.group_phone ? "phone" : "missing") }),
    h("div", { role: "status" }, h("p", { class: "strong" }, title), h("p", { class: "small muted" }, task)),
    holder === "me" && h(Button, { variant: "secondary", "aria-label": t("Slipp oppgaven som sekretær"), onClick: () => take(true) }, t("Slipp")),
    holder === "other" && h(Button, { variant: "tertiary", "aria-label": t("Ta over oppgaven som sekretær"), onClick: () => take(false) }, t("Ta over")),
    !holder && !me.group_phone && h(Button, { variant: "secondary", "aria-label": t("Ta oppgaven som sekretær"), onClick: () => take(false) }, t("Ta oppgaven")),
  );
}

function Duty({ room, duty }) {
  const { key, title, task, holder } = duty;
  const take = (release) => room.send("role.take", { role: key, release });
  return h(
    "li",
    null,
    h("div", null, h("p", { class: "strong" }, title, holder === "other" && h("span", { class: "muted plain" }, " – ", t("tatt"))), h("p", { class: "small muted" }, task)),
    holder === "me"
      ? h(Button, { variant: "secondary", "aria-label": t("Slipp rollen {role}", { role: title }), onClick: () => take(true) }, t("Slipp"))
      : h(Button, { variant: "tertiary", "aria-label": holder === "other" ? t("Ta over rollen {role}, som en annen har nå", { role: title }) : t("Ta rollen {role}", { role: title }), onClick: () => take(false) }, holder === "other" ? t("Ta over") : t("Ta rollen")),
  );
}

/** The tasks at the table, but for the one that stands by itself. Nobody's name is here: only that a task is taken. */
export function Duties({ room, me, without = null }) {
  const id = useId("duties");
  const roles = (me.roles ?? []).filter(({ key }) => key !== without);
  const mine = roles.filter(({ holder }) => holder === "me");
  const taken = roles.filter(({ holder }) => holder).length;
  if (roles.length === 0) return null;
  return h(
    "section",
    { class: "fill stack stack-2", "aria-labelledby": id },
    h("p", { class: "ds-sr-only", id }, t("Roller i gruppa")),
    mine.map(({ key, title, task }) => h("p", { key, class: "small" }, h("span", { class: "strong" }, t("Du er {role}.", { role: title.toLocaleLowerCase("nb") })), " ", task)),
    h("details", { class: "lm-details fill" }, h("summary", null, t("Roller i gruppa: {taken} av {all} er tatt", { taken, all: roles.length })), h("ul", { class: "duties" }, roles.map((duty) => h(Duty, { key: duty.key, room, duty })))),
  );
}

/** One phone for the whole table. */
export function SharedPhone({ room, me }) {
  if (me.phone) return null;
  return h(
    "div",
    { class: "stack stack-2" },
    h("p", { class: "small muted" }, me.group_phone ? t("Gruppa skriver alt på én felles telefon. Tar du over, blir den andre sin egen igjen.") : t("Har dere bare én telefon? La denne skrive for hele gruppa.")),
    h(Button, { variant: "secondary", onClick: () => room.send("group.phone", { on: true }) }, t("Skriv for gruppa på denne telefonen")),
  );
}
