"""The account of a clock in words, in both languages: rule, days counted and passed over, pauses, extensions,
what is left."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from backend.service import calendar as built_in
from contract.clock import DAY, HOUR, MINUTE, SECOND, WORKING_DAY, Calendar, Clock, Limit, remaining
from contract.machine import Names
from contract.reckoning import Passed, Reckoning

_UNITS = {
    "minutes": Names("分钟", "minutes"),
    "hours": Names("小时", "hours"),
    "natural_days": Names("个自然日", "natural days"),
    "urgent_hours": Names("个紧急工作时", "urgent working hours"),
    "working_hours": Names("个工作时", "working hours"),
    "working_days": Names("个工作日", "working days"),
}
_KINDS = {
    "weekend": Names("周末不计", "weekend, not counted"),
    "holiday": Names("放假不计", "public holiday, not counted"),
    "made_up": Names("调休上班，计入", "make-up working day, counted"),
}


def limit_names(limit: Limit) -> Names:
    """A limit in words: 3个工作日, 3 working days. One that an instant set, in broken minutes, is told by its
    length."""
    if limit.unit == "minutes" and limit.amount % MINUTE:
        return length_names(limit.amount, working=False)
    unit = _UNITS.get(limit.unit, Names(limit.unit, limit.unit))
    return Names(f"{limit.value:g}{unit.zh}", f"{limit.value:g} {_singular(limit.value, unit.en)}")


def _singular(value: float, unit: str) -> str:
    return unit.removesuffix("s") if value == 1 else unit


def length_names(ms: int, *, working: bool) -> Names:
    """A length in words, to the second: 2个工作日3小时5分, 2 working days 3 h 5 min."""
    day = WORKING_DAY if working else DAY
    parts = (
        (ms // day, "个工作日" if working else "天", "working days" if working else "days"),
        (ms % day // HOUR, "小时", "h"),
        (ms % day % HOUR // MINUTE, "分", "min"),
        (ms % MINUTE // SECOND, "秒", "s"),
    )
    said = [(n, zh, _singular(n, en) if len(en) > 1 else en) for n, zh, en in parts if n]
    if not said:
        return Names("0分", "0 min")
    return Names("".join(f"{n}{zh}" for n, zh, _ in said), " ".join(f"{n} {en}" for n, _, en in said))


def local(at: int, calendar: Calendar) -> datetime:
    """An instant as the calendar's local time."""
    zone = timezone(timedelta(minutes=calendar.utc_offset))
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(zone)


def iso(at: int, calendar: Calendar) -> str:
    """An instant as ISO 8601 with the calendar's offset; milliseconds where there are any."""
    return local(at, calendar).isoformat(timespec="milliseconds" if at % SECOND else "seconds")


def moment(at: int, calendar: Calendar) -> str:
    """An instant to read: 2026-11-23 08:00, with seconds and milliseconds where there are any."""
    parts = "milliseconds" if at % SECOND else "seconds" if at % MINUTE else "minutes"
    return local(at, calendar).replace(tzinfo=None).isoformat(" ", parts)


def called(passed: Passed, calendar: Calendar) -> Passed:
    """The same days with what the built-in calendar calls the holiday."""
    if passed.kind != "holiday":
        return passed
    first, last = date.fromisoformat(passed.first), date.fromisoformat(passed.last)
    names = built_in.holiday_names(first, last, calendar)
    return Passed(passed.kind, passed.first, passed.last, names)


def hours(calendar: Calendar) -> str:
    """Working spans and offset: 08:00–12:00, 14:00–18:00, UTC+08:00."""
    spans = ", ".join(f"{b // 60:02d}:{b % 60:02d}–{e // 60:02d}:{e % 60:02d}" for b, e in calendar.spans)
    return f"{spans}, {local(0, calendar).strftime('UTC%z')[:-2]}:{local(0, calendar).strftime('%z')[-2:]}"


