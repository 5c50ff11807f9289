"""MBTiles files: read right, refused in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from console.basemap.mbtiles import MBTiles
from console.basemap.picture import NoPictureError, size_of
from console.errors import InputWrong
from console.tasks import Worker
from tests.basemap.tiles_made import colour_of, plain, tile_of, write_mbtiles

HERE = [(z, (1 << z) // 2 + dx, (1 << z) // 3 + dy) for z in (4, 5) for dx in (0, 1) for dy in (0, 1)]


@pytest.fixture
def worker() -> Iterator[Worker]:
    found = Worker("test tiles")
    yield found
    found.close()


@pytest.mark.parametrize(("kind", "side"), [("png", 256), ("jpg", 256), ("webp", 256), ("png", 512)])
async def test_a_file_gives_the_tile_of_the_place(
    tmp_path: Path, worker: Worker, kind: str, side: int
) -> None:
    path = write_mbtiles(
        tmp_path / "天地图 影像.mbtiles",
        HERE,
        kind=kind,
        side=side,
        metadata={"bounds": "10,20,30,40", "name": "影像", "attribution": '<a href="x">© 天地图</a>'},
    )
    stock = await MBTiles.opened(path, worker)
    try:
        sheet = stock.sheet
        assert (sheet.min_zoom, sheet.max_zoom, sheet.tile_px) == (4, 5, side)
        assert sheet.bounds == (10, 20, 30, 40)
        assert sheet.attribution.zh == "© 天地图"
        assert stock.name == "影像"
        for place in HERE:
            content = (await stock.tile(*place)).content
            assert content is not None
            found, wanted = QImage.fromData(content).pixelColor(100, 100), colour_of(*place)
            assert max(abs(a - b) for a, b in zip(found.getRgb()[:3], wanted.getRgb()[:3], strict=True)) <= 4
        assert await stock.tile(4, 0, 0) == (None, None)
        assert stock.health.fault is None
    finally:
        await stock.close()
    assert await stock.tile(*HERE[0]) == (None, None)


def _wrong_files(folder: Path) -> dict[str, Path]:
    text = folder / "text.mbtiles"
    text.write_text("not a database at all, only words", "utf-8")
    empty = folder / "empty.mbtiles"
    empty.touch()
    other = folder / "other.mbtiles"
    database = sqlite3.connect(other)
    database.execute("CREATE TABLE something (a)")
    database.commit()
    database.close()
    cut = write_mbtiles(folder / "whole.mbtiles", HERE)
    (folder / "cut.mbtiles").write_bytes(cut.read_bytes()[:5000])
    return {
        "text": text,
        "empty": empty,
        "other": other,
        "cut": folder / "cut.mbtiles",
        "missing": folder / "missing.mbtiles",
        "folder": folder,
        "vector": write_mbtiles(folder / "vector.mbtiles", HERE, metadata={"format": "pbf"}),
        "nothing": write_mbtiles(folder / "nothing.mbtiles", []),
        "small": write_mbtiles(folder / "small.mbtiles", HERE, side=64),
    }


@pytest.mark.parametrize(
    ("which", "word"),
    [
        ("text", "不是 MBTiles 文件"),
        ("empty", "不是 MBTiles 文件"),
        ("other", "不是 MBTiles"),
        ("cut", "已损坏"),
        ("missing", "找不到"),
        ("folder", "打不开"),
        ("vector", "矢量"),
        ("nothing", "没有图块"),
        ("small", "64×64"),
    ],
)
async def test_a_file_that_cannot_be_shown_is_refused_in_words(
    tmp_path: Path, worker: Worker, which: str, word: str
) -> None:
    with pytest.raises(InputWrong) as refused:
        await MBTiles.opened(_wrong_files(tmp_path)[which], worker)
    assert word in refused.value.says.zh
    assert refused.value.says.en


async def test_a_spoilt_tile_is_not_shown_and_the_others_are(tmp_path: Path, worker: Worker) -> None:
    path = write_mbtiles(tmp_path / "a.mbtiles", HERE)
    z, x, y = HERE[0]
    database = sqlite3.connect(path)
    database.execute(
        "UPDATE tiles SET tile_data = ? WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
        (tile_of(z, x, y)[:-30], z, x, (1 << z) - 1 - y),
    )
    database.commit()
    database.close()
    stock = await MBTiles.opened(path, worker)
    try:
        spoilt = await stock.tile(z, x, y)
        assert spoilt.content is None
        assert spoilt.again_s is not None
        assert stock.health.refused == 1
        assert (await stock.tile(*HERE[1])).content
    finally:
        await stock.close()


@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
def test_an_image_is_whole_or_refused(kind: str) -> None:
    from PySide6.QtGui import QColor

    content = plain(QColor(10, 200, 90), 256, kind)
    assert size_of(content) == (256, 256)
    for kept in (4, 40, len(content) // 2, len(content) - 3):
        with pytest.raises(NoPictureError):
            size_of(content[:kept])
    with pytest.raises(NoPictureError, match="text"):
        size_of(b"<html><body>log in</body></html>")
    if kind == "png":
        middle = len(content) // 2
        with pytest.raises(NoPictureError, match="damaged"):
            size_of(content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :])
