"""The pair: a backend process on a small district, the wire to it, and seats."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
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


@pytest.fixture(scope="session")
def standing_backend(
    tmp_path_factory: pytest.TempPathFactory, tiny_database: Path
) -> Iterator[BackendProcess]:
    """A backend that runs for all tests that leave it alone."""
    process = BackendProcess(tmp_path_factory.mktemp("standing") / "backend", tiny_database)
    process.start_now()
    yield process
    process.stop()


@pytest.fixture
async def backend(request: pytest.FixtureRequest) -> AsyncIterator[BackendProcess]:
    """A running backend, the standing one or (indirect parameter "own", or "postgresql" for one on that) one
    to be ended and changed.

    Its log must hold no error at the end.
    """
    wanted = getattr(request, "param", "")
    if wanted not in ("own", "postgresql"):
        standing: BackendProcess = request.getfixturevalue("standing_backend")
        yield standing
        assert standing.faults() == []
        return
    tmp_path: Path = request.getfixturevalue("tmp_path")
    if wanted == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        load_tiny(url)
        process = BackendProcess(tmp_path / "backend", None, url)
    else:
        process = BackendProcess(tmp_path / "backend", request.getfixturevalue("tiny_database"))
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
