"""`seat_process` of the next version."""

from __future__ import annotations

import asyncio
import sys

import pytest

from tests.pair.newer_tables import extend


def run() -> None:
    """The process, as one of the next version from its first import on."""
    extend(pytest.MonkeyPatch())
    from tests.pair.seat_process import main

    asyncio.run(main(*sys.argv[1:]))


if __name__ == "__main__":
    run()
