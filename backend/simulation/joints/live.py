"""Joint actions on the live day, through the public API: those under way go on, and new ones are started.

What a person does meanwhile is heard by the feed and gone on from. What the centre does is left to people
where no seats are played.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import count

import structlog

from backend.simulation.draws import mint, stream
from backend.simulation.joints.lives import DUTY, SEAT, JointLives, JointStep
from backend.simulation.joints.telling import Starts
from backend.simulation.line import Declined, Line, Overtaken, Unreachable
from backend.simulation.pictures import MIME
from contract.clock import MINUTE, SECOND
from contract.joint import action as j
from contract.joint.joint import Joint
from contract.joint.lifecycle import ENDED
from contract.ticket import Ticket

LOOK_S = 5.0
"""How often it is looked whether something has become due meanwhile (s of real time)."""
CATCH_UP = 20 * MINUTE
"""Steps whose time had come before the play began are spread over so much time."""
EVERY = 9 * 480 / 45
"""Working minutes between two proposals, in the mean."""

log = structlog.get_logger("simulation")


class JointPlay:
    """One run; `seats` are the seats that are played."""

    _now: Callable[[], int]
    _pause: Callable[[int], float]
    _tickets: Mapping[str, Ticket]

    def __init__(self, line: Line, starts: Starts, seats: tuple[str, ...], rate: float) -> None:
        self._line, self._starts, self._seats, self._rate = line, starts, seats, rate
        self._lives = JointLives(starts.ref, starts.seed)
        self._joints: dict[str, Joint] = {}
        self._named: dict[str, tuple[j.Named, ...]] = {}
        self._plans: dict[str, JointStep] = {}
        self._due: list[tuple[int, int, str]] = []
        self._order = count()
        self.done = 0
        """Acts that the backend has taken."""

    def begin(
        self, now: Callable[[], int], pause: Callable[[int], float], tickets: Mapping[str, Ticket]
    ) -> None:
        """Before it is run: `now` is the backend's time, `pause` the seconds of real time until an instant of
        it, `tickets` are those that are known."""
        self._now, self._pause, self._tickets = now, pause, tickets

    def learn_all(self, joints: Iterable[Joint]) -> None:
        """Rows as the backend has them now."""
        for joint in joints:
            self.learn(joint)

    def learn(self, joint: Joint) -> None:
        """A row as the backend has it now."""
        held = self._joints.get(joint.id)
        if held is not None and held.seq >= joint.seq:
            return  # known already, by the answer or by the feed
        if joint.state in ENDED:
            self.forget(joint.id)
            return
        self._joints[joint.id] = joint
        named = self._named.get(joint.id)
        if named is None:
            named = tuple(j.Named(unit=unit, lead=n == 0) for n, unit in enumerate(joint.wanted))
        step = self._lives.next(joint, named)
        if step is None or (step.login in (DUTY, SEAT) and not self._seats):
            self._plans.pop(joint.id, None)
            return
        now = self._now()
        if step.at < now:
            late = stream(self._starts.seed, "joint late", joint.id, joint.seq).randrange(CATCH_UP)
            step = replace(step, at=now + late)
        if step.login == SEAT:
            step = replace(step, login=self._seats[0])
        self._plan(joint.id, step)

    def forget(self, joint_id: str) -> None:
        """It is over, or no longer to be seen."""
        self._joints.pop(joint_id, None)
        self._plans.pop(joint_id, None)

    def _plan(self, joint_id: str, step: JointStep) -> None:
        self._plans[joint_id] = step
        heapq.heappush(self._due, (step.at, next(self._order), joint_id))

    async def run(self) -> None:
        """Play until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._go_on())
            group.create_task(self._start())

    async def _go_on(self) -> None:
        while True:
            wait = self._pause(self._due[0][0]) if self._due else LOOK_S
            if wait > 0:
                await asyncio.sleep(min(wait, LOOK_S))
                continue
            at, _, joint_id = heapq.heappop(self._due)
            step, joint = self._plans.get(joint_id), self._joints.get(joint_id)
            if step is not None and joint is not None and step.at == at:
                await self._take(joint, step)

    async def _take(self, joint: Joint, step: JointStep) -> None:
        del self._plans[joint.id]
        chance = stream(self._starts.seed, "joint live", joint.id, joint.seq, j.name_of(step.act))
        action = j.JointAction(
            action_id=mint(self._now(), chance),
            joint_id=joint.id,
            base_version=joint.version,
            act=step.act,
        )
        try:
            for file in getattr(step.act, "files", ()):
                await self._line.store(step.login, file.sha256, step.content, MIME)
            answer = await self._line.act_joint(step.login, action)
        except Overtaken as error:
            # Somebody was first: the feed tells how it stands.
            log.info("joint_step_overtaken", joint=joint.number, why=str(error))
        except Declined as error:
            log.warning("joint_step_declined", joint=joint.number, login=step.login, why=str(error))
        except Unreachable as error:
            log.warning("backend_unreachable", why=str(error))
            self._plan(joint.id, replace(step, at=self._now() + 5 * SECOND))
        else:
            self.done += 1
            self.learn(answer.joint)

    async def _start(self) -> None:
        """New ones, now and then in office hours."""
        calendar, rate = self._starts.ref.calendar, max(min(self._rate, 3.0), 0.01)
        n, at = 0, self._now()
        while True:
            chance = stream(self._starts.seed, "joint next", at)
            at = calendar.add(at, round(chance.expovariate(rate / EVERY) * MINUTE) + MINUTE)
            await asyncio.sleep(self._pause(at))
            n += 1
            started = self._starts.start(f"live {n} {at}", self._now(), self._tickets)
            if started is None:
                continue
            self._named[started.joint_id] = started.named
            chance = stream(self._starts.seed, "joint live", started.joint_id)
            action = j.JointAction(
                action_id=mint(self._now(), chance), joint_id=started.joint_id, act=started.act
            )
            try:
                answer = await self._line.act_joint(started.login, action)
            except (Unreachable, Declined) as error:
                log.warning("joint_start_lost", login=started.login, why=str(error))
            else:
                self.done += 1
                self.learn(answer.joint)
