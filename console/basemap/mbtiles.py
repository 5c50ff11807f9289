"""Files of tiles (MBTiles 1.3: one SQLite database with raster tiles), as offices hand maps on."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

from console.errors import InputWrong
from console.tasks import Worker
from contract.machine import Names

from .picture import NoPictureError, size_of
from .stock import Answer, Health, Sheet

SPOILT_AGAIN_S = 600.0
_HEAD = b"SQLite format 3\0"
_DEEPEST = 23


def _wrong(path: Path, zh: str, en: str) -> InputWrong:
    return InputWrong(Names(f"{path.name}：{zh}", f"{path.name}: {en}"))


def _read_only(path: Path) -> sqlite3.Connection:
    """The database as it lies there. Immutable: no lock and no journal is written beside it, so that a file
    on a medium that cannot be written to is read as well."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False)


class MBTiles:
    """One file, read on `worker`. `opened` makes it."""

    def __init__(
        self, path: Path, worker: Worker, database: sqlite3.Connection, sheet: Sheet, name: str
    ) -> None:
        self.path = path
        self.name = name
        self.sheet = sheet
        self.health = Health()
        self._worker = worker
        self._database: sqlite3.Connection | None = database

    @classmethod
    async def opened(cls, path: Path, worker: Worker) -> MBTiles:
        """Raises InputWrong with the reason in words where the file cannot be shown."""
        database, sheet, name = await worker.do(look_into, path)
        return cls(path, worker, database, sheet, name)

    async def tile(self, z: int, x: int, y: int) -> Answer:
        """One tile; one that is spoilt is asked for again after a while only."""
        return await self._worker.do(self._tile, z, x, y)

    def _tile(self, z: int, x: int, y: int) -> Answer:
        if self._database is None:
            return Answer()
        try:
            row = self._database.execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                # Rows count from the south there.
                (z, x, (1 << z) - 1 - y),
            ).fetchone()
        except sqlite3.Error as error:
            self.health.fault = Names(f"文件读不出来：{error}", f"the file cannot be read: {error}")
            return Answer(None, SPOILT_AGAIN_S)
        if row is None or not isinstance(row[0], bytes):
            return Answer()
        try:
            size_of(row[0])
        except NoPictureError as error:
            self.health.refused += 1
            self.health.fault = Names("有的图块已损坏", f"some tiles are spoilt: {error}")
            return Answer(None, SPOILT_AGAIN_S)
        self.health.tiles += 1
        return Answer(row[0])

    async def close(self) -> None:
        """Lets go of the file."""
        database, self._database = self._database, None
        if database is not None:
            await self._worker.do(database.close)


def look_into(path: Path) -> tuple[sqlite3.Connection, Sheet, str]:
    """The open file, what it says of itself, and its name; raises InputWrong."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        zh = "找不到这个文件" if isinstance(error, FileNotFoundError) else "文件打不开"
        raise _wrong(path, zh, str(error.strerror or error)) from error
    if head != _HEAD:
        raise _wrong(path, "不是 MBTiles 文件", "this is no MBTiles file")
    database = _read_only(path)
    try:
        return database, *_sheet(path, database)
    except sqlite3.Error as error:
        database.close()
        raise _wrong(
            path, f"文件已损坏或不是 MBTiles：{error}", f"damaged, or no MBTiles file: {error}"
        ) from error
    except InputWrong:
        database.close()
        raise


def _sheet(path: Path, database: sqlite3.Connection) -> tuple[Sheet, str]:
    said = {str(k): str(v) for k, v in database.execute("SELECT name, value FROM metadata")}
    kind = said.get("format", "").lower()
    if kind == "pbf":
        raise _wrong(
            path,
            "这是矢量图块，本系统只显示栅格图块（PNG、JPEG、WebP）",
            "it holds vector tiles; raster tiles (PNG, JPEG, WebP) are shown here",
        )
    # As the tiles have it, whatever the metadata say: at either end of the key's index, and so at once.
    (lowest,) = database.execute("SELECT min(zoom_level) FROM tiles").fetchone()
    (highest,) = database.execute("SELECT max(zoom_level) FROM tiles").fetchone()
    if lowest is None:
        raise _wrong(path, "里面没有图块", "there are no tiles in it")
    if not (isinstance(lowest, int) and isinstance(highest, int) and 0 <= lowest <= highest <= _DEEPEST):
        raise _wrong(path, "缩放级别无法识别", "its zoom levels make no sense")
    (sample,) = database.execute(
        "SELECT tile_data FROM tiles WHERE zoom_level = ? LIMIT 1", (highest,)
    ).fetchone()
    try:
        width, height = size_of(bytes(sample) if isinstance(sample, bytes) else b"")
    except NoPictureError as error:
        raise _wrong(path, "图块不是 PNG、JPEG 或 WebP 图片", f"its tiles are no images: {error}") from error
    if width != height or width not in (256, 512):
        raise _wrong(
            path,
            f"图块应为 256 或 512 像素见方，这里是 {width}×{height}",
            f"tiles are 256 or 512 px square, these are {width}×{height}",
        )
    credit = re.sub(r"<[^>]*>", "", said.get("attribution", "")).strip()
    sheet = Sheet(
        lowest, highest, width, bounds=_bounds(said.get("bounds", "")), attribution=Names(credit, credit)
    )
    return sheet, said.get("name", "").strip() or path.stem


def _bounds(text: str) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if inside else None
