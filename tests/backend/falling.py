"""A replica that dies at its work: `falling.py DATABASE FILES NOW EVENTS` (NOW: its clock, which stands, ms).

It tells what has fallen due, in small transactions, and is killed by itself after the commit by which it has
told so many events.
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


async def main(database: str, files: str, now: str, events: str) -> None:
    settings = Settings(database=database, files=Path(files), port=0)
    services = await Services.open(settings, SimulatedClock(int(now), 0))
    services.scheduler.at_once = 20
    told = 0

    def die(committed: Committed) -> None:
        nonlocal told
        told += sum(taken.entry.action == "due" for taken in committed.taken)
        if told >= int(events):
            os.kill(os.getpid(), signal.SIGKILL)

    services.performer.listeners.insert(0, die)
    await services.start()
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
