"""A backend that is killed by itself after a commit and before its answer: `dying.py DATABASE FILES EVENTS`.

It is the service as `grid-backend serve` runs it, with one listener more: the commit that brings the last of
so many events of joint actions is the last thing that the process does.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from backend.service.clock import SystemClock
from backend.service.steps import Committed
from backend.services import Services
from backend.serving import server_of
from backend.settings import Settings


async def main(database: str, files: str, events: str) -> None:
    services = await Services.open(Settings(database=database, files=Path(files), port=0), SystemClock())
    seen = 0

    def die(committed: Committed) -> None:
        nonlocal seen
        seen += sum(event.kind == "joint" for event in committed.events)
        if seen >= int(events):
            os.kill(os.getpid(), signal.SIGKILL)

    services.performer.listeners.insert(0, die)
    await server_of(services).serve()


asyncio.run(main(*sys.argv[1:]))
