"""An agenda as a file: TOML that a person can read, change and send to another school.

What a file says is data and nothing else. Whatever is wrong with one is told in sentences, all at once.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import time

from lmtools.domain.agenda import (
    LONGEST_DAY,
    MOST_ITEMS,
    MOST_MINUTES,
    MOST_PROMPT,
    MOST_TITLE,
    Agenda,
    AgendaItem,
    Break,
    Entry,
)
from lmtools.domain.jsonable import Json
from lmtools.domain.names import WORKBOOK_NAME
from lmtools.domain.session import Phase
from lmtools.errors import N_, Message, UsageError
from lmtools.room.arguments import clean

FORMAT = 1
MOST_BYTES = 64_000
_HEAD = (
    "# En dagsorden for lmtools. Fila kan endres i et vanlig tekstprogram, deles, og åpnes igjen på siden\n"
    "# for prosessledere. Tider er i minutter. En fase som ikke står der, er ikke med.\n"
)
_TOO_LARGE = Message(N_("Fila er for stor til å være en dagsorden. Velg ei fil som slutter på .toml."))
_TOP = frozenset({"lmtools", "title", "start", "length", "items"})
_ACTIVITY = frozenset({"workbook", "step", "minutes", "title", "prompt"})
_BREAK = frozenset({"break", "title"})
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class AgendaUnreadable(UsageError):
    """What was given is no agenda. `problems` holds a sentence for each thing that is wrong."""

    def __init__(self, problems: list[Message]) -> None:
        self.problems = tuple(problems)
        first, more = problems[0], len(problems) - 1
        said = Message(
            N_("{first} Det er {count} ting til å rette i dagsordenen."), {"first": first, "count": more}
        )
        told = said if more else first
        super().__init__(told.template, **told.fields)


def read_agenda(text: str) -> Agenda:
    """Read the agenda in a file's `text`. Raises AgendaUnreadable."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise AgendaUnreadable([_TOO_LARGE])
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise AgendaUnreadable([_not_toml(error)]) from None
    return agenda_from(found)


def agenda_from(found: Mapping[str, object]) -> Agenda:
    """The agenda that a file or a page describes. Raises AgendaUnreadable with all that is wrong."""
    reading = _Reading()
    agenda = reading.agenda(found)
    if reading.problems:
        raise AgendaUnreadable(reading.problems)
    return agenda


def as_dict(agenda: Agenda) -> Json:
    """What `agenda_from` reads."""
    return {**_top(agenda), "items": [_entry(entry) for entry in agenda.items]}


def write_agenda(agenda: Agenda) -> str:
    """The agenda as a file's text, which `read_agenda` reads."""
    tables = "".join(f"\n[[items]]\n{_pairs(_entry(entry))}" for entry in agenda.items)
    return f"{_HEAD}{_pairs(_top(agenda))}{tables}"


def _top(agenda: Agenda) -> Json:
    return {
        "lmtools": FORMAT,
        "title": agenda.title,
        "start": f"{agenda.start:%H:%M}",
        "length": agenda.length,
    }


def _entry(entry: Entry) -> Json:
    if isinstance(entry, Break):
        return {"break": entry.minutes, **_unless_empty(title=entry.title)}
    minutes = {phase.value: entry.minutes[phase] for phase in Phase if phase in entry.minutes}
    return {
        "workbook": entry.workbook,
        "step": entry.step,
        **_unless_empty(minutes=minutes, title=entry.title, prompt=entry.prompt),
    }


def _unless_empty(**values: object) -> Json:
    return {name: value for name, value in values.items() if value}


def _pairs(values: Mapping[str, object]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in values.items())


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{name} = {_value(part)}" for name, part in value.items())
        return f"{{ {inside} }}"
    # A JSON string is a TOML string, but for one sign; numbers are written alike.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _not_toml(error: Exception) -> Message:
    where = re.search(r"at line (\d+)", str(error))
    if "at end of document" in str(error):
        return Message(
            N_("Fila slutter midt i noe. Se etter et anførselstegn for lite, eller last den ned på nytt.")
        )
    if where is None:
        return Message(N_("Fila er ikke en dagsorden vi kan lese. Last den ned på nytt, og prøv igjen."))
    return Message(
        N_("Linje {line} i fila er skrevet på en måte vi ikke kan lese. Se etter et anførselstegn for lite."),
        {"line": where[1]},
    )


