"""`seat_process` of the next version."""

from __future__ import annotations

import asyncio
import sys

from tests.pair.newer_tables import extend

extend()

from tests.pair.seat_process import main  # noqa: E402

if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
