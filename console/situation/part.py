"""What the desk does of a situation map: takes the moment, and has it written on a thread of its own."""

from __future__ import annotations

import asyncio
import os
import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from console.clock import BackendClock
from console.errors import ConsoleError, InputWrong, StorageFault
from console.line import Line
from console.reference import ReferenceData
from console.replica.columns import Columns
from console.replica.database import Database
from console.replica.replica import Replica
from console.saved_filters import SavedFilters
from console.tasks import Worker
from contract.machine import Names

if TYPE_CHECKING:
    from .gathering import Moment


class Exported(msgspec.Struct, frozen=True):
    """A map that was written: where, how large (bytes), what chose its tickets, how many are on it by light
    (none, green, amber, red) and with a point, the sequence and the instant (ms) of the data, its age (ms)
    where the centre did not answer, and the levels whose outlines are in it."""

    file: str
    size: int
    filter_words: tuple[str, ...]
    counts: tuple[int, int, int, int]
    placed: int
    seq: int | None
    as_of: int | None
    age: int | None
    levels: tuple[str, ...]

    @property
    def count(self) -> int:
        """Tickets on it."""
        return sum(self.counts)


def write_whole(file: Path, content: str | bytes) -> int:
    """Writes a file whole or not at all, through another beside it; gives its bytes. Raises OSError."""
    raw = content if isinstance(content, bytes) else content.encode()
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return len(raw)


def write_page(moment: Moment, geometry: dict[str, bytes], database: Path, file: Path) -> Exported:
    """Writes the page of a moment; on a thread, or in a process of its own (`apart`). Raises ConsoleError."""
    # Half a second of imports that no start and no other screen needs.
    from .gathering import situation_of
    from .page import page_of

    try:
        found = situation_of(moment, geometry, database)
        size = write_whole(file, page_of(found))
    except sqlite3.Error as error:
        says = Names(f"本机数据库无法读取：{error}", f"the seat's own database cannot be read: {error}")
        raise StorageFault(says) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise StorageFault(Names(f"文件无法写入：{why}", f"the file cannot be written: {why}")) from error
    levels = tuple(ground.key for ground in found.grounds)
    return Exported(
        str(file),
        size,
        found.filter_words,
        found.counts,
        found.placed,
        found.seq,
        found.as_of,
        found.age,
        levels,
    )


class Situations:
    """The part of the desk that hands its picture on."""

    store: Columns
    clock: BackendClock
    _database: Database
    _replica: Replica
    _reference: ReferenceData
    _line: Line
    _filters: SavedFilters

    @property
    def language(self) -> str:
        """The interface's language."""
        raise NotImplementedError

    def state_name(self, state: str) -> str:
        """What this district calls a state."""
        raise NotImplementedError

    async def geometry(self, level: str) -> bytes:
        """GeoJSON of the areas of a level."""
        raise NotImplementedError

    def _moment(self, slots: NDArray[np.int64], filter_words: Sequence[str]) -> Moment:
        from .gathering import Moment, columns_at

        reference = self._reference.reference
        if reference is None:
            raise InputWrong(Names("尚未取得本区资料", "the district's reference is not there yet"))
        now, heard = self.clock.now(), self._replica.heard_at
        live = self._line.connection.link == "live"
        return Moment(
            language=self.language,
            reference=reference,
            made_at=now,
            as_of=heard,
            age=None if live or heard is None else max(now - heard, 0),
            seq=self._replica.reached,
            filter_words=tuple(filter_words),
            state_names=[self.state_name(state) for state in self.store.state.values],
            **columns_at(self.store, slots, now),
        )

    async def take_all(self) -> None:
        """The columns as the centre's snapshot and feed have it by now, its time and the saved filters; for a
        desk on line that no window shows. Raises ConsoleError."""
        await self._line.ask()
        await self._filters.refresh()
        await self._replica.settle()

    async def export_situation(
        self, slots: NDArray[np.int64], filter_words: Sequence[str], file: Path, *, apart: bool = True
    ) -> Exported:
        """Writes the tickets in these slots as a situation map; `filter_words` say what chose them.

        Off line it has the outlines that were kept. Made in a process of its own, or with `apart` False on a
        thread of this one. Raises ConsoleError; then the file is as it was.
        """
        from .gathering import levels_of

        moment = self._moment(slots, filter_words)
        geometry: dict[str, bytes] = {}
        for level in levels_of(moment.reference):
            try:
                geometry[level] = await self.geometry(level)
            except ConsoleError:
                if self._line.connection.link == "live":
                    raise
        from .apart import Writer

        worker, writer = Worker("situation"), Writer()
        write = writer.write if apart else write_page
        try:
            return await worker.do(write, moment, geometry, self._database.path, file)
        except asyncio.CancelledError:
            # The seat closes: it does not wait for a map.
            writer.stop()
            raise
        finally:
            worker.close()