def lines(clock: Clock, said: Reckoning, calendar: Calendar, now: int) -> list[dict[str, object]]:
    """The account line by line: `kind`, `zh`, `en`, and what a program would read out of it."""
    working = clock.limit.working
    found = [_line("rule", _rule(clock.limit, calendar), unit=clock.limit.unit, value=clock.limit.value)]
    if said.begins != clock.started_at:
        began = moment(said.begins, calendar)
        names = Names(
            f"开始不在工作时间，自{began}起计", f"it starts outside working time and counts from {began} on"
        )
        found.append(_line("begins", names, at=iso(said.begins, calendar)))
    if working:
        found.append(
            _line("days", Names(f"计入{said.days}个工作日内的工作时间", _counted(said.days)), days=said.days)
        )
    for days in said.passed:
        named = called(days, calendar)
        found.append(
            _line("calendar", _days(named), day_kind=named.kind, **{"from": named.first, "to": named.last})
        )
    for pause in said.stood:
        kept = length_names(pause.kept, working=working)
        since = moment(pause.since, calendar)
        until = moment(pause.until, calendar) if pause.until is not None else None
        names = (
            Names(
                f"暂停：{since}至{until}，其间{kept.zh}不计",
                f"stood {since} to {until}: {kept.en} not counted",
            )
            if until is not None
            else Names(f"自{since}起暂停，尚未恢复", f"stands since {since}")
        )
        ends = iso(pause.until, calendar) if pause.until is not None else None
        found.append(
            _line("pause", names, kept_ms=pause.kept, **{"from": iso(pause.since, calendar), "to": ends})
        )
    if clock.extended:
        more = length_names(clock.extended, working=working)
        found.append(
            _line("extension", Names(f"延期：加{more.zh}", f"extended by {more.en}"), ms=clock.extended)
        )
    if clock.due_at is not None:
        at = moment(clock.due_at, calendar)
        found.append(_line("due", Names(f"{at}用完时限", f"the limit is used up at {at}")))
    found.append(_left(clock, calendar, now))
    if unsure(clock, calendar):
        found.append(_line("provisional", _provisional(clock, calendar)))
    return found


def _line(kind: str, names: Names, **more: object) -> dict[str, object]:
    return {"kind": kind, "zh": names.zh, "en": names.en, **more}


def _rule(limit: Limit, calendar: Calendar) -> Names:
    words = limit_names(limit)
    if not limit.working:
        return Names(f"{words.zh}，连续计算", f"{words.en}, which always run")
    each = Names("，一个工作日为480工作分钟", ", a working day being 480 working minutes")
    day = each if limit.unit == "working_days" else Names("", "")
    return Names(
        f"{words.zh}{day.zh}，按工作时间计（{hours(calendar)}）",
        f"{words.en}{day.en}, counted in working time ({hours(calendar)})",
    )


def _counted(days: int) -> str:
    return "counted on 1 working day" if days == 1 else f"counted on {days} working days"


def _days(passed: Passed) -> Names:
    kind = _KINDS.get(passed.kind, Names(passed.kind, passed.kind))
    one = passed.first == passed.last
    zh = passed.first if one else f"{passed.first}至{passed.last}"
    en = passed.first if one else f"{passed.first} to {passed.last}"
    if passed.names.zh:
        return Names(f"{zh}：{passed.names.zh}{kind.zh}", f"{en}: {passed.names.en}, {kind.en}")
    return Names(f"{zh}：{kind.zh}", f"{en}: {kind.en}")


def _left(clock: Clock, calendar: Calendar, now: int) -> dict[str, object]:
    left = remaining(clock, now, calendar)
    words = length_names(abs(left), working=clock.limit.working)
    at = moment(now, calendar)
    time = Names("工作时间", " of working time") if clock.limit.working else Names("", "")
    past = left < 0 or (clock.due_at is not None and now > clock.due_at)
    if past:
        names = Names(f"{at}时已超过{time.zh}{words.zh}", f"past by {words.en}{time.en} at {at}")
    else:
        names = Names(f"{at}时还剩{time.zh}{words.zh}", f"{words.en}{time.en} left at {at}")
    return _line("left", names, ms=left)


def unsure(clock: Clock, calendar: Calendar) -> bool:
    """Whether a due instant lies in, or was counted through, a year whose days are not announced; said of
    limits that always run, too, though no holiday can move these."""
    due = clock.due_at
    return clock.provisional or (due is not None and calendar.provisional(clock.started_at, due))


def _provisional(clock: Clock, calendar: Calendar) -> Names:
    first = local(clock.started_at, calendar).year
    last = local(clock.due_at, calendar).year if clock.due_at is not None else first
    years = [str(year) for year in range(first, max(first, last) + 1) if year not in calendar.known]
    zh = f"暂定：{'、'.join(years)}年的放假安排尚未公布" if years else "暂定：放假安排尚未公布"
    en = f"provisional: the public holidays of {', '.join(years) or 'a year'} are not announced yet"
    if not clock.limit.working:
        zh, en = f"{zh}（连续计算的时限不受影响）", f"{en}; a limit that always runs is not moved by them"
    return Names(zh, en)
