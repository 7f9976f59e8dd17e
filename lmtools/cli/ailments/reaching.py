"""How an installation is reached: what the machine can carry, its port, and the proxy in front of it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from lmtools.cli.ailments import Case, Finding, Mark
from lmtools.errors import N_

PATIENCE_SECONDS = 10.0
LOCAL = ("localhost", "127.0.0.1", "::1")


def machine(case: Case) -> Iterator[Finding]:
    """How many it has room for; with `people`, whether that is enough."""
    from lmtools.serving.forking.sizes import can_fork, kernel_megabytes
    from lmtools.serving.sizing import most_people, size_for, this_machine

    here, forked = this_machine(case.settings.data_dir), can_fork()
    most = most_people(here, forked=forked)
    size = size_for(case.people or most or 1, here, forked=forked)  # refuses too many with the reason
    text = case.text
    what = text.t(
        "Maskinen har plass til {people} deltakere om gangen ({memory} MB ledig minne, {cores} kjerner).",
        people=most,
        memory=text.number(here.memory, 0),
        cores=here.cores,
    )
    more = text.t(
        "{kernels} av dem kan bla i tallene samtidig, med om lag {size} MB minne hver.",
        kernels=size.kernels,
        size=kernel_megabytes(),
    )
    elsewhere = "" if forked else text.t("På Linux er det mindre.")
    yield Finding(Mark.FINE, what, f"{more} {elsewhere}".strip())


def port(case: Case) -> Iterator[Finding]:
    """Whether it is free, or lmtools itself is what has it."""
    from lmtools.serving.noted import running_at
    from lmtools.serving.serve import free_port

    address = running_at(case.settings.data_dir)
    if address:
        yield case.fine(N_("lmtools kjører alt, på {address}"), address=address)
        return
    free_port("0.0.0.0", case.settings.port)
    yield case.fine(N_("Port {port} er ledig."), port=case.settings.port)


def proxy(case: Case) -> Iterator[Finding]:
    """Whether the address that people write leads to lmtools, and is what lmtools thinks that it is."""
    if case.public_url is None:
        return
    base = case.public_url.rstrip("/") + "/"
    try:
        health = _health(base)
    except (OSError, ValueError):  # no answer, or an address that is none
        yield case.wrong(
            N_("Vi får ikke svar fra lmtools på {url}"),
            N_("Start lmtools, og se etter skrivefeil og hvor mellomtjeneren sender videre."),
            url=base,
        )
        return
    told = str(health.get("address", ""))
    if _same(told, base) or (not told and urlsplit(base).hostname in LOCAL):
        yield case.fine(N_("lmtools svarer på {url}"), url=base)
    else:
        yield case.wrong(
            N_("lmtools svarer på {url}, men får ikke vite at det er den adressa folk skriver."),
            N_("Mellomtjeneren må sende Host og X-Forwarded-Proto videre. Ellers blir lenkene gale."),
            url=base,
        )


def _health(base: str) -> dict[str, object]:
    """What lmtools says of itself there. Raises ValueError when it is something else that answers."""
    with urllib.request.urlopen(f"{base}api/health", timeout=PATIENCE_SECONDS) as answer:
        told = json.load(answer)
    if not isinstance(told, dict) or "figures" not in told:
        raise ValueError(base)
    return told


def _same(one: str, other: str) -> bool:
    """Whether two addresses are of the same place; a port that goes without saying may be said."""
    first, second = urlsplit(one), urlsplit(other)
    usual = {"http": 80, "https": 443}
    ports = [part.port or usual.get(part.scheme) for part in (first, second)]
    return (first.scheme, first.hostname, ports[0]) == (second.scheme, second.hostname, ports[1])
