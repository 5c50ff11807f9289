"""Which tickets lie in a drawn area, how much ground it holds, and how many lie in which area of a level."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from console.measures import SHADES, AreaCounts, steps_up_to
from console.replica.column import Coded
from views.filtering.saying import ground_words
from views.filters import inside

places = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(st.lists(places, min_size=3, max_size=9, unique=True), st.lists(places, max_size=30))
def test_inside_is_what_an_independent_library_says(
    ring: list[tuple[int, int]], at: list[tuple[int, int]]
) -> None:
    polygon = shapely.Polygon(ring)
    drawn = tuple((117 + x / 100, 31 + y / 100) for x, y in ring)
    # Off the lattice, so that none lies on an edge's end; on an edge either answer is right.
    moved = [(x + 0.31, y + 0.17) for x, y in at]
    lon = np.array([117 + x / 100 for x, _ in moved])
    lat = np.array([31 + y / 100 for _, y in moved])
    found = inside(drawn, lon, lat)
    if not polygon.is_valid:
        return
    for here, (x, y) in zip(found.tolist(), moved, strict=True):
        point = shapely.Point(x, y)
        if polygon.exterior.distance(point) > 1e-6:
            assert here == polygon.contains(point)


def test_what_has_no_place_lies_nowhere() -> None:
    ring = ((117.0, 31.0), (118.0, 31.0), (118.0, 32.0), (117.0, 32.0))
    nowhere = np.array([np.nan, 117.5])
    assert inside(ring, nowhere, np.array([np.nan, 31.5])).tolist() == [False, True]


def test_ground_is_said_in_hectares_then_square_kilometres() -> None:
    # A thousandth of a degree at the equator is 111.32 m.
    small = ((0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.001))
    assert ground_words(small) == "1.2 ha"
    large = tuple((x * 100, y * 100) for x, y in small)
    assert ground_words(large) == "123.9 km²"


def test_tickets_count_in_the_area_above_them_whatever_was_seen_first() -> None:
    column = Coded()
    paths = ["d/s1/g1", "d/s1/g2", "", "d/s2/g3", "d/s9"]
    column.load(["", *paths[:2]], np.array([1, 2, 0], np.int32))
    counts = AreaCounts()
    counts.set_areas(["s1", "s2"])
    assert counts.count(column, np.array([0, 1, 2])) == {"s1": 2, "s2": 0}
    # Paths that come later are looked up when they come.
    column.load(["", *(p for p in paths if p)], np.array([1, 2, 0, 3, 4], np.int32))
    counts.forget()
    assert counts.count(column, np.arange(5)) == {"s1": 2, "s2": 1}
    assert counts.count(column, np.array([], np.int64)) == {"s1": 0, "s2": 0}


@given(st.floats(0, 50_000))
def test_shades_begin_at_few_round_numbers_and_none_beyond_the_most(most: float) -> None:
    steps = steps_up_to(most)
    assert 1 <= len(steps) < SHADES
    assert list(steps) == sorted(set(steps))
    assert steps[-1] <= max(most, 1.0)


def test_a_ticket_more_turns_no_shade() -> None:
    assert steps_up_to(57) == steps_up_to(58)
    assert steps_up_to(0.4, 0.1) == pytest.approx((0.1, 0.2, 0.3))
