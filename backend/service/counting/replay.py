"""The second way to count: what became of a ticket, told from its timeline alone.

Plain Python that shares no line with the first way. It reads no ticket row and no table that is summed; it
asks the district's reference for limits and working time only, and tells by itself what a recall takes back,
when a clock ran and when its limit was used up.

What has ended was judged by the calendar that was in force when it ended, what has not is by today's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contract.calendar import Calendar
from contract.clock import Limit
from contract.feed import Entry
from contract.reference import Item, Reference

Line = tuple[int, Entry]
"""A line of a timeline with the version that the ticket had after it."""


@dataclass(slots=True)
class Watch:
    """Time that counts towards a limit: `total` ms, `working` where that is working time."""

    total: int
    working: bool
    runs: list[list[int]] = field(default_factory=list)
    """Finished stretches [begin, end)."""
    since: int | None = None

    def go(self, at: int) -> None:
        if self.since is None:
            self.since = at

    def stop(self, at: int) -> None:
        if self.since is not None:
            self.runs.append([self.since, at])
            self.since = None

    def _after(self, begin: int, amount: int, calendar: Calendar) -> int:
        if amount <= 0:
            return begin
        return calendar.add(begin, amount) if self.working else begin + amount

    def due(self, calendar: Calendar) -> int | None:
        """When the limit was or will be used up; None while it stands with something left."""
        left = self.total
        for begin, end in self.runs:
            took = calendar.between(begin, end) if self.working else end - begin
            if took >= left:
                due = self._after(begin, left, calendar)
                stands = self.since is None and end == self.runs[-1][1]
                return None if stands and due >= end else due
            left -= took
        return self._after(self.since, left, calendar) if self.since is not None else None


@dataclass(slots=True)
class Errand:
    """One dispatch to a unit. `sign_in` and `arrive` are the limits' instants."""

    n: int
    unit: str
    at: int
    returned_at: int | None = None
    sign_in: int | None = None
    signed_in_at: int | None = None
    not_signed_in_at: int | None = None
    arrive: int | None = None
    arrived_at: int | None = None
    not_arrived_at: int | None = None


@dataclass(slots=True)
class Look:
    """One verification."""

    n: int
    unit: str
    at: int
    passed: bool


@dataclass(slots=True)
class Chapter:
    """One round of a ticket as its timeline tells it."""

    n: int
    channel: str
    category: str
    area_path: str
    unit: str = ""
    reported_at: int | None = None
    accepted_at: int | None = None
    filed_at: int | None = None
    merged_at: int | None = None
    linked_at: int | None = None
    sent_at: int | None = None
    due_at: int | None = None
    handled_at: int | None = None
    handling: int | None = None
    late: bool = False
    closed_at: int | None = None
    evaluated_at: int | None = None
    satisfaction: str = ""
    errands: list[Errand] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)


def standing(lines: Iterable[Line]) -> list[Entry]:
    """The lines that hold: a recall takes the last step back, parting a merged ticket everything since it was
    merged. What is no step of the table is not among them."""
    kept: list[Entry] = []
    version = 0
    for after, entry in lines:
        if after == version:
            continue
        version = after
        if entry.action == "recall":
            kept.pop()
        elif entry.action == "unmerge":
            while kept.pop().action != "merge":
                pass
        else:
            kept.append(entry)
    return kept


class Calendars:
    """By what a district has counted: calendars with the instants from which they were in force, the earliest
    first. The first holds for whatever came before it."""

    def __init__(self, changes: Sequence[tuple[int, Calendar]]) -> None:
        self._from = [at for at, _ in changes]
        self._calendars = [calendar for _, calendar in changes]

    def at(self, instant: int | None) -> Calendar:
        """The one in force at an instant; None for now."""
        if instant is None:
            return self._calendars[-1]
        return self._calendars[max(bisect_right(self._from, instant) - 1, 0)]


