"""What a queue keeps of a person between runs, and what of it goes into a filter saved under a name."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from console.settings import Kept
from views.filtering.query import Filter

NARROWED_BY_NOTHING = Filter()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a queue stands: which page, narrowed, sorted and grouped by what. `sort` None: as the queue brings
    it."""

    page: str = ""
    wanted: Filter = NARROWED_BY_NOTHING
    sort: tuple[tuple[str, bool], ...] | None = None
    group: str = ""

    def query(self) -> dict[str, Any]:
        """It as plain JSON values."""
        found = self.wanted.query()
        if self.page:
            found["page"] = self.page
        if self.sort is not None:
            found["sort"] = [[key, ascending] for key, ascending in self.sort]
        if self.group:
            found["group"] = self.group
        return found

    @classmethod
    def of(cls, query: dict[str, Any]) -> Arrangement:
        """A query read back. Page, sort and group that cannot be read are kept with the conditions that are
        not known."""
        rest = dict(query)
        page, group = rest.get("page", ""), rest.get("group", "")
        sort = _sort_of(rest.get("sort"))
        for key, readable in (
            ("page", isinstance(page, str)),
            ("group", isinstance(group, str)),
            ("sort", sort is not None),
        ):
            if readable:
                rest.pop(key, None)
        return cls(
            page=page if isinstance(page, str) else "",
            wanted=Filter.of(rest),
            sort=sort,
            group=group if isinstance(group, str) else "",
        )


def _sort_of(value: object) -> tuple[tuple[str, bool], ...] | None:
    if not isinstance(value, list):
        return None
    found = []
    for entry in value:
        if not (
            isinstance(entry, list)
            and len(entry) == 2
            and isinstance(entry[0], str)
            and isinstance(entry[1], bool)
        ):
            return None
        found.append((entry[0], entry[1]))
    return tuple(found)


class Memory:
    """The settings of one person for one queue. Two who share a console each find their own."""

    def __init__(self, kept: Kept, account: str, queue: str) -> None:
        self._kept = kept
        self._queue = queue
        self._key = f"{account}/{queue}" if account else queue

    def arrangement(self) -> Arrangement:
        """How the person left the queue; what an older console kept is read, too."""
        kept = self._kept.filters.get(self._key) or self._kept.filters.get(self._queue) or {}
        if "query" in kept:
            try:
                query = json.loads(kept["query"])
            except ValueError:
                query = {}
            return Arrangement.of(query if isinstance(query, dict) else {})
        wanted = Filter()
        for old, kind in (("area", "areas"), ("unit", "units"), ("channel", "channels"), ("light", "lights")):
            if kept.get(old):
                wanted = wanted.adding(kind, kept[old])
        return Arrangement(kept.get("page", ""), wanted)

    def keep(self, arrangement: Arrangement) -> None:
        """To be read again at the next start."""
        query = json.dumps(arrangement.query(), ensure_ascii=False)
        self._kept.filters[self._key] = {"query": query}

    def columns(self) -> bytes:
        """The columns as the table saved them, empty for none."""
        kept = self._kept.columns.get(self._key) or self._kept.columns.get(self._queue) or ""
        try:
            return base64.b64decode(kept, validate=True)
        except binascii.Error:
            return b""

    def keep_columns(self, saved: bytes) -> None:
        """Widths, places and hiding."""
        self._kept.columns[self._key] = base64.b64encode(saved).decode()
