"""Tiles that are asked for one by one, read into images away from the GUI thread and held as long as there is
room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from shiboken6 import Shiboken

from widgets.map.tiles import Bounds, Lattice, TileKey, box_of

Answer = Callable[[bytes | None, float | None], None]
"""An image file, None where there is none; and after how many seconds to ask again, None for never."""
Pull = Callable[[TileKey, Answer], Callable[[], None]]
"""Asks for a tile; the answer comes on the GUI thread, at once or later, once or again when it has changed.
What it gives back gives the tile up: no answer comes then."""
Elsewhere = Callable[[Callable[[], None]], None]
"""Does work on another thread."""

MEMORY = 32 * 2**20
"""Bytes of images held, more only where what is in sight takes more: a large screen twice."""
AT_ONCE = 6
"""Tiles asked for at the same time: as many connections as a tile server is used to."""
_BATCH_MS = 25
SPOILT_AGAIN_S = 300.0


class _Read(QObject):
    """Brings images from the other thread."""

    done = Signal(object, object)


class PulledTiles(QObject):
    """A `TileSource` of what `pull` answers. Images are read by `elsewhere`."""

    came = Signal(object)
    spoilt = Signal(object)
    """A `TileKey` whose file is no image that can be read."""

    def __init__(
        self,
        pull: Pull,
        elsewhere: Elsewhere,
        lattice: Lattice,
        zooms: tuple[int, int],
        *,
        tile_px: int = 256,
        opacity: float = 1.0,
        bounds: Bounds | None = None,
        attribution: str = "",
        memory: int = MEMORY,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pull = pull
        self._elsewhere = elsewhere
        self.lattice = lattice
        self.min_zoom, self.max_zoom = zooms
        self.tile_px = tile_px
        self.opacity = opacity
        self.bounds = bounds
        self.attribution = attribution
        self._memory = memory
        self._images: OrderedDict[TileKey, QImage] = OrderedDict()
        self._held = 0
        self._wanted: dict[TileKey, None] = {}
        self._asked: dict[TileKey, Callable[[], None]] = {}
        self._reading: set[TileKey] = set()
        self._none: dict[TileKey, float | None] = {}
        """Tiles that there are not: for good, or until then."""
        self._fresh: set[TileKey] = set()
        self._read = _Read()
        self._read.done.connect(self._on_read)
        self._pump = QTimer(self)
        self._pump.setSingleShot(True)
        self._pump.timeout.connect(self._ask)
        self._batch = QTimer(self)
        self._batch.setSingleShot(True)
        self._batch.setInterval(_BATCH_MS)
        self._batch.timeout.connect(self._tell)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._ask)

    # -- what the canvas asks --------------------------------------------------------------------------------
    def tile(self, key: TileKey) -> QImage | None:
        """The image, where it is in memory; it is the last one to go then."""
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        return image

    def want(self, keys: Sequence[TileKey]) -> None:
        """As `TileSource.want`. Asks in the next turn of the event loop: painting does not wait for it."""
        self._wanted = dict.fromkeys(keys)
        for key in self._asked.keys() - self._wanted.keys():
            self._asked.pop(key)()
        if self._wanted and not self._pump.isActive():
            self._pump.start(0)

    def forget(self) -> None:
        """Everything anew: the source is another, or there again."""
        self._none.clear()
        self._pump.start(0)

    @property
    def held(self) -> int:
        """Bytes of images in memory."""
        return self._held

    @property
    def asked(self) -> int:
        """How many tiles are on their way."""
        return len(self._asked)

    def close(self) -> None:
        """Gives up what is on its way."""
        self._wanted = {}
        for give_up in self._asked.values():
            give_up()
        self._asked.clear()
        for timer in (self._pump, self._batch, self._again):
            timer.stop()

    # -- asking ----------------------------------------------------------------------------------------------
    def _ask(self) -> None:
        now = monotonic()
        self._make_room()
        soonest: float | None = None
        for key in list(self._wanted):
            if len(self._asked) >= AT_ONCE:
                break
            if key in self._asked or key in self._reading or key in self._images:
                continue
            if key in self._none:
                until = self._none[key]
                if until is None:
                    continue
                if until > now:
                    soonest = until if soonest is None else min(soonest, until)
                    continue
                del self._none[key]
            self._start(key)
        if soonest is not None:
            self._again.start(max(1, round((soonest - now) * 1000)))

    def _start(self, key: TileKey) -> None:
        # Stands before it is asked: the answer may come before `pull` returns.
        self._asked[key] = _nothing
        give_up = self._pull(key, lambda content, again: self._on_answer(key, content, again))
        if key in self._asked:
            self._asked[key] = give_up

    def renew(self, key: TileKey, content: bytes) -> None:
        """A tile that is in memory is another now."""
        if key in self._images:
            self._read_in(key, content)

    def _on_answer(self, key: TileKey, content: bytes | None, again: float | None) -> None:
        if not Shiboken.isValid(self):
            return  # the map is gone, with what was on its way for it
        self._asked.pop(key, None)
        if again is not None:
            self._none[key] = monotonic() + again
        elif content is None:
            self._none[key] = None
        if content is not None:
            self._read_in(key, content)
        if self._wanted and not self._pump.isActive():
            self._pump.start(0)

    def _read_in(self, key: TileKey, content: bytes) -> None:
        self._reading.add(key)
        read, side = self._read, self.tile_px
        self._elsewhere(lambda: read.done.emit(key, _image(content, side)))

    def _on_read(self, key: TileKey, image: QImage | None) -> None:
        self._reading.discard(key)
        if image is None:
            self._none[key] = monotonic() + SPOILT_AGAIN_S
            self.spoilt.emit(key)
            return
        before = self._images.pop(key, None)
        self._held += image.sizeInBytes() - (before.sizeInBytes() if before is not None else 0)
        self._images[key] = image
        self._fresh.add(key)
        self._make_room()
        if not self._batch.isActive():
            self._batch.start()

    def _tell(self) -> None:
        fresh, self._fresh = self._fresh, set()
        self.came.emit([box_of(self.lattice, key) for key in fresh])

    def _make_room(self) -> None:
        """What was not looked at for longest goes; what is in sight stays, on however large a screen: thrown
        away, it would be asked for again at once."""
        for key in list(self._images):
            if self._held <= self._memory:
                break
            if key not in self._wanted:
                self._held -= self._images.pop(key).sizeInBytes()


def _nothing() -> None:
    """Gives nothing up."""


def _image(content: bytes, side: int) -> QImage | None:
    """The file as an image of `side` px that is quick to draw, None where it cannot be read."""
    image = QImage.fromData(content)
    if image.isNull() or image.width() != image.height():
        return None
    if image.width() != side:
        image = image.scaled(side, side)
    kind = (
        QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    )
    return image.convertToFormat(kind)
