"""How the columns of a table share its width."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_SHARE = 0.6
"""Words may be cut to this share of their column's width before the table scrolls sideways; figures may
not.
"""


MOST_SHARE = 2
"""A column of words grows to at most so many times its width for what its cells say: one very long name does
not take the room of all others.
"""


def share_out(
    wanted: Sequence[int],
    yielding: Sequence[bool],
    stretching: Sequence[bool],
    room: int,
    needed: Sequence[int] = (),
) -> list[int]:
    """Widths for columns that want so many px each, in `room` px.

    What is left over goes evenly to those that need more for what they say (`needed` px, none known where
    empty), and then to the first stretching column. Where it is not enough, the stretching ones give way
    first, then the yielding ones evenly, each down to `LEAST_SHARE` of what it wants; the sum is more than
    `room` when that is not enough either.
    """
    widths = list(wanted)
    spare = room - sum(widths)
    if spare >= 0:
        if needed:
            missing = [
                max(0, (need if s else min(need, want * MOST_SHARE)) - want)
                for want, need, s in zip(wanted, needed, stretching, strict=True)
            ]
            spare = _fill(widths, missing, spare)
        if True in stretching:
            widths[list(stretching).index(True)] += spare
        return widths
    first = [y and s for y, s in zip(yielding, stretching, strict=True)]
    rest = [y and not s for y, s in zip(yielding, stretching, strict=True)]
    return _give_way(_give_way(widths, first, room), rest, room)


def _fill(widths: list[int], missing: list[int], spare: int) -> int:
    """Widens each column by what it misses as far as `spare` px go round evenly; answers what is left."""
    while spare and any(missing):
        short = [i for i, px in enumerate(missing) if px]
        each = max(1, spare // len(short))
        for i in short:
            step = min(each, missing[i], spare)
            widths[i] += step
            missing[i] -= step
            spare -= step
    return spare


def _give_way(widths: Sequence[int], gives: Sequence[bool], room: int) -> list[int]:
    """The widths with those that give way narrowed as far as the room asks for and `LEAST_SHARE` allows."""
    over = sum(widths) - room
    most = [width - round(width * LEAST_SHARE) if g else 0 for width, g in zip(widths, gives, strict=True)]
    if over <= 0 or not any(most):
        return list(widths)
    # Cumulated before rounding, so that what is given in all is the very number of px asked for.
    share = min(1.0, over / sum(most))
    narrowed = []
    given = 0
    reached = 0.0
    for width, part in zip(widths, most, strict=True):
        reached += part * share
        step = round(reached) - given
        given += step
        narrowed.append(width - step)
    return narrowed
