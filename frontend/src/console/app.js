/**
 * The console as a whole: the day to the left, the phase in the middle, what comes next to the right.
 * On a narrow screen the same parts in one column, in the order they are used.
 */
import { breakTitle, hasNotBegun } from "../clock.js";
import { Fragment, h, Icon, useEffect, useRef, useState } from "../dom.js";
import { openModal } from "../modal.js";
import { Refused } from "../saveline.js";
import { clockTime, spacedCode, t } from "../text.js";
import { goTo, momentName, momentOf, moments } from "./agenda.js";
import { Clock } from "./clock.js";
import { Counts } from "./counts.js";
import { Groups } from "./groups.js";
import { Next } from "./next.js";
import { FiguresPanel, goalsOf, useFetchedFigures } from "./figures.js";
import { Goals, PlanChecks } from "./plan.js";
import { GuessPanel, VotePanel } from "./plenary.js";
import { PointsPanel } from "./points.js";
import { Queue } from "./queue.js";
import { PrivatePanel, RatingPanel } from "./rating.js";
import { FoldedGuide } from "../views/guide.js";
import { Agenda, Downloads, JoinBox, NewKey } from "./side.js";

const NARROW = "(max-width: 1023px)";

function useNarrow() {
  const [narrow, setNarrow] = useState(() => window.matchMedia(NARROW).matches);
  useEffect(() => {
    const query = window.matchMedia(NARROW);
    const listen = () => setNarrow(query.matches);
    query.addEventListener("change", listen);
    return () => query.removeEventListener("change", listen);
  }, []);
  return narrow;
}

function Header({ place, snapshot, page, onClose }) {
  const { code, closed } = snapshot.session;
  return h(
    "header",
    { class: "bar" },
    h(
      "div",
      { class: "bar-in wide-bar" },
      h("a", { class: "brand", href: page.base }, h(Icon, { name: "plenary" }), "lmtools"),
      h("span", { class: "bar-where" }, [place.title, place.school].filter(Boolean).join(", ")),
      h(
        "div",
        { class: "bar-end" },
        h("span", null, t("Kode"), " ", h("b", { class: "num nowrap" }, spacedCode(code))),
        h("a", { class: "ds-link wide", href: place.projector, target: "_blank", rel: "noopener" }, t("Åpne lerretet")),
        !closed && h("button", { class: "ds-link", type: "button", onClick: onClose }, t("Avslutt økta")),
      ),
    ),
  );
}

/** Ask once before the session ends: nobody can write any more after it. */
function CloseDialog({ dialog, act }) {
  const close = () => dialog.current.close();
  const end = async () => {
    await act({ do: "close" });
    close();
    document.getElementById("innhold").focus(); // the button that opened the dialog is gone now
  };
  return h(
    "dialog",
    { class: "ds-dialog", ref: dialog, "aria-labelledby": "h-close" },
    h(
      "div",
      { class: "stack stack-4" },
      h("h2", { class: "ds-heading", "data-size": "sm", id: "h-close" }, t("Avslutte økta?")),
      h("p", null, t("Telefonene slutter å ta imot. Alt kan leses og lastes ned til økta blir slettet, og du kan åpne den igjen.")),
      h(
        "div",
        { class: "row" },
        h("button", { class: "ds-button", type: "button", onClick: end }, t("Avslutt økta")),
        h("button", { class: "ds-button", "data-variant": "secondary", type: "button", onClick: close }, t("Ikke ennå")),
      ),
    ),
  );
}

function PhaseBar({ snapshot, act }) {
  const { steps } = snapshot;
  const now = momentOf(snapshot);
  const ofStep = moments(steps).filter(({ step }) => step === now.step);
  if (ofStep.length < 2) return null;
  const isNow = (moment) => moment.phase === now.phase && moment.round === now.round;
  return h(
    "div",
    { class: "fill" },
    h(
      "ol",
      { class: "phases", "aria-label": t("Fasene i oppgaven") },
      ofStep.map((moment) =>
        h(
          "li",
          { key: `${moment.phase}-${moment.round}`, "aria-current": isNow(moment) ? "step" : undefined },
          h("button", { type: "button", onClick: () => !isNow(moment) && act(goTo(steps, moment)) }, h(Icon, { name: moment.phase }), momentName(steps, moment)),
        ),
      ),
    ),
  );
}

