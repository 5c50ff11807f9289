"""Real files go in whole, once; damaged ones are refused whole or row by row."""

import asyncio
import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from backend.service.importing.command import mapping_file
from backend.service.importing.faults import ImportRefused
from backend.service.importing.mapping import Mapping, load, parse
from backend.service.importing.reading import read, read_bytes
from backend.service.importing.running import Importer, Summary
from backend.service.importing.telling import for_people, write_faults
from backend.services import Services
from backend.store import tables as t
from contract.ticket import Ticket

from .conftest import CODE, opened

SETS = [
    ("messages-labelled", "labelled_raw.csv", 975),
    ("messages-replied", "replied.csv", 1953),
    ("nyc-311", "nyc311.csv", 1000),
]
LEDGER = parse(
    """
name = "ledger"
formats = ["csv", "xlsx"]
key = ["no"]
[names]
zh = "台账"
en = "Ledger"
[fields.title]
columns = ["title"]
[fields.lon]
columns = ["x"]
[fields.lat]
columns = ["y"]
[fields.item]
columns = ["item"]
[fields.reporter_name]
columns = ["who"]
[fields.reporter_phone]
columns = ["phone"]
[fields.reported_at]
columns = ["at"]
formats = ["%Y-%m-%d %H:%M"]
""".encode()
)
HEAD = "no,title,x,y,item,who,phone,at\n"
GOOD = (
    "1,路灯不亮,117.2,31.5,,王小明,13812342207,2024-03-01 08:00\n2,井盖缺失,10,10,1-2-01,,,2024-03-02 08:00\n"
)


async def take(services: Services, mapping: Mapping, content: bytes | Path, **how: Any) -> Summary:
    sheet = read(content, mapping) if isinstance(content, Path) else read_bytes(content, mapping)
    importer = Importer(
        services.store,
        services.performer,
        services.references.get(CODE),
        services.clock,
        services.locator.code_at,
        mapping,
        how.pop("channel", ""),
    )
    summary = await importer.run(sheet, "file", **how)
    assert summary.rows == summary.imported + summary.already + summary.repeated + summary.refused
    return summary


async def tickets(services: Services) -> list[Ticket]:
    async with services.store.read() as connection:
        rows = await connection.execute(select(t.ticket.c.row).order_by(t.ticket.c.number))
        return [msgspec.msgpack.decode(row, type=Ticket) for row in rows.scalars()]


async def count(services: Services, name: str) -> int:
    async with services.store.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(t.metadata.tables[name])) or 0)


@pytest.fixture
def within(either_database: str, tmp_path: Path) -> Callable[[Any], Any]:
    """Runs a coroutine function on the services of a database that stays from one run to the next."""

    def run(work: Any) -> Any:
        async def whole() -> Any:
            services = await opened(either_database, tmp_path / "files")
            try:
                return await work(services)
            finally:
                await services.store.close()

        return asyncio.run(whole())

    return run


@pytest.mark.parametrize(("name", "file", "rows"), SETS, ids=[s[0] for s in SETS])
def test_a_real_file_goes_in_whole_and_once(
    within: Callable[[Any], Any], shared_data: Path, name: str, file: str, rows: int
) -> None:
    mapping, path = load(mapping_file(name)), shared_data / "messages" / file

    async def first(services: Services) -> tuple[Summary, int, int]:
        before = services.clock.now()
        dry = await take(services, mapping, path, dry_run=True)
        assert (dry.imported, dry.refused, await count(services, "ticket")) == (rows, 0, 0)
        return await take(services, mapping, path), before, services.clock.now()

    summary, before, after = within(first)
    assert (summary.rows, summary.imported, summary.refused, summary.already) == (rows, rows, 0, 0)
    assert summary.unlocated == rows
    held = within(tickets)
    assert len({ticket.id for ticket in held}) == rows
    with path.open(encoding="utf-8-sig", newline="") as source:
        wanted = sorted(mapping_title(row) for row in csv.DictReader(source))
    assert sorted(ticket.title for ticket in held) == wanted
    for ticket in held:
        assert (ticket.state, ticket.channel, ticket.area) == ("reported", "file", "")
        assert ticket.reported_at < before
        assert ticket.stage is not None
        assert before <= ticket.stage.started_at <= after
    again = within(lambda services: take(services, mapping, path))
    assert (again.imported, again.already, again.refused) == (0, rows, 0)
    for table in ("ticket", "imported", "answer", "entry"):
        assert within(lambda services, table=table: count(services, table)) == rows


