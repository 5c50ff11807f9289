"""A replica that dies while it opens a round: `dying.py DATABASE FILES NOW WHERE` (NOW: its clock, which
stands, ms; WHERE: `before` or `after` the commit).

Before: when the second area is proposed, with the first in the transaction. After: nobody hears of it.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from backend.service.campaign import opening
from backend.service.clock import SimulatedClock
from backend.service.joint.acting import JointStep
from backend.service.ledger import Ledger
from backend.service.steps import Committed, Done, Pending
from backend.services import Services
from backend.settings import Settings


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(JointStep, frozen=True):
    """A proposal amid which the process is killed where it is not the first."""

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Perform the first, die at the second."""
        if ledger.events:
            kill()
        return super().perform(ledger, piece)


async def main(database: str, files: str, now: str, where: str) -> None:
    settings = Settings(database=database, files=Path(files), port=0)
    services = await Services.open(settings, SimulatedClock(int(now), 0))
    if where == "before":
        vars(opening)["JointStep"] = Dying

    def die(committed: Committed) -> None:
        if any(event.kind == "campaign" for event in committed.events):
            kill()

    services.performer.listeners.insert(0, die)
    await services.start()
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
