"""Whom a welfare visit calls: the worker of its grid and the unit that is asked, until somebody is there."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from console.alarms import facts as f
from console.alarms.facts import Facts
from console.alarms.kinds import RULES
from contract.account import Actor
from contract.beside import Beside
from contract.clock import HOUR
from contract.ticket import Claim, Ticket
from contract.visit import Visit
from tests.console_matter import SEAT, T0, reported
from tests.unit.test_alarms_facts import columns

STATION = replace(SEAT, id="a", role="handler", unit="s", unit_path="c/s1/s", area="", area_path="")
STREET = replace(SEAT, id="b", role="handler", unit="s1", unit_path="c/s1", area="", area_path="")
SUB_CENTRE = replace(SEAT, id="c", role="seat", unit="s1", unit_path="c/s1", area="s1", area_path="d/s1")
DUTY = replace(SEAT, id="d", role="duty", unit="", unit_path="")
GRID = replace(SEAT, id="e", role="grid", unit="", unit_path="", area="g1", area_path="d/s1/g1")
OTHER_GRID = replace(GRID, id="g", area="g2", area_path="d/s1/g2")
EVERYBODY = (STATION, STREET, SUB_CENTRE, DUTY, GRID, OTHER_GRID, SEAT)


def visit(state: str, unit_path: str) -> Ticket:
    """A matter behind which there is a sensor's alarm."""
    return replace(
        reported(1),
        state=state,
        unit_path=unit_path,
        area_path="d/s1/g1",
        beside=Beside(visit=Visit(device="M-1", kind="no_electricity", at=T0)),
    )


def called(ticket: Ticket, actor: Actor) -> int:
    """The bits that hold for one ticket and one person."""
    facts = Facts(columns([ticket]), actor)
    facts.begin(set(), None)
    return int(facts.find(np.arange(1), T0 + 3 * HOUR)[0])


@pytest.mark.parametrize(
    ("state", "unit_path", "who"),
    [
        ("dispatched", "c/s1/s", {STATION, GRID}),
        ("signed_in", "c/s1/s", {STATION, GRID}),
        ("dispatched", "c/s1", {STREET, SUB_CENTRE, GRID}),
        ("dispatched", "c", {DUTY, GRID}),
        ("on_site", "c/s1/s", set()),
        ("handled", "c/s1/s", set()),
        ("suspended", "c/s1/s", set()),
        ("escalated", "c/s1/s", set()),
    ],
)
def test_who_is_called(state: str, unit_path: str, who: set[Actor]) -> None:
    ticket = visit(state, unit_path)
    found = {actor.id for actor in EVERYBODY if called(ticket, actor) & f.VISIT}
    assert found == {actor.id for actor in who}


def test_it_is_one_line_and_a_high_one() -> None:
    """That it is new, near or past says nothing more; no claim of another's covers it."""
    ticket = visit("dispatched", "c/s1/s")
    assert called(ticket, STATION) == f.VISIT
    assert RULES["visit"].priority == "high"
    claimed = replace(ticket, claim=Claim("x", "n", "07", T0, T0 + 9 * HOUR))
    assert called(claimed, GRID) == f.VISIT | f.COVERED