/** What everyone looks at now. */
function onScreen(step, { now, steps }, activity) {
  const { phase, recess } = now;
  if (hasNotBegun({ now, steps })) return t("På lerretet: koden, til du starter klokka");
  if (recess) return t("På lerretet: pause");
  const isPlenary = phase === "plenary";
  const screens = {
    guess: () => (activity?.revealed ? t("På lerretet: svaret") : t("På lerretet: spørsmålet og klokka")),
    results: () => t("På lerretet: tallene"),
    board: () => (isPlenary ? t("På lerretet: punktene") : t("På lerretet: spørsmålet og klokka")),
    rating: () => (activity?.result ? t("På lerretet: resultatet") : t("På lerretet: spørsmålet og klokka")),
    private: () => (isPlenary ? t("På lerretet: det noen vil dele") : t("På lerretet: spørsmålet og klokka")),
    vote: () => (isPlenary && activity?.result ? t("På lerretet: resultatet") : t("På lerretet: punktene å velge mellom")),
    plan: () => t("På lerretet: planen"),
  };
  return screens[step.kind]?.() ?? t("På lerretet: det vi tar med oss");
}

const PANELS = {
  guess: ({ step, activity, act }) => h(GuessPanel, { key: step.key, step: step.key, activity, act }),
  board: ({ step, activity, snapshot, room, act }) => h(PointsPanel, { key: step.key, step, points: activity.points ?? [], phase: snapshot.now.phase, alike: snapshot.facilitator.likeness?.[step.key], room, act }),
  results: ({ step, activity, figures, act }) => h(FiguresPanel, { key: step.key, step: step.key, activity, shown: figures[step.key], act }),
  rating: ({ step, activity, act }) => h(RatingPanel, { key: step.key, step, activity, act }),
  private: ({ step, activity, act }) => h(PrivatePanel, { key: step.key, activity, act }),
  vote: ({ step, activity, act }) => h(VotePanel, { key: step.key, step: step.key, activity, act }),
  plan: ({ step, activity, figures, room, act, newId }) =>
    h(
      Fragment,
      { key: step.key },
      h(Goals, { goals: activity.goals ?? [], figures: goalsOf(figures), room, act, newId }),
      h(PlanChecks, { checks: activity.missing ?? [], plan: activity.plan ?? {}, room, act }),
    ),
  report: ({ step, snapshot, room, act }) => {
    const planStep = snapshot.steps.find(({ kind, key }) => kind === "plan" && snapshot.activities?.[key]);
    const plan = planStep && snapshot.activities[planStep.key];
    return plan ? h(PlanChecks, { key: step.key, checks: plan.missing ?? [], plan: plan.plan ?? {}, room, act }) : null;
  },
};

/** What the facilitator handles in this step. */
function Activity(props) {
  const { step, snapshot } = props;
  return PANELS[step.kind]?.({ ...props, activity: snapshot.activities?.[step.key] ?? {} });
}

const LINES = {
  draft: () => ["half", t("Lagret i denne nettleseren, ikke sendt ennå")],
  sending: () => ["half", t("Lagrer")],
  sent: ({ at }) => ["done", t("Lagret {time}", { time: clockTime(at ?? new Date()) })],
  offline: () => ["phone", t("Det du skrev, er lagret i denne nettleseren og sendes når nettet er tilbake.")],
  busy: () => ["phone", t("Mange sender akkurat nå. Det du skrev, er lagret i denne nettleseren og sendes om litt.")],
  memory: () => ["warning", t("Nettleseren lagrer ikke. Hold sida åpen til det står at alt er lagret.")],
};

/** Where what was done here is now, and whether what stands here is still so. */
function State({ room }) {
  const { save, isAway, heard } = room;
  const line = isAway ? ["phone", t("Vi når ikke økta. Dette er slik det var kl. {time}. Det du skriver, sendes når nettet er tilbake. Vent med å gå videre.", { time: clockTime(new Date(heard.at)) })] : LINES[save.state]?.(save);
  return h("p", { class: "save fill console-state", "data-state": isAway ? "offline" : save.state, role: "status" }, line && [h(Icon, { name: line[0], key: "i" }), h("span", { key: "t" }, line[1])]);
}

