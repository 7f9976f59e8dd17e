/**
 * The rehearsal on the facilitator's page: how many, how it goes, how it held, and how soon this very browser
 * heard the news.
 */
import { Button, h, Icon, render, useEffect, useRef, useState } from "./dom.js";
import { showError } from "./forms/field.js";
import { unreached } from "./forms/post.js";
import { ask, PATIENT, send } from "./net.js";
import { OwnLine } from "./own-line.js";
import { number, t } from "./text.js";

const LOOK = 1000; // milliseconds between two looks at how it goes
const USUAL = 60;
const MOST = 1000;
const SIGNS = { held: "done", slow: "half", broke: "warning" };

/** What is chosen in the form that starts a session is what is rehearsed. */
const choice = () => document.getElementById("workbook");

/** It as the server is asked for it: {workbook} or {agenda}. */
function chosen() {
  const [workbook, agenda] = choice()?.value.split(":") ?? [""];
  return agenda ? { agenda } : { workbook };
}

/** Its title, also after another has been chosen. */
function useTitle() {
  const titleNow = () => choice()?.selectedOptions[0]?.text ?? "";
  const [title, setTitle] = useState(titleNow);
  useEffect(() => {
    const look = () => setTitle(titleNow());
    choice()?.addEventListener("change", look);
    return () => choice()?.removeEventListener("change", look);
  }, []);
  return title;
}

/** What the last one found. `heard`: seconds until this browser had the news, or null. */
function Found({ last, heard }) {
  if (!last) return null;
  const lines = heard === null ? last.lines : [...last.lines, t("Denne maskinen fikk nyhetene innen {time}.", { time: `${number(Math.max(1, Math.ceil(10 * heard)) / 10)}\u00a0s` })];
  return h("div", { class: "rehearsed stack stack-3 fill", "data-verdict": last.verdict },
    h("p", { class: "small muted" }, t("Sist: {at}, {people} kolleger", { at: last.at, people: last.people })),
    h("p", { class: "rehearsed-verdict strong" }, h(Icon, { name: SIGNS[last.verdict] }), h("span", null, last.headline)),
    h("ul", { class: "lines fill" }, lines.map((line) => h("li", { key: line }, line))),
    last.advice.map((line) => h("p", { key: line, class: "muted" }, line)));
}

function Going({ now, base, onStop }) {
  return h("div", { class: "stack stack-3 fill" },
    h("p", null, now.said),
    h("progress", { class: "lm-progress", max: 1, value: now.share, "aria-label": t("Hvor langt generalprøven er kommet") }),
    h("div", { class: "rehearsal-row" },
      h(Button, { variant: "secondary", onClick: onStop }, t("Stopp generalprøven")),
      now.code && h("a", { class: "ds-link", href: `${base}okt/${now.code}/lerret`, target: "_blank", rel: "noopener" }, t("Se lerretet i et nytt vindu"))));
}

function Asked({ sentence, onYes, onNo }) {
  return h("div", { class: "stack stack-3 fill", role: "alert" },
    h("p", null, sentence),
    h("div", { class: "rehearsal-row" },
      h(Button, { variant: "secondary", onClick: onYes }, t("Hold den likevel")),
      h(Button, { variant: "tertiary", onClick: onNo }, t("Vent"))));
}

function Form({ people, onPeople, onStart }) {
  const area = useRef();
  const input = useRef();
  const title = useTitle();
  const submit = (event) => {
    event.preventDefault();
    const isGood = Number.isInteger(people) && people >= 2 && people <= MOST;
    showError(input.current, area.current, isGood ? "" : t("Skriv et tall fra 2 til {most}.", { most: MOST }));
    if (isGood) onStart();
    else input.current.focus();
  };
  return h("form", { class: "ds-field fill", noValidate: true, onSubmit: submit },
    h("label", { class: "ds-label", for: "rehearsal-people" }, t("Hvor mange kolleger")),
    h("div", { class: "rehearsal-row" },
      h("input", {
        class: "ds-input", id: "rehearsal-people", ref: input, type: "number", inputMode: "numeric", min: 2, max: MOST, step: 1,
        value: Number.isNaN(people) ? "" : people, "aria-describedby": "rehearsal-people-feil",
        onInput: (event) => onPeople(event.currentTarget.valueAsNumber),
      }),
      h(Button, { type: "submit", variant: "secondary" }, t("Hold generalprøve"))),
    h("div", { id: "rehearsal-people-feil", ref: area, role: "alert" }),
    title && h("p", { class: "muted" }, t("Vi prøver «{title}», som er valgt under «Ny økt».", { title })));
}

/** Look every second while one goes on; tell `own` what the looks cost and which room to listen to. */
function useLooking(base, now, hear, own) {
  useEffect(() => {
    if (!now.goes_on) return undefined;
    const line = own.current ?? (own.current = new OwnLine(base));
    let isOver = false;
    const timer = setInterval(async () => {
      const sent = Date.now();
      const answer = await ask(`${base}api/rehearsal`, { cache: "no-store" }).catch(() => null);
      if (isOver || !answer?.ok) return; // a server with much to do; the next look tells
      line.set(sent, Date.now(), answer.body.server_time);
      if (answer.body.goes_on && answer.body.code) line.follow(answer.body.code);
      hear(answer);
    }, LOOK);
    return () => {
      isOver = true;
      clearInterval(timer);
      line.close();
    };
  }, [now.goes_on]);
}

function Rehearsal({ base, first }) {
  const [now, setNow] = useState(first);
  const [people, setPeople] = useState(USUAL);
  const [asked, setAsked] = useState("");
  const [said, setSaid] = useState("");
  const [wrong, setWrong] = useState("");
  const own = useRef(null);
  const look = ({ body }) => {
    if (!body.goes_on) setSaid(body.error ? "" : t("Generalprøven er ferdig."));
    setNow(body);
  };
  useLooking(base, now, look, own);
  const hear = (answer, done) => {
    setAsked(answer?.body?.busy ? answer.body.error : "");
    setWrong(answer?.ok || answer?.body?.busy ? "" : answer?.body?.error || unreached());
    setSaid(answer?.ok ? done : "");
    if (answer?.ok) setNow(answer.body);
  };
  const start = async (anyway) => {
    own.current = null;
    const wish = send(`${base}api/rehearsal`, { people, anyway, ...chosen() });
    hear(await wish.catch(() => null), t("Generalprøven er i gang."));
  };
  const stop = async () => {
    const wish = ask(`${base}api/rehearsal`, { method: "DELETE", patience: PATIENT });
    hear(await wish.catch(() => null), t("Generalprøven er stoppet, og økta er slettet."));
  };
  return h("div", { class: "stack stack-4 fill" },
    asked && h(Asked, { sentence: asked, onYes: () => start(true), onNo: () => setAsked("") }),
    !asked && now.goes_on && h(Going, { now, base, onStop: stop }),
    !asked && !now.goes_on && h(Form, { people, onPeople: setPeople, onStart: () => start(false) }),
    h("div", { role: "alert" }, (wrong || now.error) && h("p", { class: "ds-validation-message" }, wrong || now.error)),
    h("div", { role: "status" }, said && h("p", { class: "small muted" }, said)),
    !now.goes_on && h(Found, { last: now.last, heard: own.current?.seconds ?? null }));
}

/** Put it on the page, where the page has a place for it. */
export function showRehearsal(page) {
  const place = document.getElementById("rehearsal");
  if (!place) return;
  const first = JSON.parse(document.getElementById("rehearsal-now").textContent);
  render(h(Rehearsal, { base: page.base, first }), place);
}
