"""Tiles of servers as they were last fetched, in one SQLite file of the profile: what the map has off line.

All of it is done on the worker's thread. A file that cannot be used is put aside, and one that cannot be
written to is done without: a map without a store is slower, a seat without a map is blind.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

log = logging.getLogger(__name__)

MOST_BYTES = 512 * 2**20
"""What is kept at most; what was not looked at for longest goes first."""
_LEFT = 0.9
"""How much of that is left when it has become too much."""
_TOUCH_S = 3600
"""A look at a tile is written down no more often than this."""

_TABLES = """
CREATE TABLE IF NOT EXISTS tile (
    source TEXT NOT NULL, z INTEGER NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL,
    content BLOB NOT NULL, etag TEXT NOT NULL, fresh_until INTEGER NOT NULL, used_at INTEGER NOT NULL,
    UNIQUE (source, z, x, y)
);
CREATE INDEX IF NOT EXISTS tile_used ON tile (used_at);
"""
_READ = "SELECT content, etag, fresh_until, used_at FROM tile WHERE source = ? AND z = ? AND x = ? AND y = ?"
_TOUCH = "UPDATE tile SET used_at = ? WHERE source = ? AND z = ? AND x = ? AND y = ?"
_LENGTH = "SELECT length(content) FROM tile WHERE source = ? AND z = ? AND x = ? AND y = ?"


class KeptTile(NamedTuple):
    """A tile as it was fetched; without content the server has none there. Instants are POSIX seconds."""

    content: bytes
    etag: str
    fresh_until: int


class KeptTiles:
    """The file; `clock` gives POSIX seconds. Opened at the first question."""

    def __init__(self, path: Path, clock: Callable[[], float], most: int = MOST_BYTES) -> None:
        self._path = path
        self._clock = clock
        self._most = most
        self._database: sqlite3.Connection | None = None
        self._useless = False
        self._bytes = 0

    def get(self, source: str, z: int, x: int, y: int) -> KeptTile | None:
        """What is kept of a tile, however old."""
        try:
            database = self._open()
            if database is None:
                return None
            row = database.execute(_READ, (source, z, x, y)).fetchone()
            if row is None:
                return None
            now = int(self._clock())
            if row[3] < now - _TOUCH_S:
                with database:
                    database.execute(_TOUCH, (now, source, z, x, y))
            return KeptTile(*row[:3])
        except sqlite3.Error as error:
            self._fail(error)
            return None

    def put(self, source: str, z: int, x: int, y: int, kept: KeptTile) -> None:
        """Keeps a tile in place of what was kept of it."""
        try:
            database = self._open()
            if database is None:
                return
            with database:
                self._bytes += len(kept.content) - self._length(database, source, z, x, y)
                database.execute(
                    "INSERT OR REPLACE INTO tile VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (source, z, x, y, *kept, int(self._clock())),
                )
                if self._bytes > self._most:
                    self._shrink(database)
        except sqlite3.Error as error:
            self._fail(error)

    def size(self) -> int:
        """Bytes of images kept."""
        return self._bytes

    def close(self) -> None:
        """Lets go of the file."""
        database, self._database = self._database, None
        self._useless = True
        if database is not None:
            database.close()

    def _length(self, database: sqlite3.Connection, source: str, z: int, x: int, y: int) -> int:
        row = database.execute(_LENGTH, (source, z, x, y)).fetchone()
        return 0 if row is None else int(row[0])

    def _shrink(self, database: sqlite3.Connection) -> None:
        gone: list[tuple[int]] = []
        for rowid, length in database.execute(
            "SELECT rowid, length(content) FROM tile ORDER BY used_at, rowid"
        ):
            if self._bytes <= self._most * _LEFT:
                break
            self._bytes -= length
            gone.append((rowid,))
        database.executemany("DELETE FROM tile WHERE rowid = ?", gone)

    def _open(self) -> sqlite3.Connection | None:
        if self._database is None and not self._useless:
            try:
                self._database = self._opened()
            except sqlite3.DatabaseError:
                # It is no database any more: what it held can be fetched again.
                log.info("the file of kept tiles is put aside: it cannot be read")
                self._path.replace(self._path.with_suffix(".broken.sqlite"))
                self._database = self._opened()
        return self._database

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, check_same_thread=False)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            # A tile lost with the power is fetched again.
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(_TABLES)
            (self._bytes,) = database.execute("SELECT coalesce(sum(length(content)), 0) FROM tile").fetchone()
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _fail(self, error: sqlite3.Error) -> None:
        if not self._useless:
            log.warning("tiles are not kept on disk any more: %s", error)
        self.close()