/** Say a change of phase aloud, once, and not the one the page opened with. */
function usePhaseNews(text) {
  const first = useRef(text);
  const moved = useRef(false);
  if (text !== first.current) moved.current = true;
  return moved.current ? text : "";
}

/**
 * `act` sends a command and resolves to its result; `said` and `problem` are what came of the last one;
 * `room` keeps drafts and knows whether it is heard;
 * `offset` is how far the server's clock is ahead of ours, in milliseconds; `place` is {title, school, projector, api, address, key, keyLink}.
 */
export function Console({ snapshot, offset, room, act, said, problem, page, place, newId, onKeyDone }) {
  const narrow = useNarrow();
  const dialog = useRef(null);
  const step = snapshot.steps.find(({ key }) => key === snapshot.now.step) ?? snapshot.steps[0];
  const activity = snapshot.activities?.[step.key];
  const facilitator = snapshot.facilitator;
  const moment = momentName(snapshot.steps, momentOf(snapshot));
  const news = usePhaseNews(t("Nå: {step}, {phase}", { step: step.title, phase: moment.toLocaleLowerCase("nb") }));
  const closed = snapshot.session.closed;
  const figures = useFetchedFigures(place.api, snapshot);

  const after = `${page.base}okt/${snapshot.session.code}/etter`;
  const next = h(Next, { key: "next", snapshot, after, act, said, problem });
  const queue = !closed && h(Queue, { key: "queue", waiting: facilitator.queue ?? [], held: facilitator.held ?? [], steps: snapshot.steps, now: step.key, act });
  const key = place.key && h(NewKey, { key: "key", keyText: place.key, link: place.keyLink, onDone: onKeyDone });
  const join = !closed && h(JoinBox, { key: "join", code: snapshot.session.code, address: snapshot.join?.url ?? place.address, qr: `${place.api}/qr.svg`, projector: place.projector });
  const groups = !closed && h(Groups, { key: "groups", snapshot, sheets: `${page.base}okt/${snapshot.session.code}/bord`, room, act });
  const guide = place.guide && h(FoldedGuide, { key: "guide", guide: place.guide });
  const downloads = h(Downloads, { key: "downloads", api: place.api, after });

  return h(
    Fragment,
    null,
    h(Header, { place, snapshot, page, onClose: () => openModal(dialog.current) }),
    h(
      "div",
      { class: "console" },
      h(Agenda, { snapshot, offset, act, narrow }),
      h(
        "main",
        { class: "console-main stack stack-5", id: "innhold", tabIndex: -1 },
        h("p", { class: "ds-sr-only", role: "status" }, news),
        h(State, { room }),
        h(Refused, { room }),
        h("div", { class: "fill row row-between" }, h("h1", { class: "ds-heading", "data-size": "md" }, snapshot.now.pause ? breakTitle(snapshot.now) : step.title), h("p", { class: "muted" }, onScreen(step, snapshot, activity))),
        h(PhaseBar, { snapshot, act }),
        !closed && h(Clock, { now: snapshot.now, offset, room, act }),
        h(Counts, { facilitator, kind: step.kind, phase: snapshot.now.phase }),
        narrow && key,
        narrow && next,
        narrow && queue,
        snapshot.now.phase === "alone" && groups,
        h(Activity, { step, snapshot, room, figures, act, newId }),
        facilitator.say && h("section", { class: "fill stack stack-2", "aria-labelledby": "h-say" }, h("h2", { class: "ds-heading", "data-size": "xs", id: "h-say" }, t("Si dette")), h("p", { class: "script" }, facilitator.say)),
        facilitator.note && h("section", { class: "fill stack stack-2", "aria-labelledby": "h-note" }, h("h2", { class: "ds-heading", "data-size": "xs", id: "h-note" }, t("Råd til deg")), h("p", { class: "measure" }, facilitator.note)),
        snapshot.now.phase !== "alone" && groups,
        narrow && join,
        narrow && guide,
        narrow && downloads,
      ),
      !narrow && h("aside", { class: "console-side stack stack-6", "aria-label": t("Neste steg og innspill") }, key, next, queue, join, guide, downloads),
    ),
    h(CloseDialog, { dialog, act }),
  );
}
