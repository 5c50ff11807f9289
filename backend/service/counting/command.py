"""``grid-backend figures``: the figures of some days, as JSON or as a table to read."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from unicodedata import east_asian_width

import msgspec

from backend.service.counting.answering import answer
from backend.service.refusal import wrong_input
from backend.services import Services
from contract.calendar import Calendar
from contract.counting import GROUPS, Count, Figures, Period, Rates, day_of, days
from contract.machine import Names

COLUMNS: tuple[tuple[Names, str], ...] = (
    (Names("上报", "reported"), "reported"),
    (Names("立案", "filed"), "filed"),
    (Names("应办结", "due"), "due"),
    (Names("办结", "closed"), "closed"),
    (Names("按时办结", "in time"), "closed_in_time"),
)
SHARES: tuple[tuple[Names, str], ...] = (
    (Names("办结率", "closing"), "closing"),
    (Names("按时率", "in time"), "in_time"),
    (Names("退单率", "returned"), "returns"),
    (Names("返工率", "rework"), "rework"),
    (Names("重复率", "repeats"), "repeats"),
    (Names("满意率", "satisfied"), "satisfaction"),
    (Names("签收及时率", "sign-in"), "sign_in"),
    (Names("到场及时率", "arrival"), "arrival"),
)
_MEAN = Names("平均处置(工作日)", "mean handling (working days)")
_ALL = Names("合计", "all")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("--from", dest="first", help="the first local day, 2026-01-01 (this month's)")
    command.add_argument("--to", dest="last", help="the last local day, which is within (today)")
    command.add_argument("--by", choices=GROUPS, default="", help="a line for each")
    command.add_argument("--district")
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="of the table")
    command.add_argument("--table", action="store_true", help="a table to read, instead of JSON")


async def run(services: Services, district: str, options: argparse.Namespace) -> int:
    """Count and print; raises ServiceRefused (validation)."""
    reference, now = services.references.get(district).reference, services.clock.now()
    period = _period(reference.calendar, options.first, options.last, now)
    async with services.store.read() as connection:
        counted = await answer(connection, reference, period, now, options.by)
    said = (
        table(counted, reference.calendar, options.lang).encode()
        if options.table
        else msgspec.json.encode(counted)
    )
    sys.stdout.buffer.write(said + b"\n")
    sys.stdout.flush()
    return 0


def _period(calendar: Calendar, first: str | None, last: str | None, now: int) -> Period:
    today = day_of(calendar, now)
    end = _day("to", last) if last else today
    begin = _day("from", first) if first else end.replace(day=1)
    if end < begin:
        raise wrong_input("to", "after", end, "结束须不早于开始", "it must not come before its beginning")
    return days(calendar, begin, end)


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong_input(
            field, "format", text, "日期须写作2026-01-31", "a day is written 2026-01-31"
        ) from None


def table(counted: Count, calendar: Calendar, language: str) -> str:
    """The figures as a person reads them, one line a group and one for all."""
    heads = [names.of(language) for names, _ in (*COLUMNS, *SHARES)] + [_MEAN.of(language)]
    lines = [(line.names.of(language), line.figures, line.rates) for line in counted.lines]
    lines.append((_ALL.of(language), counted.total, counted.rates))
    rows = [["", *heads], *([name, *_cells(figures, shares)] for name, figures, shares in lines)]
    widths = [max(_width(row[n]) for row in rows) for n in range(len(heads) + 1)]
    period = f"{day_of(calendar, counted.from_at)} – {day_of(calendar, counted.to_at) - timedelta(days=1)}"
    return "\n".join([period, *(_line(row, widths) for row in rows)])


def _cells(figures: Figures, shares: Rates) -> list[str]:
    counts = [str(getattr(figures, name)) for _, name in COLUMNS]
    percents = [_percent(getattr(shares, name)) for _, name in SHARES]
    mean = shares.handling_days
    return [*counts, *percents, "–" if mean is None else f"{mean:.2f}"]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _line(row: list[str], widths: list[int]) -> str:
    first, *rest = (" " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
    return "  ".join(
        [row[0] + first, *(pad + text for pad, text in zip(rest, row[1:], strict=True))]
    ).rstrip()
