"""``grid-backend due``: when a limit is used up, and why, as JSON; nothing is written anywhere.

Without a district it counts by 08:00-12:00 and 14:00-18:00 at UTC+8 with the holidays that are built in. A
district that comes with the product, or a folder, gives its own hours; with a database its imported years
count, too. Instants are kept to the millisecond.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

import asyncpg
import msgspec
from sqlalchemy import exc, select
from sqlalchemy.engine import make_url

from backend.service import calendar as built_in
from backend.service import reckoned
from backend.service.clock import SystemClock
from backend.service.reference import read_calendar
from backend.service.refusal import ServiceRefused, wrong_input
from backend.store import tables as t
from backend.store.engine import Store, async_url
from contract.clock import (
    Calendar,
    Clock,
    ClockError,
    Limit,
    extend,
    parse_limit,
    remaining,
    resume,
    stand,
    start,
)
from contract.reckoning import reckon

DISTRICTS = Path(__file__).parents[2] / "resources" / "districts"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = 1970, 2200


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument("--start", metavar="ISO", help="local time where it has no offset")
    command.add_argument(
        "--limit",
        help='"3 working days"; or minutes, hours, natural days, urgent working hours, working hours',
    )
    command.add_argument(
        "--pause",
        action="append",
        default=[],
        metavar="FROM/TO",
        help="stands in between; FROM/ stands on (more than one may be given)",
    )
    command.add_argument(
        "--extend",
        action="append",
        default=[],
        metavar="LIMIT",
        help='"1 working day" more, of the same kind',
    )
    command.add_argument("--at", metavar="ISO", help="the instant for what is left (default: now)")
    command.add_argument(
        "--lines",
        action="store_true",
        help='many at once: JSON {"start", "limit", "pause": [], "extend": []} a line on standard input, '
        'the same number of lines {"due", "provisional", "standing"} on standard output',
    )
    command.add_argument("--district", metavar="CODE|NAME|FOLDER", help="whose working hours count")
    command.add_argument("--database", metavar="URL", help="the district's imported years count, too")


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of many."""

    start: str
    limit: str
    pause: list[str] = []
    extend: list[str] = []


async def run(options: argparse.Namespace) -> int:
    """Print the answer, or one a line; raises ServiceRefused. 2 where it is not said what is asked."""
    if options.lines == (options.start is not None or options.limit is not None):
        sys.stderr.write("grid-backend due: it needs --start and --limit, or --lines without them\n")
        return 2
    calendar = await calendar_for(options.district, options.database)
    if options.lines:
        return _many(sys.stdin.buffer, sys.stdout.buffer, calendar)
    if options.start is None or options.limit is None:
        sys.stderr.write("grid-backend due: it needs --start and --limit\n")
        return 2
    now = instant(options.at, calendar, "at") if options.at is not None else SystemClock().now()
    asked = Asked(options.start, options.limit, options.pause, options.extend)
    try:
        answer = answer_of(clock_of(asked, calendar), calendar, now)
    except (ClockError, OverflowError) as error:
        raise wrong_input("limit", "length", options.limit, "这样的时限无法计算", str(error)) from error
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n")
    return 0


def _many(lines: BinaryIO, out: BinaryIO, calendar: Calendar) -> int:
    """Answer line by line; what cannot be answered is a line that says why, and makes the status 1."""
    status = 0
    for line in lines:
        try:
            clock = clock_of(msgspec.json.decode(line, type=Asked), calendar)
            answer = {
                "due": reckoned.iso(clock.due_at, calendar) if clock.due_at is not None else None,
                "provisional": reckoned.unsure(clock, calendar),
                "standing": clock.standing,
            }
        except (ServiceRefused, ClockError, OverflowError, msgspec.MsgspecError) as error:
            answer, status = {"error": str(error)}, 1
        out.write(msgspec.json.encode(answer) + b"\n")
    return status


