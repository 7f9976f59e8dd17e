"""What each view is told to say, in the reader's language."""

from __future__ import annotations

from dataclasses import asdict

from lmtools.book.misuse import Params
from lmtools.domain.grades import grade_name
from lmtools.domain.jsonable import Json
from lmtools.domain.session import Step
from lmtools.domain.verbs import Kind, verb_of
from lmtools.errors import N_
from lmtools.text import Text

ASKED_BY = ("prompt", "question", "subject", "problem", "title")
"""What the verbs call the text that is asked."""

BULLYING = ("Mobbing på skolen", "EUIndeks_1398")
# Per index: the question for all grades and for one.
_QUESTIONS = {
    BULLYING[0]: (
        N_("Hvor mange av 100 elever blir mobbet på skolen?"),
        N_("Hvor mange av 100 elever på {grade} blir mobbet på skolen?"),
    ),
    "Trivsel": (
        N_("Hvor godt trives elevene på skolen?"),
        N_("Hvor godt trives elevene på {grade}?"),
    ),
}
_ANY_QUESTION = (
    N_("Hva svarte elevene på «{indicator}»?"),
    N_("Hva svarte elevene på {grade} på «{indicator}»?"),
)
_SENTENCES = {
    "guess": N_("Gjett først: {about}"),
    "results": N_("Resultater: {about}"),
    "reflect": N_("Tenk over: {about}"),
    "prioritise": N_("Prioriter: {about}"),
    "actions": N_("Mål og tiltak: hva skal vi gjøre, hvem gjør det, når, og hvordan ser vi at det virker?"),
    "report": N_("Rapporten fra dagen, som dokument."),
    "check_in": N_("Før vi begynner: {about}"),
    "check_out": N_("Før vi går: {about}"),
    "forces": N_("For og imot: {about}"),
    "swot": N_("Styrker, svakheter, muligheter og trusler: {about}"),
    "analysis": N_("Utfordring, hva som opprettholder den, og hva vi kan endre: {about}"),
    "start_stop_continue": N_("Begynne, slutte, fortsette: {about}"),
    "case": N_("Et oppdiktet eksempel: {about}"),
    "statements": N_("Hvor enige er vi? {about}"),
    "weigh": N_("Vei punktene: {about}"),
    "commit": N_("For deg selv: {about}"),
}
_HELP = {
    Kind.BOARD: N_("Ett punkt om gangen. Skriv ikke noe som kan peke på én elev eller kollega."),
    Kind.RATING: N_("Svar for deg selv. Du kan hoppe over det du ikke vil svare på."),
    Kind.PRIVATE: N_("Etterpå kan du kopiere det eller legge det i kalenderen din."),
}
_HELP_OF = {
    "check_in": N_("Kort er nok."),
    "check_out": N_("Kort er nok."),
    "case": N_("Eksemplet er oppdiktet. Snakk om det som står der, ikke om elever dere kjenner."),
}


def guess(text: Text, *, indicator: str, grade: str | None, question: str | None) -> Json:
    """Return the content of a guess.

    `question_for_grade` has `{grade}` left for the page to fill in with the work session's
    grade; it is empty when the workbook itself names the grade.
    """
    is_share = indicator in BULLYING
    whole, one_grade = _QUESTIONS.get(indicator, _ANY_QUESTION)
    name = text.t(indicator)
    asked = text.t(question) if question else None
    for_grade = asked or text.t(one_grade).replace("{indicator}", name)
    for_all = asked or text.t(whole).replace("{indicator}", name)
    has_grade = grade not in (None, "all")
    return {
        "question": for_grade.replace("{grade}", grade_name(str(grade), text)) if has_grade else for_all,
        "question_for_grade": "" if has_grade else for_grade,
        "help": _help(text, is_share=is_share),
        "unit_label": text.t("av 100") if is_share else text.t("på en skala fra 1 til 5"),
        "indicator": indicator,
        "indicator_name": name,
        "grade": grade,
        "min": 0 if is_share else 1,
        "max": 100 if is_share else 5,
        "step": 1 if is_share else 0.1,
        "scale": "share" if is_share else "mean",
    }


def results(text: Text, *, indicators: list[str], title: str | None) -> Json:
    """Return the content of the results explorer."""
    return {"title": text.t(title or "Hva svarte elevene?"), "indicators": indicators}


def reflect(text: Text, *, prompt: str, help: str | None, limit: int) -> Json:
    """Return the content of a reflection. `limit` is characters in one note."""
    return {"prompt": text.t(prompt), "help": text.t(help or _HELP[Kind.BOARD]), "limit": limit}


def prioritise(text: Text, *, question: str, points: int, keep: int) -> Json:
    """Return the content of a vote: `points` to share out, `keep` options to take further."""
    return {"question": text.t(question), "points": points, "keep": keep}


def activity(text: Text, verb: str, params: Params) -> Json:
    """Return the content of a board, a rating or a commitment: the same as the room tells of the step."""
    step = Step("", verb, "", params=params)
    kind = step.kind
    return {
        "kind": str(kind),
        "question": text.t(question_of(params)),
        "help": text.t(help_of(verb, params)),
        "limit": params.get("limit"),
        "boxes": [_named(text, asdict(box)) for box in (step.boxes if kind == Kind.BOARD else ())],
        "items": [_named(text, asdict(item)) for item in step.items],
        "scales": [_named(text, asdict(scale)) for scale in step.scales],
        "story": [text.t(paragraph) for paragraph in step.story],
    }


def question_of(params: Params) -> str:
    """Return what an activity asks, whatever its author calls it."""
    return next((str(params[name]) for name in ASKED_BY if params.get(name)), "")


def help_of(verb: str, params: Params) -> str:
    """Return the author's own help, or ours for the verb or its kind."""
    return str(params.get("help") or _HELP_OF.get(verb) or _HELP.get(verb_of(verb).kind) or "")


def _named(text: Text, row: dict[str, str]) -> dict[str, str]:
    return {name: value if name == "key" else text.t(value) for name, value in row.items()}


def sentence(text: Text, verb: str, content: Json) -> str:
    """Return what a reader without widgets gets instead of the view."""
    about = content.get("question") or content.get("prompt") or content.get("title") or ""
    return text.t(_SENTENCES[verb], about=about)


def _help(text: Text, *, is_share: bool) -> str:
    if is_share:
        return text.t("Mobbet vil si 2–3 ganger i måneden eller oftere.")
    return text.t("Snittet av svarene på en skala fra 1 til 5, der 5 er best.")
