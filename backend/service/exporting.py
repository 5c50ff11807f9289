"""Tickets as a table for offices: CSV (UTF-8 with a byte-order mark, which spreadsheets expect) or XLSX.

Reporters stay masked. Instants are the district's local time, to the second.
"""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from sqlalchemy import select

from backend.service.reference import Held
from backend.service.refusal import wrong_input
from backend.store import tables as t
from backend.store.engine import Store
from contract.clock import Clock
from contract.lifecycle import TABLE
from contract.machine import Names
from contract.ticket import Ticket

Cell = str | int | float | None

_decode = msgspec.msgpack.Decoder(Ticket).decode


def columns(held: Held, language: str) -> list[tuple[str, Callable[[Ticket], Cell]]]:
    """Heading and content of each column."""
    reference = held.reference
    zone = timezone(timedelta(minutes=reference.calendar.utc_offset))

    def local(at: int | None) -> str | None:
        if at is None:
            return None
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")

    def state(ticket: Ticket) -> str:
        known = TABLE.state(ticket.state)
        names = reference.district.renames.get(ticket.state) or (known.names if known else None)
        return names.of(language) if names is not None else ticket.state

    def channel(ticket: Ticket) -> str:
        known = reference.channel(ticket.channel)
        return known.names.of(language) if known is not None else ticket.channel

    def due(clock: Clock | None) -> str | None:
        return local(clock.due_at) if clock is not None else None

    def yes(value: bool | None) -> str | None:
        return (
            None if value is None else Names("是" if value else "否", "yes" if value else "no").of(language)
        )

    table: list[tuple[Names, Callable[[Ticket], Cell]]] = [
        (Names("工单编号", "number"), lambda k: k.number),
        (Names("状态", "state"), state),
        (Names("渠道", "channel"), channel),
        (Names("标题", "title"), lambda k: k.title),
        (Names("内容", "text"), lambda k: k.text),
        (Names("事项编码", "item code"), lambda k: k.item),
        (Names("事项", "item"), lambda k: k.item_name),
        (Names("区域编码", "area code"), lambda k: k.area),
        (Names("区域", "area"), lambda k: k.area_name),
        (Names("地点", "place"), lambda k: k.place),
        (Names("经度", "longitude"), lambda k: k.lon),
        (Names("纬度", "latitude"), lambda k: k.lat),
        (Names("承办单位", "unit"), lambda k: k.unit_name),
        (Names("反映人", "reporter"), lambda k: k.reporter),
        (Names("联系电话", "telephone"), lambda k: k.reporter_phone),
        (Names("上报时间", "reported"), lambda k: local(k.reported_at)),
        (Names("受理时间", "accepted"), lambda k: local(k.accepted_at)),
        (Names("立案时间", "filed"), lambda k: local(k.filed_at)),
        (Names("派遣时间", "dispatched"), lambda k: local(k.dispatched_at)),
        (Names("签收时间", "signed in"), lambda k: local(k.signed_in_at)),
        (Names("到场时间", "arrived"), lambda k: local(k.arrived_at)),
        (Names("处置完成时间", "handled"), lambda k: local(k.handled_at)),
        (Names("结案时间", "closed"), lambda k: local(k.closed_at)),
        (Names("责任时限", "responsibility due"), lambda k: due(k.responsibility)),
        (Names("按时处置", "handled in time"), lambda k: yes(k.in_time)),
        (Names("满意度", "satisfaction"), lambda k: k.satisfaction),
        (Names("退单次数", "returns"), lambda k: k.bounces),
        (Names("返工次数", "reworks"), lambda k: k.reworks),
        (Names("催办次数", "urges"), lambda k: k.urges),
        (Names("重复件数", "repeats"), lambda k: k.repeats),
        (Names("上级编号", "superior's number"), lambda k: k.superior.number if k.superior else ""),
    ]
    return [(names.of(language), content) for names, content in table]


async def _tickets(store: Store, district: str) -> AsyncIterator[Ticket]:
    c = t.ticket.c
    async with store.read() as connection:
        rows = await connection.stream(
            select(c.row).where(c.district == district).order_by(c.reported_at, c.id)
        )
        async for (row,) in rows:
            yield _decode(row)


def _inert(cell: Cell) -> Cell:
    """Text that a spreadsheet would take for a formula, made text."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


async def export_tickets(store: Store, held: Held, out: Path, *, language: str = "zh") -> int:
    """Write every ticket of a district; gives how many. Raises ServiceRefused for other endings."""
    table = columns(held, language)
    match out.suffix.lower():
        case ".csv":
            return await _csv(store, held, out, table)
        case ".xlsx":
            return await _xlsx(store, held, out, table)
    raise wrong_input("out", "ending", out.name, "只支持.csv和.xlsx", "the file must end in .csv or .xlsx")


async def _csv(store: Store, held: Held, out: Path, table: list[tuple[str, Callable[[Ticket], Cell]]]) -> int:
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([heading for heading, _ in table])
        async for ticket in _tickets(store, held.district):
            writer.writerow([_inert(content(ticket)) for _, content in table])
            count += 1
    return count


async def _xlsx(
    store: Store, held: Held, out: Path, table: list[tuple[str, Callable[[Ticket], Cell]]]
) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(held.reference.district.names.zh)
    sheet.freeze_panes = "B2"
    head = []
    for heading, _ in table:
        cell = WriteOnlyCell(sheet, value=heading)
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    count = 0
    async for ticket in _tickets(store, held.district):
        sheet.append([_inert(content(ticket)) for _, content in table])
        count += 1
    book.save(out)
    return count
