"""What a department's clocks in a joint action must say, told from nothing but what was seen of it.

Working time is `lifecycle_account`'s, which shares no arithmetic with the product.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from contract.clock import Clock, Limit, remaining
from contract.reference import Reference
from tests.unit import lifecycle_account as account
from tests.unit.lifecycle_account import Stretch


class Seen(msgspec.Struct, frozen=True):
    """An act that was taken: `key` is action and outcome, `unit` whose event it is or whom it is about."""

    at: int
    key: str
    by: str
    unit: str = ""
    on: str = ""
    source: str = ""
    target: str = ""
    versioned: bool = False
    fen: int = 0
    owed: bool = False
    limit: tuple[float, str] = (0, "")


class Counted(msgspec.Struct, frozen=True):
    """A clock as it must be: when it began, what was used by now, when it is due, when it ended."""

    started_at: int
    used: int
    due_at: int | None
    ended_at: int | None


def stops(log: Sequence[Seen]) -> list[Stretch]:
    """The stretches in which the action stood."""
    found: list[Stretch] = []
    for seen in log:
        if seen.key == "joint_stop":
            found.append((seen.at, None))
        elif seen.key == "joint_resume" or (seen.key == "joint_call_off" and seen.source == "stopped"):
            found[-1] = (found[-1][0], seen.at)
    return found


def counted(begin: int, end: int | None, limit: Limit, stood: Sequence[Stretch], now: int) -> Counted:
    """A clock that ran from `begin` until `end` (None: still), but not while the action stood."""
    until = now if end is None else end
    pieces: list[tuple[int, int | None]] = []
    at: int | None = begin
    for stop, go in stood:
        if at is None or (go is not None and go <= at):
            continue
        if end is not None and stop >= end:
            break
        if stop > at:
            pieces.append((at, stop))
        at = go if go is None or end is None or go < end else None
    if at is not None:
        pieces.append((at, None))
    closed = [(a, until if b is None else b) for a, b in pieces]
    used = sum(account.counted(a, b, limit.working) for a, b in closed)
    due = account.due(pieces, limit.amount, limit.working)
    if due is not None and (not pieces or pieces[-1][1] is not None) and due >= (pieces[-1][1] or 0):
        due = None  # it stood at that very moment
    return Counted(begin, used, due, end)


def shown(clock: Clock, now: int, ref: Reference) -> Counted:
    """A clock of the row in the same terms."""
    at = now if clock.ended_at is None else clock.ended_at
    used = clock.total - remaining(clock, at, ref.calendar)
    return Counted(clock.started_at, used, clock.due_at, clock.ended_at)


# ---- approvals beside each other ----
class Desk(msgspec.Struct, frozen=True):
    """An approval as its own events make it; `begun` is when its clock begins (None: not called), `lacking`
    are the spans in which papers were lacking."""

    unit: str
    limit: tuple[float, str]
    state: str
    begun: int | None
    moved_at: int
    taken_at: int | None = None
    decided_at: int | None = None
    supplied_at: int | None = None
    over: int | None = None
    owed: bool = False
    lacking: tuple[Stretch, ...] = ()

    @property
    def outstanding(self) -> bool:
        """Whether it is undecided, or papers of it are to come."""
        if self.state in ("denied", "withdrawn"):
            return False
        return self.state != "granted" or (self.owed and self.supplied_at is None)


def desks(log: Sequence[Seen]) -> dict[str, Desk]:
    """Every approval that was asked for, in order."""
    found: dict[str, Desk] = {}
    called = False
    for seen in log:
        if seen.key == "joint_call":
            called = True
            found = {
                one: replace(desk, begun=seen.at, moved_at=seen.at) if desk.state == "asked" else desk
                for one, desk in found.items()
            }
        elif seen.key in ("joint_decide/released", "joint_substitute"):
            found = {
                one: _left(desk, seen) if desk.unit == seen.unit else desk for one, desk in found.items()
            }
        elif seen.key == "joint_call_off":
            found = {one: _over(desk, seen.at) for one, desk in found.items()}
        elif seen.key in ("joint_substitute", "joint_decide/released"):
            # What a department had not decided on when it left is withdrawn from it.
            found = {
                one: replace(_over(desk, seen.at), state="withdrawn", decided_at=seen.at, moved_at=seen.at)
                if desk.unit == seen.unit and desk.state in ("asked", "taken", "lacking")
                else desk
                for one, desk in found.items()
            }
        elif seen.key == "joint_approval/asked":
            begun = seen.at if called else None
            found[seen.on] = Desk(seen.unit, seen.limit, "asked", begun, seen.at)
        elif seen.key.startswith("joint_approval/"):
            desk = _step(found[seen.on], seen.key.split("/")[1], seen)
            found[seen.on] = replace(desk, moved_at=seen.at)
    return found


def _step(desk: Desk, step: str, seen: Seen) -> Desk:
    first = seen.at if desk.taken_at is None else desk.taken_at
    match step:
        case "taken":
            return replace(desk, state="taken", taken_at=seen.at, owed=seen.owed)
        case "lacking":
            lacking = (*desk.lacking, (seen.at, None))
            return replace(desk, state="lacking", taken_at=first, lacking=lacking)
        case "supplied" if desk.state == "lacking":
            return replace(desk, state="taken", lacking=_shut(desk, seen.at))
        case "supplied":
            return replace(desk, supplied_at=seen.at)
        case "withdrawn":
            return replace(_over(desk, seen.at), state=step, decided_at=seen.at)
        case _:
            return replace(_over(desk, seen.at), state=step, decided_at=seen.at, taken_at=first)


def _left(desk: Desk, seen: Seen) -> Desk:
    """What a department that takes part no more has not decided on is withdrawn from it."""
    if desk.state in ("granted", "denied", "withdrawn"):
        return desk
    return replace(_over(desk, seen.at), state="withdrawn", decided_at=seen.at, moved_at=seen.at)


def _over(desk: Desk, at: int) -> Desk:
    return replace(desk, over=at if desk.over is None else desk.over, lacking=_shut(desk, at))


def _shut(desk: Desk, at: int) -> tuple[Stretch, ...]:
    return tuple((begin, at if end is None else end) for begin, end in desk.lacking)


def either(some: Sequence[Stretch], others: Sequence[Stretch]) -> list[Stretch]:
    """The stretches in which one of two things stood, told instant by instant: where the number of those that
    stand rises from nought, and falls back to it."""
    ends = [(begin, 1) for begin, _ in (*some, *others)]
    ends += [(end, -1) for _, end in (*some, *others) if end is not None]
    found: list[Stretch] = []
    standing = 0
    for at, step in sorted(ends, key=lambda one: (one[0], -one[1])):
        if not standing:
            found.append((at, None))
        standing += step
        if not standing:
            found[-1] = (found[-1][0], at)
    return found


# ---- the mediation table ----
class Settled(msgspec.Struct, frozen=True):
    """What the log says of the table: who sits there, who signed what was drawn up last, when the last of
    them did, what was performed, how it ended."""

    sides: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()
    entered: tuple[str, ...] = ()
    drawn: bool = False
    signed: tuple[str, ...] = ()
    signed_at: int | None = None
    paid: tuple[tuple[int, int], ...] = ()
    fen: int = 0
    defaulted: bool = False
    broken: bool = False
    confirmed: bool = False

    @property
    def ended(self) -> bool:
        """Whether the sides came to terms, or parted."""
        return self.signed_at is not None or self.broken

    @property
    def performed(self) -> bool:
        """Whether nothing of it is outstanding."""
        return self.broken or self.defaulted or sum(fen for _, fen in self.paid) == self.fen


def table(log: Sequence[Seen]) -> Settled:
    """The table as its events make it."""
    one = Settled()
    for seen in log:
        match seen.key:
            case "joint_side/joined":
                one = replace(one, sides=(*one.sides, seen.on), entered=(*one.entered, seen.on))
            case "joint_side/left":
                one = replace(one, sides=tuple(side for side in one.sides if side != seen.on))
            case "joint_session/set":
                one = replace(one, sessions=(*one.sessions, seen.on))
            case "joint_session/held":
                known = one.sessions if seen.on in one.sessions else (*one.sessions, seen.on)
                one = replace(one, sessions=known, held=one.held | {seen.on})
            case "joint_settlement/drawn":
                one = replace(one, drawn=True, signed=(), fen=seen.fen)
            case "joint_settlement/signed":
                signed = (*one.signed, seen.on)
                whole = set(one.sides) <= set(signed)
                one = replace(one, signed=signed, signed_at=seen.at if whole else None)
            case "joint_settlement/performed":
                one = replace(one, paid=(*one.paid, (seen.at, seen.fen)))
            case "joint_settlement/defaulted":
                one = replace(one, defaulted=True)
            case "joint_settlement/broken":
                one = replace(one, broken=True)
            case "joint_settlement/confirmed":
                one = replace(one, confirmed=True)
            case "joint_verify/failed":
                # The table is open again, but what a court confirmed or a side performed stands.
                one = replace(one, broken=False)
                if not (one.confirmed or one.paid or one.defaulted):
                    one = replace(one, signed=(), signed_at=None)
    return one
