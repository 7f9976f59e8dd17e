"""What the console says to the facilitator: a suggestion that never decides, and a script to read aloud."""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.domain.moves import Moment, following
from lmtools.domain.session import Phase, Step
from lmtools.errors import N_
from lmtools.room.board import Board
from lmtools.text import Text


@dataclass(frozen=True)
class Progress:
    """How the room is doing in the present moment. Counts are None where the room is too small for them."""

    joined: int
    written: int | None
    ready: int | None
    groups: int
    groups_done: int
    waiting: int


def suggestion(board: Board, step: Step, progress: Progress, text: Text) -> str:
    """One sentence or two on what could come next, by fixed rules."""
    if board.session.closed:
        return text.t("Økta er avsluttet. Rapporten og planen kan fortsatt hentes.")
    if progress.joined == 0:
        return text.t("Ingen er med ennå. Vis koden på lerretet.")
    by_verb = {"guess": _guess, "reflect": _reflect, "prioritise": _prioritise}
    sentence = by_verb.get(step.verb, _others)(board, step, progress, text)
    return sentence or _closing(board, text)


def script(step: Step, moment: Moment, text: Text) -> str:
    """What the facilitator may say now: by the moment, or the workbook's own words."""
    said = _SCRIPTS.get((step.verb, moment.phase, moment.round))
    return text.t(said) if said else step.say


_SCRIPTS: dict[tuple[str, Phase, int], str] = {
    ("guess", Phase.ALONE, 1): N_("«Gjett selv først, uten å snakke sammen. Svaret kommer etterpå.»"),
    ("guess", Phase.PLENARY, 1): N_("«Hva tenker dere om avstanden mellom det vi gjettet og svaret?»"),
    ("reflect", Phase.ALONE, 1): N_("«Nå skriver hver og en. Vi snakker ikke ennå. Ett poeng om gangen.»"),
    ("reflect", Phase.GROUP, 1): N_(
        "«Alle sier ett poeng hver før noen kommenterer. Bli så enige om hva gruppa løfter fram.»"
    ),
    ("reflect", Phase.PLENARY, 1): N_("«Dette løftet gruppene fram. Hva går igjen?»"),
    ("prioritise", Phase.ALONE, 1): N_("«Fordel poengene dine alene. Ingen ser hva du velger.»"),
    ("prioritise", Phase.GROUP, 1): N_("«Si hvorfor du valgte som du gjorde. Lytt etter grunner.»"),
    ("prioritise", Phase.ALONE, 2): N_("«Stem en gang til. Du kan velge det samme, eller noe annet.»"),
    ("prioritise", Phase.PLENARY, 2): N_("«Hva flyttet seg mellom rundene, og hvorfor?»"),
    ("actions", Phase.GROUP, 1): N_("«Hva gjør vi, hvem gjør det, når, og hva ser vi når det virker?»"),
    ("actions", Phase.PLENARY, 1): N_("«Les planen sammen. Hva mangler før vi kan kalle den klar?»"),
}


def _guess(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    if board.activity(step.key).revealed:
        return None
    if progress.written is None:
        return text.t("Vis svaret når alle har låst gjetningen.")
    left = progress.joined - progress.written
    if left <= 0:
        return text.t("Alle har låst gjetningen. Vis svaret.")
    return _left(left, text, N_("Én har ikke gjettet ennå."), N_("{count} har ikke gjettet ennå."))


def _reflect(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    phase = board.session.now_phase
    if phase == Phase.GROUP:
        return _groups(progress, text)
    if phase == Phase.PLENARY:
        if progress.waiting == 0:
            return None
        one, many = N_("Ett innspill venter på deg."), N_("{count} innspill venter på deg.")
        return _left(progress.waiting, text, one, many)
    if progress.written is None:
        return text.t("Gå til gruppe når de fleste har skrevet.")
    left = progress.joined - progress.written
    if left <= 0:
        return text.t("Alle har skrevet. Gå til gruppe når det passer.")
    if progress.ready is not None and progress.ready * 2 > progress.joined:
        return text.t("De fleste er klare. Gi de andre et varsel om at dere snart går videre.")
    sentence = _left(left, text, N_("Én har ikke skrevet ennå."), N_("{count} har ikke skrevet ennå."))
    wait = text.t("Vent litt.")
    return f"{sentence} {wait}"


def _groups(progress: Progress, text: Text) -> str:
    if progress.groups_done >= progress.groups:
        return text.t("Alle gruppene har sendt punkter. Gå til plenum når samtalen stilner.")
    done, groups = progress.groups_done, progress.groups
    return text.t("{done} av {groups} grupper har sendt punkter.", done=done, groups=groups)


def _prioritise(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    if not board.options(step.key):
        return text.t("Det er ingen punkter å velge blant. Slipp fram punkter i plenum først.")
    if board.activity(step.key).revealed:
        return None
    if board.session.now_phase == Phase.PLENARY:
        return text.t("Vis resultatet når alle ser på lerretet.")
    if board.session.now_phase == Phase.GROUP:
        return text.t("La gruppene snakke om grunnene før dere stemmer igjen.")
    if progress.written is None:
        return text.t("Gå videre når alle har stemt.")
    left = progress.joined - progress.written
    if left <= 0:
        return text.t("Alle har stemt.")
    return _left(left, text, N_("Én har ikke stemt ennå."), N_("{count} har ikke stemt ennå."))


def _others(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    if step.verb == "actions" and not board.goals:
        return text.t("Begynn med ett mål. Det skal svare på det dere valgte.")
    return None


def _closing(board: Board, text: Text) -> str:
    if following(board.session.steps, board.moment) is None:
        return text.t("Dette er det siste steget. Avslutt økta når dere er ferdige.")
    return text.t("Gå videre når dere er klare.")


def _left(count: int, text: Text, one: str, many: str) -> str:
    return text.t(one) if count == 1 else text.t(many, count=count)
