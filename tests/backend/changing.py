"""A process that dies at its work: `changing.py DATABASE FILES NOW TICKETS` (NOW: its clock, which stands).

It counts open clocks anew after a change of calendar, in small transactions, and is killed by itself after
the commit by which it has changed so many tickets.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from backend.service.clock import SimulatedClock
from backend.service.steps import Committed
from backend.services import Services
from backend.settings import Settings


async def main(database: str, files: str, now: str, tickets: str) -> None:
    settings = Settings(database=database, files=Path(files), port=0)
    services = await Services.open(settings, SimulatedClock(int(now), 0))
    services.calendars.at_once = 7
    changed = 0

    def die(committed: Committed) -> None:
        nonlocal changed
        changed += sum(event.kind == "ticket" for event in committed.events)
        if changed >= int(tickets):
            os.kill(os.getpid(), signal.SIGKILL)

    services.performer.listeners.insert(0, die)
    await services.start()
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