def mapping_title(row: dict[str, str]) -> str:
    """What a row's title is to be, said independently of the mapping's own code."""
    if "complaint_type" in row:
        return " · ".join(part for part in (row["complaint_type"], row["descriptor"]) if part)
    return " ".join(row["title"].split())


def test_no_row_is_lost_when_a_run_is_cut_off(within: Callable[[Any], Any], shared_data: Path) -> None:
    mapping, path = load(mapping_file("messages-labelled")), shared_data / "messages" / "labelled_raw.csv"

    class CutOff(Exception):
        """The process is killed."""

    async def half(services: Services) -> None:
        real, done = services.performer.perform, 0

        async def perform(district: str, batch: Any) -> Any:
            nonlocal done
            if done:
                raise CutOff
            done += 1
            return await real(district, batch)

        services.performer.perform = perform  # type: ignore[method-assign]
        with pytest.raises(CutOff):
            await take(services, mapping, path)

    within(half)
    started = within(lambda services: count(services, "ticket"))
    assert 0 < started < 975
    summary = within(lambda services: take(services, mapping, path))
    assert (summary.imported, summary.already) == (975 - started, started)
    assert within(lambda services: count(services, "ticket")) == 975


def test_two_runs_at_once_make_each_row_once(within: Callable[[Any], Any]) -> None:
    content = (HEAD + "".join(f"{n},事情{n},,,,,,2024-03-01 08:00\n" for n in range(1200))).encode()

    async def both(services: Services) -> list[Summary]:
        return list(await asyncio.gather(take(services, LEDGER, content), take(services, LEDGER, content)))

    one, two = within(both)
    assert one.imported + two.imported == 1200
    assert one.already + two.already == 1200
    assert within(lambda services: count(services, "ticket")) == 1200


def test_places_reporters_and_items(within: Callable[[Any], Any]) -> None:
    summary = within(lambda services: take(services, LEDGER, (HEAD + GOOD).encode(), channel="app"))
    assert (summary.imported, summary.unlocated, summary.channel) == (2, 1, "app")
    inside, outside = within(tickets)
    assert (inside.area, inside.reporter, inside.reporter_phone) == (
        f"{CODE}001001-01",
        "王**",
        "138****2207",
    )
    assert (outside.area, outside.lon, outside.lat, outside.item) == ("", 10.0, 10.0, "1-2-01")
    assert (summary.first_number, summary.last_number) == (inside.number, outside.number)


def test_bad_rows_stay_out_and_the_rest_goes_in(within: Callable[[Any], Any], tmp_path: Path) -> None:
    bad = [
        "3,,,,,,,2024-03-01 08:00",
        "4,日期,,,,,,2024-02-30 08:00",
        "5,东经,181,31,,,,2024-03-01 08:00",
        f"6,{'长' * 1_000_000},,,,,,2024-03-01 08:00",
        "7,空\0字符,,,,,,2024-03-01 08:00",
        "8,未来,,,,,,2099-03-01 08:00",
        "9,事项,,,9-9-99,,,2024-03-01 08:00",
        "10,列数,,,,,,2024-03-01 08:00,多",
        '11,"引"号,,,,,,2024-03-01 08:00',
        "1,键重复,,,,,,2024-03-01 08:00",
    ]
    content = (
        HEAD + GOOD + "\n".join(bad) + "\n1,路灯不亮,117.2,31.5,,王小明,13812342207,2024-03-01 08:00\n"
    ).encode()
    summary = within(lambda services: take(services, LEDGER, content))
    assert (summary.rows, summary.imported, summary.refused, summary.repeated) == (13, 2, 10, 1)
    assert [(f.line, f.rule) for f in summary.faults] == [
        (4, "required"),
        (5, "date"),
        (6, "range"),
        (7, "too_long"),
        (8, "control"),
        (9, "past"),
        (10, "known"),
        (11, "columns"),
        (12, "quoting"),
        (13, "doubled_key"),
    ]
    assert all(fault.zh and fault.en for fault in summary.faults)
    out = tmp_path / "refused.csv"
    write_faults(out, summary.faults)
    with out.open(encoding="utf-8-sig", newline="") as written:
        lines = list(csv.DictReader(written))
    assert [line["line"] for line in lines] == [str(n) for n in range(4, 14)]
    assert lines[5]["column"] == "at"
    told = for_people(summary, "zh")
    assert "第 5 行 [at]" in told
    assert "13812342207" not in told + msgspec.json.encode(summary).decode()
    assert within(lambda services: count(services, "ticket")) == 2


