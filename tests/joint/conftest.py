"""A running backend with a real district's profile, for each story one of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from backend import logs
from tests.joint.story import Story


@pytest.fixture(scope="session", autouse=True)
def logged() -> None:
    """Structured events go to the loggers that the strict tests watch."""
    logs.route()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; SQLite, where a story does not ask for another."""
    if getattr(request, "param", "sqlite") == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_postgres_url")
        return make()
    return f"sqlite:///{tmp_path / 'grid.db'}"


@pytest.fixture
def tell(database: str, tmp_path: Path) -> Iterator[Callable[[str], Story]]:
    """Opens a story in a district, by its folder's name."""
    with ExitStack() as stack:
        yield lambda district: stack.enter_context(Story(database, tmp_path / "files", district))
