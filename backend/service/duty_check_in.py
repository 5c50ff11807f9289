"""Check-ins on patrol (巡查打卡): somebody says where they are and what they found, for themselves alone.

Kept is the point that was named, no way between two points. A check-in counts at `done_at` where that lies
between the one before and the receipt, else at the receipt; one that came long after is marked.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.duty import last_check_in, read_holders, read_shifts
from backend.service.duty_setting import announce
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, wrong_input
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.account import in_path
from contract.advance import LATE_AFTER
from contract.duty import CheckIn, SetCheckIn
from contract.guards import in_scope
from contract.machine import Names
from contract.rota import Shift, all_turns
from contract.ticket import Ticket

_json = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode
_ticket = msgspec.msgpack.Decoder(Ticket).decode


class CheckingIn(msgspec.Struct, frozen=True):
    """Somebody checks in. `found` is the code of the smallest area at the coordinates named ("" outside)."""

    command: SetCheckIn
    found: str = ""

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The check-in before it, whether they are on duty elsewhere, and the ticket that is named."""
        district, account, at = ledger.district, piece.actor.id, piece.received_at
        last = await last_check_in(connection, district, account, at)
        ledger.beside.setdefault(("checked in", account), last)
        holders = [one.id for one in await read_holders(connection, district, account=account)]
        ledger.beside["people", account] = holders
        shifts = await read_shifts(connection, district, at, holders=holders) if holders else []
        ledger.beside["shifts of people", account] = shifts
        if number := self.command.ticket.strip():
            query = select(t.ticket.c.row).where(t.ticket.c.district == district, t.ticket.c.number == number)
            row = await connection.scalar(query)
            ledger.beside["ticket numbered", number] = None if row is None else _ticket(row)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take it; raises ServiceRefused (validation, forbidden)."""
        command, actor, received = self.command, piece.actor, piece.received_at
        content = content_of(actor, command, "check-in")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        last: CheckIn | None = ledger.beside["checked in", actor.id]
        said = command.done_at
        counted = said if said is not None and (last.done_at if last else 0) <= said <= received else received
        lon, lat, area = self._where(ledger, piece, counted)
        number = command.ticket.strip()
        if number:
            ticket: Ticket | None = ledger.beside["ticket numbered", number]
            if ticket is None or not in_scope(ticket, actor):
                raise wrong_input(
                    "ticket", "known", number, "您的范围内没有这个工单", "no such ticket of yours"
                )
        one = CheckIn(
            id=command.action_id,
            account=actor.id,
            name=actor.name,
            done_at=counted,
            at=received,
            lon=lon,
            lat=lat,
            area=area,
            at_post=command.lon is None,
            late=said is not None and received - said > LATE_AFTER,
            ticket=number,
            note=command.note.strip(),
        )
        ledger.beside["checked in", actor.id] = one
        found = ledger.reference.area(area)
        row = {"account": one.account, "area": area, "area_path": found.path if found else "", "id": one.id}
        ledger.statements.append(
            insert(t.check_in).values(district=ledger.district, done_at=one.done_at, body=_pack(one), **row)
        )
        announce(ledger, received, area)
        ledger.record(piece, "check_in", area, key=self.key, content=content.hex(), note=number)
        body = _json(one)
        ledger.answer(self.key, content, 201, body, "", received)
        return Done(201, body, seq=ledger.seq)

    def _where(self, ledger: Ledger, piece: Pending, at: int) -> tuple[float, float, str]:
        """Longitude, latitude and grid; raises ServiceRefused (validation, forbidden)."""
        command, actor, reference = self.command, piece.actor, ledger.reference
        if (command.lon is None) != (command.lat is None):
            field = "lat" if command.lat is None else "lon"
            raise wrong_input(field, "required", "", "经纬度须成对", "both or neither")
        if command.lon is None or command.lat is None:
            area = reference.area(command.area or actor.area)
            if area is None:
                raise wrong_input("area", "known", command.area, "没有这个网格", "no such grid")
            lon, lat = area.lon, area.lat
        else:
            area = reference.area(self.found)
            if area is None:
                value = f"{command.lon}, {command.lat}"
                raise wrong_input("lon", "inside", value, "坐标在本区之外", "outside of the district")
            lon, lat = command.lon, command.lat
        # A micro-grid is a part of its grid: rosters and screens count by the grid.
        above = [reference.area(code) for code in reversed(area.path.split("/"))]
        grid = next((one for one in above if one is not None and one.level == "grid"), area)
        if in_path(area.path, actor.area_path):
            return lon, lat, grid.code
        if grid.code in self._on_duty_in(ledger, actor.id, at):
            return lon, lat, grid.code
        if command.lon is None:
            raise ServiceRefused(
                "forbidden",
                Names(f"{grid.short}不是您值守的网格", f"{grid.names.en} is not yours to patrol now"),
            )
        name = grid.short or grid.names.zh
        raise wrong_input(
            "lon",
            "own_grid",
            f"{command.lon}, {command.lat}",
            f"坐标在{name}，不是您值守的网格",
            f"that lies in {grid.names.en}, which is not yours to patrol now",
        )

    def _on_duty_in(self, ledger: Ledger, account: str, at: int) -> set[str]:
        people: list[str] = ledger.beside["people", account]
        shifts: list[Shift] = ledger.beside["shifts of people", account]
        running = all_turns(shifts, ledger.reference.calendar, at, at + 1)
        return {turn.place for turn in running if turn.holder in people}
