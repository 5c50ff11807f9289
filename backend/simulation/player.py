"""The day as it happens: citizens, departments and grid workers played through the public API.

The player keeps the open tickets of the district in memory by snapshot and feed, asks `lives` what comes next
for each, and does it when its time has come. What a person does meanwhile it hears by the feed and goes on
from there; a ticket that a person has claimed is left to them.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import structlog

from backend.simulation.draws import mint, stream
from backend.simulation.history import reported, reporting_login
from backend.simulation.joints.live import JointPlay
from backend.simulation.line import Declined, Line, Overtaken, Unreachable
from backend.simulation.lives import Lives
from backend.simulation.matters import Matter, matters
from backend.simulation.patrols import Patrols
from backend.simulation.pictures import MIME, all_drawings
from backend.simulation.scene import Scene
from backend.simulation.step import SYSTEM, Step
from contract import action as a
from contract.clock import HOUR, MINUTE, SECOND
from contract.joint.joint import Joint
from contract.reference import Reference
from contract.ticket import Ticket
from contract.visit import Sensed

WATCHER = "leader01"
AT_ONCE = 6
POLL_S = 10.0
RETRY_S = 2.0
SYNC_S = 60.0
AHEAD = 2 * HOUR
REMEMBERED = 12 * HOUR
OPEN311 = ("open311", "app", "web", "chat")
"""Channels whose citizens choose the kind of matter themselves; the others hand on what was said."""
READING = (15 * SECOND, 80 * SECOND)
CATCH_UP = 20 * MINUTE
"""Steps whose time had come before the player began are spread over so much time."""

log = structlog.get_logger("simulation")

Due = tuple[int, int, str, int, bool]
"""When, in which order, which ticket, at which version; whether only to say who is in it."""


def guessed(ticket: Ticket, item: str) -> Matter:
    """What a seat takes a ticket for that the simulation has not reported itself."""
    return Matter(
        id=ticket.id,
        at=ticket.reported_at,
        channel=ticket.channel,
        channel_type="",
        item=item,
        category="",
        spot=ticket.area,
        lon=ticket.lon,
        lat=ticket.lat,
        place=ticket.place,
        title=ticket.title,
        text=ticket.text,
        reporter=None,
        photographed=False,
    )


def _message(matter: Matter, alarm: Sensed) -> dict[str, object]:
    """A device's alarm as its platform posts it."""

    def moment(at: int) -> str:
        return datetime.fromtimestamp(at / 1000, UTC).isoformat()

    return {
        "id": matter.id,
        "device": alarm.device,
        "kind": alarm.kind,
        "at": moment(alarm.at),
        "since": moment(alarm.since if alarm.since is not None else alarm.at),
        "measure": alarm.measure,
        "area": matter.spot,
        "lon": matter.lon,
        "lat": matter.lat,
        "place": matter.place,
    }


