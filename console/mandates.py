"""The duty list and the powers list as this seat keeps them: on its disk, so that they are there off line and
cost no memory; a search reads them there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from contract.mandate import LISTS, Mandate, called, haystack, split_key, terms
from contract.reference import Reference

from .net.client import Client
from .replica.database import Database

_FOREVER = 2**62
_MOST_READ = 100
"""Entries that a search gives at most."""

_TERMS = "abcdef"

# Ordered as `contract.mandate.rank` has it. An empty term stands in everything.
_SEARCH = """SELECT body FROM mandate WHERE scope = :scope AND begins <= :now AND ends > :now
AND (:list = '' OR list = :list) AND instr(words, :a) > 0 AND instr(words, :b) > 0 AND instr(words, :c) > 0
AND instr(words, :d) > 0 AND instr(words, :e) > 0 AND instr(words, :f) > 0
ORDER BY CASE
    WHEN lower(code) = :a THEN 0
    WHEN instr(lower(code), :a) = 1 THEN 1
    WHEN instr(title, :a) = 1 THEN 2
    WHEN instr(title, :a) > 0 AND instr(title, :b) > 0 AND instr(title, :c) > 0 AND instr(title, :d) > 0
        AND instr(title, :e) > 0 AND instr(title, :f) > 0 THEN 3
    WHEN instr(initials, :a) = 1 THEN 4
    WHEN instr(initials || ' ' || title, :a) > 0 AND instr(initials || ' ' || title, :b) > 0
        AND instr(initials || ' ' || title, :c) > 0 AND instr(initials || ' ' || title, :d) > 0
        AND instr(initials || ' ' || title, :e) > 0 AND instr(initials || ' ' || title, :f) > 0 THEN 5
    ELSE 6 END, n LIMIT :most"""
_FIRST = """SELECT body FROM mandate WHERE scope = ? AND begins <= ? AND ends > ?
AND (? = '' OR list = ?) ORDER BY n LIMIT ?"""
_COUNT = "SELECT list, count(*) FROM mandate WHERE scope = ? AND begins <= ? AND ends > ? GROUP BY list"
_ONE = "SELECT body FROM mandate WHERE scope = ? AND begins <= ? AND ends > ? AND list = ? AND code = ?"
_OF_ITEM = """SELECT body FROM mandate WHERE scope = ? AND begins <= ? AND ends > ?
AND n IN (SELECT n FROM mandate_item WHERE scope = ? AND item = ?) ORDER BY n LIMIT ?"""

_entry = msgspec.json.Decoder(Mandate)


class _Body(msgspec.Struct):
    """What the backend serves, its entries left as they came: they are read one by one."""

    digest: str
    entries: tuple[msgspec.Raw, ...]


_body = msgspec.json.Decoder(_Body)


class MandateLists(QObject):
    """Both lists of whoever sits here. `changed` when they are others than before."""

    changed = Signal()

    def __init__(
        self,
        database: Database,
        client: Client,
        reference: Callable[[], Reference | None],
        now: Callable[[], int],
    ) -> None:
        super().__init__()
        self._database = database
        self._client = client
        self._reference = reference
        self._now = now
        self.scope = ""
        """What tells the lists of one backend's district from another's; "" for nobody's."""

    def open(self, district: str) -> None:
        """Takes up what is kept of a district ("": nobody's)."""
        self.scope = f"{self._client.server} {district} mandates" if district else ""

    # --- fetching ----------------------------------------------------------------------------------------
    async def refresh(self) -> None:
        """Asks the backend for them, which says where they are the same. Raises ConsoleError."""
        scope = self.scope
        if not scope:
            return
        kept = self._database.reader.execute("SELECT etag FROM cache WHERE key = ?", (scope,)).fetchone()
        headers = {"If-None-Match": kept[0]} if kept is not None else {}
        response = await self._client.send("GET", "/api/mandates", headers=headers)
        if response.status_code == 304:
            return
        etag, content, names = response.headers.get("etag", ""), response.content, self.names()
        await self._database.write(lambda db: keep(db, scope, etag, content, names))
        if scope == self.scope:
            self.changed.emit()

    def names(self) -> dict[str, tuple[str, ...]]:
        """What those who have entries are called, by unit and role: the first of many is enough to be found
        by."""
        reference, found = self._reference(), dict[str, tuple[str, ...]]()
        for unit in reference.units if reference is not None else ():
            for key in filter(None, (unit.code, unit.role)):
                found.setdefault(key, called(unit))
        return found

    # --- reading -----------------------------------------------------------------------------------------
    def counts(self) -> dict[str, int]:
        """How many entries of each list are in force; empty where none are kept here."""
        return {name: int(count) for name, count in self._rows(_COUNT)}

    def entry(self, key: str) -> Mandate | None:
        """The entry in force that an act cites by this key."""
        found = self._rows(_ONE, *split_key(key))
        return _entry.decode(found[0][0]) if found else None

    def of_item(self, item: str) -> list[Mandate]:
        """The entries that ground an item of the catalogue, the duty list's first."""
        rows = self._rows(_OF_ITEM, self.scope, item, _MOST_READ) if item else []
        return [_entry.decode(body) for (body,) in rows]

    def search(self, text: str, list_: str = "", most: int = _MOST_READ) -> list[Mandate]:
        """Entries in which every word stands (code, title, initials, basis, unit), the nearest first; words
        behind the sixth are not looked at."""
        asked = terms(text)[: len(_TERMS)]
        if not asked:
            return [_entry.decode(body) for (body,) in self._rows(_FIRST, list_, list_, most)]
        given: dict[str, Any] = dict.fromkeys(_TERMS, "") | dict(zip(_TERMS, asked, strict=False))
        given |= {"scope": self.scope, "now": self._now(), "list": list_, "most": most}
        found = self._database.reader.execute(_SEARCH, given) if self.scope else ()
        return [_entry.decode(body) for (body,) in found]

    def _rows(self, query: str, *given: Any) -> list[Any]:
        """Rows of what is in force here and now."""
        if not self.scope:
            return []
        now = self._now()
        return self._database.reader.execute(query, (self.scope, now, now, *given)).fetchall()


