"""A colleague with a phone, and the facilitator with console and projector; none of them has a screen."""

from __future__ import annotations

from yarl import URL

from lmtools.rehearsal.browser import Browser, Trouble
from lmtools.rehearsal.line import Refused, RoomLine
from lmtools.rehearsal.shapes import Result


class Colleague(Browser):
    """One participant. `notes` are the ids of what they have written, by step."""

    def __init__(self, base: str, code: str, number: int) -> None:
        super().__init__(base)
        self.code, self.number = code, number
        self.room = RoomLine(self.http, f"{base}api/room/{code}")
        self.page = ""
        self.notes: dict[str, list[str]] = {}
        self.is_first = False  # at their table: writes for the group

    @property
    def group(self) -> int:
        """The table they sit at; 0 before they have come in."""
        return self.room.snapshot.get("me", {}).get("group", 0)

    async def join(self) -> None:
        """Type the code."""
        told = await self.call("api/join", {"code": self.code, "language": "nb"})
        self.page = str(URL(self.base).join(URL(told["url"])))

    async def scan(self, path: str) -> None:
        """Open the address that the QR code holds, and come to the workbook."""
        _, self.page = await self.open_page(f"{self.base}{path}")
        if self.code not in self.page:
            raise Trouble("the QR code's address did not lead to the workbook")

    async def close(self) -> None:
        """Put the phone away."""
        await self.room.stop()
        await super().close()


class Leader(Browser):
    """The facilitator. `room` is the console's line, from `lead` on."""

    room: RoomLine

    def __init__(self, base: str, key: str) -> None:
        super().__init__(base)
        self.code = ""
        self._key = key

    async def sign_in(self) -> None:
        """Show the key."""
        await self.call("api/sign-in", {"key": self._key})

    def lead(self, code: str) -> None:
        """Open the console of session `code`."""
        self.code = code
        self.room = RoomLine(self.http, f"{self.base}api/room/{code}", role="facilitator", reads=True)

    def projector(self) -> RoomLine:
        """The line of a projector in the same browser; it reads every snapshot."""
        return RoomLine(self.http, f"{self.base}api/room/{self.code}", role="projector", reads=True)

    async def do(self, do: str, **fields: object) -> Result:
        """Give one command. Raises Refused with the server's sentence."""
        sent = await self.room.send(do, **fields)
        if not sent.ok:
            raise Refused(sent.error)
        return sent.result

    async def close(self) -> None:
        """Close the console."""
        if self.code:
            await self.room.stop()
        await super().close()
