"""Grid workers on patrol, played through the public API: each checks in before the interval is over, most of
them in time, as the rosters and shifts of the backend say who is on duty."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from itertools import count

import structlog

from backend.simulation.draws import mint, stream
from backend.simulation.line import Declined, Line, Unreachable
from contract.clock import MINUTE
from contract.duty import Board, PlaceNow, SetCheckIn
from contract.reference import Reference

WATCHER = "leader01"
LOOK_S = 30.0
"""How often the board is looked at (s of real time)."""
REST_S = 0.4
"""At most one check-in in so long: who plays hundreds of people logs each of them in."""
EARLIEST, LATEST, TOO_LATE = 0.7, 0.97, 1.12
"""At which share of the interval somebody checks in; the last one for the few who are late."""
LATE = 0.03

log = structlog.get_logger("simulation")


class Patrols:
    """One run. `now` is the backend's time, `pause` the seconds of real time until an instant of it."""

    def __init__(
        self,
        line: Line,
        reference: Reference,
        seed: int,
        now: Callable[[], int],
        pause: Callable[[int], float],
    ) -> None:
        self._line, self._reference, self._seed = line, reference, seed
        self._now, self._pause = now, pause
        self._planned: dict[str, int] = {}
        self._due: list[tuple[int, int, str, int]] = []
        self._order = count()
        self.done = 0
        """Check-ins that the backend has taken."""

    async def run(self) -> None:
        """Play until cancelled; a district without a patrol interval has none."""
        if not self._reference.district.staffing.patrol:
            return
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look())
            group.create_task(self._walk())

    async def _look(self) -> None:
        while True:
            try:
                self._plan(await self._line.board(WATCHER))
            except (Unreachable, Declined) as error:
                log.warning("board_lost", why=str(error))
            await asyncio.sleep(LOOK_S)

    def _plan(self, board: Board) -> None:
        for place in board.places:
            if place.since is None or place.unit:
                continue
            from_at = max(place.since, place.checked_at or 0)
            if self._planned.get(place.place) == from_at:
                continue
            self._planned[place.place] = from_at
            at = max(self._when(place, from_at), board.at + self._spread(place, from_at))
            heapq.heappush(self._due, (at, next(self._order), place.place, from_at))

    def _when(self, place: PlaceNow, from_at: int) -> int:
        chance = stream(self._seed, "patrol", place.place, from_at)
        share = TOO_LATE if chance.random() < LATE else chance.uniform(EARLIEST, LATEST)
        return from_at + round(self._reference.district.staffing.patrol * share)

    def _spread(self, place: PlaceNow, from_at: int) -> int:
        """Those whose time had come before the run began do not come all at once."""
        return stream(self._seed, "patrol late", place.place, from_at).randrange(20 * MINUTE)

    async def _walk(self) -> None:
        while True:
            wait = self._pause(self._due[0][0]) if self._due else LOOK_S
            if wait > 0:
                await asyncio.sleep(min(wait, LOOK_S))
                continue
            _, _, place, from_at = heapq.heappop(self._due)
            if self._planned.get(place) == from_at:
                await self._check_in(place)
                await asyncio.sleep(REST_S)

    async def _check_in(self, place: str) -> None:
        """Everybody on patrol in a place, by the account that the roster names."""
        try:
            duty = await self._line.place_duty(WATCHER, place)
            logins = {holder.id: holder.login for holder in duty.holders}
            for one in duty.on:
                login = logins.get(one.holder, "")
                if not one.patrols or not login:
                    continue
                chance = stream(self._seed, "check-in", place, login, self._now())
                command = SetCheckIn(action_id=mint(self._now(), chance), area=place, done_at=self._now())
                await self._line.check_in(login, command)
                self.done += 1
        except Unreachable as error:
            log.warning("check_in_lost", place=place, why=str(error))
            self._planned.pop(place, None)
        except Declined as error:
            # Their turn may have ended meanwhile: the roster decides, not the play.
            log.info("check_in_declined", place=place, why=str(error))
