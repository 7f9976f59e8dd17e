"""What the console says to the facilitator: a suggestion that never decides, and a script to read aloud."""

from __future__ import annotations

from dataclasses import dataclass

from lmtools.domain.moves import Moment, break_after, following
from lmtools.domain.session import Phase, Step
from lmtools.domain.verbs import Kind
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
        return text.t("Økta er avsluttet. Referatet og planen kan fortsatt hentes.")
    if progress.joined == 0:
        return text.t("Ingen er med ennå. Vis koden på lerretet.")
    by_kind = {
        Kind.GUESS: _guess,
        Kind.BOARD: _board,
        Kind.RATING: _rating,
        Kind.PRIVATE: _private,
        Kind.VOTE: _prioritise,
    }
    sentence = by_kind.get(step.kind, _others)(board, step, progress, text)
    return sentence or _closing(board, text)


def script(step: Step, moment: Moment, text: Text) -> str:
    """What the facilitator may say now: by the moment or in the workbook's words, and that a break comes."""
    said = _SCRIPTS.get((step.verb, moment.phase, moment.round))
    words = text.t(said) if said else step.say
    planned = break_after([step], moment)
    if planned is None:
        return words
    title = text.t(planned.title) or text.t("Pause")
    after = text.t("Etter dette: {title}, {minutes} minutter.", title=title, minutes=planned.minutes)
    return f"{words} {after}".strip()


def advice_of(step: Step, moment: Moment) -> str:
    """What the workbook tells the facilitator of the step, where it is not what `script` says already."""
    return step.say if (step.verb, moment.phase, moment.round) in _SCRIPTS else ""


_SCRIPTS: dict[tuple[str, Phase, int], str] = {
    ("guess", Phase.ALONE, 1): N_("«Gjett selv først, uten å snakke sammen. Svaret kommer etterpå.»"),
    ("guess", Phase.PLENARY, 1): N_("«Hva tenker dere om avstanden mellom det vi gjettet og svaret?»"),
    ("reflect", Phase.ALONE, 1): N_("«Nå skriver hver og en. Vi snakker ikke ennå. Ett punkt om gangen.»"),
    ("reflect", Phase.GROUP, 1): N_(
        "«Alle sier én ting hver før noen kommenterer. Bli så enige om hva gruppa løfter fram.»"
    ),
    ("reflect", Phase.PLENARY, 1): N_("«Dette løftet gruppene fram. Hva går igjen?»"),
    ("prioritise", Phase.ALONE, 1): N_("«Fordel poengene dine alene. Ingen ser hva du velger.»"),
    ("prioritise", Phase.GROUP, 1): N_("«Si hvorfor du valgte som du gjorde. Lytt etter grunner.»"),
    ("prioritise", Phase.ALONE, 2): N_("«Stem en gang til. Du kan velge det samme, eller noe annet.»"),
    ("prioritise", Phase.PLENARY, 2): N_("«Hva flyttet seg mellom rundene, og hvorfor?»"),
    ("check_in", Phase.ALONE, 1): N_("«Skriv ett ord eller én setning. Send det når du er klar.»"),
    ("check_in", Phase.PLENARY, 1): N_("«Slik kommer vi inn i dag. Vi kommenterer ikke, vi bare leser.»"),
    ("statements", Phase.ALONE, 1): N_("«Svar slik du ser det. Ingen ser hva den enkelte svarer.»"),
    ("statements", Phase.GROUP, 1): N_("«Snakk mest om det der vi er delte. Hva ser dere ulikt?»"),
    ("statements", Phase.PLENARY, 1): N_("«Hvor er vi enige, hvor er vi delte, og hva betyr det for oss?»"),
    ("weigh", Phase.ALONE, 1): N_("«Vei hvert punkt for deg selv: Hvor viktig er det, og hvor lett?»"),
    ("weigh", Phase.GROUP, 1): N_("«Der dere er uenige: Hva legger dere i ordene?»"),
    ("weigh", Phase.PLENARY, 1): N_("«Hva er viktig og mulig? Hva er viktig, men må deles opp?»"),
    ("forces", Phase.GROUP, 1): N_("«Hva av det som holder oss igjen, er lettest å gjøre noe med?»"),
    ("swot", Phase.GROUP, 1): N_("«Begynn med styrkene. Hva kan de brukes til?»"),
    ("analysis", Phase.GROUP, 1): N_("«Hva hos oss opprettholder utfordringen? Let ikke hos eleven.»"),
    ("start_stop_continue", Phase.GROUP, 1): N_("«Skal vi begynne med noe nytt, må noe annet ut. Hva?»"),
    ("case", Phase.ALONE, 1): N_("«Eksemplet er oppdiktet. Les det, og skriv det du tenker.»"),
    ("case", Phase.GROUP, 1): N_("«Hva vet vi, hva tror vi, og hva må vi finne ut?»"),
    ("commit", Phase.ALONE, 1): N_("«Én ting du gjør selv, allerede mandag. Bare du ser det.»"),
    ("commit", Phase.GROUP, 1): N_("«Den som vil, deler. Det er greit å la være.»"),
    ("check_out", Phase.ALONE, 1): N_("«Skriv ett ord eller én setning. Send det når du er klar.»"),
    ("check_out", Phase.PLENARY, 1): N_("«Dette tar vi med oss. Takk for i dag.»"),
    ("actions", Phase.GROUP, 1): N_("«Hva gjør vi, hvem gjør det, når, og hva ser vi når det virker?»"),
    ("actions", Phase.PLENARY, 1): N_("«Les planen sammen. Hva mangler før vi kan kalle den klar?»"),
}


