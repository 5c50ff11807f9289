"""Attachments as small pictures with kind and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets import theme
from widgets.flow import FlowLayout

WIDTH, PICTURE_HEIGHT, CAPTION_HEIGHT = 112, 76, 22
"""Px at 100 %."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An attachment: `kind` in words (近景), `time` as it reads, `image` its bytes once they are here.

    `name` is a file's name. What is no `picture` shows its ending and is not fetched to be shown; `opens`
    says that a program of the system shows it. `missing` is said in place of a picture that did not come.
    """

    key: str
    kind: str
    time: str = ""
    image: bytes | None = None
    name: str = ""
    picture: bool = True
    opens: bool = False
    missing: str = ""

    def caption(self) -> str:
        return " ".join(part for part in (self.kind, self.time) if part)


def decode(data: bytes, longest: int) -> QImage | None:
    """The picture in those bytes, no longer than `longest` px either way; None when they are none."""
    image = QImage.fromData(data)
    if image.isNull():
        return None
    if max(image.width(), image.height()) > longest:
        image = image.scaled(
            longest,
            longest,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image


class _Tile(QAbstractButton):
    def __init__(self, item: Thumbnail, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.asked = False
        self._picture: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_item(item)

    def show_item(self, item: Thumbnail) -> None:
        if item.image != self.item.image or self._picture is None:
            picture = decode(item.image, 2 * theme.current().px(WIDTH)) if item.image else None
            self._picture = QPixmap.fromImage(picture) if picture is not None else None
        self.item = item
        self.setAccessibleName(item.caption() or item.name)
        self.setToolTip(item.name)
        self.update()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        return QSize(px(WIDTH), px(PICTURE_HEIGHT + CAPTION_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A painter that an error in here leaves alive brings the process down at the next paint.
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        px = theme.current().px
        frame = QRectF(0.5, 0.5, self.width() - 1, px(PICTURE_HEIGHT) - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(frame, 4, 4)
        if self._picture is not None:
            self._paint_picture(painter, frame, self._picture)
        else:
            painter.setPen(theme.color("faint"))
            painter.setFont(theme.font("small"))
            painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), self._stand_in())
        lively = self.hasFocus() or self.underMouse()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.color("accent" if lively else "line"))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(theme.color("dim"))
        painter.setFont(theme.font("small", tabular=True))
        caption = QRectF(0, frame.bottom() + px(2), self.width(), px(CAPTION_HEIGHT))
        text = painter.fontMetrics().elidedText(
            self.item.caption(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(caption, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_picture(self, painter: QPainter, frame: QRectF, picture: QPixmap) -> None:
        """Fills the frame with the middle of the picture."""
        size = picture.size()
        scale = max(frame.width() / size.width(), frame.height() / size.height())
        width, height = frame.width() / scale, frame.height() / scale
        part = QRectF((size.width() - width) / 2, (size.height() - height) / 2, width, height)
        painter.drawPixmap(frame, picture, part)

    def _stand_in(self) -> str:
        """A document's ending; for a picture without its bytes, that they are on the way, or why not."""
        if self.item.picture and self.item.image is None:
            return self.item.missing or self.tr("loading")
        return self.item.name.rpartition(".")[2].upper()[:5] or "?"


class ThumbnailStrip(QWidget):
    """Attachments in lines. `image_wanted(key)` once for each without bytes; `opened(key)` on a click or
    Enter.
    """

    image_wanted = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._tiles: dict[str, _Tile] = {}
        self.setAccessibleName(name or self.tr("Attachments"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._layout = FlowLayout(self)
        theme.current().changed.connect(self._layout.invalidate)

    def items(self) -> list[Thumbnail]:
        """What is shown, pictures that came later included."""
        return [tile.item for tile in self._tiles.values()]

    def set_items(self, items: Sequence[Thumbnail]) -> None:
        """Shows these; a picture that is here already is kept for an item that comes without bytes."""
        held = self._tiles
        self._tiles = {}
        while self._layout.count():
            self._layout.takeAt(0)
        for item in items:
            tile = held.pop(item.key, None)
            if tile is None:
                tile = _Tile(item, self)
                tile.clicked.connect(lambda _=False, key=item.key: self.opened.emit(key))
            else:
                was = tile.item
                tile.show_item(
                    item if item.image is not None else replace(item, image=was.image, missing=was.missing)
                )
            self._tiles[item.key] = tile
            self._layout.addWidget(tile)
            tile.show()
        for gone in held.values():
            gone.hide()
            gone.deleteLater()
        self._ask()

    def set_image(self, key: str, data: bytes) -> None:
        """Gives an item its bytes; one no longer shown is no error."""
        tile = self._tiles.get(key)
        if tile is not None:
            tile.show_item(replace(tile.item, image=data, missing=""))

    def set_missing(self, key: str, text: str) -> None:
        """Says why an item's bytes did not come."""
        tile = self._tiles.get(key)
        if tile is not None:
            tile.show_item(replace(tile.item, missing=text))

    def ask_again(self) -> None:
        """Wants those anew that did not come, once they are in sight."""
        for tile in self._tiles.values():
            if tile.item.missing:
                tile.asked = False
                tile.show_item(replace(tile.item, missing=""))
        self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        # The first paint is the moment the strip comes in sight: pictures nobody looks at are not fetched.
        self._ask()
        super().paintEvent(event)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        for tile in list(self._tiles.values()):
            if tile.item.picture and tile.item.image is None and not tile.asked:
                tile.asked = True
                self.image_wanted.emit(tile.item.key)
