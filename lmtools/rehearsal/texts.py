"""What invented colleagues write: harmless, about no one, and of the length that people write."""

from __future__ import annotations

from lmtools.errors import N_

THOUGHTS = (
    N_("Elevene sier at de trives, og det vil vi ta vare på."),
    N_("Reglene er de samme på papiret, men vi følger dem opp ulikt."),
    N_("Friminuttene trenger flere voksne som er ute hele tida."),
    N_("Flere får hjelp når de trenger det enn i fjor."),
    N_("Vi snakker for lite med hverandre om det vi ser i timene."),
    N_("Elevrådet har gode forslag som vi glemmer å svare på."),
    N_("Det er lettere å være ny her enn det var før."),
    N_("Vi vet ikke nok om hva som skjer på vei til og fra skolen."),
    N_("Timene begynner roligere når vi tar imot i døra."),
    N_("Vi roser mer enn vi gjorde, og det merkes."),
    N_("Tallene for gjengen som begynner til høsten, bør vi se på sammen."),
    N_("Foreldrene spør om det samme som elevene: Hva gjør vi når noen er utenfor?"),
)
POINTS = (
    N_("Vi blir enige om fem regler og følger dem opp på samme måte."),
    N_("Alle friminutt har voksne ute, også når det regner."),
    N_("Vi tar imot i døra i alle timer."),
    N_("Elevrådet får svar på forslagene sine innen to uker."),
    N_("Vi setter av tid hver måned til å snakke om det vi ser."),
    N_("Nye elever får en fadder den første uka."),
)
GOALS = (
    N_("Flere elever sier at voksne følger opp reglene likt."),
    N_("Færre elever er alene i friminuttene."),
)
ACTIONS = (N_("Lage en felles plan for inspeksjon"), N_("Ta imot i døra i alle timer"))
WHO, WHEN, SIGN = N_("Arbeidsgruppa"), N_("Før høstferien"), N_("Elevrådet merker det")
PROMISE = N_("På mandag tar jeg imot i døra.")
