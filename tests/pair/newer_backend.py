"""``grid-backend`` of the next version: `newer_tables`, rows with a field more, and events of a kind more."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.pair.newer_tables import extend


def say_more(version: pytest.MonkeyPatch) -> None:
    """Rows carry a crew, timelines the weather, and the feed tells of something that no console knows."""
    from backend.service import timeline, transition
    from backend.service.ledger import Ledger

    place, entry_of = Ledger.place, timeline.entry_of

    def placed(self: Ledger, kept: Any, after: Any, at: int) -> Any:
        self.announce("weather", at, account="cloudy")
        return place(self, kept, replace(after, crew=3), at)

    def told(*args: Any) -> Any:
        return replace(entry_of(*args), weather="cloudy")

    version.setattr(Ledger, "place", placed)
    version.setattr(transition, "entry_of", told)


def run() -> None:
    """The process, as one of the next version from its first import on."""
    version = pytest.MonkeyPatch()
    extend(version)
    say_more(version)
    from backend.cli import main

    main()


if __name__ == "__main__":
    run()
