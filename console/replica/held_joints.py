"""The backend's joint actions in memory. Nothing is read before somebody asks for them: a seat that looks at
tickets alone holds none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from contract.joint.joint import Joint

from . import joint_rows
from .database import Database

EVERY_S = 0.1
"""How often what the feed brings is taken over and told."""


def _nobody(_ids: frozenset[str]) -> None:
    return None


class HeldJoints:
    """Rows as the backend has them. All of it on the GUI thread; what is given to it was committed before.

    `tell` is called with the ids whose rows came, changed or went, `tell_anew` when any may have; `relay`
    with ids, not of joint actions alone, whose waiting acts are others.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[str, Joint] | None = None
        self._waiting: joint_rows.Fresh = {}
        self._timer: asyncio.TimerHandle | None = None
        self.tell: Callable[[frozenset[str]], None] = _nobody
        self.tell_anew: Callable[[], None] = lambda: None
        self.relay: Callable[[frozenset[str]], None] = _nobody

    @property
    def rows(self) -> Mapping[str, Joint]:
        """By id. Some hundreds at the most: open ones and those that ended lately."""
        if self._held is None:
            self._held = joint_rows.read(self._database.reader)
        return self._held

    def queue(self, fresh: joint_rows.Fresh) -> None:
        """What the feed brought: shown with what comes within a tenth of a second."""
        if self._held is None or not fresh:
            return
        self._waiting |= fresh
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY_S, self._flush)

    def _flush(self) -> None:
        self._timer = None
        fresh, self._waiting = self._waiting, {}
        self._take(fresh)
        self.tell(frozenset(fresh))

    def show(self, joint: Joint) -> None:
        """A row that an answer brought, told at once."""
        # What still waits from the feed is older: the file took this one as newer.
        self._waiting.pop(joint.id, None)
        self._take({joint.id: joint})
        self.tell(frozenset((joint.id,)))

    def catch_up(self, ids: Iterable[str]) -> None:
        """Rows that wait are taken over now, untold: the feed was faster than an answer, and without it the
        former row would flash up."""
        self._take({joint_id: self._waiting.pop(joint_id) for joint_id in ids if joint_id in self._waiting})

    def _take(self, fresh: joint_rows.Fresh) -> None:
        if self._held is None:
            return
        for joint_id, joint in fresh.items():
            if joint is None:
                self._held.pop(joint_id, None)
            else:
                self._held[joint_id] = joint

    def forget(self) -> None:
        """The file was filled anew: it is read when it is next asked for."""
        self.close()
        read, self._held = self._held is not None, None
        if read:
            self.tell_anew()

    def close(self) -> None:
        """Nothing that waits is told any more; it is in the file."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
