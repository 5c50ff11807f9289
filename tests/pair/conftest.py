"""The pair: a backend process on a small district, the wire to it, and seats."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from console.desk import Desk
from console.settings import Settings
from tests.pair.backend_process import PASSWORD, BackendProcess, Person, Wire, load_tiny

OpenDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture(scope="session")
def tiny_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backend's file with the small district, to be copied."""
    path = tmp_path_factory.mktemp("tiny") / "grid.sqlite"
    load_tiny(path)
    return path


@pytest.fixture
async def backend(tmp_path: Path, tiny_database: Path) -> AsyncIterator[BackendProcess]:
    """A running backend; its log must hold no error at the end."""
    process = BackendProcess(tmp_path / "backend", tiny_database)
    await process.start()
    yield process
    process.stop()
    assert process.faults() == []


@pytest.fixture
async def wire(backend: BackendProcess) -> AsyncIterator[Wire]:
    """The way to the backend."""
    relay = Wire()
    relay.target = backend.port
    await relay.start()
    yield relay
    await relay.close()


@pytest.fixture
def person(backend: BackendProcess) -> Callable[[str], Person]:
    """Somebody at the backend's API."""
    return lambda login: Person(backend.url, login)


@pytest.fixture
async def open_desk(tmp_path: Path, wire: Wire) -> AsyncIterator[OpenDesk]:
    """Opens seats: `await open_desk("seat01")` has logged in; the profile is one per name."""
    opened: list[Desk] = []

    async def opening(login: str = "", *, profile: str = "seat") -> Desk:
        settings = Settings(tmp_path / profile)
        settings.kept.server = wire.url
        desk = Desk(settings, "en")
        opened.append(desk)
        desk.load()
        desk.start()
        if login:
            await desk.log_in(login, PASSWORD)
        return desk

    yield opening
    for desk in opened:
        if not desk.closed:
            await desk.close()
