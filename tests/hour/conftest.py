"""The pair's backend and windows on it, as for all tests of screens."""

from __future__ import annotations

from tests.pair.conftest import backend, person, standing_backend, tiny_database  # noqa: F401 - fixtures
from tests.qt.conftest import rooms  # noqa: F401 - a fixture
