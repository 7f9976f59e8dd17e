"""What to say to one who writes a target for a figure: which change the school can see, and what helps.

Every sentence is made here, with the figures, and the page only picks one by the number it reads in the
target: `{wanted}` (the number) and `{change}` (how far it is from the figure now) are left for it to fill in.
"""

from __future__ import annotations

from collections.abc import Sequence

from lmtools.domain.figures import Figure
from lmtools.domain.jsonable import Json
from lmtools.errors import N_
from lmtools.text import Text

from .panel import Panel, write_value
from .reach import Reach, reach

_SCALES = ("mean", "share")
_DIRECTIONS = {"high": 1, "low": -1, "none": 1}
_NEEDED = {
    ("mean", "high"): N_(
        "Med {n} elever må snittet stige omtrent {change} før det synes som mer enn tilfeldig etter ett år."
    ),
    ("share", "low"): N_(
        "Med {n} elever må andelen synke omtrent {change} før det synes som mer enn tilfeldig etter ett år."
    ),
}
_NEEDED_ELSE = N_(
    "Med {n} elever må tallet endre seg omtrent {change} før det synes som mer enn tilfeldig etter ett år."
)
_NEVER = N_("Med {n} elever kan ikke tallet vise en endring fra ett år til det neste.")
_TOO_FEW = N_("Skolen har for få tall til å måle dette fra år til år.")
_OTHER_SIGN = N_("Velg et tegn til, som noen kan se eller høre i hverdagen.")
_YEARS = {2: N_("to"), 3: N_("tre")}


def make_goal(
    panel: Panel, *, others: Sequence[Figure], names: Sequence[str], who: str, text: Text
) -> Json | None:
    """What the page needs to answer a target for `panel`; None for a scale that has no targets.

    `others` are the figures of the unit's other grades in the panel's year, `names` all its grades in order,
    `who` the grade (and gender) that the panel is about. Keys: "key", "name", "names" (as it may be written),
    "who", "scale", "best", "value" (None where there is none to start from), "said" (without a target),
    "kept" (a target that is no step forward) and "wishes", each with the smallest change it is "for" and
    its "text", largest first.
    """
    if panel.indicator.scale not in _SCALES:
        return None
    direction = _DIRECTIONS[panel.indicator.best]
    found = reach(panel.figure(panel.year), direction=direction, others=others)
    says = _Sayings(panel, _grades_name(names, text), text)
    described = {
        "key": panel.indicator.code,
        "name": panel.name,
        "names": list(dict.fromkeys((panel.name, panel.indicator.name))),
        "who": who,
        "scale": panel.indicator.scale,
        "best": panel.indicator.best,
    }
    if found is None or not found.is_measured:
        sentence = says.too_few(found.together if found else None)
        return {**described, "value": None, "said": sentence, "kept": "", "wishes": []}
    return {
        **described,
        "value": found.now.value,
        "said": says.needed(found),
        "kept": says.kept(found),
        "wishes": says.wishes(found),
    }


class _Sayings:
    """The sentences about one panel."""

    def __init__(self, panel: Panel, grades: str, text: Text) -> None:
        self._panel, self._grades, self._text = panel, grades, text

    def too_few(self, pooled: float | None) -> str:
        """No figure to start from; what rule hid it is not told."""
        helps = [self._pooled(pooled)] if pooled is not None and self._grades else []
        return " ".join([self._text.t(_TOO_FEW), *helps, self._text.t(_OTHER_SIGN)])

    def needed(self, found: Reach) -> str:
        """The change that the school can see, before any target is read."""
        text, n = self._text, self._text.number(found.now.n or 0, 0)
        if found.next_year is None:
            helps = self._helps(found, None)
            return " ".join([text.t(_NEVER, n=n), *(helps or [text.t(_OTHER_SIGN)])])
        key = (self._panel.indicator.scale, self._panel.indicator.best)
        return text.t(_NEEDED.get(key, _NEEDED_ELSE), n=n, change=self._amount(found.next_year))

    def kept(self, found: Reach) -> str:
        """A target that is where the figure is now, or behind it."""
        now = self._text.t("Tallet er {value} nå.", value=self._value(found))
        if found.next_year is None:
            return f"{now} {self._text.t(_OTHER_SIGN)}"
        small = self._text.t(
            "Under {change} kan vi ikke skille fra tilfeldigheter.", change=self._amount(found.next_year)
        )
        return f"{now} {small}"

    def wishes(self, found: Reach) -> list[Json]:
        """What to answer a target, by how far it is from the figure now."""
        pooled = [found.together] if found.together is not None and self._grades else []
        limits = sorted({*found.changes.values(), *pooled}, reverse=True)
        return [{"from": limit, "text": self._wish(found, limit)} for limit in (*limits, 0.0)]

    def _wish(self, found: Reach, change: float) -> str:
        text = self._text
        step = text.t(
            "Fra {value} til {wanted} er {change}.",
            value=self._value(found),
            wanted="{wanted}",
            change=self._points("{change}"),
        )
        n = text.number(found.now.n or 0, 0)
        if found.next_year is not None and change >= found.next_year:
            enough = text.t("Med {n} elever er det nok til å synes etter ett år.", n=n)
            return f"{step} {enough}"
        if found.next_year is None:
            small = text.t(_NEVER, n=n)
        else:
            small = text.t(
                "Med {n} elever må det være omtrent {change} for å synes etter ett år.",
                n=n,
                change=self._amount(found.next_year),
            )
        return " ".join([step, small, *(self._helps(found, change) or [text.t(_OTHER_SIGN)])])

    def _helps(self, found: Reach, change: float | None) -> list[str]:
        """What makes a change of this size show: more years seen together, or more grades. None: any."""

        def is_enough(limit: float | None) -> bool:
            return limit is not None and (change is None or limit <= change)

        helps = []
        years = next((years for years in _YEARS if is_enough(found.changes.get(years))), None)
        if years is not None:
            helps.append(
                self._text.t(
                    "Ser dere de neste {years} årene samlet, holder det med {change}.",
                    years=self._text.t(_YEARS[years]),
                    change=self._amount(found.changes[years]),
                )
            )
        if found.together is not None and self._grades and is_enough(found.together):
            helps.append(self._pooled(found.together))
        return helps

    def _pooled(self, change: float) -> str:
        return self._text.t(
            "Ser dere på {grades} samlet, holder det med {change}.",
            grades=self._grades,
            change=self._amount(change),
        )

    def _value(self, found: Reach) -> str:
        return write_value(
            found.now.value or 0.0,
            scale=self._panel.indicator.scale,
            decimals=self._panel.decimals,
            text=self._text,
        )

    def _amount(self, change: float) -> str:
        return self._points(self._text.number(change, 0 if self._panel.is_share else 1))

    def _points(self, amount: str) -> str:
        return self._text.t("{amount} prosentpoeng", amount=amount) if self._panel.is_share else amount


def _grades_name(names: Sequence[str], text: Text) -> str:
    """ "8.–10. trinn", "Vg1–Vg3"; "" when there are fewer than two."""
    if len(names) < 2:
        return ""
    if all(name.isdigit() for name in names):
        return text.t("{first}.–{last}. trinn", first=names[0], last=names[-1])
    return text.t("alle trinn")
