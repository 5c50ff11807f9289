"""Reading a roster out of a table (CSV or XLSX): a row is somebody on a post with a shift; more rows of the
same person are more shifts. A row that can't be read is refused by its line, field and rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from backend.service.duty import may_set
from backend.service.importing.faults import FileRefused
from backend.service.importing.reading import Cell, Row, Sheet, read_bytes
from backend.service.refusal import ServiceRefused
from contract.account import Actor
from contract.duty import RosterFault
from contract.machine import Names
from contract.problem import FieldFault
from contract.reference import Reference
from contract.rota import Pattern

_json = msgspec.json.Encoder().encode

COLUMNS = ("网格或单位", "岗位", "姓名", "电话", "私人电话", "账号", "班次", "上班", "下班", "起", "止")
"""Place, post, name, phone, private (是), account, days, from, to, first day, last day."""
DAYS: dict[str, tuple[str, tuple[int, ...]]] = {
    "每天": ("week", (0, 1, 2, 3, 4, 5, 6)),
    "工作日": ("working_days", ()),
    "休息日": ("rest_days", ()),
}
_WEEK = "一二三四五六日"
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::00)?$")
_PHONE = re.compile(r"^[0-9+() -]*$")
ROWS = 50_000


class _Shape(msgspec.Struct, frozen=True):
    """What is expected of the file itself."""

    formats: tuple[str, ...] = ("csv", "xlsx")
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    skip: int = 0

    def columns(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return COLUMNS


class Entry(msgspec.Struct, frozen=True):
    """A row that could be read. `pattern` is None where it names no shift."""

    line: int
    place: str
    post: str
    name: str
    phone: str
    private: bool
    login: str
    pattern: Pattern | None
    from_day: str
    to_day: str

    @property
    def person(self) -> tuple[str, str, str]:
        """By what somebody is known again."""
        return self.place, self.post, self.name


class Read(msgspec.Struct, frozen=True):
    """A table: what could be read of it, and why the rest could not."""

    rows: int
    entries: tuple[Entry, ...]
    faults: tuple[RosterFault, ...]


def read(content: bytes | None, reference: Reference, actor: Actor, today: date) -> Read:
    """The rows of a file; raises ServiceRefused (validation) where it can't be read at all."""
    if content is None:
        raise _whole("stored", "文件尚未上传", "the file has not been uploaded")
    try:
        sheet: Sheet = read_bytes(content, _Shape())  # type: ignore[arg-type]
    except FileRefused as refused:
        raise _whole(refused.rule, refused.says.zh, refused.says.en) from None
    if len(sheet.rows) > ROWS:
        raise _whole("too_large", f"一次最多{ROWS}行", f"at most {ROWS} rows at once")
    reader = _Reader(reference, actor, today)
    entries: list[Entry] = []
    faults: list[RosterFault] = []
    for row in sheet.rows:
        found, wrong = reader.read(sheet.columns, row)
        faults += wrong
        entries += [found] if found is not None else []
    return Read(len(sheet.rows), tuple(entries), tuple(faults))


def _whole(rule: str, zh: str, en: str) -> ServiceRefused:
    return ServiceRefused("validation", Names(zh, en), faults=(FieldFault("file", rule, "", zh, en),))