class Player:
    """One run of the simulated day against a backend.

    `rate` multiplies the district's volume. `seats` are the logins of the seats that are played; without
    any, what seats do is left to people. A channel's api key is `api_key` and the channel's own.
    """

    def __init__(
        self,
        line: Line,
        scene: Scene,
        ref: Reference,
        *,
        seed: int,
        rate: float,
        seats: tuple[str, ...] = (),
        repeat_rate: float | None = None,
        api_key: str = "",
        poll_s: float = POLL_S,
        joints: JointPlay | None = None,
    ) -> None:
        self._line, self._scene, self._ref = line, scene, ref
        self._seed, self._rate, self._repeat_rate = seed, rate, repeat_rate
        self._api_key, self._poll_s = api_key, poll_s
        self._seats = seats
        self._truth: dict[str, Matter] = {}
        self._numbers: dict[str, Matter] = {}
        self._reports: dict[str, str] = {}
        self._tickets: dict[str, Ticket] = {}
        self._plans: dict[str, tuple[int, Step]] = {}
        self._due: list[Due] = []
        self._order = count()
        self._group: asyncio.TaskGroup | None = None
        self._woken = asyncio.Event()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._own: set[str] = set()
        self._origin, self._since, self._speed = 0, 0.0, 1.0
        self._joints = joints
        if joints is not None:
            joints.begin(self.now, self._pause, self._tickets)
        self.done = 0
        """Actions and reports that the backend has taken."""

    def now(self) -> int:
        """The backend's time, as last heard of."""
        return self._origin + round((time.monotonic() - self._since) * 1000 * self._speed)

    async def run(self, until: int | None = None) -> None:
        """Play until cancelled, or until an instant of the backend's time."""
        await self._set_clock()
        began = self.now()
        self._lives = Lives(self._scene, self._ref, self._seed, self._seats, self._truth.get, began)
        for login in self._seats:
            self._own.add(await self._line.account(login))
        for sha256, drawing in all_drawings().items():
            await self._line.store(WATCHER, sha256, drawing, MIME)
        snapshot = await self._line.snapshot(WATCHER)
        self._remember(snapshot.tickets, began)
        for ticket in snapshot.tickets:
            self._learn(ticket, began)
        self._hear(snapshot.joints)
        log.info("playing", open=len(self._due), rate=self._rate, speed=self._speed, seats=len(self._seats))
        async with asyncio.TaskGroup() as self._group:
            group = self._group
            listener = group.create_task(self._listen(snapshot.seq))
            reporter = group.create_task(self._report_all(began, until))
            patrols = Patrols(self._line, self._ref, self._seed, self.now, self._pause)
            walking = group.create_task(patrols.run())
            meeting = group.create_task(self._joints.run()) if self._joints is not None else walking
            await self._play(group, until)
            listener.cancel()
            reporter.cancel()
            walking.cancel()
            meeting.cancel()

    async def _set_clock(self) -> None:
        told = await self._line.time()
        self._origin, self._since, self._speed = told.now, time.monotonic(), told.speed

    # ---- what is known
    def _remember(self, tickets: Sequence[Ticket], now: int) -> None:
        """What is behind the reports that still wait and that the simulation itself has written."""
        waiting = {t.id: t for t in tickets if t.state in ("reported", "accepted")}
        if waiting:
            start = max(min(t.reported_at for t in waiting.values()), now - REMEMBERED)
            for matter in matters(self._scene, self._seed, start, now):
                if matter.id in waiting:
                    self._know(matter.id, matter)

    def _learn(self, ticket: Ticket, now: int) -> None:
        held = self._tickets.get(ticket.id)
        if held is not None and held.seq > ticket.seq:
            return
        self._tickets[ticket.id] = ticket
        if ticket.number in self._numbers:
            self._know(ticket.id, self._numbers.pop(ticket.number))
        planned = self._plans.get(ticket.id)
        if planned is not None and planned[0] == ticket.version:
            return
        step = self._lives.next(ticket)
        if step is None or step.login == SYSTEM:
            self._plans.pop(ticket.id, None)
            if ticket.state == "accepted" and ticket.area and self._seats and self._group is not None:
                self._group.create_task(self._think(ticket))
            return
        if step.at < now:
            late = stream(self._seed, "late", ticket.id, ticket.version).randrange(CATCH_UP)
            step = Step(now + late, step.role, step.login, step.act)
        self._plan(ticket, step)

    async def _think(self, ticket: Ticket) -> None:
        """A seat files what it knows nothing more about by the backend's own proposal."""
        try:
            items = (await self._line.suggestions(self._seats[0], ticket.id)).items
        except (Unreachable, Declined) as error:
            log.warning("no_proposal", ticket=ticket.number, why=str(error))
            return
        if items and self._tickets[ticket.id].version == ticket.version:
            self._truth[ticket.id] = guessed(ticket, items[0].code)
            self._learn(ticket, self.now())

    def _know(self, ticket_id: str, matter: Matter) -> None:
        """What is behind a ticket; a repeat points to the ticket of the first report."""
        self._reports[matter.id] = ticket_id
        self._truth[ticket_id] = replace(matter, repeats=self._reports.get(matter.repeats, ""))

    def _plan(self, ticket: Ticket, step: Step) -> None:
        self._plans[ticket.id] = (ticket.version, step)
        heapq.heappush(self._due, (step.at, next(self._order), ticket.id, ticket.version, False))
        if step.role == "seat" and isinstance(step.act, a.File | a.Dispatch | a.Redispatch):
            # A seat reads what it is going to decide on; the others see who is in it.
            read = stream(self._seed, "reads", ticket.id, ticket.version).randrange(*READING)
            heapq.heappush(self._due, (step.at - read, next(self._order), ticket.id, ticket.version, True))
        self._woken.set()

    async def _listen(self, cursor: int) -> None:
        while True:
            try:
                if time.monotonic() - self._since > SYNC_S:
                    await self._set_clock()
                batch = await self._line.batch(WATCHER, cursor, self._poll_s)
            except (Unreachable, Declined) as error:
                if isinstance(error, Declined) and error.status != 410:
                    raise
                log.warning("feed_lost", why=str(error))
                await asyncio.sleep(RETRY_S)
                cursor = await self._again(cursor)
                continue
            for event in batch.events:
                if event.ticket is not None:
                    self._learn(event.ticket, self.now())
                elif event.joint is not None:
                    self._hear((event.joint,))
                elif event.kind == "gone":
                    self._tickets.pop(event.id, None)
                    self._plans.pop(event.id, None)
            cursor = batch.seq

    async def _again(self, cursor: int) -> int:
        """A new snapshot; the old cursor where the backend still does not answer."""
        try:
            snapshot = await self._line.snapshot(WATCHER)
        except Unreachable:
            return cursor
        for ticket in snapshot.tickets:
            self._learn(ticket, self.now())
        self._hear(snapshot.joints)
        return snapshot.seq

    def _hear(self, joints: Sequence[Joint]) -> None:
        if self._joints is not None:
            self._joints.learn_all(joints)

    # ---- what is done
    def _pause(self, at: int) -> float:
        """Seconds of real time until an instant of the backend's."""
        return max((at - self.now()) / 1000 / max(self._speed, 0.001), 0.0)

    async def _wait_until(self, at: int) -> None:
        """Until an instant of the backend's time has come, or something new is known."""
        self._woken.clear()
        try:
            await asyncio.wait_for(self._woken.wait(), self._pause(at))
        except TimeoutError:
            return

    async def _play(self, group: asyncio.TaskGroup, until: int | None) -> None:
        while until is None or self.now() < until:
            next_at = self._due[0][0] if self._due else self.now() + MINUTE
            if next_at > self.now():
                await self._wait_until(min(next_at, until) if until is not None else next_at)
                continue
            _, _, ticket_id, version, claims = heapq.heappop(self._due)
            planned = self._plans.get(ticket_id)
            ticket = self._tickets.get(ticket_id)
            if planned is None or ticket is None or planned[0] != version or ticket.version != version:
                continue
            if claims:
                if ticket.claim is None or ticket.claim.until <= self.now():
                    group.create_task(self._claim(ticket, planned[1]))
                continue
            if self._left_to_people(ticket, planned[1]):
                continue
            await self._room.acquire()
            group.create_task(self._step(ticket, planned[1]))

    async def _claim(self, ticket: Ticket, step: Step) -> None:
        chance = stream(self._seed, "claim", ticket.id, ticket.version, self.now())
        try:
            await self._line.claim(step.login, ticket.id, mint(self.now(), chance))
        except Overtaken:
            return  # somebody else is in it: the feed tells who
        except (Unreachable, Declined) as error:
            log.warning("claim_failed", ticket=ticket.number, login=step.login, why=str(error))

    def _left_to_people(self, ticket: Ticket, step: Step) -> bool:
        """Whether a person is in the ticket; the step then waits until their claim has run out."""
        claim = ticket.claim
        if step.role not in ("seat", "duty") or claim is None or claim.by in self._own:
            return False
        if claim.until <= self.now():
            return False
        self._plan(ticket, Step(claim.until + 30 * SECOND, step.role, step.login, step.act))
        return True

    async def _step(self, ticket: Ticket, step: Step) -> None:
        chance = stream(self._seed, "live", ticket.id, ticket.version, a.name_of(step.act))
        action = a.Action(
            action_id=mint(self.now(), chance), ticket_id=ticket.id, base_version=ticket.version, act=step.act
        )
        try:
            answer = await self._line.act(step.login, action)
        except Overtaken:
            if self._plans.get(ticket.id, (0,))[0] == ticket.version:
                del self._plans[ticket.id]
        except Declined as error:
            # A district may forbid what the simulation would do: the ticket is left to people.
            log.warning("step_declined", ticket=ticket.number, login=step.login, why=str(error))
        except Unreachable as error:
            log.warning("backend_unreachable", why=str(error))
            self._plan(ticket, Step(self.now() + 5 * SECOND, step.role, step.login, step.act))
        else:
            self.done += 1
            self._learn(answer.ticket, self.now())
        finally:
            self._room.release()

    # ---- what is reported
    async def _report_all(self, start: int, until: int | None) -> None:
        begin = start
        while until is None or begin < until:
            end = begin + AHEAD if until is None else min(begin + AHEAD, until)
            for matter in matters(self._scene, self._seed, begin, end, self._rate, self._repeat_rate):
                await asyncio.sleep(self._pause(matter.at))
                await self._report(matter)
            begin = end

    async def _report(self, matter: Matter) -> None:
        login = reporting_login(matter, self._ref)
        try:
            if matter.channel_type in OPEN311:
                number = await self._line.report(self._form(matter))
                self._numbers[number] = matter
                ticket = next((t for t in self._tickets.values() if t.number == number), None)
            elif matter.alarm is not None:
                key = self._api_key + matter.channel
                message = _message(matter, matter.alarm)
                number = await self._line.alarm(matter.channel, key, self.now(), message)
                self._numbers[number] = matter
                ticket = next((t for t in self._tickets.values() if t.number == number), None)
            else:
                chance = stream(self._seed, "live report", matter.id, self.now())
                action = a.Action(
                    action_id=mint(self.now(), chance),
                    ticket_id=mint(self.now(), chance),
                    act=reported(matter),
                )
                self._know(action.ticket_id, matter)
                ticket = (await self._line.act(login, action)).ticket
        except Unreachable as error:
            log.warning("report_lost", why=str(error))
        except Declined as error:
            log.warning("report_declined", login=login, why=str(error))
        else:
            self.done += 1
            if ticket is not None:
                self._plans.pop(ticket.id, None)
                self._learn(ticket, self.now())

    def _form(self, matter: Matter) -> dict[str, str]:
        """A matter as Open311 takes it: what a citizen's app or a platform's bridge would post."""
        reporter = matter.reporter
        form = {
            "api_key": self._api_key + matter.channel,
            "service_code": matter.item,
            "description": matter.text,
            "address_string": matter.place or self._ref.district.names.zh,
        }
        if matter.lon is not None and matter.lat is not None:
            form |= {"lat": f"{matter.lat:.6f}", "long": f"{matter.lon:.6f}"}
        if reporter is not None:
            form |= {"first_name": reporter.name, "phone": reporter.phone}
        return form
