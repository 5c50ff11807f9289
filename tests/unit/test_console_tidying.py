"""Full collections begin by themselves in no event but their own, and find what there is to find."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication

from console import starting
from console.tidying import DUE, Tidying


class Knot:
    """What only a collection takes away."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def started() -> Iterator[None]:
    """A program whose start is over; the collector is as it was afterwards."""
    before = gc.get_threshold()
    starting.begin()
    starting.over()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_a_full_collection_waits_for_its_own_event(started: None, qapp: QCoreApplication) -> None:
    gc.collect()
    tidying = Tidying(qapp)
    knot = Knot()
    gone = weakref.ref(knot)
    # Old enough that only a full collection looks at it.
    gc.collect(1)
    del knot
    full: list[str] = []

    def heard(phase: str, about: dict[str, int]) -> None:
        if about["generation"] == 2:
            full.append(phase)

    gc.callbacks.append(heard)
    try:
        tidying.look()
        assert full == []
        made = []
        while gc.get_count()[2] < DUE + 5:
            made.append([[]])
        assert full == []
        assert gone() is not None
        tidying.look()
        assert full == ["start", "stop"]
        assert gone() is None
    finally:
        gc.callbacks.remove(heard)
        tidying.deleteLater()
