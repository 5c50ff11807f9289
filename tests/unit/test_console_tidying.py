"""Collections begin in events of their own and in no other thread, and find what there is to find."""

from __future__ import annotations

import gc
import threading
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
    on = gc.isenabled()
    starting.begin()
    starting.over()
    gc.collect()
    yield
    if on:
        gc.enable()
    gc.unfreeze()


@pytest.fixture
def collected() -> Iterator[list[tuple[int, int]]]:
    """The collections that come, by generation and thread."""
    heard: list[tuple[int, int]] = []

    def hear(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            heard.append((about["generation"], threading.get_ident()))

    gc.callbacks.append(hear)
    yield heard
    gc.callbacks.remove(hear)


def test_what_is_tied_to_itself_goes_in_an_event_of_its_own(
    started: None, qapp: QCoreApplication, collected: list[tuple[int, int]]
) -> None:
    tidying = Tidying(qapp)
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    made = [[n] for n in range(20 * DUE[0])]
    assert collected == []
    tidying.look()
    assert [generation for generation, _ in collected] == [0]
    assert gone() is None
    tidying.look()
    assert len(collected) == 1, "nothing new has been made"
    assert len(made) == 20 * DUE[0]
    tidying.deleteLater()


def test_the_old_are_looked_at_in_their_turn(
    started: None, qapp: QCoreApplication, collected: list[tuple[int, int]]
) -> None:
    tidying = Tidying(qapp)
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect(1)
    del knot
    kept = []
    while gone() is not None:
        assert len(collected) < 500
        kept.append([[n] for n in range(DUE[0])])
        tidying.look()
    generations = [generation for generation, _ in collected]
    assert generations[-1] == 2
    assert generations.count(2) == 1
    assert generations.index(2) >= DUE[1] * DUE[2]
    tidying.deleteLater()


def test_a_worker_collects_nothing(started: None, collected: list[tuple[int, int]]) -> None:
    """What Qt made is ended in Qt's thread."""
    worker = threading.Thread(target=lambda: [[n] for n in range(200 * DUE[0])])
    worker.start()
    worker.join()
    assert collected == []
