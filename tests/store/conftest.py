"""A store on SQLite, and on PostgreSQL where LMTOOLS_TEST_DATABASE names a server to make databases on."""

import os
import secrets
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from lmtools.domain.session import Outline, Phase, Role, Step
from lmtools.room import Room, RoomPolicy, Started, Visitor
from lmtools.room.board.board import Board
from lmtools.room.board.boards import Boards
from lmtools.room.board.reading import read_board
from lmtools.store import Store
from lmtools.store.engine import make_engine
from lmtools.store.schema import work_session
from tests.sentences import told_whole
from tests.store.session_files import a_day, packed

__all__ = ["told_whole"]

SERVER = os.environ.get("LMTOOLS_TEST_DATABASE")
ALONE, GROUP, PLENARY = Phase.ALONE, Phase.GROUP, Phase.PLENARY


# Without a server the PostgreSQL half is not there at all, rather than skipped a hundred times.
KINDS = [
    "sqlite",
    *([pytest.param("postgresql", marks=pytest.mark.postgres)] if SERVER else []),
]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A database of this run's own; making one for each test would take most of the time."""
    server = make_url(str(SERVER)).set(drivername="postgresql+psycopg")
    name = f"lmtools_test_{secrets.token_hex(6)}"
    maker = create_engine(server, isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with maker.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    maker.dispose()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with today's schema and nothing in it, to copy: upgrading it takes longer than most tests."""
    file = tmp_path_factory.mktemp("store") / "empty.sqlite"
    Store.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path, empty: Path) -> Iterator[str]:
    """The address of a database of each kind with no session in it."""
    if request.param == "sqlite":
        shutil.copy(empty, tmp_path / "store.sqlite")
        yield f"sqlite:///{tmp_path / 'store.sqlite'}"
        return
    address: str = request.getfixturevalue("postgresql")
    yield address
    engine = make_engine(address)
    with engine.begin() as connection:
        connection.execute(work_session.delete())
    engine.dispose()


@pytest.fixture(autouse=True)
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every test of the room: the board that is kept, and renewed in parts, is the one in the store."""
    if "attacker" in request.path.name:  # thousands of looks
        return
    of = Boards.of

    def checked(self: Boards, session: str) -> Board:
        before = self._boards.get(session)
        board = of(self, session)
        if board is before:
            return board
        with self._store.reading() as work:
            stored = read_board(work, session, text_minimum=self._text_minimum)
        assert stored is None or stored.session.revision != board.session.revision or board == stored
        return board

    monkeypatch.setattr(Boards, "of", checked)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store."""
    opened = Store.open(url)
    yield opened
    opened.close()


@dataclass
class Clock:
    """Time as a test sets it."""

    now: datetime = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


OUTLINE = Outline(
    name="stasted",
    title="Ståsted",
    lead="",
    steps=(
        Step(
            "guess-1",
            "guess",
            "Gjett først",
            phases=(ALONE, PLENARY),
            minutes={"alone": 2},
            params={"indicator": "Mobbing på skolen", "grade": "10"},
        ),
        Step("results-1", "results", "Se tallene", phases=(PLENARY,)),
        Step("reflect-1", "reflect", "Hva ser vi?", minutes={"alone": 5}, params={"limit": 280}),
        Step("prioritise-1", "prioritise", "Hva betyr mest?", params={"points": 3, "keep": 2}),
        Step("actions-1", "actions", "Mål og tiltak", phases=(GROUP, PLENARY)),
        Step("report-1", "report", "Veien videre", phases=(PLENARY,)),
    ),
)


@dataclass
class Stage:
    """A room with a session in it, and short ways to act in it."""

    room: Room
    started: Started
    clock: Clock
    store: Store
    facilitator: Visitor = field(init=False)
    projector: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.facilitator = self.room.facilitate(self.code, self.started.key)
        self.projector = self.room.trusted(self.code, Role.PROJECTOR)

    @property
    def code(self) -> str:
        return self.started.session.code

    def people(self, count: int, first: int = 0) -> list[Visitor]:
        return [self.room.enter(self.code, browser_id=f"b{i}") for i in range(first, first + count)]

    def ask(self, who: Visitor, do: str, /, **fields: Any) -> dict[str, Any]:
        return self.room.handle(who, {"id": str(uuid.uuid4()), "do": do, **fields})

    def do(self, who: Visitor, do: str, /, **fields: Any) -> dict[str, Any]:
        answer = self.ask(who, do, **fields)
        assert answer["ok"], answer
        return answer

    def lead(self, do: str, /, **fields: Any) -> dict[str, Any]:
        return self.do(self.facilitator, do, **fields)

    def sees(self, who: Visitor, step: str) -> dict[str, Any]:
        return dict(self.room.snapshot(who)["activities"][step])

    def console(self) -> dict[str, Any]:
        return dict(self.room.snapshot(self.facilitator)["facilitator"])

    def note(self, who: Visitor, words: str, step: str = "reflect-1") -> str:
        note = str(uuid.uuid4())
        self.do(who, "note.add", note=note, step=step, text=words)
        return note

    def point(self, who: Visitor, words: str, *, show: bool = False) -> str:
        point = str(uuid.uuid4())
        self.do(who, "point.add", point=point, step="reflect-1", text=words, notes=[])
        if show:
            self.lead("moderate", point=point, show=True)
        return point


@pytest.fixture
def open_stage(store: Store) -> Callable[..., Stage]:
    """Start a session; keyword arguments go to the room's policy, the outline, released figures or groups."""

    def make(
        *,
        groups: int = 2,
        outline: Outline = OUTLINE,
        released: Any = None,
        minimum: int = 5,
        text_minimum: int = 10,
        unanimous: bool = True,
        language: str = "nb",
    ) -> Stage:
        clock = Clock()
        policy = RoomPolicy(minimum=minimum, text_minimum=text_minimum, unanimous=unanimous)
        room = Room(store, released=released, policy=policy, now=clock)
        started = room.start(
            outline=outline,
            school_key="999999999",
            school_name="Solbakken ungdomsskole",
            groups=groups,
            expected=38,
            language=language,
            ends_on=None,
            grade="10",
        )
        return Stage(room, started, clock, store)

    return make


@pytest.fixture
def stage(open_stage: Callable[..., Stage]) -> Stage:
    """A session with two groups, where five is the fewest that may be counted."""
    return open_stage()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Room]:
    """A room on another machine."""
    store = Store.open(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    yield Room(store)
    store.close()


_DAY_FILES: list[bytes] = []


@pytest.fixture
def day_file(open_stage: Callable[..., Stage]) -> bytes:
    """The session file of a whole day, made once: what is done with it leaves it as it is."""
    if not _DAY_FILES:
        _DAY_FILES.append(packed(a_day(open_stage)))
    return _DAY_FILES[0]
