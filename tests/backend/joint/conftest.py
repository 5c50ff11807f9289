"""The cast of a joint action on a running backend."""

from __future__ import annotations

import pytest

from tests.backend.joint.play import Cast
from tests.backend.running import RunningBackend


@pytest.fixture(scope="module")
def cast(backend: RunningBackend) -> Cast:
    """Everybody who plays a part, logged in."""
    return Cast(backend)
