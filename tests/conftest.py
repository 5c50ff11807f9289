"""What the tests stand on: a virtual screen, a real PostgreSQL, the shared data, one event loop a test.

A test that opens windows asks for `qtbot` or `qapp`; if it is `async`, its loop is then Qt's (qasync), as in
the console; else it is asyncio's own. What fails a test without being asked for is in `tests/strict.py`.
"""

import asyncio
import gc
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from stage.postgres import PostgresServer
from stage.screen import VirtualScreen

pytest_plugins = ["tests.strict"]

ROOT = Path(__file__).parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis keeps its examples where the other caches are; nothing in a test depends on who runs it."""
    from hypothesis import settings
    from hypothesis.database import DirectoryBasedExampleDatabase

    examples = DirectoryBasedExampleDatabase(ROOT / ".cache" / "hypothesis")
    # Two cores shared with a screen and a database: slow is not wrong. The run is the same everywhere.
    settings.register_profile("grid", deadline=None, derandomize=True, database=None)
    settings.register_profile("search", deadline=None, database=examples)
    settings.load_profile(os.environ.get("GRID_HYPOTHESIS", "grid"))


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Qt's loop for the tests that have a QApplication, asyncio's for the others."""
    if "qapp" in getattr(item, "fixturenames", ()):
        return {"qt": _qt_loop}
    return {"asyncio": asyncio.new_event_loop}


@pytest.fixture(scope="module", autouse=True)
def settled() -> None:
    """Full collections look through what a file's own tests have made, not through all that stood before."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def tidied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Garbage goes as in the console: where Qt's objects are, no other thread collects them.

    What a test of windows leaves behind may be garbage of the oldest generation, and the next test of this
    process may have a backend in a thread: before that one begins, all of it is collected here.
    """
    if "qapp" not in request.fixturenames:
        if not gc.isenabled():
            gc.collect()
            gc.enable()
        yield
        return
    from console.tidying import Tidying

    request.getfixturevalue("qapp")
    gc.disable()
    tidying = Tidying()
    yield
    tidying.deleteLater()
    gc.collect(1)


def _qt_loop() -> asyncio.AbstractEventLoop:
    import qasync
    from PySide6.QtWidgets import QApplication

    return qasync.QEventLoop(QApplication.instance())


@pytest.fixture(scope="session")
def xdisplay() -> Iterator[VirtualScreen]:
    """A screen of 1920×1080 with a window manager; this process's windows and its children's open on it.
    There is room for three more of that size (`plug`)."""
    with VirtualScreen(room=(3840, 2160)) as screen, pytest.MonkeyPatch.context() as patch:
        for name, value in screen.environment.items():
            patch.setenv(name, value)
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        yield screen


@pytest.fixture(scope="session")
def qapp_args(xdisplay: VirtualScreen) -> list[str]:
    """pytest-qt makes the QApplication out of these; asking for the screen here starts it before."""
    return ["grid-console"]


@pytest.fixture(autouse=True)
def own_places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the settings of the person who runs it."""
    patch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
    home = tmp_path_factory.getbasetemp() / "home"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        patch.setenv(name, str(home / name.lower()))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this run's own."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """SQLAlchemy's URL of an empty database in it, new for each test."""
    return postgres_server.create()


@pytest.fixture(scope="session")
def new_postgres_url(postgres_server: PostgresServer) -> Callable[[], str]:
    """Makes empty databases, for tests and fixtures that need several or keep one for longer than a test."""
    return postgres_server.create


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database; indirectly parametrized with "sqlite" or "postgresql", SQLite without."""
    if getattr(request, "param", "sqlite") == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite+aiosqlite:///{tmp_path / 'grid.sqlite'}"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the repository; tests that read it are skipped where it is not."""
    folder = Path(os.environ.get("GRID_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"needs the shared data in {os.path.relpath(folder, ROOT)} (or GRID_SHARED)")
    return folder


def pytest_make_parametrize_id(config: pytest.Config, val: Any, argname: str) -> str | None:
    """Paths of this machine stay out of the names of tests."""
    return val.name if isinstance(val, Path) else None
