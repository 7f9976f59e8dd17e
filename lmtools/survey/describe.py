"""A first draft of the mapping for a school's own survey.

The draft names columns and the answers of known scales. Other answers are listed only when at least
five pupils gave them, and columns with many different answers are free text and are not looked into.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lmtools.errors import N_, ImportFailed
from lmtools.survey.labels import fold, grade, is_gender, slug, tidy
from lmtools.survey.policy import load_policy
from lmtools.survey.reading import open_source
from lmtools.survey.reading.header import table_format
from lmtools.survey.reading.source import TableSource, load_sheet
from lmtools.survey.schema import Coded
from lmtools.survey.trouble import Trouble, Unreadable

_SCALES: tuple[tuple[str, ...], ...] = (
    ("Helt uenig", "Litt uenig", "Verken eller", "Litt enig", "Helt enig"),
    ("Helt uenig", "Delvis uenig", "Verken enig eller uenig", "Delvis enig", "Helt enig"),
    ("Svært uenig", "Uenig", "Verken enig eller uenig", "Enig", "Svært enig"),
    ("Aldri", "Sjelden", "Av og til", "Ofte", "Alltid"),
    ("Aldri", "Sjelden", "Noen ganger", "Ofte", "Svært ofte"),
    ("Ikke i det hele tatt", "Lite", "Noe", "Mye", "Svært mye"),
    ("Ikke i det hele tatt", "I liten grad", "I noen grad", "I stor grad", "I svært stor grad"),
    (
        "Trives ikke i det hele tatt",
        "Trives ikke noe særlig",
        "Trives litt",
        "Trives godt",
        "Trives svært godt",
    ),
    ("1", "2", "3", "4", "5"),
)
_BULLYING = (
    "Ikke i det hele tatt",
    "En sjelden gang",
    "2 eller 3 ganger i måneden",
    "Omtrent 1 gang i uken",
    "Flere ganger i uken",
)
_ROLES = {
    "school": ("skole", "skule", "skolenavn", "organisasjonsnummer", "enhet", "school"),
    "grade": ("trinn", "klassetrinn", "årstrinn", "steg", "klasse", "grade"),
    "gender": ("kjønn", "er du gutt eller jente", "kjonn", "gender"),
    "year": ("skoleår", "år", "year"),
}
_MOST_ANSWERS = 8
_FEWEST_PUPILS = 5


def describe(path: Path | str) -> str:
    """A first draft of a TOML mapping for the survey in `path`. Raises `ImportFailed`."""
    file = Path(path)
    trouble = Trouble(str(file))
    try:
        source = open_source(file, load_policy().limits, trouble)
        if not isinstance(source, TableSource) or table_format(source.header) != "own":
            raise trouble.fail(
                N_("Fila er fra Udir og trenger ingen koblingsfil."), N_("Les den inn som den er.")
            )
        named = [i for i, name in enumerate(source.header) if name]
        sheet = load_sheet(source, named, trouble)
        trouble.stop_if_any()
    except Unreadable as error:
        first = error.problems[0]
        raise ImportFailed(
            N_("{file}: {what} {next}"), file=file.name, what=first.said, next=first.advice
        ) from None
    columns = {sheet.names[name]: column for name, column in sheet.columns.items()}
    return _draft(file.name, columns)


def _draft(file: str, columns: dict[str, Coded]) -> str:
    roles = {role: name for role in _ROLES if (name := _role(role, columns))}
    rest = {name: column for name, column in columns.items() if name not in roles.values()}
    lines = [f"# Utkast til koblingsfil for {tidy(file)}. Les gjennom, rett, og slett det som ikke skal med."]
    lines += ["# Bare kolonnene som står her, blir lest.", "", 'title = "Vår egen undersøkelse"']
    if "school" not in roles:
        lines += ['school = ""            # skolens organisasjonsnummer, ni sifre', 'school_name = ""']
    if "year" not in roles:
        lines += ["year = 2025            # høsten undersøkelsen ble tatt"]
    lines += ["", "[columns]", *(f"{role} = {_quote(name)}" for role, name in roles.items())]
    scale = _common_scale(rest)
    lines += ["", "[answers]              # fra 1 til 5, 5 er best"]
    lines += [f"{_quote(text)} = {value}" for value, text in enumerate(scale, start=1)]
    for name, column in rest.items():
        lines += ["", *_indicator(name, column, scale)]
    return "\n".join(lines) + "\n"


def _role(role: str, columns: dict[str, Coded]) -> str:
    for name, column in columns.items():
        small = fold(name).rstrip("?:")
        if small in _ROLES[role]:
            return name
        if role == "gender" and _answers(column) and all(is_gender(text) for text in _answers(column)):
            return name
        if role == "grade" and _answers(column) and all(_is_named_grade(text) for text in _answers(column)):
            return name
    return ""


def _is_named_grade(text: str) -> bool:
    return not text.isdigit() and grade(text) != text


def _answers(column: Coded) -> list[str]:
    return [text for label in column.labels if (text := tidy(label))]


def _fits(column: Coded, scale: Sequence[str]) -> bool:
    given = {fold(text) for text in _answers(column)}
    return bool(given) and given <= {fold(text) for text in scale}


def _common_scale(columns: dict[str, Coded]) -> Sequence[str]:
    fitting = [sum(_fits(column, scale) for column in columns.values()) for scale in _SCALES]
    return _SCALES[int(np.argmax(fitting))] if any(fitting) else _SCALES[0]


def _indicator(name: str, column: Coded, common: Sequence[str]) -> list[str]:
    head = ["[[indicators]]", f"code = {_quote(slug(name)[:40])}", f"name = {_quote(name)}"]
    head.append(f"columns = [{_quote(name)}]")
    if _fits(column, common):
        return head
    if len(_answers(column)) > _MOST_ANSWERS:
        return [f"# Kolonnen {_quote(name)} har mange ulike svar og er utelatt."]
    if _fits(column, _BULLYING):
        answers = ", ".join(_quote(text) for text in _BULLYING)
        counts = ", ".join(_quote(text) for text in _BULLYING[2:])
        return [
            *head,
            f"answers = [{answers}]",
            f"counts = [{counts}]     # svarene som regnes med",
            "sensitive = true",
        ]
    other = next((scale for scale in _SCALES if _fits(column, scale)), None)
    if other is not None:
        pairs = ", ".join(f"{_quote(text)} = {value}" for value, text in enumerate(other, start=1))
        return [*head, f"answers = {{ {pairs} }}"]
    return [*(f"# {line}" for line in head), *_seldom(column)]


def _seldom(column: Coded) -> list[str]:
    counts = np.bincount(column.codes, minlength=len(column.labels))
    common = [tidy(label) for label, n in zip(column.labels, counts, strict=True) if n >= _FEWEST_PUPILS]
    listed = [f"#   {_quote(text)} = ?" for text in common if text]
    return ["# Svarene er ukjente. Gi hvert av dem et tall fra 1 til 5 under answers:", *listed]


def _quote(text: str) -> str:
    return json.dumps(tidy(text), ensure_ascii=False)