def test_a_row_that_changed_is_named_and_its_ticket_stays(within: Callable[[Any], Any]) -> None:
    within(lambda services: take(services, LEDGER, (HEAD + GOOD).encode()))
    changed = (HEAD + GOOD.replace("路灯不亮", "路灯又不亮")).encode()
    summary = within(lambda services: take(services, LEDGER, changed))
    assert (summary.imported, summary.already, summary.refused) == (0, 1, 1)
    assert summary.faults[0].rule == "changed"
    assert [ticket.title for ticket in within(tickets)] == ["路灯不亮", "井盖缺失"]


def test_rows_wholly_alike_are_two_tickets_once(within: Callable[[Any], Any]) -> None:
    keyless = msgspec.structs.replace(LEDGER, key=())
    content = (HEAD + GOOD + GOOD).encode()
    assert within(lambda services: take(services, keyless, content)).imported == 4
    again = within(lambda services: take(services, keyless, content))
    assert (again.imported, again.already) == (0, 4)
    assert within(lambda services: count(services, "ticket")) == 4


def test_a_damaged_copy_is_refused_whole(within: Callable[[Any], Any], shared_data: Path) -> None:
    mapping = load(mapping_file("messages-labelled"))
    whole = (shared_data / "messages" / "labelled_raw.csv").read_bytes()
    text = whole.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    sheet = out.getvalue()
    cut = text.rindex('"')
    copies = {
        "encoding": text.encode("gb18030", "replace"),
        "missing_column": text.replace("title", "headline", 1).encode(),
        "truncated": text[:cut].encode(),
        "format": sheet[: len(sheet) * 2 // 3],
    }
    for rule, content in copies.items():
        with pytest.raises(ImportRefused) as refused:
            within(lambda services, content=content: take(services, mapping, content))
        assert refused.value.rule == rule
    assert within(lambda services: count(services, "ticket")) == 0
    summary = within(lambda services: take(services, mapping, sheet))
    assert (summary.imported, summary.refused) == (975, 0)


def test_a_channel_that_is_not_there(within: Callable[[Any], Any]) -> None:
    with pytest.raises(ImportRefused) as refused:
        within(lambda services: take(services, LEDGER, (HEAD + GOOD).encode(), channel="fax"))
    assert refused.value.rule == "channel"


def test_the_command(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'grid.sqlite'}"

    async def made() -> None:
        await (await opened(database, tmp_path / "files")).store.close()

    asyncio.run(made())
    mapping, file, report = tmp_path / "ledger.toml", tmp_path / "台账.csv", tmp_path / "refused.csv"
    mapping.write_text(
        'name = "l"\nkey = ["no"]\n[names]\nzh = "z"\nen = "e"\n[fields.title]\ncolumns = ["title"]\n'
        '[fields.reporter_name]\ncolumns = ["who"]\n[fields.reporter_phone]\ncolumns = ["phone"]\n'
        '[fields.reported_at]\ncolumns = ["at"]\nformats = ["%Y-%m-%d %H:%M"]\n',
        encoding="utf-8",
    )
    file.write_text(HEAD + GOOD, encoding="utf-8-sig")

    def command(*more: str) -> tuple[int, dict[str, Any], str]:
        line = [sys.executable, "-W", "error", "-m", "backend.cli", "import", "--database", database]
        done = subprocess.run(
            [*line, "--district", CODE, "--mapping", str(mapping), *more, str(file)],
            capture_output=True,
            timeout=120,
            check=False,
        )
        said = done.stderr.decode()
        for private in ("13812342207", "王小明"):
            assert private not in said + done.stdout.decode()
        assert "Traceback" not in said, said
        return done.returncode, json.loads(done.stdout), said

    status, said, told = command("--dry-run", "--lang", "zh")
    assert (status, said["imported"], said["dry_run"]) == (0, 2, True)
    assert "试运行" in told
    status, said, told = command("--lang", "en")
    assert (status, said["imported"], said["refused"]) == (0, 2, 0)
    assert "went in: 2" in told
    file.write_text(HEAD + GOOD + "3,,,,,,,soon\n", encoding="utf-8")
    status, said, told = command("--report", str(report))
    assert (status, said["already"], said["refused"], len(said["faults"])) == (1, 2, 1, 2)
    assert len(report.read_text("utf-8-sig").splitlines()) == 3
    file.write_bytes((HEAD + GOOD).encode("gb18030"))
    status, said, told = command()
    assert (status, said["refused"]) == (3, "encoding")
