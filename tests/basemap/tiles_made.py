"""Tiles and files of tiles for the tests: real images whose colour says which tile they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter


def colour_of(z: int, x: int, y: int) -> QColor:
    """A colour of its own for each tile among its neighbours, far from theirs."""
    return QColor(40 + (x % 6) * 36, 40 + (y % 6) * 36, 40 + (z % 5) * 40)


def encoded(image: QImage, kind: str) -> bytes:
    """The image as a file: png, jpg or webp."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind.upper().replace("JPG", "JPEG"), 95)
    return bytes(content.data())


def plain(colour: QColor, side: int = 256, kind: str = "png") -> bytes:
    """A tile of one colour."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(colour)
    return encoded(image, kind)


def crossed(colour: QColor, at: tuple[float, float], ink: QColor, side: int = 256) -> bytes:
    """A tile with a cross of two lines 1 px wide through a place in px."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(colour)
    with QPainter(image) as painter:
        painter.fillRect(int(at[0]), 0, 1, side, ink)
        painter.fillRect(0, int(at[1]), side, 1, ink)
    return encoded(image, "png")


def tile_of(z: int, x: int, y: int, kind: str = "png", side: int = 256) -> bytes:
    """The tile of that place."""
    return plain(colour_of(z, x, y), side, kind)


def write_mbtiles(
    path: Path,
    tiles: Iterable[tuple[int, int, int]],
    *,
    kind: str = "png",
    side: int = 256,
    metadata: dict[str, str] | None = None,
) -> Path:
    """An MBTiles file as others write it: rows count from the south."""
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    database.execute(
        "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
    )
    database.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
    said = {"name": path.stem, "format": kind} | (metadata or {})
    database.executemany("INSERT INTO metadata VALUES (?, ?)", said.items())
    database.executemany(
        "INSERT INTO tiles VALUES (?, ?, ?, ?)",
        ((z, x, (1 << z) - 1 - y, tile_of(z, x, y, kind, side)) for z, x, y in tiles),
    )
    database.commit()
    database.close()
    return path