class _Wrong(Exception):
    """A field that can't be read."""

    def __init__(self, column: str, rule: str, value: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.column, self.rule, self.value, self.zh, self.en = column, rule, value, zh, en


class _Reader:
    """Reads rows against a reference. Places are named by code, by short name or by full name."""

    def __init__(self, reference: Reference, actor: Actor, today: date) -> None:
        self._reference, self._actor, self._today = reference, actor, today
        self._places: dict[str, set[str]] = {}
        for area in reference.areas:
            for word in {area.code, area.short, area.names.zh}:
                self._places.setdefault(word, set()).add(area.code)
        for unit in reference.units:
            for word in {unit.code, unit.names.zh}:
                self._places.setdefault(word, set()).add(unit.code)

    def read(self, columns: Sequence[str], row: Row) -> tuple[Entry | None, list[RosterFault]]:
        if row.fault is not None:
            f = row.fault
            return None, [
                RosterFault(line=row.line, field=f.column, rule=f.rule, value=f.value, zh=f.zh, en=f.en)
            ]
        cells = dict(zip(columns, row.cells, strict=False))
        try:
            return self._entry(row.line, cells), []
        except _Wrong as w:
            fault = RosterFault(
                line=row.line, field=w.column, rule=w.rule, value=w.value[:80], zh=w.zh, en=w.en
            )
            return None, [fault]

    def _entry(self, line: int, cells: dict[str, Cell]) -> Entry:
        def text(column: str) -> str:
            cell = cells.get(column, "")
            return cell.strip() if isinstance(cell, str) else cell.isoformat()

        place = self._place(text("网格或单位"))
        name, phone = text("姓名"), text("电话")
        if not name or len(name) > 80:
            raise _Wrong(
                "姓名", "required", name, "请填写姓名（80字以内）", "say who it is, in 80 characters"
            )
        if not _PHONE.match(phone) or len(phone) > 40:
            raise _Wrong(
                "电话", "pattern", "", "电话只能是数字、空格和 + ( ) -", "digits, spaces and + ( ) -"
            )
        private = text("私人电话")
        if private not in ("", "是", "否"):
            raise _Wrong("私人电话", "choice", private, "请填写 是 或 否", "是 or 否")
        pattern = self._pattern(text("班次"), text("上班"), text("下班"))
        first = self._day("起", cells.get("起", "")) or self._today.isoformat()
        last = self._day("止", cells.get("止", ""))
        if last and last < first:
            raise _Wrong("止", "order", last, "截止日期早于起始日期", "it ends before it begins")
        return Entry(
            line=line,
            place=place,
            post=self._post(place, text("岗位")),
            name=name,
            phone=phone,
            private=private == "是",
            login=text("账号"),
            pattern=pattern,
            from_day=first,
            to_day=last,
        )

    def _place(self, said: str) -> str:
        found = self._places.get(said, set()) if said else set()
        if not found:
            raise _Wrong("网格或单位", "known", said, "没有这个网格或单位", "no such grid or unit")
        if len(found) > 1:
            raise _Wrong(
                "网格或单位", "unique", said, "名称不唯一，请填写编码", "more than one: write its code"
            )
        (place,) = found
        if not may_set(self._actor, self._reference, place):
            raise _Wrong("网格或单位", "scope", said, "不由您管理", "not yours to set")
        return place

    def _post(self, place: str, said: str) -> str:
        staffing = self._reference.district.staffing
        posts = staffing.grid if self._reference.area(place) is not None else staffing.unit
        for post in posts:
            if said in (post.key, post.names.zh, post.names.en):
                return post.key
        known = "、".join(post.names.zh for post in posts)
        raise _Wrong("岗位", "choice", said, f"岗位应为：{known}", "the district has no such post here")

    def _pattern(self, days: str, begin: str, end: str) -> Pattern | None:
        if not days and not begin and not end:
            return None
        rule, weekdays = self._days(days)
        return Pattern(
            rule=rule,  # type: ignore[arg-type]
            weekdays=weekdays,
            begin=self._clock("上班", begin) % 1440,
            end=self._clock("下班", end) % 1440,
        )

    def _days(self, said: str) -> tuple[str, tuple[int, ...]]:
        if said in DAYS:
            return DAYS[said]
        plain = said.replace("周", "").replace("星期", "").replace("天", "日")
        first, dash, last = plain.partition("至")
        if dash and len(first) == len(last) == 1 and first in _WEEK and last in _WEEK:
            a, b = _WEEK.index(first), _WEEK.index(last)
            if a <= b:
                return "week", tuple(range(a, b + 1))
        named = [c for c in plain if c not in "、,， "]
        if named and all(c in _WEEK for c in named):
            return "week", tuple(sorted({_WEEK.index(c) for c in named}))
        raise _Wrong(
            "班次",
            "days",
            said,
            "请填写 每天、工作日、休息日、周一至周五 或 周一、三、五",
            "每天, 工作日, 休息日, 周一至周五 or 周一、三、五",
        )

    def _clock(self, column: str, said: str) -> int:
        match = _CLOCK.match(said)
        minutes = int(match[1]) * 60 + int(match[2]) if match is not None and int(match[2]) < 60 else -1
        if not 0 <= minutes <= 1440:
            raise _Wrong(column, "clock", said, "请写作 08:00", "write it as 08:00")
        return minutes

    def _day(self, column: str, cell: Cell) -> str:
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        if not cell.strip():
            return ""
        try:
            return date.fromisoformat(cell.strip()).isoformat()
        except ValueError:
            raise _Wrong(column, "date", cell, "请写作 2026-11-22", "write it as 2026-11-22") from None
