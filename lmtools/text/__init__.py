"""What a user reads: sentences in three languages, and numbers and dates as Norwegians write them.

Bokmål is the source (the msgid). Nynorsk and English come from gettext catalogues in
`locale/`; a sentence without a translation is shown in bokmål. `python -m lmtools.text`
keeps the catalogues up to date.
"""

from __future__ import annotations

import datetime as dt
import gettext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lmtools.errors import N_, LmtoolsError, Message
from lmtools.settings import LANGUAGES

__all__ = ["LANGUAGES", "N_", "Text"]

LOCALE_DIR = Path(__file__).parent / "locale"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
# Babel's name of each language; English dates the British way, day first as on the Norwegian pages.
_BABEL = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


@dataclass(frozen=True)
class Text:
    """Everything written for one reader. An unknown language is read as bokmål."""

    language: str = "nb"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            object.__setattr__(self, "language", "nb")

    def t(self, message: str, /, **fields: object) -> str:
        """Translate `message` and fill in `{fields}`; in them, a `Message` is translated, a date written out.

        Numbers are formatted by the caller.
        """
        translated = _catalogue(self.language).gettext(message) if message else ""
        if not fields:
            return translated
        return translated.format(**{name: self._field(field) for name, field in fields.items()})

    def _field(self, field: object) -> object:
        match field:
            case Message():
                return self.say(field)
            case dt.date():
                return self.date(field)
        return field

    def say(self, message: Message) -> str:
        """Translate a sentence that carries its own fields."""
        return self.t(message.template, **message.fields)

    def error(self, error: LmtoolsError) -> str:
        """Translate the sentence of `error`."""
        return self.t(error.message, **error.fields)

    def number(self, value: float, decimals: int = 1) -> str:
        """Write `value` with decimal comma, no-break spaces and a true minus, in every language.

        One way of writing in all three languages: the figures of a chart, a table and the
        neighbour's screen are compared with each other, so they must look the same.
        """
        digits = f"{abs(value):,.{decimals}f}".replace(",", NO_BREAK_SPACE).replace(".", ",")
        is_negative = value < 0 and digits.strip("0,") != ""
        return MINUS + digits if is_negative else digits

    def percent(self, value: float, decimals: int = 0) -> str:
        """Write `value` (0-100) as a percentage: "14 %" with a no-break space."""
        return f"{self.number(value, decimals)}{NO_BREAK_SPACE}%"

    def date(self, value: dt.date) -> str:
        """Write a whole date: "16. september 2027"."""
        from babel.dates import format_date  # imported here: a kernel seldom needs it to start

        written: str = format_date(value, "long", locale=_BABEL[self.language])
        return written.replace(". ", f".{NO_BREAK_SPACE}", 1)

    def time(self, value: dt.datetime | dt.time) -> str:
        """Write a time of day in hours and minutes: "14:05"."""
        return f"{value:%H:%M}"


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "nb":
        return gettext.NullTranslations()
    return gettext.translation("lmtools", str(LOCALE_DIR), languages=[language], fallback=True)
