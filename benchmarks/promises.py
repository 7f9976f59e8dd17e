"""From what a benchmark printed to the lines of the table: what was asked, what was reached, and beside whom.

One function for each benchmark takes its result line and gives its promises. What was asked stands here and
nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Result = dict[str, Any]
NOTHING = "–"


@dataclass(frozen=True)
class Promise:
    """One line of the table. `held` is None where nothing was asked."""

    what: str
    reached: str
    asked: str = ""
    held: bool | None = None
    peer: str = ""
    ratio: str = ""


def quantity(value: float | None, unit: str = "") -> str:
    """`value` with as many decimals as mean something, and its unit."""
    if value is None:
        return NOTHING
    number = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{number} {unit}".strip()


def at_most(what: str, value: float | None, limit: float, unit: str = "", **beside: str) -> Promise:
    """What has to be low; None was never reached."""
    held = value is not None and value <= limit
    return Promise(what, quantity(value, unit), f"at most {quantity(limit, unit)}", held, **beside)


def at_least(what: str, value: float | None, limit: float, unit: str = "", **beside: str) -> Promise:
    """What has to be high."""
    held = value is not None and value >= limit
    return Promise(what, quantity(value, unit), f"at least {quantity(limit, unit)}", held, **beside)


def exactly(what: str, value: float | None, wanted: float, unit: str = "", **beside: str) -> Promise:
    """What has to be just so."""
    return Promise(what, quantity(value, unit), quantity(wanted, unit), value == wanted, **beside)


def told(what: str, value: float | None, unit: str = "", **beside: str) -> Promise:
    """What nobody asked for, but a reader wants to know."""
    return Promise(what, quantity(value, unit), **beside)


def codes(found: Result) -> Iterator[Promise]:
    for sessions, days in found["days"].items():
        chance = quantity(found["chance_in_a_day_percent"][sessions], "%")
        what = f"guess the code of any of {sessions} open sessions, day and night, on average"
        yield told(what, days, "days", peer=f"in the first day: {chance}")


def naming(found: Result) -> Iterator[Promise]:
    sure = ("phone", "email", "national_id")
    kinds = {"names": (("name",), 0.9), "words that point at one person": (("points_at_one",), 0.9)}
    kinds["numbers and addresses"] = (sure, 1.0)
    for name, (those, limit) in kinds.items():
        for place, figure in enumerate(("precision", "recall")):
            lowest = min(found[f"test {kind}"][place] for kind in those)
            yield at_least(f"{name} found in sentences: {figure}", lowest, limit)
    for place, figure in enumerate(("precision", "recall")):
        yield told(f"all that names people: {figure}", found["test all"][place])


def lix(found: Result) -> Iterator[Promise]:
    hardest = max(found, key=lambda name: found[name])
    yield at_most(f"LIX of the hardest workbook, {hardest}", found[hardest], 40)


def lookup(found: Result) -> Iterator[Promise]:
    for figures, times in found.items():
        for what in ("figure", "series"):
            yield at_most(f"look up a {what}, {figures}, p95", times[what]["p95"], 10, "ms")
        yield told(f"compose a whole view, {figures}, p95", times["show"]["p95"], "ms")


def coverage(found: Result) -> Iterator[Promise]:
    names = {"answers": "means from answers", "published": "published means", "share": "shares"}
    for kind, one in found["summary"].items():
        name = names[kind]
        false = 100 * one["most_false_clear"]
        yield at_most(f"chance called a clear change, {name}, at worst", false, 5, "%")
        asked, inside = one["cells"], one["inside"]
        span = f"lowest {100 * one['lowest']:.1f} %, highest {100 * one['highest']:.1f} %"
        yield exactly(f"cells where intervals cover 93-97 %, {name}", inside, asked, peer=span)


def disclosure(found: Result) -> Iterator[Promise]:
    for row in found["results"]:
        name = f"{row['table']}, {row['cells']:,} cells"
        limits = {"2600 schools": (2, 6)}.get(row["table"]) or (
            (10, 10) if "linked" in row["table"] else None
        )
        for what, key, limit in zip(
            ("protect", "audit"), ("protect_s", "audit_s"), limits or (0, 0), strict=True
        ):
            line = (
                at_most(f"{what} {name}", row[key], limit, "s")
                if limits
                else told(f"{what} {name}", row[key], "s")
            )
            yield line
    yield exactly(
        "tables in which the audit found a number", sum(not row["ok"] for row in found["results"]), 0
    )


def read(found: Result) -> Iterator[Promise]:
    parse = quantity(found["parse_seconds"], "s")
    what = f"{found['rows']:,} rows from file to released tables"
    yield told(what, found["import_seconds"], "s", peer=f"pandas only parses them: {parse}")
    yield at_most("the same, times a parse", found["ratio"], 2, ratio=f"{found['ratio']}")
    yield at_most("the same, memory", found["peak_gb"], 2, "GB")


def opened(found: Result) -> Iterator[Promise]:
    ours, stock, ratio = found["lmtools"], found["stock"], found["ratio"]

    def beside(key: str, unit: str) -> dict[str, str]:
        return {"peer": f"stock Voilà: {quantity(stock[key], unit)}", "ratio": f"{ratio[key]}"}

    yield told("Ståsted usable in Chromium, first visit", ours["first_s"], "s", **beside("first_s", "s"))
    yield at_most("the same, share of stock Voilà's time", ratio["first_s"], 0.334)
    yield told(
        "other figures answered, first visit", ours["first_answer_s"], "s", **beside("first_answer_s", "s")
    )
    yield at_most("sent on the first visit", ours["first_kb"], 2000, "kB", **beside("first_kb", "kB"))
    yield at_most("sent on the second visit", ours["second_kb"], 100, "kB", **beside("second_kb", "kB"))


def phone(found: Result) -> Iterator[Promise]:
    slow = found.get("slow_3g")
    if slow:
        first, again = slow["first"], slow["again"]
        yield at_most("slow phone, Slow 3G: usable, first visit", first["usable_s"], 10, "s")
        yield at_most("slow phone, Slow 3G: usable, again", again["usable_s"], 10, "s")
        yield at_most("from the QR code to an answer that is sent", first["answer_s"], 60, "s")
        yield at_most("the same, taps", first["taps"], 4)
        yield told("sent before the page can be used", first["kb"], "kB")
    fast = found.get("no_throttle")
    if fast:
        first = fast["first"]
        yield at_most("slow phone, fast net: first paint", first["paint_s"], 2.5, "s")
        yield at_most("slow phone, fast net: layout shift", first["shift"], 0.05)
        yield at_most("slow phone, fast net: longest input", first["input_ms"], 100, "ms")


def join(found: Result) -> Iterator[Promise]:
    crowd, page, stock = found["lmtools"], found["lmtools_page"], found.get("stock", {})
    people, few = crowd.get("people"), stock.get("people")
    all_of = f"{people} open Ståsted at once"
    faster = found.get("times_stock_per_open")
    yield exactly(f"{all_of} and choose other figures: errors", crowd.get("errors"), 0)
    yield at_most(
        "the same, p95", crowd.get("p95_s"), 10, "s", ratio=f"{faster} times stock per open" if faster else ""
    )
    yield at_most("the same, p95, aim", crowd.get("p95_s"), 3, "s")
    kernels = {"peer": f"stock Voilà: {quantity(stock.get('pss_mb_per_kernel'), 'MB')}"} if stock else {}
    yield at_most("the same, memory of each kernel", crowd.get("pss_mb_per_kernel"), 25, "MB", **kernels)
    yield at_most("the same, aim", crowd.get("pss_mb_per_kernel"), 15, "MB")
    yield told(f"{all_of}, without choosing, p95", page.get("p95_s"), "s")
    if few:
        mine, theirs = found[f"lmtools_{few}"].get("p95_s"), quantity(stock.get("p95_s"), "s")
        ratio = f"{found[f'ratio_{few}']}"
        yield told(
            f"{few} open it at once and choose, p95", mine, "s", peer=f"stock Voilà: {theirs}", ratio=ratio
        )
    for name, more in found.items():
        size = name.removeprefix("lmtools_")
        if size.isdigit() and int(size) != few:
            yield told(f"{size} open it at once and choose, p95", more.get("p95_s"), "s")
            yield exactly("the same, errors", more.get("errors"), 0)
        if size.endswith("_nodes") and not size.startswith("page"):
            count = size.removesuffix("_nodes")
            yield told(f"{people} at {count} servers on one machine, p95", more.get("p95_s"), "s")


def storm(found: Result) -> Iterator[Promise]:
    where = f"{found['people']} write, {'PostgreSQL' if found['store'] == 'postgresql' else 'SQLite'}"
    yield at_most(f"{where}: answered, p95", found["ack_p95_s"], 1, "s")
    yield at_most(f"{where}: seen on the projector, p95", found["projector_p95_s"], 1.5, "s")
    each = ", ".join(f"{one['what']} {quantity(one['back_s_max'], 's')}" for one in found["faults"])
    yield at_most(f"{where}, parts killed: all are back within", found["back_s_max"], 30, "s", peer=each)
    kept = f"of {found['acknowledged']:,} acknowledged"
    yield exactly(f"{where}, parts killed: lost", found["lost"], 0, peer=kept)
    yield exactly(f"{where}, parts killed: stored twice", found["duplicated"], 0, peer=kept)


def soak(found: Result) -> Iterator[Promise]:
    opens = f"{found['opens']} come and go"
    grown = ", ".join(found["grown"]) or "nothing grew by more than 5 %"
    yield exactly(f"{opens}: what has grown", len(found["grown"]), 0, peer=grown)
    yield exactly(f"{opens}: errors", found["errors"], 0)
    yield at_most(f"{opens}: abandoned kernels gone after", found["abandoned_gone_s"], 120, "s")


def rehearse(found: Result) -> Iterator[Promise]:
    day = f"a rehearsal with {found['people']}, the day pressed into a minute"
    yield exactly(f"{day}: joined", found["joined"], found["people"])
    yield exactly(f"{day}: errors", found["errors"], 0, peer=f"of {found['acknowledged']:,} acknowledged")
    yield told(f"{day}: answered, p95", found["ack_p95_s"], "s")
    yield told(f"{day}: seen on the projector, p95", found["projector_p95_s"], "s")


def nodes(found: Result) -> Iterator[Promise]:
    watching = found["watching"]
    each = quantity(watching["postgresql_each"], "ms")
    yield told(
        "a node watches 100 sessions, PostgreSQL, CPU each second",
        watching["postgresql_all"],
        "ms",
        peer=f"each by itself: {each}",
    )
    for one in found["cases"]:
        where = f"{one['store']}, {one['nodes']} node{'s' * (one['nodes'] > 1)}, {one['people']} people"
        where += ", routed by session" * one["by_session"]
        yield told(f"{where}: CPU of the nodes for each command", one["node_cpu"], "ms")
        if one["connections"] is not None:
            yield at_most(f"{where}: connections", one["connections"], 6 * one["nodes"])


def paint(found: Result) -> Iterator[Promise]:
    for name, page in found["pages"].items():
        yield at_most(f"{name}, a sixth of the CPU: content, worst", page["content"][1], 2.5, "s")
        yield at_most(f"{name}: layout shift, worst", page["shift"][1], 0.05)
        if page["inputs"]:
            middle, slowest = max(page["inputs"].values(), key=lambda times: times[1])
            beside = f"its median: {quantity(middle, 'ms')}"
            yield at_most(f"{name}: slowest input, worst", slowest, 100, "ms", peer=beside)
    if "slowed" in found:
        middle, most = found["slowed"]
        yield told("the slow-down to a sixth came to", middle, "times", peer=f"at most {most}")


def mutants(found: Result) -> Iterator[Promise]:
    for package, one in found["packages"].items():
        interval = f"95 % interval {one['low']:.0f} to {one['high']:.0f} %"
        sure = interval if one["tried"] < one["mutants"] else ""
        what = f"small mistakes that tests notice, in {package} ({one['tried']} tried of {one['mutants']})"
        yield at_least(what, 100 * one["killed"] / one["tried"], 85, "%", peer=sure)
