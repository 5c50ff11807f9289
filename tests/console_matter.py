"""What the tests of the seat are made of: a small district, its people, tickets by the contract's step."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from contract import action as a
from contract.account import Actor
from contract.advance import advance, report
from contract.clock import Calendar, Limit
from contract.machine import Names
from contract.reference import Area, Channel, District, Item, Level, Reference, Unit
from contract.ticket import Ticket

N = Names("名", "name")
T0 = int(datetime(2026, 11, 18, 9, 0, tzinfo=timezone(timedelta(hours=8))).timestamp() * 1000)

REFERENCE = Reference(
    digest="d1",
    district=District(
        code="d",
        names=N,
        centre=N,
        prefix="D",
        levels=(Level("district", N), Level("grid", N)),
        renames={"filed": Names("已登记", "registered")},
        verify=Limit(30, "minutes"),
        evaluate=Limit(1, "natural_days"),
    ),
    calendar=Calendar(480, ((480, 720), (840, 1080)), frozenset(), frozenset(), frozenset({2026})),
    areas=(
        Area(code="d", parent="", path="d", level="district", kind="district", names=N),
        Area(
            code="g1",
            parent="d",
            path="d/g1",
            level="grid",
            kind="grid",
            names=Names("望湖第三网格", "Wanghu grid 3"),
            short="望湖 03-05",
            initials="whdswg",
        ),
        Area(code="g2", parent="d", path="d/g2", level="grid", kind="grid", names=N, short="常青 01-02"),
    ),
    units=(
        Unit(code="u1", parent="", path="u1", type="department", names=Names("区城管局", "urban management")),
        Unit(code="u2", parent="", path="u2", type="department", names=Names("区住建局", "housing")),
    ),
    items=(
        Item(
            code="i1",
            version="1",
            effective_from=0,
            category="c",
            category_names=N,
            names=Names("道路破损", "broken road"),
            dispatch=Limit(15, "minutes"),
            sign_in=Limit(30, "minutes"),
            handle=Limit(3, "working_days"),
        ),
    ),
    channels=(
        Channel(key="call", type="seat", names=N, accept=Limit(15, "minutes"), dispatch=Limit(15, "minutes")),
    ),
)
SEAT = Actor(id="a-seat", name="王敏", role="seat", district="d", seat="03", area="d", area_path="d")
OTHER = Actor(id="a-other", name="李强", role="seat", district="d", seat="04", area="d", area_path="d")
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
"""A PNG of one red pixel."""
HANDLER = Actor(id="a-unit", name="城管", role="handler", district="d", unit="u1", unit_path="u1")


def reported(n: int, *, seq: int | None = None, title: str = "", at: int = T0) -> Ticket:
    """Ticket number n as it is reported."""
    act = a.Report(channel="call", title=title or f"路灯不亮 {n}", area="g1", place="徽州大道")
    ticket = report(f"t-{n:06d}", f"D20261118{n:06d}", act, SEAT, at + n, REFERENCE, a.Reporter())
    return stamped(ticket, n + 1 if seq is None else seq)


def stamped(ticket: Ticket, seq: int) -> Ticket:
    """The same row at another place in the feed."""
    from msgspec.structs import replace

    return replace(ticket, seq=seq)


def stepped(ticket: Ticket, act: a.Act, actor: Actor = SEAT, *, seq: int, after: int = 1000) -> Ticket:
    """The row after an act, `after` ms later, at a place in the feed."""
    return stamped(advance(ticket, act, actor, ticket.changed_at + after, REFERENCE), seq)


async def until(holds: Callable[[], object], seconds: float = 20) -> None:
    """Waits for a condition; fails after some seconds. What it looks at may be on its way still: where the
    look itself fails, it looks again, and at the end fails so."""
    failed: AssertionError | None = None
    try:
        async with asyncio.timeout(seconds):
            while True:
                try:
                    if holds():
                        return
                    failed = None
                except AssertionError as error:
                    failed = error
                await asyncio.sleep(0.01)
    except TimeoutError:
        if failed is not None:
            raise failed from None
        raise
