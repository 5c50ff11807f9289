"""What is left of a ticket's clocks, as the countdowns of the interface take it."""

from __future__ import annotations

from contract.clock import DAY, WORKING_DAY, Calendar, Clock, light, remaining
from contract.ticket import Ticket, shown_clock
from widgets.countdown import Remaining
from widgets.light import Light


def left_of(clock: Clock | None, now: int, calendar: Calendar) -> Remaining | None:
    """What is left of one clock at an instant; None where it has ended or there is none.

    A clock that counts working time stands still outside the working spans; one that waits (between
    handled and a rework) stands still anywhere.
    """
    if clock is None or clock.ended_at is not None:
        return None
    working = clock.limit.working
    left = remaining(clock, now, calendar)
    return Remaining(
        # Up to the next whole second: what is left shows 00:01 until it is used up, what is past 00:00 first.
        seconds=-(-left // 1000),
        light=Light(light(clock, now)),
        working=working,
        running=clock.running and (not working or calendar.is_working(now)),
        day_seconds=(WORKING_DAY if working else DAY) // 1000,
    )


def shown_left(ticket: Ticket, now: int, calendar: Calendar) -> Remaining | None:
    """What a queue shows as remaining: the clock that is due first among those that run."""
    return left_of(shown_clock(ticket), now, calendar)


def shown_light(ticket: Ticket, now: int) -> Light:
    """The light of the clock that a queue shows."""
    return Light(light(shown_clock(ticket), now))
