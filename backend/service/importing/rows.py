"""From a row of a file to a report, or to what is wrong with it.

A row's identity is the mapping's key columns, else a hash of the whole row. Rows that are wholly alike are
counted: the second one of a file is a second report, and again the second one when the file comes again.
"""

from __future__ import annotations

import hashlib
import json
import math
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import msgspec

from backend.service.coordinates import to_wgs84
from backend.service.derived import derived_id
from contract.action import Action, Report, Reporter
from contract.machine import Names

from .faults import RowFault
from .mapping import Mapping, Moment, Source
from .reading import Cell, Row, Sheet

NAMESPACE = uuid.UUID("6f0d5a52-5c4b-5a1e-9c3d-2f6f3b9a7c11")
"""Of the identifiers that are derived from rows; changing it would let every file in once more."""

LATEST = 4_102_444_800_000
"""The last instant that an action may carry (2100-01-01)."""

_MILLISECOND = timedelta(milliseconds=1)
_LIMITS = {
    "title": 200,
    "text": 20_000,
    "place": 200,
    "area": 64,
    "kind": 64,
    "item": 64,
    "reporter_name": 80,
    "reporter_phone": 40,
    "reporter_contact": 200,
}
FIELD_NAMES = {
    "title": Names("标题", "title"),
    "text": Names("内容", "text"),
    "place": Names("地点", "place"),
    "area": Names("区域", "area"),
    "lon": Names("经度", "longitude"),
    "lat": Names("纬度", "latitude"),
    "kind": Names("类别", "kind"),
    "item": Names("事项", "item"),
    "reporter_name": Names("上报人姓名", "reporter's name"),
    "reporter_phone": Names("上报人电话", "reporter's phone"),
    "reporter_contact": Names("上报人联系方式", "reporter's contact"),
    "reported_at": Names("上报时间", "time of report"),
}
_SHOWN = ("area", "lon", "lat", "kind", "item", "reported_at")


class Incoming(msgspec.Struct, frozen=True):
    """A row that can go in: its line, its key, and the action that it becomes (the same at every run)."""

    line: int
    key: str
    action: Action


