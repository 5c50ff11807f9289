"""What the columns need of a ticket, as a fixed record: how it is taken out, packed, and read back at once.

A queue of 100,000 has to stand within a second of the start: whole rows stay on disk, and what is sorted,
filtered and counted by is kept beside them in records that numpy reads without a loop. Texts that repeat are
codes into `words`.
"""

from __future__ import annotations

import math
import re
import sqlite3
import struct
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from contract.ticket import Ticket, shown_clock

from .standing import flags_of, instants_of

LAYOUT = 3
"""Raised when the record changes; records of another layout are made anew from the whole rows."""

PLAIN: tuple[tuple[str, str], ...] = (
    ("version", "i4"),
    ("seq", "i8"),
    ("number_key", "i8"),
    ("reported_at", "i8"),
    ("changed_at", "i8"),
    ("due", "f8"),
    ("amber", "f8"),
    ("working", "?"),
    ("claim_until", "i8"),
    ("lon", "f8"),
    ("lat", "f8"),
    ("bounces", "i2"),
    ("reworks", "i2"),
    ("urges", "i2"),
    ("beside", "u2"),
    ("asked_at", "u4"),
    ("stands_until", "u4"),
    ("reply_due", "u4"),
)
CODED: tuple[str, ...] = (
    "state",
    "channel",
    "kind",
    "category",
    "item",
    "item_name",
    "area_path",
    "area_name",
    "unit_path",
    "unit_name",
    "satisfaction",
    "last_by",
    "claim_by",
    "claim_name",
    "claim_seat",
)
RECORD = np.dtype([(n, "<" + t if t != "?" else t) for n, t in PLAIN] + [(n, "<i4") for n in CODED])
_PACK = struct.Struct(
    "<"
    + "".join(
        {"i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "f8": "d", "?": "?"}[t] for _, t in PLAIN
    )
    + "i" * len(CODED)
)
assert _PACK.size == RECORD.itemsize
_COUNTER = (1 << 63) - 1
_NOT_DIGITS = re.compile(r"[^0-9]+")


def number_key(number: str) -> int:
    """The digits of a ticket's number as an integer, for sorting (0 without any; at most 63 bits)."""
    digits = _NOT_DIGITS.sub("", number)
    return min(int(digits), _COUNTER) if digits else 0


def plain_of(ticket: Ticket) -> tuple[int | float | bool, ...]:
    """The values of PLAIN, in its order."""
    clock = shown_clock(ticket)
    due = clock.due_at if clock is not None else None
    amber = clock.amber_at if clock is not None else None
    return (
        ticket.version,
        ticket.seq,
        number_key(ticket.number),
        ticket.reported_at,
        ticket.changed_at,
        math.nan if due is None else float(due),
        math.nan if amber is None else float(amber),
        clock is not None and clock.limit.working,
        0 if ticket.claim is None else ticket.claim.until,
        math.nan if ticket.lon is None else ticket.lon,
        math.nan if ticket.lat is None else ticket.lat,
        min(ticket.bounces, 32_767),
        min(ticket.reworks, 32_767),
        min(ticket.urges, 32_767),
        flags_of(ticket),
        *instants_of(ticket),
    )


def coded_of(ticket: Ticket) -> tuple[str, ...]:
    """The values of CODED, in its order."""
    claim = ticket.claim
    return (
        ticket.state,
        ticket.channel,
        ticket.kind,
        ticket.category,
        ticket.item,
        ticket.item_name,
        ticket.area_path,
        ticket.area_name,
        ticket.unit_path,
        ticket.unit_name,
        ticket.satisfaction,
        "" if ticket.last is None else ticket.last.by,
        "" if claim is None else claim.by,
        "" if claim is None else claim.name,
        "" if claim is None else claim.seat,
    )


class Words:
    """The codes of repeated texts as the file has them; the worker thread's own.

    `forget` after a transaction that was rolled back: codes it gave out may not have reached the file.
    """

    def __init__(self) -> None:
        self._codes: dict[str, dict[str, int]] | None = None

    def forget(self) -> None:
        self._codes = None

    def codes(self, db: sqlite3.Connection, texts: tuple[str, ...]) -> Iterator[int]:
        """The code of each text of CODED; new ones are written."""
        held = self._codes
        if held is None:
            held = self._codes = {name: {"": 0} for name in CODED}
            for name, code, word in db.execute("SELECT col, code, word FROM words"):
                if name in held:
                    held[name][word] = code
        for name, text in zip(CODED, texts, strict=True):
            column = held[name]
            code = column.get(text)
            if code is None:
                code = column[text] = len(column)
                db.execute("INSERT INTO words VALUES (?, ?, ?)", (name, code, text))
            yield code


def write(db: sqlite3.Connection, words: Words, tickets: Iterable[Ticket]) -> None:
    """Puts the records of tickets beside their rows; inside a transaction of the worker."""
    db.executemany(
        "INSERT OR REPLACE INTO lean VALUES (?, ?, ?, ?, ?)",
        [
            (t.id, t.number, t.title, t.place, _PACK.pack(*plain_of(t), *words.codes(db, coded_of(t))))
            for t in tickets
        ],
    )


Held = tuple[list[str], list[str], NDArray[np.void], dict[str, list[str]]]
"""Ids, numbers, the records, and the words of each coded column by code."""


def read(db: sqlite3.Connection) -> Held:
    """All that is sorted and filtered by."""
    ids: list[str] = []
    numbers: list[str] = []
    packed: list[bytes] = []
    cursor = db.execute("SELECT id, number, fixed FROM lean")
    while rows := cursor.fetchmany(2_000):
        i, n, f = zip(*rows, strict=True)
        ids += i
        numbers += n
        packed.append(b"".join(f))
    words: dict[str, list[str]] = {name: [""] for name in CODED}
    for name, code, word in db.execute("SELECT col, code, word FROM words ORDER BY col, code"):
        if name in words:
            assert code == len(words[name])
            words[name].append(word)
    return ids, numbers, np.frombuffer(b"".join(packed), RECORD), words


def texts(db: sqlite3.Connection, behind: str, most: int) -> list[tuple[str, str, str, str]]:
    """Id, number, title and place of up to `most` rows, of ids greater than one, ascending."""
    query = "SELECT id, number, title, place FROM lean WHERE id > ? ORDER BY id LIMIT ?"
    return db.execute(query, (behind, most)).fetchall()
