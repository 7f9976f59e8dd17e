"""What the figures say, composed by fixed rules from the verdicts and never freer than that.

A sentence of a panel says the change with its interval, or why there is none. Headline and lead sum
up the panels. Up and down are words; nothing is called good or bad.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lmtools.domain.figures import Source, Status
from lmtools.errors import N_
from lmtools.statistics import FEW, Verdict
from lmtools.text import Text

from .panel import Line, Panel, Point, write_range

_MOST_NAMED = 3

_PILLS = {
    "chance": N_("Kan være tilfeldig"),
    "few": N_("For få svar"),
    "incomparable": N_("Kan ikke sammenliknes"),
}


def verdict_text(panel: Panel, text: Text) -> str:
    """The verdict in a few words: "Ned 0,4: tydelig endring"."""
    verdict = panel.verdict
    if verdict.kind == "clear":
        return text.t("{change}: tydelig endring", change=_change(panel, verdict, text))
    return text.t(_PILLS[verdict.kind])


def why(panel: Panel, text: Text) -> str:
    """The reason for the verdict, with the interval of the change where there is one."""
    sentences = [_reason(panel, text)]
    if panel.indicator.best == "low":
        sentences.append(text.t("Lavere er bedre."))
    return " ".join(sentence for sentence in sentences if sentence)


def _reason(panel: Panel, text: Text) -> str:
    verdict = panel.verdict
    if panel.compare is None:
        return text.t("Det er bare tall for {year}.", year=panel.year)
    if verdict.kind == "incomparable":
        return _why_not(panel, text)
    if verdict.kind == "few":
        return _why_few(panel, text)
    if verdict.kind == "clear":
        return _between(panel, text)
    if verdict.low is None:
        unknown = text.t("Vi vet ikke hvor mye tallene kan variere, så endringen kan være tilfeldig.")
        return f"{_since(panel, text)} {unknown}"
    if verdict.among_many:
        many = text.t("Vi ser på mange tall samtidig, og da kan en så liten endring være tilfeldig.")
        return f"{_since(panel, text)} {many}"
    return f"{_since(panel, text)} {_threshold(panel, text)}"


def _since(panel: Panel, text: Text) -> str:
    if _amount(panel, panel.verdict.difference or 0.0, text) == _amount(panel, 0.0, text):
        return text.t("Uendret siden {year}.", year=panel.compare)
    return text.t("{change} siden {year}.", change=_change(panel, panel.verdict, text), year=panel.compare)


def _threshold(panel: Panel, text: Text) -> str:
    """The change that would have been needed: the arm of the interval that reaches over 0."""
    verdict = panel.verdict
    difference, low, high = verdict.difference or 0.0, verdict.low or 0.0, verdict.high or 0.0
    arm = difference - low if difference > 0 else high - difference
    if panel.is_share:
        return text.t(
            "Under {change} prosentpoeng kan vi ikke skille fra tilfeldigheter.", change=text.number(arm, 0)
        )
    return text.t("Under {change} kan vi ikke skille fra tilfeldigheter.", change=text.number(arm, 2))


def _between(panel: Panel, text: Text) -> str:
    low, high = sorted((abs(panel.verdict.low or 0.0), abs(panel.verdict.high or 0.0)))
    decimals = 0 if panel.is_share else 1
    while round(low, decimals) == 0 and decimals < 2:
        decimals += 1
    fields = {
        "low": text.number(low, decimals),
        "high": text.number(high, decimals),
        "year": panel.compare,
    }
    is_down = (panel.verdict.difference or 0.0) < 0
    if panel.is_share:
        if is_down:
            return text.t("Mellom {low} og {high} prosentpoeng lavere enn i {year}.", **fields)
        return text.t("Mellom {low} og {high} prosentpoeng høyere enn i {year}.", **fields)
    if is_down:
        return text.t("Mellom {low} og {high} lavere enn i {year}.", **fields)
    return text.t("Mellom {low} og {high} høyere enn i {year}.", **fields)


def _why_few(panel: Panel, text: Text) -> str:
    figures = [panel.figure(year) for year in (panel.year, panel.compare)]
    year = next((f.year for f in figures if f is not None and f.n is not None and f.n < FEW), panel.year)
    return text.t(
        "Færre enn {limit} svarte i {year}. Da kan én elev flytte tallet mye.", limit=FEW, year=year
    )


def _why_not(panel: Panel, text: Text) -> str:
    for year in (panel.compare, panel.year):
        figure = panel.figure(year)
        if figure is not None and figure.status is Status.SUPPRESSED:
            if panel.is_share:
                return text.t("{year} er skjermet, så vi kan ikke si om andelen har endret seg.", year=year)
            return text.t("{year} er skjermet, så vi kan ikke si om snittet har endret seg.", year=year)
        if figure is None or figure.value is None:
            return text.t("Det finnes ikke tall for {year}.", year=year)
    between = panel.break_between()
    if between is not None:
        return text.t(between.sentence)
    return text.t("Tallene for de to årene måler ikke det samme.")


def _change(panel: Panel, verdict: Verdict, text: Text) -> str:
    """The change with its direction: "Ned 0,4", "Opp 8 prosentpoeng"."""
    difference = verdict.difference or 0.0
    amount = _amount(panel, difference, text)
    if panel.is_share:
        if difference < 0:
            return text.t("Ned {amount} prosentpoeng", amount=amount)
        return text.t("Opp {amount} prosentpoeng", amount=amount)
    return text.t("Ned {amount}", amount=amount) if difference < 0 else text.t("Opp {amount}", amount=amount)


def _amount(panel: Panel, difference: float, text: Text) -> str:
    return text.number(abs(difference), panel.decimals)


def alternative(panel: Panel, text: Text) -> str:
    """The chart in words: every year of the unit, what it is held beside, and breaks."""
    own = ", ".join(_in_words(point, text) for point in panel.school.points)
    sentences = [text.t("{title}, {unit}: {years}.", title=panel.title, unit=panel.school.name, years=own)]
    for line in panel.references:
        point = line.at(panel.year)
        if point is not None and point.label:
            value = beside_text(panel, point, text)
            sentences.append(text.t("{name} {year}: {value}.", name=line.name, year=panel.year, value=value))
        earlier = [str(year) for year in line.hidden_years if year != panel.year]
        if earlier:
            years = listed(earlier, text)
            sentences.append(text.t("{name} er skjermet i {years}.", name=line.name, years=years))
    interval = interval_text(panel, text)
    if interval:
        sentences.append(
            text.t(
                "Et annet, tilsvarende kull kunne vist {interval} i {year}.",
                interval=interval,
                year=panel.year,
            )
        )
    sentences.extend(text.t(item.sentence) for item in panel.breaks)
    return " ".join(sentences)


def interval_text(panel: Panel, text: Text) -> str:
    """The band of the latest year, "3,3–3,7" or "9–22 %"; "" where it is not known."""
    return _interval(panel, panel.school.at(panel.year), text)


def beside_text(panel: Panel, point: Point, text: Text) -> str:
    """A figure that the unit is held beside, with its interval where that is drawn: "3,8 (3,6–4,0)"."""
    interval = _interval(panel, point, text)
    return f"{_lower(point)} ({interval})" if interval else _lower(point)


def _interval(panel: Panel, point: Point | None, text: Text) -> str:
    if point is None or point.low is None or point.high is None:
        return ""
    return write_range(point.low, point.high, scale=panel.indicator.scale, text=text)


def _in_words(point: Point, text: Text) -> str:
    return f"{point.year} {_lower(point)}" if point.label else text.t("{year} ingen tall", year=point.year)


def _lower(point: Point) -> str:
    return point.label if point.is_shown else point.label.lower()


def headline(panels: Sequence[Panel], text: Text) -> str:
    """One sentence for each clear change, at most three; otherwise that there is none."""
    if not panels:
        return text.t("Ingen tall ennå")
    year, compare = panels[0].year, panels[0].compare
    clear = [panel for panel in panels if panel.verdict.kind == "clear"]
    if len(clear) > _MOST_NAMED:
        return text.t(
            "{count} av {total} endret seg tydelig fra {compare} til {year}.",
            count=len(clear),
            total=len(panels),
            compare=compare,
            year=year,
        )
    if clear:
        return " ".join(_moved(panel, text) for panel in clear)
    if all(panel.verdict.kind == "incomparable" for panel in panels):
        if compare is None:
            return text.t("Tallene for {year}", year=year)
        return text.t("Vi kan ikke sammenlikne {year} med {compare}.", year=year, compare=compare)
    return text.t("Ingen tydelige endringer fra {compare} til {year}.", compare=compare, year=year)


def _moved(panel: Panel, text: Text) -> str:
    if (panel.verdict.difference or 0.0) < 0:
        return text.t("{name} falt.", name=in_sentence(panel.name))
    return text.t("{name} steg.", name=in_sentence(panel.name))


def lead(panels: Sequence[Panel], text: Text) -> str:
    """What the headline leaves out: changes that may be chance, and panels without a verdict."""
    if not panels:
        return text.t("Når skolens tall er lest inn, kommer de her.")
    sentences = [_of_chance(panels, text)]
    unknown = [p.name for p in panels if p.verdict.kind == "chance" and p.verdict.low is None]
    if unknown and len(unknown) <= _MOST_NAMED:
        names = listed(unknown, text)
        sentences.append(text.t("Vi vet ikke hvor mye tallene for {names} kan variere.", names=names))
    elif unknown:
        sentences.append(text.t("Vi vet ikke hvor mye de andre tallene kan variere."))
    few = [panel.name for panel in panels if panel.verdict.kind == "few"]
    if few:
        sentences.append(text.t("{names} har for få svar til å si noe om endring.", names=listed(few, text)))
    hidden = [panel for panel in panels if _is_hidden(panel)]
    if hidden and len(hidden) <= _MOST_NAMED:
        names = listed([panel.name for panel in hidden], text)
        sentences.append(
            text.t(
                "{names} kan vi ikke sammenlikne med {year}, fordi tallet er skjermet.",
                names=names,
                year=panels[0].compare,
            )
        )
    elif hidden:
        sentences.append(text.t("{count} områder er skjermet i ett av årene.", count=len(hidden)))
    return " ".join(sentence for sentence in sentences if sentence)


def _of_chance(panels: Sequence[Panel], text: Text) -> str:
    chance = sum(panel.verdict.kind == "chance" and panel.verdict.low is not None for panel in panels)
    has_clear = any(panel.verdict.kind == "clear" for panel in panels)
    if chance == 0:
        return ""
    if has_clear and chance == 1:
        return text.t("Den andre endringen er så liten at den kan være tilfeldig.")
    if has_clear:
        return text.t("De andre endringene er så små at de kan være tilfeldige.")
    if chance == 1:
        return text.t("Endringen er så liten at den kan være tilfeldig.")
    return text.t("Endringene er så små at de kan være tilfeldige.")


def _is_hidden(panel: Panel) -> bool:
    figures = (panel.figure(panel.year), panel.figure(panel.compare))
    return any(figure is not None and figure.status is Status.SUPPRESSED for figure in figures)


def listed(names: Sequence[str], text: Text) -> str:
    """Names as one reads them aloud: "a, b og c"."""
    if len(names) < 2:
        return "".join(map(in_sentence, names))
    first, last = names[:-1], names[-1]
    return text.t("{first} og {last}", first=", ".join(map(in_sentence, first)), last=in_sentence(last))


def in_sentence(name: str) -> str:
    """A name as it stands inside a sentence: a question is quoted, so that its mark does not end it."""
    return f"«{name}»" if name.endswith("?") else name


def credit(sources: Iterable[Source], text: Text) -> str:
    """Whose the figures are, a sentence for each that is to be credited; "" for none."""
    credits = dict.fromkeys(text.t(source.credit).rstrip(".") for source in sources)
    return " ".join(f"{one}." for one in credits if one)


def legend_name(line: Line, text: Text) -> str:
    """A line's entry in the legend; it explains the band, or the rules of what the unit is held beside."""
    if line.role != "school" and not line.has_intervals:
        return line.name
    if line.role != "school":
        return text.t("{name}. Streken er det et annet, tilsvarende kull kunne vist", name=line.name)
    return text.t("{name}. Båndet er det et annet, tilsvarende kull kunne vist", name=line.name)