class Story:
    """Tells one ticket, line by line."""

    def __init__(self, ref: Reference, calendars: Calendars) -> None:
        self._ref = ref
        self._calendars = calendars
        self._known: int | None = None
        """When the line that is told came in; None at the end, which is now."""
        self._item: Item | None = None
        self._limit_at: int | None = None
        self._begin(Chapter(1, "", "", ""))

    def _begin(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self._whole: Watch | None = None
        self._waits: tuple[str, Watch] | None = None
        """What the unit is waited for: to sign in or to be there."""
        self._laid_by: dict[tuple[str, str], Watch] = {}

    def tell(self, lines: Iterable[Line]) -> list[Chapter]:
        """The rounds of a ticket, the first one first."""
        chapters = [self.chapter]
        for entry in standing(lines):
            if entry.action == "reopen":
                old = self.chapter
                self._begin(Chapter(old.n + 1, old.channel, old.category, old.area_path, unit=old.unit))
                chapters.append(self.chapter)
            else:
                self._step(entry)
        self._known = None
        self._note_wait()
        if self.chapter.closed_at is None and self.chapter.merged_at is None:
            self._judge()
        return chapters

    def _calendar(self) -> Calendar:
        return self._calendars.at(self._known)

    def _judge(self) -> None:
        """Write down when the responsibility was used up, and whether the handling came later."""
        chapter = self.chapter
        chapter.due_at = self._whole.due(self._calendar()) if self._whole is not None else None
        handled, due = chapter.handled_at, chapter.due_at
        chapter.late = handled is not None and due is not None and handled > due

    def _note_wait(self) -> None:
        if self._waits is None:
            return
        name, watch = self._waits
        errand = self.chapter.errands[-1]
        if name == "sign_in":
            errand.sign_in = watch.due(self._calendar())
        else:
            errand.arrive = watch.due(self._calendar())

    def _step(self, entry: Entry) -> None:
        self._known = entry.received_at
        self._state(entry)
        at, chapter = entry.at, self.chapter
        match entry.action, entry.outcome:
            case "accept", _:
                chapter.accepted_at = at
            case "file", _:
                chapter.filed_at = at
            case "merge", _:
                chapter.merged_at = at
                self._give_up(at)
                self._judge()
            case "link", outcome:
                chapter.linked_at = at if outcome == "made" else None
            case "sign_in", _:
                self._came(at)
                own = entry.stated.arrive if entry.stated is not None else None
                self._await("arrive", own or self._arrive_limit(), at, afresh=own is not None)
            case "arrive", _:
                self._came(at)
            case (("return" | "escalate"), _):
                self._give_away(at)
                if entry.action == "return":
                    chapter.errands[-1].returned_at = at
            case "handle", "started":
                self._give_up(at)
            case "handle", "done":
                self._handled(at)
            case "verify", outcome:
                self._verified(entry.n, at, passed=outcome == "passed")
            case ("close", _) | ("force_close", "approved"):
                chapter.closed_at = at
                self._give_up(at)
                self._judge()
            case "evaluate", _:
                chapter.evaluated_at, chapter.satisfaction = at, entry.satisfaction
            case "appeal", "approved":
                chapter.late = False
            case "suspend", "approved":
                for watch in self._running():
                    watch.stop(at)
            case "resume", _:
                for watch in self._running():
                    watch.go(at)
            case "extend", "approved":
                assert self._whole is not None
                assert entry.limit is not None
                self._whole.total += entry.limit.amount
            case _:
                pass
        if entry.stated is not None and entry.stated.unit:
            self._sent(entry.n, entry.stated.unit, at, entry.stated.sign_in)

    def _state(self, entry: Entry) -> None:
        """Take in what a line states."""
        said, chapter = entry.stated, self.chapter
        if said is None:
            return
        if entry.action == "report":
            chapter.reported_at = entry.at if said.reported_at is None else said.reported_at
            self._limit_at = said.limit_at
        chapter.channel = said.channel or chapter.channel
        chapter.category = said.category or chapter.category
        chapter.area_path = said.area_path or chapter.area_path
        if said.item:
            self._item = self._ref.item(said.item, said.item_version)

    def _running(self) -> list[Watch]:
        waits = [self._waits[1]] if self._waits is not None else []
        return [*([self._whole] if self._whole is not None else []), *waits]

    # ---- the responsibility
    def _watch(self, limit: Limit) -> Watch:
        return Watch(limit.amount, limit.working)

    def _sent(self, n: int, unit: str, at: int, own: Limit | None) -> None:
        """Sent to a unit; `own` is the limit to sign in that a welfare visit has of its own."""
        chapter = self.chapter
        self._give_away(at)
        if chapter.sent_at is None:
            chapter.sent_at = at
            if self._limit_at is not None and chapter.n == 1:
                self._whole = Watch(max(self._limit_at - at, 1), working=False)
            elif self._item is not None and self._item.handle is not None:
                self._whole = self._watch(self._item.handle)
            if self._whole is not None:
                self._whole.go(at)
        chapter.unit = unit
        chapter.errands.append(Errand(n, unit, at))
        limit = own or (self._item.sign_in if self._item is not None else None)
        self._await("sign_in", limit, at, afresh=own is not None)

    def _handled(self, at: int) -> None:
        chapter = self.chapter
        self._give_up(at)
        if self._whole is not None:
            self._whole.stop(at)
        assert chapter.sent_at is not None
        chapter.handled_at = at
        chapter.handling = self._calendar().between(chapter.sent_at, at)

    def _verified(self, n: int, at: int, *, passed: bool) -> None:
        chapter = self.chapter
        chapter.looks.append(Look(n, chapter.unit, at, passed))
        if not passed:
            chapter.handled_at, chapter.handling = None, None
            if self._whole is not None:
                self._whole.go(at)

    # ---- what a unit is waited for
    def _arrive_limit(self) -> Limit | None:
        if self._item is None or self._ref.district.steps.get("arrive") == "skipped":
            return None
        return self._item.arrive

    def _await(self, name: str, limit: Limit | None, at: int, *, afresh: bool = False) -> None:
        if limit is None:
            return
        held = self._laid_by.pop((self.chapter.unit, name), None)
        watch = held if held is not None and not afresh else self._watch(limit)
        watch.go(at)
        self._waits = name, watch

    def _came(self, at: int) -> None:
        """What was waited for has come."""
        errand = self.chapter.errands[-1]
        if errand.signed_in_at is None:
            errand.signed_in_at = at
        elif errand.arrived_at is None and errand.not_arrived_at is None:
            errand.arrived_at = at
        self._note_wait()
        self._waits = None

    def _give_up(self, at: int) -> None:
        """Nothing more is waited for."""
        self._note_wait()
        self._waits = None
        if not self.chapter.errands:
            return
        errand = self.chapter.errands[-1]
        if errand.signed_in_at is None:
            errand.not_signed_in_at = errand.not_signed_in_at or at
        elif errand.arrived_at is None:
            errand.not_arrived_at = errand.not_arrived_at or at

    def _give_away(self, at: int) -> None:
        """The unit no longer has it; coming back to the same unit, its time goes on."""
        held = self._waits
        self._give_up(at)
        if held is not None:
            held[1].stop(at)
            self._laid_by[self.chapter.unit, held[0]] = held[1]


def told(lines: Sequence[Line], ref: Reference, calendars: Calendars) -> list[Chapter]:
    """The rounds of the ticket whose whole timeline this is."""
    return Story(ref, calendars).tell(lines)