def _guess(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    if board.activity(step.key).revealed:
        return None
    return _still_missing(
        progress,
        text,
        unknown=N_("Vis svaret når alle har låst gjetningen."),
        nobody=N_("Alle har låst gjetningen. Vis svaret."),
        one=N_("Én har ikke gjettet ennå."),
        many=N_("{count} har ikke gjettet ennå."),
    )


def _board(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    phase = board.session.now_phase
    if phase == Phase.GROUP:
        return _groups(progress, text)
    if phase == Phase.PLENARY:
        if progress.waiting == 0:
            return None
        one, many = N_("Ett innspill venter på deg."), N_("{count} innspill venter på deg.")
        return _left(progress.waiting, text, one, many)
    if progress.written is None:
        if not step.works_in_groups:
            return text.t("Gå til plenum når de fleste har skrevet.")
        return text.t("Gå til gruppe når de fleste har skrevet.")
    left = progress.joined - progress.written
    if left <= 0:
        if not step.works_in_groups:
            return text.t("Alle har skrevet. Gå til plenum når det passer.")
        return text.t("Alle har skrevet. Gå til gruppe når det passer.")
    if progress.ready is not None and progress.ready * 2 > progress.joined:
        return text.t("De fleste er klare. Gi de andre et varsel om at dere snart går videre.")
    sentence = _left(left, text, N_("Én har ikke skrevet ennå."), N_("{count} har ikke skrevet ennå."))
    wait = text.t("Vent litt.")
    return f"{sentence} {wait}"


def _rating(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    if not board.items(step):
        return text.t("Det er ingen punkter å veie. Slipp fram punkter i plenum først.")
    if board.activity(step.key).revealed:
        return None
    is_plenary = board.session.now_phase == Phase.PLENARY
    return _still_missing(
        progress,
        text,
        unknown=N_("Vis resultatet når alle har svart."),
        nobody=N_("Alle har svart. Vis resultatet.") if is_plenary else N_("Alle har svart."),
        one=N_("Én har ikke svart ennå."),
        many=N_("{count} har ikke svart ennå."),
    )


def _private(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    if board.session.now_phase == Phase.PLENARY and progress.waiting:
        one, many = N_("Ett innspill venter på deg."), N_("{count} innspill venter på deg.")
        return _left(progress.waiting, text, one, many)
    if board.session.now_phase == Phase.ALONE:
        return text.t("Gi ro til å skrive. Ingen må dele.")
    return None


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
    return _still_missing(
        progress,
        text,
        unknown=N_("Gå videre når alle har stemt."),
        nobody=N_("Alle har stemt."),
        one=N_("Én har ikke stemt ennå."),
        many=N_("{count} har ikke stemt ennå."),
    )


def _others(board: Board, step: Step, progress: Progress, text: Text) -> str | None:
    if step.kind == Kind.PLAN and not board.goals:
        return text.t("Begynn med ett mål. Det skal svare på det dere valgte.")
    return None


def _closing(board: Board, text: Text) -> str:
    if following(board.session.steps, board.moment) is None:
        return text.t("Dette er det siste steget. Trykk «Avslutt økta» øverst når dere er ferdige.")
    return text.t("Gå videre når dere er klare.")


def _still_missing(progress: Progress, text: Text, *, unknown: str, nobody: str, one: str, many: str) -> str:
    """How many have not done it yet; `unknown` where the room is too small to count in."""
    if progress.written is None:
        return text.t(unknown)
    left = progress.joined - progress.written
    return text.t(nobody) if left <= 0 else _left(left, text, one, many)


def _left(count: int, text: Text, one: str, many: str) -> str:
    return text.t(one) if count == 1 else text.t(many, count=count)
