"""The backend's time on this machine."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from console import clock as c
from contract.account import Time


def wall() -> int:
    return time.time_ns() // 1_000_000


def near(left: int, right: int, within: int = 50) -> bool:
    return abs(left - right) <= within


def test_the_round_trip_with_the_smallest_delay_counts() -> None:
    clock = c.BackendClock()
    boot = c.boot_ms()
    truth = 5_000_000_000
    # Delays fall on the way back: the middle is wrong by half the delay.
    for delay in (400, 20, 900):
        clock.heard(boot - delay, boot, Time(truth - delay))
    assert clock.delay == 20
    assert near(clock.now(), truth - 10, 20)
    assert clock.certain


def test_an_old_round_trip_gives_way_to_a_young_one() -> None:
    clock = c.BackendClock()
    boot = c.boot_ms()
    clock.heard(boot - c.STALE_MS - 2, boot - c.STALE_MS - 1, Time(1_000_000))
    clock.heard(boot - 300, boot, Time(9_000_000))
    assert near(clock.now(), 9_000_150)


def test_a_simulations_speed_is_followed() -> None:
    clock = c.BackendClock()
    boot = c.boot_ms()
    clock.heard(boot - 10_000, boot - 10_000, Time(1_000_000, 60.0))
    assert near(clock.now(), 1_600_000, 60 * 50)
    clock.heard(boot, boot, Time(2_000_000, 1.0))
    assert near(clock.now(), 2_000_000)


def test_a_start_without_the_backend_counts_on_and_says_so() -> None:
    first = c.BackendClock()
    boot = c.boot_ms()
    first.heard(boot, boot, Time(wall() - 3_600_000))
    again = c.BackendClock(first.keep())
    assert not again.certain
    assert near(again.now(), first.now())


def test_before_anything_was_heard_it_is_this_machines() -> None:
    clock = c.BackendClock()
    assert not clock.certain
    assert near(clock.now(), wall())
    assert near(round(clock.seconds() * 1000), wall())


@given(
    trips=st.lists(st.tuples(st.integers(0, 2_000), st.floats(0, 1)), min_size=1, max_size=c.KEEP),
    offset=st.integers(-(10**9), 10**9),
)
def test_the_error_is_at_most_half_the_smallest_delay(trips: list[tuple[int, float]], offset: int) -> None:
    clock = c.BackendClock()
    boot = c.boot_ms()
    for delay, share in trips:
        read = boot - delay + round(delay * share)
        clock.heard(boot - delay, boot, Time(read + offset))
    smallest = min(delay for delay, _ in trips)
    assert abs(clock.now() - (c.boot_ms() + offset)) <= smallest / 2 + 3
