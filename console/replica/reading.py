"""Lays out what a search reads after a load: a little at a time, so that the GUI thread stays free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from .columns import Columns

READ = 3_000
EVERY_S = 0.04
"""So many rows at a time (some 5 ms), and how often."""
SOON_S = 0.005
"""How often once somebody has searched."""


async def read_texts(store: Columns, more: asyncio.Event, caught_up: Callable[[], object]) -> None:
    """Until cancelled. `more` is set when texts may have come; `caught_up` is called when a search that was
    asked before all texts were there may be asked again."""
    while True:
        more.clear()
        if store.prepare_search(READ):
            await asyncio.sleep(SOON_S if store.asked_early else EVERY_S)
            continue
        if store.caught_up():
            caught_up()
        await more.wait()
