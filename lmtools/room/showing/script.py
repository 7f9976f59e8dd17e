"""What the facilitator may say aloud now, and what the workbook tells them beside it."""

from __future__ import annotations

from lmtools.domain.moves import Moment, break_after
from lmtools.domain.session import Phase, Step
from lmtools.errors import N_
from lmtools.text import Text


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


def note_of(step: Step, moment: Moment) -> str:
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