def keep(
    db: sqlite3.Connection, scope: str, etag: str, content: bytes, names: dict[str, tuple[str, ...]]
) -> None:
    """Puts lists in the place of those that are kept, of every scope: a seat has one district at a time.
    `names` are what those who have entries are called."""
    db.execute("DELETE FROM mandate")
    db.execute("DELETE FROM mandate_item")
    db.execute("DELETE FROM cache WHERE key LIKE '% mandates'")
    ends: dict[str, int] = {}
    order = {name: n for n, name in enumerate(LISTS)}
    raw = _body.decode(content).entries
    # From the last to the first: an entry that is to come ends the one of its code that is in force.
    for n in range(len(raw) - 1, -1, -1):
        body = bytes(raw[n])
        entry = _entry.decode(body)
        place = order.get(entry.list, len(order)) * 1_000_000 + n
        until = ends.get(entry.key, _FOREVER)
        ends[entry.key] = entry.effective_from
        if entry.withdrawn:
            continue
        words = haystack(entry, names.get(entry.unit, ()))
        db.execute(
            "INSERT INTO mandate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                scope,
                place,
                entry.list,
                entry.code,
                entry.names.zh.lower(),
                entry.initials,
                words,
                entry.effective_from,
                until,
                body,
            ),
        )
        db.executemany(
            "INSERT OR IGNORE INTO mandate_item VALUES (?, ?, ?)",
            [(scope, item, place) for item in entry.items],
        )
    db.execute("INSERT OR REPLACE INTO cache VALUES (?, ?, x'')", (scope, etag))