# ---- what is asked ----
def instant(text: str, calendar: Calendar, field: str) -> int:
    """An ISO 8601 instant in ms; local time of the calendar where it has no offset. Raises ServiceRefused."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        raise wrong_input(
            field, "iso", text, f"不是ISO 8601时间：{text}", f"not an instant as ISO 8601 has it: {text!r}"
        ) from None
    if not _EARLIEST < when.year <= _LATEST:
        raise wrong_input(
            field,
            "range",
            text,
            f"年份须在{_EARLIEST + 1}与{_LATEST}之间：{text}",
            f"its year must lie in {_EARLIEST + 1}…{_LATEST}: {text!r}",
        )
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone(timedelta(minutes=calendar.utc_offset)))
    return (when - _EPOCH) // timedelta(milliseconds=1)


def _limit(text: str, field: str) -> Limit:
    try:
        limit = parse_limit(text)
    except ClockError as error:
        raise wrong_input(
            field, "limit", text, f"不是时限：{text}（{error}）", f"{text!r}: {error}"
        ) from None
    return limit


def clock_of(asked: Asked, calendar: Calendar) -> Clock:
    """The clock that was asked about; raises ServiceRefused where something of it cannot be read, ClockError
    where it cannot be counted."""
    kind = _limit(asked.limit, "limit")
    clock = start("due", kind, instant(asked.start, calendar, "start"), calendar)
    last = clock.started_at
    for since, until in sorted((_pause(text, calendar) for text in asked.pause), key=itemgetter(0)):
        if since < last or not clock.running:
            raise wrong_input(
                "pause",
                "order",
                reckoned.iso(since, calendar),
                "暂停须在开始之后，且互不重叠",
                "pauses lie after the start and do not overlap",
            )
        clock = stand(clock, since, calendar)
        if until is not None:
            last = until
            clock = resume(clock, until, calendar)
    for text in asked.extend:
        extension = _limit(text, "extend")
        if extension.working != kind.working:
            raise wrong_input(
                "extend",
                "kind",
                text,
                f"延期须与时限同类（工作时间或自然时间）：{text}",
                f"an extension is of the limit's kind, working or natural: {text!r}",
            )
        clock = extend(clock, extension.amount, calendar)
    return clock


def _pause(text: str, calendar: Calendar) -> tuple[int, int | None]:
    since, slash, until = text.partition("/")
    if not slash:
        raise wrong_input("pause", "form", text, f"暂停应写作 起/止：{text}", f"a pause is FROM/TO: {text!r}")
    begin = instant(since, calendar, "pause")
    finish = instant(until, calendar, "pause") if until.strip() else None
    if finish is not None and finish < begin:
        raise wrong_input(
            "pause", "order", text, f"暂停的止早于起：{text}", f"it ends before it begins: {text!r}"
        )
    return begin, finish


# ---- by whose hours ----
async def calendar_for(district: str | None, database: str | None) -> Calendar:
    """The calendar that counts; raises ServiceRefused where there is no such district or database."""
    if database is not None:
        return await _stored(district, database)
    if district is None:
        return built_in.build(built_in.OFFICE_HOURS, 480)
    for folder in _folders(district):
        return _profile_calendar(folder)
    known = ", ".join(sorted(path.parent.name for path in DISTRICTS.glob("*/profile.toml")))
    raise wrong_input(
        "district",
        "known",
        district,
        f"没有这个区：{district}（随产品提供：{known}）",
        f"no such district: {district!r} (with the product come {known})",
    )


def _folders(district: str) -> list[Path]:
    """Folders of a profile: the one named, the one of the product of that name, or of that code."""
    if (Path(district) / "profile.toml").is_file():
        return [Path(district)]
    return [
        path.parent
        for path in sorted(DISTRICTS.glob("*/profile.toml"))
        if path.parent.name == district or str(_table(path).get("code")) == district
    ]


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise wrong_input(
            "district", "profile", path.parent.name, f"无法读取：{error}", str(error)
        ) from error


def _profile_calendar(folder: Path) -> Calendar:
    table = _table(folder / "profile.toml")
    try:
        spans = tuple(built_in.parse_span(text) for text in table["working_hours"])
        return built_in.build(spans, built_in.UTC_OFFSETS[table["timezone"]])
    except (KeyError, TypeError, ValueError) as error:
        raise wrong_input(
            "district", "profile", folder.name, "区的工作时间无法读取", f"profile.toml: {error!r}"
        ) from error


async def _stored(district: str | None, database: str) -> Calendar:
    _there(database)
    store = Store(database, 1)
    try:
        async with store.read() as connection:
            rows = {row.district: row for row in await connection.execute(select(t.district))}
            code = _code(district, list(rows))
            return await read_calendar(connection, code, rows[code].spans, rows[code].utc_offset)
    except (exc.DBAPIError, asyncpg.PostgresError):
        raise _no_database(database) from None
    finally:
        await store.close()


def _there(database: str) -> None:
    """Refuse a SQLite file that is not there: to ask must not make one."""
    try:
        url = make_url(async_url(database))
    except exc.ArgumentError:
        raise _no_database(database) from None
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise _no_database(database)


def _no_database(database: str) -> ServiceRefused:
    try:
        shown = make_url(database).render_as_string()  # without its password
    except exc.ArgumentError:
        shown = "?"
    return wrong_input(
        "database", "known", shown, f"没有这个数据库：{shown}", f"no such database of ours: {shown}"
    )


def _code(district: str | None, known: list[str]) -> str:
    if district is None and len(known) == 1:
        return known[0]
    named = [district] if district is not None else []
    if district is not None and district not in known:
        named += [str(_table(folder / "profile.toml").get("code")) for folder in _folders(district)]
    for code in named:
        if code in known:
            return code
    raise wrong_input(
        "district",
        "known",
        district or "",
        f"数据库中的区：{'、'.join(known) or '无'}",
        f"the database has: {', '.join(known) or 'none'}",
    )


# ---- the answer ----
def answer_of(clock: Clock, calendar: Calendar, now: int) -> dict[str, object]:
    """The answer as it is printed; `due` is null where the clock stands with something left."""
    due = clock.due_at
    said = reckon(clock, calendar, now)
    return {
        "due": reckoned.iso(due, calendar) if due is not None else None,
        "why": reckoned.lines(clock, said, calendar, now),
        "provisional": reckoned.unsure(clock, calendar),
        "amber": reckoned.iso(clock.amber_at, calendar) if clock.amber_at is not None else None,
        "start": reckoned.iso(clock.started_at, calendar),
        "limit": {"value": clock.limit.value, "unit": clock.limit.unit, "ms": clock.limit.amount},
        "extended_ms": clock.extended,
        "left_ms": remaining(clock, now, calendar),
        "at": reckoned.iso(now, calendar),
        "standing": clock.standing,
    }
