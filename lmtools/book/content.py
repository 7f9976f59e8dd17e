"""What each view is told to say, in the reader's language."""

from __future__ import annotations

from typing import Any

from lmtools.errors import N_
from lmtools.text import Text

Content = dict[str, Any]
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
}


def guess(text: Text, *, indicator: str, grade: str | None, question: str | None) -> Content:
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
        "question": for_grade.replace("{grade}", _grade_name(text, str(grade))) if has_grade else for_all,
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


def results(text: Text, *, indicators: list[str], title: str | None) -> Content:
    """Return the content of the results explorer."""
    return {"title": text.t(title or "Hva svarte elevene?"), "indicators": indicators}


def reflect(text: Text, *, prompt: str, help: str | None, limit: int) -> Content:
    """Return the content of a reflection. `limit` is characters in one note."""
    default_help = N_("Ett poeng om gangen. Skriv ikke noe som kan peke på én elev eller kollega.")
    return {"prompt": text.t(prompt), "help": text.t(help or default_help), "limit": limit}


def prioritise(text: Text, *, question: str, points: int, keep: int) -> Content:
    """Return the content of a vote: `points` to share out, `keep` options to take further."""
    return {"question": text.t(question), "points": points, "keep": keep}


def sentence(text: Text, verb: str, content: Content) -> str:
    """Return what a reader without widgets gets instead of the view."""
    about = content.get("question") or content.get("prompt") or content.get("title") or ""
    return text.t(_SENTENCES[verb], about=about)


def _grade_name(text: Text, grade: str) -> str:
    return text.t("{grade}. trinn", grade=grade) if grade.isdigit() else grade.capitalize()


def _help(text: Text, *, is_share: bool) -> str:
    if is_share:
        return text.t("Mobbet vil si 2–3 ganger i måneden eller oftere.")
    return text.t("Snittet av svarene på en skala fra 1 til 5, der 5 er best.")
