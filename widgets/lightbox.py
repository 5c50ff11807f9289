"""One attachment large: a picture, or what a document is; opened elsewhere, and saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.thumbnails import Thumbnail, decode


class Lightbox(QWidget):
    """One attachment large, in a window of its own; arrows go to the next, Escape closes. `save_wanted(key)`,
    `open_wanted(key)` for a document that a program of the system shows."""

    save_wanted = Signal(str)
    open_wanted = Signal(str)

    def __init__(self, items: Sequence[Thumbnail], index: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._items = list(items)
        self._index = index
        theme.set_surface(self, "base")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # The keys are the window's: Space closes it, whatever button stands there.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(960, 720)
        self._picture = _Picture(self)
        self._caption = QLabel(self)
        self._caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_role(self._caption, "dim")
        self._caption.setWordWrap(True)
        self.opener = KeyedButton(self.tr("Open"), "O", self)
        self.opener.clicked.connect(lambda: self.open_wanted.emit(self.shown().key))
        self.saver = KeyedButton(self.tr("Save a copy"), "S", self)
        self.saver.clicked.connect(lambda: self.save_wanted.emit(self.shown().key))
        for button in (self.opener, self.saver):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self._caption, 1)
        foot.addWidget(self.opener)
        foot.addWidget(self.saver)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._picture, 1)
        layout.addLayout(foot)
        self._show()
        self.setFocus()

    def index(self) -> int:
        return self._index

    def shown(self) -> Thumbnail:
        """The one in front."""
        return self._items[self._index]

    def go(self, step: int) -> None:
        """Goes that many on, round the ends."""
        if self._items:
            self._index = (self._index + step) % len(self._items)
            self._show()

    def set_image(self, key: str, data: bytes) -> None:
        """Gives an item its bytes when they come after the window was opened."""
        self._change(key, lambda item: replace(item, image=data, missing=""))

    def set_missing(self, key: str, text: str) -> None:
        """Says why an item's bytes did not come."""
        self._change(key, lambda item: replace(item, missing=text))

    def _change(self, key: str, changed: Callable[[Thumbnail], Thumbnail]) -> None:
        for i, item in enumerate(self._items):
            if item.key == key:
                self._items[i] = changed(item)
                if i == self._index:
                    self._show()

    def _show(self) -> None:
        if not self._items:
            return
        item = self.shown()
        place = f"{self._index + 1} / {len(self._items)}"
        words = " · ".join(part for part in (item.caption(), item.name, place) if part)
        self._caption.setText(words)
        self.setWindowTitle(item.caption() or item.name)
        self.opener.setVisible(item.opens)
        self._picture.show_bytes(item.image, self._instead(item))
        self._picture.setAccessibleName(words)

    def _instead(self, item: Thumbnail) -> str:
        """What stands in place of a picture."""
        if item.picture and item.image is None:
            return item.missing or self.tr("Loading")
        if item.opens:
            return self.tr("This file is no picture: open it, or save it")
        return self.tr("This file is no picture: save it to look at it")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Q):
            self.close()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_N):
            self.go(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_P):
            self.go(-1)
        elif key == Qt.Key.Key_S:
            self.saver.click()
        elif key == Qt.Key.Key_O and self.opener.isVisible():
            self.opener.click()
        else:
            super().keyPressEvent(event)


class _Picture(QWidget):
    """A picture as large as it fits, never larger than it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._instead = ""

    def show_bytes(self, data: bytes | None, instead: str) -> None:
        self._instead = instead
        self._image = decode(data, 4096) if data is not None else None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is None:
            painter.setPen(theme.color("dim"))
            painter.drawText(
                self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._instead
            )
            return
        size = self._image.size()
        if size.width() > self.width() or size.height() > self.height():
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        painter.drawImage(box, self._image)