class _Reading:
    """Reads values and collects what is wrong with them, so that all of it can be told at once."""

    def __init__(self) -> None:
        self.problems: list[Message] = []

    def agenda(self, found: Mapping[str, object]) -> Agenda:
        self._known(found, _TOP, N_("Øverst i dagsordenen"))
        version = found.get("lmtools")
        if isinstance(version, int) and version > FORMAT:
            self._wrong(N_("Dagsordenen er laget med en nyere utgave av lmtools. Oppdater lmtools først."))
        where = Message(N_("Tittelen på dagsordenen"))
        title = self._line(found.get("title", ""), MOST_TITLE, where)
        if not title and not self.problems:
            self._wrong(N_('Dagsordenen mangler en tittel. Skriv for eksempel title = "Planleggingsdag".'))
        return Agenda(
            title=title,
            items=tuple(self._items(found.get("items", []))),
            start=self._time(found.get("start", "09:00")),
            length=self._whole(found.get("length", 90), 1, LONGEST_DAY, Message(N_("Lengden på dagen"))),
        )

    def _items(self, found: object) -> Iterator[Entry]:
        if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
            self._wrong(N_("Vi finner ikke postene i dagsordenen. Hver av dem begynner med [[items]]."))
        elif len(found) > MOST_ITEMS:
            self._wrong(
                N_("{most} poster er det meste en dagsorden kan ha. Det er nå {count}."),
                most=MOST_ITEMS,
                count=len(found),
            )
        else:
            for number, item in enumerate(found, start=1):
                yield self._item(item, Message(N_("Post {number}"), {"number": number}))

    def _item(self, item: Mapping[str, object], where: Message) -> Entry:
        title = self._line(item.get("title", ""), MOST_TITLE, where)
        if "break" in item:
            self._known(item, _BREAK, where)
            return Break(self._whole(item["break"], 1, MOST_MINUTES, where), title)
        self._known(item, _ACTIVITY, where)
        if not (_is_name(item.get("workbook")) and _is_name(item.get("step"))):
            self._wrong(
                N_(
                    "{where}: skriv hvilken arbeidsbok og hvilket steg, for eksempel "
                    'workbook = "stasted" og step = "reflect-1".'
                ),
                where=where,
            )
        prompt = self._line(item.get("prompt", ""), MOST_PROMPT, where)
        minutes = self._minutes(item.get("minutes", {}), where)
        return AgendaItem(str(item.get("workbook")), str(item.get("step")), minutes, title, prompt)

    def _minutes(self, found: object, where: Message) -> dict[Phase, int]:
        phases = tuple(phase.value for phase in Phase)
        if not isinstance(found, Mapping) or not set(found) <= set(phases):
            self._wrong(
                N_("{where}: tida skrives slik: minutes = {example}, med alone, group og plenary."),
                where=where,
                example="{ alone = 5, plenary = 10 }",
            )
            return {}
        given = {Phase(name): self._whole(value, 0, MOST_MINUTES, where) for name, value in found.items()}
        kept = {phase: given[phase] for phase in Phase if given.get(phase)}
        if given and not kept:
            self._wrong(
                N_("{where}: minst én fase må ha tid. Skriv noen minutter, eller ta bort posten."),
                where=where,
            )
        return kept

    def _whole(self, value: object, low: int, high: int, where: Message) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self._wrong(
                N_("{where}: skriv et helt antall minutter fra {low} til {high}."),
                where=where,
                low=low,
                high=high,
            )
            return low
        return value

    def _time(self, value: object) -> time:
        found = _TIME.fullmatch(value) if isinstance(value, str) else None
        if isinstance(value, time):
            return value.replace(second=0, microsecond=0, tzinfo=None)
        if found is None:
            self._wrong(N_('Klokkeslettet dagen begynner, skrives slik: start = "09:00".'))
            return time(9)
        return time(int(found[1]), int(found[2]))

    def _line(self, value: object, most: int, where: Message) -> str:
        if not isinstance(value, str):
            self._wrong(N_("{where}: teksten må stå i anførselstegn."), where=where)
            return ""
        line = " ".join(clean(" ".join(value.split())).split())  # cleaning may leave two blanks side by side
        if len(line) > most:
            self._wrong(
                N_("{where}: teksten er for lang. Det er plass til {most} tegn."), where=where, most=most
            )
        return line

    def _known(self, found: Mapping[str, object], names: frozenset[str], where: Message | str) -> None:
        place = where if isinstance(where, Message) else Message(where)
        for name in sorted(set(found) - names):
            self._wrong(
                N_("{where}: vi kjenner ikke «{name}». Ta det bort, eller skriv ett av disse: {known}."),
                where=place,
                name=clean(str(name))[:40],
                known=", ".join(sorted(names)),
            )

    def _wrong(self, template: str, **fields: object) -> None:
        self.problems.append(Message(template, fields))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and WORKBOOK_NAME.fullmatch(value) is not None
