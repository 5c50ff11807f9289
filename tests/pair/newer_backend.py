"""``grid-backend`` of the next version: `newer_tables`, rows with a field more, and events of a kind more."""

from __future__ import annotations

from typing import Any

from tests.pair.newer_tables import extend

extend()

from msgspec.structs import replace  # noqa: E402

from backend.cli import main  # noqa: E402
from backend.service import timeline, transition  # noqa: E402
from backend.service.ledger import Ledger  # noqa: E402


def say_more() -> None:
    """Rows carry a crew, timelines the weather, and the feed tells of something that no console knows."""
    place, entry_of = Ledger.place, timeline.entry_of

    def placed(self: Ledger, kept: Any, after: Any, at: int) -> Any:
        self.announce("weather", at, account="cloudy")
        return place(self, kept, replace(after, crew=3), at)

    def told(*args: Any) -> Any:
        return replace(entry_of(*args), weather="cloudy")

    Ledger.place = placed  # type: ignore[method-assign]
    transition.entry_of = told  # type: ignore[attr-defined]


if __name__ == "__main__":
    say_more()
    main()
