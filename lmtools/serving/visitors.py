"""Who is asking: a participant by a random cookie, a facilitator by a signed one.

The facilitator's cookie does not hold a key, only what its browser has proved: that it knows
the server's key, or the keys of certain sessions. It is signed with the server's secret.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from lmtools.domain.session import Role
from lmtools.errors import N_, LmtoolsError, NotAllowed, NotFound
from lmtools.serving.base import FACILITATOR, Handler
from lmtools.serving.door import is_proof

if TYPE_CHECKING:
    from lmtools.domain.session import WorkSession
    from lmtools.room import Visitor

SIGNED_IN_DAYS = 14
ONLY_THE_FACILITATOR = N_("Bare prosesslederen kan åpne dette. Logg inn med nøkkelen.")


@dataclass(frozen=True)
class Pass:
    """What a facilitator's browser has proved: the server's key, or those of `codes`."""

    server: bool = False
    codes: tuple[str, ...] = ()

    def opens(self, code: str) -> bool:
        """Whether this browser may lead session `code`."""
        return self.server or code in self.codes


def facilitator_of(handler: Handler) -> Pass | None:
    """The pass in this browser's cookie, or None."""
    signed = handler.get_signed_cookie(FACILITATOR, max_age_days=SIGNED_IN_DAYS)
    if not signed:
        return None
    value = json.loads(signed)
    return Pass(bool(value["server"]), tuple(value["codes"]))


def keep_pass(handler: Handler, new: Pass) -> None:
    """Add what was just proved to what this browser had proved before."""
    old = facilitator_of(handler) or Pass()
    codes = list(dict.fromkeys((*old.codes, *new.codes)))[-20:]
    value = json.dumps({"server": old.server or new.server, "codes": codes})
    handler.set_signed_cookie(
        FACILITATOR, value, **(handler.cookie_options() | {"expires_days": SIGNED_IN_DAYS})
    )


def is_owner(handler: Handler) -> bool:
    """Whether this browser has proved that it knows the server's key."""
    proof = facilitator_of(handler)
    return proof is not None and proof.server


def must_own(handler: Handler, otherwise: str) -> None:
    """Let only one with the server's key go on. Raises NotAllowed with the sentence `otherwise`."""
    if not is_owner(handler):
        raise NotAllowed(otherwise)


async def may_facilitate(handler: Handler, code: str) -> bool:
    """Whether this browser leads session `code`, which must exist.

    Raises:
        NotFound: if a facilitator asks for a session that is not there.
    """
    proof = facilitator_of(handler)
    if proof is None or not proof.opens(code):
        return False
    await handler.site.run(handler.site.room.session, code)
    return True


async def must_lead(handler: Handler, code: str) -> None:
    """Let only the facilitator of session `code` go on. Raises NotAllowed, or as `may_facilitate`."""
    if not await may_facilitate(handler, code):
        raise NotAllowed(ONLY_THE_FACILITATOR)


async def sign_in(handler: Handler, key: str, code: str | None) -> None:
    """Check `key` against the server's, or against session `code`'s, and keep the proof.

    Raises:
        NotAllowed: if the key opens neither. Comes later the more often it happens.
    """
    site = handler.site
    browser = handler.browser_id()
    await site.guesses.before(browser)
    if site.keys.is_facilitator(key):
        keep_pass(handler, Pass(server=True))
        return
    if code:
        try:
            await site.run(site.room.facilitate, code, key)
        except LmtoolsError:
            pass
        else:
            keep_pass(handler, Pass(codes=(code,)))
            return
    site.guesses.failed(browser)
    raise NotAllowed("Nøkkelen passer ikke. Se etter den i vinduet der lmtools ble startet, og prøv igjen.")


async def visitor(handler: Handler, code: str, role: str) -> Visitor:
    """Who this browser is in session `code`, when it asks as `role`.

    Raises:
        NotAllowed: if it has not proved that it may be that.
        NotFound: if there is no such session.
        TooMany: if strangers have tried too many wrong codes lately, and this is one.
    """
    if role == Role.PARTICIPANT:
        return await participant(handler, code)
    if role in (Role.FACILITATOR, Role.PROJECTOR) and await may_facilitate(handler, code):
        return await handler.site.run(handler.site.room.trusted, code, Role(role), handler.language)
    raise NotAllowed(ONLY_THE_FACILITATOR)


async def participant(
    handler: Handler, code: str, proof: str | None = None, table: int | None = None
) -> Visitor:
    """Let this browser in as a participant of session `code`; a stranger's wrong code is counted.

    `proof` is what the QR code's address holds beside the code, and `table` where its reader sits.
    """
    who = await _let_in(handler, code, proof, table)
    # Moving is writing, so it is held to the pace of all that a participant writes.
    if table is not None and who.participant and handler.site.writing.use(who.participant, 1):
        await handler.site.run(handler.site.room.sit_at, who, table)
    return who


async def _let_in(handler: Handler, code: str, proof: str | None, table: int | None) -> Visitor:
    site, browser = handler.site, handler.browser_id()
    leads = facilitator_of(handler)
    trial = leads is not None and leads.opens(code)

    async def enter() -> Visitor:
        return await site.run(
            site.room.enter,
            code,
            browser_id=browser,
            language=handler.language,
            trial=trial,
            table=table,
        )

    if is_proof(proof, code, site.keys.cookie):
        return await enter()
    if site.door.would_wait(browser) and await site.run(site.room.knows, code, browser):
        return await enter()
    await site.door.try_code(browser)
    is_wrong = False
    try:
        return await enter()
    except NotFound:
        is_wrong = True
        raise
    finally:  # a full or closed session is no guess, and neither is a store that does not answer
        site.door.was_wrong(browser) if is_wrong else site.door.was_right()


async def let_in(
    handler: Handler, code: str, proof: str | None = None, table: int | None = None
) -> WorkSession:
    """Make this browser a participant of session `code`, and return the session.

    `proof` and `table` are what the address of a QR code holds beside the code.

    Raises:
        NotFound: if there is no such session.
    """
    await participant(handler, code, proof, table)
    return await handler.site.run(handler.site.room.session, code)


def code_in(written: str) -> str:
    """The digits of a session's code, however it was typed."""
    return "".join(sign for sign in written if sign.isdigit())


async def join(handler: Handler, code: str) -> str:
    """The same for a code that was typed; return the address of the session's workbook."""
    session = await let_in(handler, code)
    return f"{handler.site.base}bok/{handler.language}/{session.workbook}?{urlencode({'okt': code})}"
