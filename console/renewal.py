"""Something of the backend's that is fetched anew whenever it may have changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from .errors import EnvironmentFault, LoginRequired
from .replica.sync import waits
from .tasks import Tasks

log = logging.getLogger(__name__)


class Renewal:
    """Runs `fetch` when it is due, one at a time, again where it became due meanwhile, and until the backend
    has answered. `logged_out` is called where the session has ended; `rest_s` lies between two fetches."""

    def __init__(
        self,
        name: str,
        fetch: Callable[[], Awaitable[None]],
        logged_out: Callable[[], None],
        rest_s: float = 0.0,
    ) -> None:
        self._name = name
        self._fetch = fetch
        self._logged_out = logged_out
        self._rest_s = rest_s
        self._due = False
        self._running = False

    def due(self, tasks: Tasks) -> None:
        """It may have changed: among `tasks`, which end with the session."""
        self._due = True
        if not self._running:
            self._running = True
            tasks.start(self._name, self._run()).add_done_callback(lambda _: self._ended(tasks))

    def _ended(self, tasks: Tasks) -> None:
        self._running = False
        # Between the last look and here it may have become due again.
        if self._due and not tasks.closed:
            self.due(tasks)

    async def _run(self) -> None:
        wait = waits()
        while self._due:
            self._due = False
            try:
                await self._fetch()
            except EnvironmentFault as error:
                log.info("%s stays as it is: %s", self._name, error)
                self._due = True
                await asyncio.sleep(wait())
            except LoginRequired:
                self._logged_out()
                return
            else:
                await asyncio.sleep(self._rest_s)
