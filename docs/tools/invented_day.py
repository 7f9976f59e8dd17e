"""What an invented staff said, chose and planned on the day that the pictures show."""

from __future__ import annotations

POINTS = {
    "Reglene er like på papiret, men ikke i timene": (
        "Mobil er greit hos én og forbudt hos en annen.",
        "Elevene vet hva som gjelder hos hver av oss.",
        "Vi har samme regler, men ulike timer.",
        "Reglene gjelder mer hos noen enn hos andre.",
        "Det står likt i planen, men vi gjør ulikt.",
        "Elevene prøver seg fram hos hver lærer.",
    ),
    "Vi følger opp ulikt når noen bryter en regel": (
        "Noen av oss lar det gå, fordi vi står alene med det.",
        "Oppfølgingen avhenger av hvem som ser det.",
        "Vi mangler en felles måte å følge opp på.",
        "Det er uklart hvem som tar den neste samtalen.",
    ),
    "Elevene kan reglene, men har ikke vært med på å lage dem": (
        "De hørte om den nye mobilregelen i en e-post hjem.",
        "Elevrådet ble spurt etterpå.",
    ),
}
VOTES = ((19, 34), (29, 22), (24, 16))  # points in round 1 and round 2, for the three points above
GOAL = "Elevene møter de samme reglene i alle timer"
ACTIONS = (
    (
        "Tre regler som gjelder i alle timer, laget med elevrådet",
        "Teamlederne og elevrådet",
        "Ferdig 15. januar",
    ),
    (
        "Alle gjør likt ved regelbrudd: si fra, noter, snakk etter timen",
        "Alle lærere",
        "Fra 18. januar, ut mars",
    ),
    ("Ti minutter om reglene på teamtid annenhver uke", "Teamlederne", "Fra 18. januar, ut juni"),
)
SIGNS = (
    "Elevrådet sier at reglene er til å forstå",
    "8 av 10 timer i kollegaobservasjon i februar",
    "Står på sakslista, og avvik blir tatt opp",
)
