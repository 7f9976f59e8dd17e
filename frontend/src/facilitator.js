/**
 * For facilitators: the key, and the form that starts a session.
 */
import { showError, whileBusy } from "./forms/field.js";
import { watchOpenFile } from "./forms/open-file.js";
import { openButtons, post, preparePage } from "./forms/post.js";
import { watchSignIn } from "./forms/sign-in.js";
import { wantedAgenda, watchAgendas } from "./forms/agendas.js";
import { leaveNewKey } from "./new-key.js";
import { showRehearsal } from "./rehearsal.js";
import { t } from "./text.js";

const PER_GROUP = 4;
/** Schools must take the survey in these grades, so most come about one of them. */
const USUAL = ["10", "7", "vg1"];

function usual(grades) {
  const keys = grades.map(({ key }) => key);
  return USUAL.find((key) => keys.includes(key)) ?? keys[keys.length - 1];
}

const NEW_SESSION = "lmtools-new-session";

/** The key in the address, taken out of the address bar and the history at once. */
function keyFromAddress() {
  const key = new URLSearchParams(window.location.hash.slice(1)).get("nokkel") ?? "";
  if (key) window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return key;
}

/** What the session is about, as the server takes it: a workbook, or "agenda:" or "ready:" and a name. */
function chosenDay(value) {
  const [kind, name] = value.split(/:(.*)/s);
  return name === undefined ? { workbook: value } : { [kind]: name };
}

/** The session whose console was asked for (?okt=…), or "". Its own key opens it too. */
function wantedSession() {
  const code = new URLSearchParams(window.location.search).get("okt") ?? "";
  return /^\d{6}$/.test(code) ? code : "";
}

/** An agenda that was asked for (?dagsorden=…) goes along past the key. */
function wantedQuery() {
  const name = new URLSearchParams(window.location.search).get("dagsorden");
  return name ? `?${new URLSearchParams({ dagsorden: name })}` : "";
}

/** Where the key leads: to the console that was asked for, or to this page again. */
function watchKey(page, form) {
  const code = wantedSession();
  return watchSignIn(page, form, { code, next: code ? `${page.base}okt/${code}/styr` : `${page.base}prosessleder${wantedQuery()}` });
}

/** The grades of the chosen school; the one that was chosen stays chosen where the new school has it. */
function watchSchool(form) {
  const schools = JSON.parse(document.getElementById("schools").textContent);
  const { school, grade } = form.elements;
  const fill = () => {
    const kept = grade.value;
    const grades = schools.find((unit) => unit.key === school.value)?.grades ?? [];
    const chosen = grades.some(({ key }) => key === kept) ? kept : usual(grades);
    grade.replaceChildren(...grades.map(({ key, name }) => new Option(name, key, false, key === chosen)));
  };
  school.addEventListener("change", fill);
  fill();
}

/** Suggest groups of about four until somebody has chosen a number. */
function watchGroups(form) {
  const { expected, groups } = form.elements;
  const hint = form.querySelector("#groups-hint");
  const suggested = () => String(Math.max(1, Math.round(Number(expected.value) / PER_GROUP)));
  let chosen = false;
  const suggest = () => {
    const people = Number(expected.value);
    if (!chosen && people > 0) groups.value = suggested();
    const size = people / Number(groups.value);
    hint.textContent = Number.isFinite(size) && size >= 1 ? t("Rundt {size} i hver gruppe.", { size: Math.round(size) }) : "";
  };
  groups.addEventListener("input", () => {
    chosen = groups.value !== "" && groups.value !== suggested(); // put back by a reload, it is still only ours
    suggest();
  });
  expected.addEventListener("input", suggest);
  suggest();
}

