"""Tiles in memory: as many as there is room for, those in sight whatever the room; read on another thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from console.tasks import Worker
from tests.basemap.tiles_made import plain, tile_of
from tests.console_matter import until
from widgets.map.tiles import TileKey, WebLattice
from widgets.map.tiles_pulled import Answer, PulledTiles

SIZE = 256 * 256 * 4


class Pulls:
    """What was asked for and given up; answers at once, unless held."""

    def __init__(self) -> None:
        self.asked: list[TileKey] = []
        self.given_up: list[TileKey] = []
        self.held = False
        self.waiting: dict[TileKey, Answer] = {}
        self.content: Callable[[TileKey], bytes | None] = lambda key: tile_of(*key)
        self.again: float | None = None

    def pull(self, key: TileKey, answer: Answer) -> Callable[[], None]:
        """As the console's basemaps answer."""
        self.asked.append(key)
        if self.held:
            self.waiting[key] = answer
        else:
            answer(self.content(key), self.again)
        return lambda: self.given_up.append(key)


def keys(first: int, count: int) -> list[TileKey]:
    return [TileKey(14, x, 1) for x in range(first, first + count)]


async def test_what_is_not_in_sight_goes_when_there_is_no_room(qapp: QApplication) -> None:
    worker, pulls = Worker("test decode"), Pulls()
    source = PulledTiles(pulls.pull, worker.start, WebLattice(), (0, 20), memory=10 * SIZE)
    try:
        for first in range(0, 60, 6):
            wanted = keys(first, 6)
            source.want(wanted)
            await until(lambda wanted=wanted: all(source.tile(key) is not None for key in wanted))
            assert source.held <= 10 * SIZE
        assert source.tile(TileKey(14, 0, 1)) is None
        # More in sight than there is room for: all of it stays, and nothing is asked for twice.
        pulls.asked.clear()
        wanted = keys(100, 25)
        source.want(wanted)
        await until(lambda: all(source.tile(key) is not None for key in wanted))
        await until(lambda: not source._pump.isActive())
        assert sorted(pulls.asked) == wanted
        source.want(keys(200, 1))
        await until(lambda: source.tile(TileKey(14, 200, 1)) is not None)
        assert source.held <= 10 * SIZE
    finally:
        source.close()
        worker.close()


async def test_the_nearest_come_first_and_what_is_not_wanted_any_more_is_given_up(
    qapp: QApplication,
) -> None:
    worker, pulls = Worker("test decode"), Pulls()
    pulls.held = True
    source = PulledTiles(pulls.pull, worker.start, WebLattice(), (0, 20))
    try:
        source.want(keys(0, 20))
        await until(lambda: source.asked == 6)
        assert pulls.asked == keys(0, 6)
        source.want(keys(3, 20))
        assert sorted(pulls.given_up) == keys(0, 3)
        await until(lambda: source.asked == 6)
        assert pulls.asked[6:] == keys(6, 3)
        # An answer that was on its way all the same does no harm.
        pulls.waiting[TileKey(14, 0, 1)](tile_of(14, 0, 1), None)
        await until(lambda: source.tile(TileKey(14, 0, 1)) is not None)
        source.want(())
        assert source.asked == 0
    finally:
        source.close()
        worker.close()


async def test_images_are_read_on_another_thread_and_told_together(qapp: QApplication) -> None:
    worker, pulls = Worker("test decode"), Pulls()
    threads: set[int] = set()
    told: list[object] = []

    def elsewhere(work: Callable[[], None]) -> None:
        def run() -> None:
            threads.add(threading.get_ident())
            work()

        worker.start(run)

    source = PulledTiles(pulls.pull, elsewhere, WebLattice(), (0, 20))
    source.came.connect(told.append)
    try:
        source.want(keys(0, 6))
        await until(lambda: all(source.tile(key) is not None for key in keys(0, 6)))
        await until(lambda: sum(len(boxes) for boxes in told) == 6)  # type: ignore[arg-type,misc]
        assert threading.get_ident() not in threads
        assert len(told) < 6
    finally:
        source.close()
        worker.close()


async def test_what_there_is_not_is_not_asked_for_again_and_what_failed_is_later(
    qapp: QApplication,
) -> None:
    worker, pulls = Worker("test decode"), Pulls()
    pulls.content = lambda _key: None
    source = PulledTiles(pulls.pull, worker.start, WebLattice(), (0, 20))
    spoilt: list[object] = []
    source.spoilt.connect(spoilt.append)
    (key,) = keys(0, 1)
    try:
        for _ in range(3):
            source.want([key])
            await until(lambda: not source._pump.isActive())
        assert pulls.asked == [key]
        other = TileKey(14, 7, 7)
        pulls.again = 0.05
        source.want([other])
        await until(lambda: pulls.asked.count(other) == 1)
        pulls.again, pulls.content = None, lambda found: tile_of(*found)
        await until(lambda: source.tile(other) is not None)
        # A file that cannot be read is no image, and said so.
        pulls.content = lambda _key: b"\x89PNG\r\n\x1a\n" + b"\0" * 30
        source.want([TileKey(14, 8, 8)])
        await until(lambda: bool(spoilt))
        # One that is in memory and has changed at its source is another.
        from PySide6.QtGui import QColor

        source.renew(other, plain(QColor(1, 2, 3)))

        def changed() -> bool:
            image = source.tile(other)
            return image is not None and image.pixelColor(5, 5) == QColor(1, 2, 3)

        await until(changed)
    finally:
        source.close()
        worker.close()
