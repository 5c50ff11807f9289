"""What the tests of the situation map stand on: one browser, and a seat off line on the small replica."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest

from console.desk import Desk
from console.settings import Settings
from console.small_replica import NOWHERE, SmallReplica
from contract.ticket import Ticket
from tests.chromium import Chromium, Page
from tests.pair.conftest import (  # noqa: F401 - fixtures
    backend,
    open_desk,
    person,
    standing_backend,
    tiny_database,
    wire,
)

Sitting = Callable[..., Awaitable[Desk]]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Headless, off line."""
    with Chromium(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture
def page(browser: Chromium) -> Page:
    """A new tab."""
    return browser.page()


@pytest.fixture
async def sitting(tmp_path: Path) -> AsyncIterator[Sitting]:
    """Seats a person of the small replica down off line: ``await sitting("en", tickets)``."""
    opened: list[Desk] = []

    async def sit(language: str, tickets: Sequence[Ticket] | None = None) -> Desk:
        small = SmallReplica.read()
        settings = Settings(tmp_path / f"seat{len(opened)}")
        settings.kept.server = NOWHERE
        settings.kept.language = "en" if language == "en" else "zh_CN"
        actor = next(small.people())
        small.write(settings, actor, tickets)
        desk = Desk(settings, language)
        opened.append(desk)
        desk.load()
        await desk.sit(actor)
        return desk

    yield sit
    for desk in opened:
        if not desk.closed:
            await desk.close()