/** How what is chosen is meant to be used, folded away under the choice. */
function watchGuides(form) {
  const { workbook } = form.elements;
  const show = () => {
    const chosen = workbook.selectedOptions[0]?.dataset.guide ?? workbook.value;
    for (const guide of form.querySelectorAll("[data-guide-of]")) guide.hidden = guide.dataset.guideOf !== chosen;
  };
  workbook.addEventListener("change", show);
  show();
}

function problemsOf(form) {
  const { expected, groups, ends_on: endsOn } = form.elements;
  const people = Number(expected.value);
  const count = Number(groups.value);
  const problems = [];
  if (!Number.isInteger(people) || people < 1 || people > 400) problems.push([expected, t("Skriv et tall fra 1 til 400.")]);
  if (!Number.isInteger(count) || count < 1) problems.push([groups, t("Skriv hvor mange grupper dere vil ha.")]);
  else if (count > people && people > 0) problems.push([groups, t("Det kan ikke være flere grupper enn folk.")]);
  if (!endsOn.value) problems.push([endsOn, t("Velg en dato. Da slettes alt som er skrevet i økta.")]);
  return problems;
}

/** What is filled in stays until the session is started: a reload or the back button must not cost it. */
function keepForm(form) {
  const names = ["workbook", "school", "grade", "expected", "groups", "grouping", "ends_on"];
  const kept = JSON.parse(window.sessionStorage.getItem(NEW_SESSION) ?? "{}");
  for (const name of names.filter((one) => one in kept)) {
    const field = form.elements[name];
    field.value = kept[name];
    if (field.value !== kept[name] || !field.matches) continue; // not offered any more; or radio buttons, which nothing hangs on
    field.dispatchEvent(new Event(field.matches("select") ? "change" : "input"));
  }
  const keep = () => window.sessionStorage.setItem(NEW_SESSION, JSON.stringify(Object.fromEntries(names.map((name) => [name, form.elements[name].value]))));
  for (const event of ["input", "change"]) form.addEventListener(event, keep);
}

async function startSession(page, form) {
  const { workbook, school, grade, expected, groups, grouping, ends_on: endsOn } = form.elements;
  const answer = await post(`${page.base}api/session`, {
    ...chosenDay(workbook.value),
    school: school.value,
    grade: grade.value,
    expected: Number(expected.value),
    groups: Number(groups.value),
    grouping: grouping.value,
    ends_on: endsOn.value,
    language: page.language,
  });
  window.sessionStorage.removeItem(NEW_SESSION);
  leaveNewKey(answer.code, answer.key);
  window.location.assign(`${page.base}okt/${answer.code}/styr`);
}

function watchNewSession(page, form) {
  watchSchool(form);
  watchGroups(form);
  watchGuides(form);
  keepForm(form);
  wantedAgenda(form.elements.workbook);
  const areaOf = (input) => form.querySelector(`#${input.id}-feil`);
  const fields = [form.elements.expected, form.elements.groups, form.elements.ends_on];
  for (const input of fields) input.addEventListener("input", () => showError(input, areaOf(input), ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const problems = problemsOf(form);
    for (const input of fields) showError(input, areaOf(input), "");
    for (const [input, sentence] of problems) showError(input, areaOf(input), sentence);
    if (problems.length > 0) {
      problems[0][0].focus();
      return;
    }
    const area = form.querySelector("#session-feil");
    showError(null, area, "");
    whileBusy(form.querySelector(".start-button"), () => startSession(page, form).catch((error) => showError(null, area, error.message)));
  });
}

async function start() {
  const key = keyFromAddress();
  const page = await preparePage();
  const signInForm = document.getElementById("sign-in");
  const sessionForm = document.getElementById("new-session");
  if (signInForm) {
    const signIn = watchKey(page, signInForm);
    if (key) await signIn(key);
  }
  if (sessionForm) watchNewSession(page, sessionForm);
  showRehearsal(page);
  const fileForm = document.getElementById("open-file");
  if (fileForm) watchOpenFile(page, fileForm);
  watchAgendas(page);
  openButtons();
}

start();
