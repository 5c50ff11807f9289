"""What all papers say alike: one language, the district's names, instants as officials write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from console.situation.masking import without_persons
from contract.clock import Clock, Limit
from contract.joint.joint import Joint
from contract.machine import Names
from contract.reference import Reference

from .paper import Heading, Row, Table

_DIGITS = "一二三四五六七八九十"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LIMITS = {
    "minutes": Names("{n}分钟", "{n} min"),
    "hours": Names("{n}小时", "{n} h"),
    "urgent_hours": Names("{n}小时", "{n} h"),
    "natural_days": Names("{n}个自然日", "{n} natural day(s)"),
    "working_hours": Names("{n}个工作小时", "{n} working hour(s)"),
    "working_days": Names("{n}个工作日", "{n} working day(s)"),
}
DATE_BY_HAND = "　　　年　　月　　日"
"""Where a date is written by hand in a Chinese paper; an English one has a line for it."""
EVIDENCE = {
    "before": Names("处置前照片", "photo before"),
    "after": Names("处置后照片", "photo after"),
    "document": Names("法律文书", "legal document"),
    "result": Names("处置结果", "result"),
    "agreement": Names("移交维护协议", "hand-over agreement"),
    "other": Names("其他材料", "other"),
}
MARKS = {
    "used_before": Names("此前已用于其他行动或工单", "used elsewhere before"),
    "other_type": Names("文件类型与名称或种类不符", "not the type of file that it is said to be"),
    "out_of_time": Names("拍摄时间不在行动期间", "taken out of the action's time"),
    "out_of_place": Names("拍摄地点不在现场范围", "taken away from the spot"),
    "no_time": Names("无拍摄时间", "no time of taking"),
}
WAYS = {
    "whistle": Names("街镇吹哨", "whistle by the street"),
    "application": Names("主办单位申请", "application by a lead department"),
    "committee": Names("委员会提请", "proposal by a committee"),
    "green": Names("开通绿色通道", "the green channel"),
    "campaign": Names("整治轮次发起", "a round of a campaign"),
}
URGENCIES = {
    "normal": Names("一般", "normal"),
    "urgent": Names("紧急", "urgent"),
    "danger": Names("特急（有险情）", "danger"),
}


@dataclass(frozen=True, slots=True)
class Writing:
    """The pen: in which language, about which district, when."""

    language: str
    reference: Reference
    now: int

    def say(self, zh: str, en: str) -> str:
        """One of the two."""
        return self.of(Names(zh, en))

    def of(self, names: Names) -> str:
        """One of two names."""
        return names.of(self.language)

    def known(self, names: dict[str, Names], key: str) -> str:
        """The name of a key; the key itself where a newer centre has others."""
        return self.of(names[key]) if key in names else key

    # -- instants -------------------------------------------------------------------------------------------
    def local(self, instant: int) -> datetime:
        """The district's local time of an instant (ms UTC)."""
        return datetime.fromtimestamp(instant / 1000, UTC) + timedelta(
            minutes=self.reference.calendar.utc_offset
        )

    def day(self, instant: int) -> str:
        """2026年11月22日, 22 Nov 2026."""
        at = self.local(instant)
        return self.say(f"{at.year}年{at.month}月{at.day}日", f"{at.day} {_MONTHS[at.month - 1]} {at.year}")

    def time(self, instant: int | None) -> str:
        """The day with hour and minute; "" for none."""
        if instant is None:
            return ""
        return f"{self.day(instant)}{self.say('', ', ')}{self.local(instant):%H:%M}"

    def short(self, instant: int | None) -> str:
        """As `time`, in figures, for the cell of a table; a dash for none."""
        return f"{self.local(instant):%Y-%m-%d %H:%M}" if instant is not None else "—"

    def until(self, clock: Clock | None, limit: Limit | None, after: Names) -> str:
        """When a clock falls due; before it runs its limit, with what it runs from."""
        if clock is not None and clock.due_at is not None:
            return self.short(clock.due_at)
        return f"{self.of(after)}{self.say('', ' ')}{self.limit(limit)}" if limit is not None else "—"

    def limit(self, limit: Limit) -> str:
        """How long."""
        form = _LIMITS.get(limit.unit)
        return self.of(form).format(n=f"{limit.value:g}") if form is not None else str(limit)

    # -- names ----------------------------------------------------------------------------------------------
    def unit(self, code: str, name: str) -> str:
        """A unit by its code, as the district calls it now in this language; else as it was called then."""
        found = self.reference.unit(code) if code else None
        return self.of(found.names) if found is not None and self.of(found.names) else name

    def listed(self, names: list[str]) -> str:
        """Several in running text."""
        return self.say("、", ", ").join(names)

    @property
    def office(self) -> str:
        """The district's centre."""
        return self.of(self.reference.district.centre)

    def kind(self, joint: Joint) -> str:
        """What a joint action's kind is called."""
        found = self.reference.district.joint.kind(joint.kind)
        return self.of(found.names) if found is not None else joint.kind

    def where(self, joint: Joint) -> str:
        """Its place in words: the area, then the place."""
        area = self.reference.area(joint.area) if joint.area else None
        name = self.of(area.names) if area is not None else joint.area_name
        place = self.words(joint.place)
        return self.say("", ", ").join(part for part in (name, place) if part) or "—"

    def words(self, text: str) -> str:
        """What somebody wrote, without numbers by which a person is known."""
        return without_persons(text).strip()

    # -- forms ----------------------------------------------------------------------------------------------
    def heading(self, n: int, zh: str, en: str) -> Heading:
        """The head of the n-th section, 1 first."""
        return Heading(self.say(f"{_DIGITS[n - 1]}、{zh}", f"{n}. {en}"))

    def facts(self, *rows: tuple[str, str]) -> Table:
        """What is known, line by line; what is not said anywhere is left out."""
        return Table((), (22, 78), tuple(Row(row) for row in rows if row[1]))


class Sections:
    """Numbers sections as they come: which there are depends on what the action has."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._n = 0

    def __call__(self, zh: str, en: str) -> Heading:
        self._n += 1
        return self._writing.heading(self._n, zh, en)
