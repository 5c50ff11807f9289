"""Writes the page in a process of its own: what that takes (folium, a page of megabytes, a second of one
core) is gone with it, and the seat's own process neither waits nor grows.

The moment goes there as a file in the profile, and the answer comes back as another; both go when it is done.
``grid-console write-map FILE`` is the process, of the bundle as of a source tree.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from console.errors import ConsoleBug, ConsoleError, StorageFault
from contract.machine import Names
from contract.reference import Reference

from .gathering import Moment
from .part import Exported, write_page

COMMAND = "write-map"
ANSWER = "answer.json"
LIMIT_S = 300.0

Array = tuple[str, bytes]
"""A numpy array's type and content."""
_ARRAYS = ("lights", "lon", "lat", "due")
_PLAIN = (
    "language",
    "reference",
    "made_at",
    "as_of",
    "age",
    "seq",
    "filter_words",
    "ids",
    "numbers",
    "state_names",
    "titles",
)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A `Moment` as it is handed over, with what else the page takes."""

    language: str
    reference: Reference
    made_at: int
    as_of: int | None
    age: int | None
    seq: int | None
    filter_words: tuple[str, ...]
    ids: list[str]
    numbers: list[str]
    state_names: list[str]
    titles: dict[str, str]
    arrays: dict[str, Array]
    coded: dict[str, tuple[Array, list[str]]]
    geometry: dict[str, bytes]
    database: str
    file: str


class Answer(msgspec.Struct, frozen=True):
    """What was written, or in words why nothing was."""

    written: Exported | None = None
    fault: Names | None = None
    bug: bool = False


def _array(values: NDArray[Any]) -> Array:
    return values.dtype.str, values.tobytes()


def _values(packed: Array) -> NDArray[Any]:
    return np.frombuffer(packed[1], packed[0])


def order_of(moment: Moment, geometry: dict[str, bytes], database: Path, file: Path) -> Order:
    """The order for a moment."""
    return Order(
        **{name: getattr(moment, name) for name in _PLAIN},
        arrays={name: _array(getattr(moment, name)) for name in _ARRAYS},
        coded={name: (_array(codes), texts) for name, (codes, texts) in moment.coded.items()},
        geometry=geometry,
        database=str(database),
        file=str(file),
    )


def moment_of(order: Order) -> Moment:
    """The moment of an order."""
    held: dict[str, Any] = {name: getattr(order, name) for name in _PLAIN}
    held |= {name: _values(packed) for name, packed in order.arrays.items()}
    held["coded"] = {name: (_values(packed), texts) for name, (packed, texts) in order.coded.items()}
    return Moment(**held)


class Writer:
    """The other process of one map: `write` runs on a thread, `stop` ends it from any other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def write(self, moment: Moment, geometry: dict[str, bytes], database: Path, file: Path) -> Exported:
        """Has the page written, and waits. Raises ConsoleError."""
        try:
            with tempfile.TemporaryDirectory(prefix="map-", dir=database.parent) as folder:
                order = Path(folder) / "order"
                order.write_bytes(msgspec.msgpack.encode(order_of(moment, geometry, database, file)))
                complaint = self._run(order)
                told = order.with_name(ANSWER)
                if not told.exists():
                    raise ConsoleBug(
                        Names(f"态势图未写完：{complaint}", f"the map was not finished: {complaint}")
                    )
                answer = msgspec.json.decode(told.read_bytes(), type=Answer)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise StorageFault(
                Names(f"态势图未写完：{error}", f"the map was not finished: {error}")
            ) from error
        if answer.written is not None:
            return answer.written
        assert answer.fault is not None
        raise (ConsoleBug if answer.bug else StorageFault)(answer.fault)

    def _run(self, order: Path) -> str:
        """The last that the process said on its way; "" as a rule."""
        frozen = getattr(sys, "frozen", False)
        # The bundle is its own program; a source tree's is Python.
        program = [sys.executable] if frozen else [sys.executable, "-m", "console"]
        with self._lock:
            if self._stopped:
                return ""
            process = self._process = subprocess.Popen(
                [*program, COMMAND, str(order)],
                cwd=None if frozen else Path(__file__).resolve().parents[2],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        with process:
            try:
                _, complaint = process.communicate(timeout=LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return complaint.decode(errors="replace").strip().rpartition("\n")[2]

    def stop(self) -> None:
        """Ends it; nobody waits for the map any more."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()


def main(arguments: list[str]) -> int:
    """The other process."""
    (place,) = arguments
    order = msgspec.msgpack.decode(Path(place).read_bytes(), type=Order)
    try:
        written = write_page(moment_of(order), order.geometry, Path(order.database), Path(order.file))
        answer = Answer(written)
    except ConsoleError as error:
        answer = Answer(None, error.says, isinstance(error, ConsoleBug))
    Path(place).with_name(ANSWER).write_bytes(msgspec.json.encode(answer))
    return 0
