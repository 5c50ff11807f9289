"""The announced days of a year, as an administrator imports them: public holidays and make-up days."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import delete, insert

from backend.service.loading import announce
from backend.service.refusal import wrong_input
from backend.store import tables as t
from backend.store.engine import Store

_WORKING = {"off": False, "holiday": False, "休": False, "working": True, "班": True}


def read_days(path: Path, year: int) -> dict[date, bool]:
    """Days of a CSV file without a head (ISO date, ``off`` or ``working``); raises ServiceRefused."""
    days: dict[date, bool] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.reader(file), 1):
            if not row or row[0].startswith("#"):
                continue
            try:
                day, working = date.fromisoformat(row[0].strip()), _WORKING[row[1].strip()]
            except (ValueError, KeyError, IndexError):
                raise wrong_input(
                    f"line {line}",
                    "format",
                    ",".join(row),
                    f"第{line}行应为：日期,off或working",
                    f"line {line} must be: ISO date, off or working",
                ) from None
            if day.year != year:
                raise wrong_input(
                    f"line {line}", "year", row[0], f"第{line}行不在{year}年", f"line {line} is not in {year}"
                )
            days[day] = working
    if not any(not working for working in days.values()):
        raise wrong_input(
            "file",
            "holidays",
            path.name,
            "没有一个放假日，不像是全年安排",
            "not one holiday: not a whole year",
        )
    return days


async def import_year(store: Store, district: str, year: int, path: Path, at: int) -> int:
    """Replace a year's announced days; gives how many. Consoles hear of it by the feed; what open clocks
    become by it is the work of `calendar_change.Calendars`."""
    days = read_days(path, year)
    async with store.write() as connection:
        await connection.execute(
            delete(t.calendar_day).where(
                t.calendar_day.c.district == district, t.calendar_day.c.day.startswith(f"{year}-")
            )
        )
        await connection.execute(
            delete(t.calendar_year).where(
                t.calendar_year.c.district == district, t.calendar_year.c.year == year
            )
        )
        await connection.execute(insert(t.calendar_year).values(district=district, year=year))
        await connection.execute(
            insert(t.calendar_day),
            [{"district": district, "day": d.isoformat(), "working": w} for d, w in sorted(days.items())],
        )
        await announce(connection, district, at, account="", note=f"calendar {year}", calendar=str(year))
    return len(days)
