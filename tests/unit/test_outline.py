"""Whether an outline runs once around its ground: as shapely has it, for outlines on a lattice."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from contract.outline import Corner, crosses_itself
from contract.refused import InputRefused
from tests.unit.joint_steps import whistle
from tests.unit.joint_town import REF, STREET, T0
from tests.unit.joint_world import World

SQUARE: tuple[Corner, ...] = ((117.2, 31.7), (117.21, 31.7), (117.21, 31.71), (117.2, 31.71))
BOW: tuple[Corner, ...] = (SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3])


@pytest.mark.parametrize(
    ("ring", "crosses"),
    [
        ((), False),
        (SQUARE[:2], False),
        (SQUARE, False),
        ((*SQUARE, SQUARE[0]), False),
        ((SQUARE[0], *SQUARE), False),
        (BOW, True),
        ((SQUARE[0], SQUARE[1], SQUARE[0]), True),
        ((SQUARE[0], SQUARE[0], SQUARE[0]), True),
        ((*SQUARE, (117.205, 31.7)), True),
    ],
)
def test_an_outline_runs_once_around(ring: tuple[Corner, ...], crosses: bool) -> None:
    assert crosses_itself(ring) is crosses


def test_a_ring_of_as_many_corners_as_an_act_holds() -> None:
    turns = [2 * math.pi * n / 500 for n in range(500)]
    ring = [(117 + 0.01 * math.cos(turn), 31 + 0.01 * math.sin(turn)) for turn in turns]
    assert not crosses_itself(ring)
    ring[100], ring[300] = ring[300], ring[100]
    assert crosses_itself(ring)


lattice = st.tuples(st.integers(0, 5), st.integers(0, 5))


@given(st.lists(lattice, min_size=3, max_size=9, unique=True))
def test_it_says_the_same_as_shapely(points: list[tuple[int, int]]) -> None:
    polygon = shapely.Polygon(points)
    assert crosses_itself([(117 + x / 1000, 31 + y / 1000) for x, y in points]) is not polygon.is_valid


def test_a_proposal_with_an_outline_that_crosses_itself_is_refused() -> None:
    with pytest.raises(InputRefused) as refusal:
        World(REF, T0).start(STREET, whistle(ring=BOW))
    assert [fault.field for fault in refusal.value.faults] == ["act.ring"]
    assert World(REF, T0).start(STREET, whistle(ring=SQUARE)).ring == SQUARE
