"""Days that have been: matters and their lives, run through the lifecycle's own step function.

`play` is pure and writes nothing: it yields what was done, by whom and when, exactly as the one function that
changes states will perform it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from msgspec.structs import replace

from backend.simulation.draws import mint, stream
from backend.simulation.lives import Lives
from backend.simulation.matters import Matter, matters
from backend.simulation.pictures import VARIANTS, reference
from backend.simulation.scene import Scene
from contract import action as a
from contract import advance
from contract.account import Actor
from contract.clock import DAY, MINUTE, Calendar
from contract.lifecycle import OPEN_STATES
from contract.reference import Reference
from contract.ticket import Ticket

ANSWERED = ("closed", "evaluated")
"""States in which a reporter has an answer."""
DAYS = 14
OPENS_AT = 620 * MINUTE


@dataclass(frozen=True, slots=True)
class Move:
    """One act of the past: when, by which account, and the action as it was posted."""

    at: int
    login: str
    action: a.Action


def reported(matter: Matter) -> a.Report:
    """A matter as its channel posts it."""
    files: tuple[a.FileRef, ...] = ()
    if matter.photographed:
        variant = stream(0, "photo", matter.id).randrange(VARIANTS)
        files = (
            reference("near", variant, matter.at - MINUTE),
            reference("far", variant, matter.at - MINUTE),
        )
    number, due_at = "", None
    if matter.channel_type == "superior":
        # A superior platform's ticket keeps its number there, and most bring the limit it was given.
        chance = stream(0, "superior", matter.id)
        number = f"HF{chance.randrange(10**10):010d}"
        due_at = matter.at + chance.choice((1, 3, 5, 5)) * DAY if chance.random() < 0.6 else None
    return a.Report(
        superior_number=number,
        superior_due_at=due_at,
        channel=matter.channel,
        title=matter.title,
        text=matter.text,
        place=matter.place,
        lon=matter.lon,
        lat=matter.lat,
        reporter=matter.reporter,
        item=matter.item if matter.channel_type in ("grid_worker", "video", "sensor") else "",
        alarm=matter.alarm,
        area=matter.spot if matter.alarm is not None else "",
        files=files,
    )


@dataclass
class Telling:
    """The past of one district between two instants.

    `actor` gives the account of a login. After `play` has ended, `tickets` holds every row as it came to be.
    """

    scene: Scene
    ref: Reference
    seed: int
    start: int
    end: int
    actor: Callable[[str], Actor]
    seats: tuple[str, ...]
    rate: float = 1.0
    repeat_rate: float | None = None
    tickets: dict[str, Ticket] = field(default_factory=dict)
    _images: dict[str, Ticket] = field(default_factory=dict)
    """Rows before the last step, for recalls."""
    _apart: dict[str, Ticket] = field(default_factory=dict)
    """Rows before a merge, of those that are merged."""
    _merged: dict[str, list[str]] = field(default_factory=dict)
    """What was merged into a ticket."""

    def play(self) -> Iterator[Move]:
        """What was done, in order of time."""
        truth: dict[str, Matter] = {}
        lives = Lives(
            self.scene,
            self.ref,
            self.seed,
            self.seats,
            truth.get,
            self.start,
            account=lambda login: self.actor(login).id,
        )
        order = count()
        waiting: list[tuple[int, int, str, str, a.Act, int]] = []

        def plan(ticket: Ticket) -> None:
            step = lives.next(ticket)
            if step is not None and step.at < self.end:
                entry = (step.at, next(order), ticket.id, step.login, step.act, ticket.version)
                heapq.heappush(waiting, entry)

        for matter in matters(self.scene, self.seed, self.start, self.end, self.rate, self.repeat_rate):
            while waiting and waiting[0][0] <= matter.at:
                yield from self._act(*heapq.heappop(waiting), plan)
            truth[matter.id] = matter
            login = reporting_login(matter, self.ref)
            act = reported(matter)
            plain = a.Reporter()
            ticket = advance.report(matter.id, "", act, self.actor(login), matter.at, self.ref, plain)
            self.tickets[matter.id] = ticket
            yield Move(matter.at, login, self._action(matter.id, matter.at, 0, act))
            plan(ticket)
            for wait in matter.urges_after:
                urge = a.Urge(note=_said(self.scene, matter, "urge"))
                entry = (matter.at + wait, next(order), matter.id, f"c-{matter.channel}", urge, 0)
                heapq.heappush(waiting, entry)
        while waiting:
            yield from self._act(*heapq.heappop(waiting), plan)

    def _action(self, ticket_id: str, at: int, version: int, act: a.Act) -> a.Action:
        chance = stream(self.seed, "action", ticket_id, version, a.name_of(act), at)
        return a.Action(action_id=mint(at, chance), ticket_id=ticket_id, base_version=version, act=act)

    def _act(
        self,
        at: int,
        _: int,
        ticket_id: str,
        login: str,
        act: a.Act,
        version: int,
        plan: Callable[[Ticket], None],
    ) -> Iterator[Move]:
        ticket = self.tickets[ticket_id]
        if at >= self.end:
            return
        if isinstance(act, a.Urge):
            if ticket.state not in OPEN_STATES:
                return
            version = ticket.version
        elif ticket.version != version or _too_early(ticket, act):
            return
        into = self.tickets.get(act.into) if isinstance(act, a.Merge) else None
        if isinstance(act, a.Merge) and (into is None or into.state in ("merged", "refused")):
            act = a.Accept()
            into = None
        actor = self.actor(login)
        image = (self._apart if isinstance(act, a.Unmerge) else self._images).get(ticket_id)
        tied = self.scene.furniture.tied(act)
        after = advance.advance(ticket, act, actor, at, self.ref, into=into, image=image, tied=tied)
        self.tickets[ticket_id] = after
        yield Move(at, login, self._action(ticket_id, at, version, act))
        if after.version != ticket.version:
            self._keep(ticket, after)
            plan(after)
            self._answer(ticket, after, at, plan)

    def _keep(self, before: Ticket, after: Ticket) -> None:
        """What later steps go back to."""
        if after.last is not None and after.last.recall_to:
            self._images[after.id] = before
        else:
            self._images.pop(after.id, None)
        if after.merged_into and not before.merged_into:
            self._apart[after.id] = before
            self._merged.setdefault(after.merged_into, []).append(after.id)
        elif before.merged_into and not after.merged_into:
            self._merged[before.merged_into].remove(after.id)

    def _answer(self, before: Ticket, after: Ticket, at: int, plan: Callable[[Ticket], None]) -> None:
        """Who reported it again is answered when the ticket is closed that theirs was merged into, at once
        where it is already; a close that is taken back takes back what nobody has evaluated."""
        into = self.tickets.get(after.merged_into)
        if after.state == "closed" and before.state != "closed":
            self._tell(self._cluster(after.id), at, plan)
        elif before.state == "closed" and after.state not in ANSWERED:
            self._tell([k for k in self._cluster(after.id) if not self.tickets[k].satisfaction], None, plan)
        elif not before.merged_into and into is not None and into.state in ANSWERED:
            self._tell([after.id, *self._cluster(after.id)], at, plan)

    def _cluster(self, root: str) -> list[str]:
        """What was merged into a ticket, however far down."""
        own = self._merged.get(root, ())
        return [*own, *(below for id_ in own for below in self._cluster(id_))]

    def _tell(self, ids: list[str], at: int | None, plan: Callable[[Ticket], None]) -> None:
        for id_ in ids:
            child = self.tickets[id_]
            self.tickets[id_] = replace(child, beside=replace(child.beside, answered_at=at))
            plan(self.tickets[id_])


def _too_early(ticket: Ticket, act: a.Act) -> bool:
    """Whether an answer is evaluated that was taken back meanwhile."""
    return ticket.state == "merged" and isinstance(act, a.Evaluate) and ticket.beside.answered_at is None


def reporting_login(matter: Matter, ref: Reference) -> str:
    """The account that posts a matter: the grid's own worker, else its channel."""
    if matter.channel_type == "grid_worker":
        area = ref.area(matter.spot)
        while area is not None and area.kind not in ("grid", "dedicated_grid"):
            area = ref.area(area.parent)
        if area is not None:
            return f"g-{area.code}"
    return f"c-{matter.channel}"


def _said(scene: Scene, matter: Matter, kind: str) -> str:
    words = scene.word("general", kind)
    return stream(0, kind, matter.id).choice(words) if words else ""


def counts(tickets: Mapping[str, Ticket]) -> dict[str, int]:
    """How many tickets stand in each state."""
    out: dict[str, int] = {}
    for ticket in tickets.values():
        out[ticket.state] = out.get(ticket.state, 0) + 1
    return out


def first_day(end: int, days: int = DAYS) -> int:
    """Where a past of so many days begins."""
    return end - days * DAY


def living_instant(now: int, calendar: Calendar) -> int:
    """The last 10:20 of a working day: when a demo opens, whatever the hour at which it is started."""
    day = calendar.day(now)
    while not calendar.is_working_day(day) or calendar.midnight(day) + OPENS_AT > now:
        day -= 1
    return calendar.midnight(day) + OPENS_AT
