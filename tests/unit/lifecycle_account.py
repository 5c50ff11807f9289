"""What a ticket's clocks must say, told by the rules of the domain from nothing but what was seen of it.

It shares no arithmetic with the product: working time is laid out day by day with `datetime`, a clock is the
list of the stretches in which it should have counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

import msgspec

MS = timedelta(milliseconds=1)
ZONE = timezone(timedelta(hours=8))
HOURS = ((time(8), time(12)), (time(14), time(18)))
OFF = frozenset({*(date(2026, 9, d) for d in (25, 26, 27)), *(date(2026, 10, d) for d in range(1, 8))})
MADE_UP = frozenset({date(2026, 9, 20), date(2026, 10, 10)})

LENGTH = {
    "minutes": timedelta(minutes=1) // MS,
    "hours": timedelta(hours=1) // MS,
    "natural_days": timedelta(days=1) // MS,
    "urgent_hours": timedelta(hours=1) // MS,
    "working_hours": timedelta(hours=1) // MS,
    "working_days": timedelta(hours=8) // MS,
}

STAGE = {
    "reported": "accept",
    "accepted": "accept",
    "filed": "dispatch",
    "returned": "dispatch",
    "escalated": "dispatch",
    "reopened": "dispatch",
    "dispatched": "sign_in",
    "signed_in": "arrive",
    "on_site": "handle",
    "handling": "handle",
    "rework": "handle",
    "handled": "verify",
    "verifying": "verify",
    "closed": "evaluate",
    "evaluated": "",
    "refused": "",
    "merged": "",
}
AT_UNIT = {"dispatched", "signed_in", "on_site", "handling", "rework"}
ANSWERED_FOR = AT_UNIT | {"returned", "escalated"}
"""States in which the responsibility clock counts."""
OWN = {"sign_in", "arrive", "handle"}
"""Stages that a unit goes on with when it gets the ticket back."""

ENDS_PART = ("done", "withdrawn")
STAGES = ("make_safe", "repair", "restore", "collect", "hand_in", "bring_back")
ENDS_STAGE = {
    **{(name, "done"): name for name in STAGES[:3]},
    ("errand", "collected"): "collect",
    ("errand", "handed_in"): "hand_in",
    ("errand", "brought_back"): "bring_back",
}

Stretch = tuple[int, int | None]


class Seen(msgspec.Struct, frozen=True):
    """A step as somebody saw it who knows nothing of clocks: `held` is the state that a suspension keeps,
    `value` in `unit_of` how much longer was asked for or granted; of a part, how long it may take, and whose
    it is."""

    at: int
    action: str
    outcome: str
    state: str
    unit: str
    by: str
    role: str
    held: str = ""
    value: float = 0.0
    unit_of: str = ""


class Terms(msgspec.Struct, frozen=True):
    """The limits that hold for a ticket, (value, unit) by stage, and of its responsibility; the instant that
    a superior platform set for the first round; whether arriving and evaluating are steps here; which stages
    of its work its item knows."""

    limits: dict[str, tuple[float, str]]
    responsibility: tuple[float, str] | None
    superior_due: int | None
    arrives: bool
    evaluates: bool
    stages: tuple[str, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """A clock as it must be at an instant."""

    name: str
    limit: tuple[float, str]
    extended: int
    started_at: int
    used: int
    due_at: int | None
    running: bool
    ended: bool


def works(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def moment(at: int) -> datetime:
    return datetime.fromtimestamp(0, UTC).astimezone(ZONE) + at * MS


def instant(when: datetime) -> int:
    return (when - datetime.fromtimestamp(0, UTC)) // MS


@lru_cache(100_000)
def spans(day: date) -> tuple[tuple[int, int], ...]:
    if not works(day):
        return ()
    return tuple(
        (instant(datetime.combine(day, a, ZONE)), instant(datetime.combine(day, b, ZONE))) for a, b in HOURS
    )


@lru_cache(100_000)
def counted(begin: int, end: int, working: bool) -> int:
    """What of [begin, end) counts."""
    if not working:
        return max(end - begin, 0)
    total, day, last = 0, moment(begin).date(), moment(end).date()
    while day <= last:
        total += sum(max(min(end, b) - max(begin, a), 0) for a, b in spans(day))
        day += timedelta(days=1)
    return total


@lru_cache(100_000)
def used_up(begin: int, amount: int, working: bool) -> int:
    """When `amount` (> 0) after `begin` is used up."""
    if not working:
        return begin + amount
    day = moment(begin).date()
    while True:
        for a, b in spans(day):
            here = max(b - max(begin, a), 0)
            if here >= amount:
                return max(begin, a) + amount
            amount -= here
        day += timedelta(days=1)


def due(stretches: Sequence[Stretch], amount: int, working: bool) -> int | None:
    for begin, end in stretches:
        if end is None:
            return used_up(begin, amount, working)
        here = counted(begin, end, working)
        if here >= amount:
            return used_up(begin, amount, working)
        amount -= here
    return None


def length(limit: tuple[float, str]) -> int:
    return round(limit[0] * LENGTH[limit[1]])


def is_working(limit: tuple[float, str]) -> bool:
    return limit[1] in ("working_hours", "working_days")


def _told(
    name: str,
    limit: tuple[float, str],
    extended: int,
    stretches: list[Stretch],
    now: int,
    *,
    ended: bool,
) -> Told:
    """The clock that counted in these stretches, the last one open where it runs or ran to its end."""
    working, total = is_working(limit), length(limit) + extended
    open_ = bool(stretches) and stretches[-1][1] is None
    due_at = due(stretches, total, working)
    if not open_ and due_at is not None and stretches and due_at >= (stretches[-1][1] or 0):
        due_at = None  # it stood at that very moment
    used = sum(counted(begin, now if end is None else end, working) for begin, end in stretches)
    return Told(name, limit, extended, stretches[0][0], used, due_at, open_ and not ended, ended)


def _joined(pieces: list[Stretch]) -> list[Stretch]:
    """Stretches that follow each other without a gap as one."""
    out: list[Stretch] = []
    for begin, end in pieces:
        if out and out[-1][1] == begin:
            out[-1] = (out[-1][0], end)
        else:
            out.append((begin, end))
    return out


def stage_of(seen: Seen, terms: Terms) -> str:
    name = STAGE[seen.held or seen.state]
    if name == "arrive" and (not terms.arrives or "arrive" not in terms.limits):
        name = "handle"
    return "" if name == "evaluate" and not terms.evaluates else name


def round_of(way: Sequence[Seen]) -> int:
    """Where the present round begins."""
    return max((i for i, seen in enumerate(way) if seen.action == "reopen"), default=0)


def _pieces(way: Sequence[Seen], chosen: set[int]) -> list[Stretch]:
    return _joined(
        [
            (seen.at, way[i + 1].at if i + 1 < len(way) else None)
            for i, seen in enumerate(way)
            if i in chosen and seen.state != "suspended"
        ]
    )


def stage(way: Sequence[Seen], terms: Terms, now: int) -> Told | None:
    """The stage clock after the last step of a way; None where the state has none."""
    last = way[-1]
    name = stage_of(last, terms)
    limit = terms.limits.get(name)
    if not name or limit is None:
        return None
    chosen: set[int] = set()
    extended = 0
    if name in OWN:
        for i in range(round_of(way), len(way)):
            seen, before = way[i], way[i - 1] if i else None
            if before is not None and i - 1 in chosen and seen.action in ("sign_in", "arrive", "handle"):
                done = stage_of(before, terms)
                if done == name and name != "handle" and stage_of(seen, terms) != name:
                    chosen.clear()  # the unit has come to the end of it: the next time is another
            if stage_of(seen, terms) == name and seen.unit == last.unit:
                chosen.add(i)
                granted = seen.action == "extend" and seen.outcome == "approved"
                if granted and name == "handle" and is_working((0, seen.unit_of)) == is_working(limit):
                    extended += length((seen.value, seen.unit_of))
    else:
        for i in range(len(way) - 1, -1, -1):
            if stage_of(way[i], terms) != name:
                break
            chosen.add(i)
    return _told(name, limit, extended, _pieces(way, chosen), now, ended=False)


def responsibility(way: Sequence[Seen], terms: Terms, now: int) -> Told | None:
    """The responsibility clock after the last step of a way; None before the first dispatch of its round."""
    begin = round_of(way)
    first = next((i for i in range(begin, len(way)) if way[i].state == "dispatched"), None)
    if first is None:
        return None
    limit = terms.responsibility
    if not begin and terms.superior_due is not None:
        limit = (max(terms.superior_due - way[first].at, 1) / LENGTH["minutes"], "minutes")
    if limit is None:
        return None
    over = next((i for i in range(first, len(way)) if way[i].state in ("closed", "merged")), None)
    until = len(way) if over is None else over
    chosen = {i for i in range(first, until) if way[i].state in ANSWERED_FOR}
    granted = [s for s in way[first:until] if (s.action, s.outcome) == ("extend", "approved")]
    extended = sum(length((s.value, s.unit_of)) for s in granted)
    return _ended("responsibility", limit, extended, way, chosen, over, now)


def stages(way: Sequence[Seen], terms: Terms, now: int) -> dict[str, Told | None]:
    """The clocks of the stages of the work; None of those that have not begun in this round.

    The item's first stage begins with the first dispatch, making safe also when it is ordered; another one
    when a stage is done and none is under way.
    """
    begun: dict[str, int] = {}
    over: dict[str, int] = {}
    first = True
    for i in range(round_of(way), len(way)):
        seen = way[i]
        done = ENDS_STAGE.get((seen.action, seen.outcome), "")
        if done:
            over[done] = i
        if seen.state in ("closed", "merged"):
            over |= {name: i for name in begun if name not in over}
        if (seen.action, seen.outcome) == ("make_safe", "ordered"):
            begun["make_safe"] = i
        sent = first and seen.state == "dispatched"
        first = first and not sent
        if (sent or done) and begun.keys() <= over.keys():
            left = [name for name in terms.stages if name not in begun and (sent or name != "make_safe")]
            begun |= dict.fromkeys(left[:1], i)
    found: dict[str, Told | None] = dict.fromkeys(STAGES)
    for name, at in begun.items():
        end = over.get(name)
        chosen = {i for i in range(at, len(way) if end is None else end) if way[i].state != "suspended"}
        found[name] = _ended(name, terms.limits[name], 0, way, chosen, end, now)
    return found


def parts(way: Sequence[Seen], now: int) -> list[Told]:
    """The clocks of the parts that were given in this round, in order."""
    begin, found = round_of(way), []
    for first in range(begin, len(way)):
        if (way[first].action, way[first].outcome) != ("part", "given"):
            continue
        whose = way[first].unit_of
        over = next(
            (
                i
                for i in range(first + 1, len(way))
                if way[i].state in ("closed", "merged")
                or (way[i].action == "part" and way[i].outcome in ENDS_PART and way[i].unit_of == whose)
            ),
            None,
        )
        chosen = set(range(first, len(way) if over is None else over))
        limit = (way[first].value, "minutes")
        found.append(_ended(f"part:{whose}", limit, 0, way, chosen, over, now))
    return found


def _ended(
    name: str,
    limit: tuple[float, str],
    extended: int,
    way: Sequence[Seen],
    chosen: set[int],
    over: int | None,
    now: int,
) -> Told:
    if over is None:
        return _told(name, limit, extended, _pieces(way, chosen), now, ended=False)
    # Due stays as it was when it ended; what it used is what it had used by then.
    return _told(name, limit, extended, _pieces(way[:over], chosen), way[over].at, ended=True)


def supervised_at(way: Sequence[Seen], terms: Terms, after: tuple[float, str], now: int) -> int | None:
    """When the rule orders a supervision: so long after the limit, or after the clock went on past it; None
    where that does not run, was not passed, or somebody ordered one since."""
    told = responsibility(way, terms, now)
    if told is None or told.due_at is None or not told.running or timed_out(way, terms):
        return None
    begin = round_of(way)
    counted_in = {i for i in range(begin, len(way)) if way[i].state in ANSWERED_FOR and way[i].unit}
    since = _pieces(way, counted_in)[-1][0]
    return used_up(max(told.due_at, since), length(after), is_working(after))


def timed_out(way: Sequence[Seen], terms: Terms) -> bool:
    """Whether a supervision was ordered in this round once its limit had passed."""
    for i in range(round_of(way), len(way)):
        if (way[i].action, way[i].outcome) == ("supervise", "ordered"):
            told = responsibility(way[:i], terms, way[i].at)
            if told is not None and told.due_at is not None and way[i].at > told.due_at:
                return True
    return False


def in_time(way: Sequence[Seen], terms: Terms) -> bool | None:
    """Whether the last handling of the present round came by the due instant; None where there was none."""
    for i in range(len(way) - 1, round_of(way) - 1, -1):
        if (way[i].action, way[i].outcome) == ("handle", "done"):
            told = responsibility(way[:i], terms, way[i].at)
            return None if told is None else told.due_at is None or way[i].at <= told.due_at
    return None


def requests(way: Sequence[Seen]) -> dict[str, Seen]:
    """What was asked for and is not decided, nor has lost its object; by what was asked for."""
    held: dict[str, Seen] = {}
    for i, seen in enumerate(way):
        if seen.outcome == "asked":
            held[seen.action] = seen
        elif seen.outcome in ("approved", "refused"):
            held.pop(seen.action, None)
        if seen.state not in (*AT_UNIT, "suspended") or (i and seen.unit != way[i - 1].unit):
            held.pop("extend", None)
            held.pop("suspend", None)
        if seen.state in ("closed", "evaluated", "refused", "merged"):
            held.pop("force_close", None)
        else:
            held.pop("appeal", None)
    return held