class Faulty(Exception):
    """One field of a row is wrong."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(fault.en)
        self.fault = fault


class RowReader:
    """Turns the rows of one file into actions for one district and channel."""

    def __init__(self, mapping: Mapping, sheet: Sheet, district: str, channel: str) -> None:
        self._mapping = mapping
        self._sheet = sheet
        self._district = district
        self._channel = channel
        self._at = {name: n for n, name in reversed(list(enumerate(sheet.columns)))}
        self._seen: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Incoming | list[RowFault]]:
        for row in self._sheet.rows:
            yield [row.fault] if row.fault is not None else self._incoming(row)

    def _incoming(self, row: Row) -> Incoming | list[RowFault]:
        key = self._key(row)
        faults: list[RowFault] = []
        texts: dict[str, str] = {}
        instant: int | None = None
        fields = self._mapping.fields
        for name, source in fields.sources().items():
            try:
                if isinstance(source, Moment):
                    instant = self._instant(row, source)
                else:
                    texts[name] = self._text(row, name, source)
            except Faulty as faulty:
                faults.append(faulty.fault)
        lon = lat = None
        try:
            lon, lat = self._coordinates(row, texts.pop("lon", ""), texts.pop("lat", ""))
        except Faulty as faulty:
            faults.append(faulty.fault)
        if faults:
            return faults
        return Incoming(row.line, key, self._action(key, texts, instant, lon, lat))

    def _action(
        self, key: str, texts: dict[str, Any], instant: int | None, lon: float | None, lat: float | None
    ) -> Action:
        reporter = Reporter(
            name=texts.pop("reporter_name", ""),
            phone=texts.pop("reporter_phone", ""),
            contact=texts.pop("reporter_contact", ""),
        )
        act = Report(
            channel=self._channel,
            lon=lon,
            lat=lat,
            reporter=None if reporter == Reporter() else reporter,
            reported_at=instant,
            **texts,
        )
        name = f"{self._district}\0{self._mapping.name}\0{key}"
        return Action(
            action_id=str(uuid.uuid5(NAMESPACE, "action\0" + name)),
            ticket_id=derived_id(NAMESPACE, "ticket\0" + name, instant or 0),
            act=act,
        )

    def _key(self, row: Row) -> str:
        named = self._mapping.key
        cells = [row.cells[self._at[name]] for name in named] if named else row.cells
        words = [cell if isinstance(cell, str) else cell.isoformat() for cell in cells]
        if named and not any(words):  # a row that leaves its key out is told apart as a whole
            words = [cell if isinstance(cell, str) else cell.isoformat() for cell in row.cells]
            named = ()
        if named and all(len(word) <= 60 and word.isprintable() for word in words):
            return json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        content = json.dumps(words, separators=(",", ":")).encode()
        key = "sha256:" + hashlib.sha256(content).hexdigest()
        if named:
            return key
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}#{self._seen[key]}"

    def _wrong(self, row: Row, field: str, rule: str, zh: str, en: str, value: object = "") -> Faulty:
        source = getattr(self._mapping.fields, field)
        names = FIELD_NAMES[field]
        return Faulty(
            RowFault(
                line=row.line,
                rule=rule,
                column="+".join(source.columns) if source is not None else "",
                field=field,
                value=str(value)[:80] if field in _SHOWN else "",
                zh=f"{names.zh}{zh}",
                en=f"{names.en} {en}",
            )
        )

    def _cells(self, row: Row, source: Source | Moment) -> list[Cell]:
        return [cell for name in source.columns if (cell := row.cells[self._at[name]]) != ""]

    def _text(self, row: Row, field: str, source: Source) -> str:
        if source.constant is not None:
            text = source.constant
        else:
            words = (
                c.strip() if isinstance(c, str) else c.isoformat(" ", "seconds")
                for c in self._cells(row, source)
            )
            text = source.join.join(word for word in words if word)
        if "\0" in text:
            raise self._wrong(row, field, "control", "含有空字符（NUL）", "holds a NUL character")
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise self._wrong(row, field, "encoding", "含有残缺字符", "holds half a character")
        if source.values:
            text = source.values.get(text, text if source.otherwise is None else source.otherwise)
        if field == "title":
            text = " ".join(text.split())
            if not text:
                raise self._wrong(row, field, "required", "为空", "is empty")
        if source.cut is not None and len(text) > source.cut:
            text = text[: source.cut - 1] + "…"
        limit = _LIMITS.get(field)
        if limit is not None and len(text) > limit:
            raise self._wrong(
                row,
                field,
                "too_long",
                f"有 {len(text)} 个字符，上限 {limit}",
                f"has {len(text)} characters, the limit is {limit}",
            )
        return text

    def _instant(self, row: Row, moment: Moment) -> int | None:
        cells = self._cells(row, moment)
        zone = self._mapping.zone(moment)
        if len(cells) == 1 and isinstance(cells[0], datetime):
            return self._placed(row, cells[0], zone, cells[0])
        words = (c.strip() if isinstance(c, str) else c.isoformat(" ", "seconds") for c in cells)
        text = moment.join.join(word for word in words if word)
        if not text:
            if moment.required:
                raise self._wrong(row, "reported_at", "required", "为空", "is empty")
            return None
        for form in moment.formats:
            try:
                when = datetime.strptime(text, form)  # noqa: DTZ007 - its zone is set in _placed
            except (ValueError, OverflowError):
                continue
            return self._placed(row, when, zone, text)
        raise self._wrong(
            row,
            "reported_at",
            "date",
            f"不是可能的日期，或格式不符：{text[:40]}",
            f"is no possible date, or not in the format: {text[:40]}",
            text,
        )

    def _placed(self, row: Row, when: datetime, zone: tzinfo, shown: object) -> int:
        """The instant of a local time; a local time that was skipped by a change of clocks is refused."""
        try:
            aware = when if when.tzinfo is not None else when.replace(tzinfo=zone)
            moment = aware.astimezone(UTC)
            skipped = moment.astimezone(aware.tzinfo).replace(tzinfo=None) != aware.replace(tzinfo=None)
        except OverflowError:
            moment, skipped = datetime.min.replace(tzinfo=UTC), False
        if skipped:
            raise self._wrong(
                row,
                "reported_at",
                "date",
                "在当地不存在（时钟调整）",
                "did not exist there (clocks changed)",
                shown,
            )
        instant = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // _MILLISECOND
        if not 0 <= instant <= LATEST:
            raise self._wrong(
                row, "reported_at", "range", "超出可能的年份", "lies outside the years possible", shown
            )
        return instant

    def _coordinates(self, row: Row, lon: str, lat: str) -> tuple[float | None, float | None]:
        if not lon and not lat:
            return None, None
        values = []
        for field, text, bound in (("lon", lon, 180.0), ("lat", lat, 90.0)):
            if not text:
                raise self._wrong(row, field, "required", "为空，而另一坐标不空", "is empty, its pair is not")
            try:
                value = float(text)
            except ValueError:
                raise self._wrong(row, field, "number", "不是数", "is not a number", text) from None
            if not math.isfinite(value) or abs(value) > bound:
                raise self._wrong(
                    row,
                    field,
                    "range",
                    f"须在 ±{bound:g} 之内",
                    f"must lie within ±{bound:g}",
                    text,
                )
            values.append(value)
        return to_wgs84(values[0], values[1], self._mapping.coordinates)
