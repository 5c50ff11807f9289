"""A running backend on each database, and a client for each part that is played."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend import logs
from backend.service.clock import SimulatedClock
from backend.services import Services
from backend.serving import load_district
from backend.settings import Settings
from contract.clock import MINUTE
from stage.postgres import PostgresServer
from tests.backend.running import ORIGIN, TINY, RunningBackend, Seat

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def logged() -> None:
    """Structured events go to the loggers that the strict tests watch."""
    logs.route()


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an empty database, one of each kind for every module."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_postgres_url")
        return make()
    return f"sqlite:///{tmp_path_factory.mktemp('database') / 'grid.db'}"


@pytest.fixture(scope="session")
def furnish(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], None]:
    """Puts the tiny district into an empty database: it is loaded once for each kind, and copied."""
    folder = tmp_path_factory.mktemp("furnished")
    loaded: dict[bool, str] = {}

    def first(postgres: bool) -> str:
        if postgres:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = server.create()
        else:
            url = f"sqlite:///{folder / 'grid.db'}"
        asyncio.run(load_tiny(url, folder / "files"))
        return url

    def into(database: str) -> None:
        postgres = database.startswith("postgresql")
        if postgres not in loaded:
            loaded[postgres] = first(postgres)
        if postgres:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            server.copy(loaded[postgres], database)
        else:
            shutil.copy(folder / "grid.db", database.removeprefix("sqlite:///"))

    return into


async def load_tiny(database: str, files: Path) -> None:
    """The tiny district, a minute before the backends of the tests begin."""
    settings = Settings(database=database, files=files, port=0)
    services = await Services.open(settings, SimulatedClock(ORIGIN - MINUTE, 0))
    try:
        await load_district(services, TINY, demo=True)
    finally:
        await services.store.close()


@pytest.fixture(scope="module")
def backend(
    database: str, furnish: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningBackend]:
    """A backend with the tiny district, shared by a module's tests on one kind of database."""
    furnish(database)
    with RunningBackend(database, tmp_path_factory.mktemp("files")) as running:
        yield running


@pytest.fixture(scope="module")
def seat(backend: RunningBackend) -> Seat:
    """A seat of the centre."""
    return backend.seat("seat01")


@pytest.fixture(scope="module")
def other(backend: RunningBackend) -> Seat:
    """Another seat of the centre."""
    return backend.seat("seat02")


@pytest.fixture(scope="module")
def handler(backend: RunningBackend) -> Seat:
    """The enforcement team of the first street."""
    return backend.seat("u-T-S1-ZF")


@pytest.fixture(scope="module")
def grid(backend: RunningBackend) -> Seat:
    """The grid worker of the first grid."""
    return backend.seat("g-990001001001-01")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind in turn."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_postgres_url")
        return make()
    return f"sqlite:///{tmp_path / 'grid.db'}"


@pytest.fixture
def plain(tmp_path: Path) -> str:
    """SQLite, where it does not matter which."""
    return f"sqlite:///{tmp_path / 'grid.db'}"
