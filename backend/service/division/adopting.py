"""Adopting a division, and calling one off that has not begun: work under the district's lock, with key,
audit entry and feed event.

It was worked out before the lock on divisions and areas that are compared under it: where others were adopted
meanwhile, nothing is written.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.reference import Held
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.division import CallOffDivision, Division, DivisionDetail, DivisionProposal, ProposeDivision
from contract.machine import Names
from contract.problem import FieldFault
from contract.reference import Area

from .dated import Divided, Redrawn, Step
from .working import Worked

AT_ONCE = 400
"""Rows in one statement."""
LEAD_MS = 3_000
"""From now on means from so much later on: until then every process has heard of it and has the outlines."""
LATEST = date(2099, 12, 31)

_json = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


class Ground(msgspec.Struct, frozen=True):
    """What a division was worked out on."""

    marks: tuple[tuple[str, int], ...]
    base: tuple[Area, ...]


def begins_of(command: ProposeDivision, held: Held, now: int, lead: int) -> int:
    """The instant from which it holds; raises ServiceRefused (validation, step) where that, its name or what
    it stands on is wrong."""
    steps = held.divided.steps
    if any(step.id == command.id for step in steps):
        zh, en = f"已有重划方案 {command.id}", f"there is a division {command.id} already"
        raise wrong_input("id", "taken", command.id, zh, en)
    last = steps[-1] if steps else None
    if command.base is not None and command.base != (last.id if last is not None else ""):
        now_zh = f"最新方案是 {last.id}" if last is not None else "原方案已撤销"
        now_en = f"the last one is {last.id}" if last is not None else "the one it stood on was called off"
        raise ServiceRefused(
            "step",
            Names(
                f"其间网格划分已变更：{now_zh}，请重新检查",
                f"the division was changed meanwhile: {now_en}. Check it anew",
            ),
        )
    given = command.effective_from
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise wrong_input("effective_from", "date", given, "不是日期", "is no date") from None
    if day > LATEST:
        raise wrong_input("effective_from", "range", given, "日期过远", "lies too far ahead")
    calendar = held.reference.calendar
    number, today = (day - date(1970, 1, 1)).days, calendar.day(now)
    if number < today:
        zh, en = "生效日期已过：已登记的工单不变更网格", "lies in the past: what was filed keeps its grid"
        raise wrong_input("effective_from", "past", given, zh, en)
    begins = now + lead if number == today else calendar.midnight(number)
    if last is not None and last.effective_from >= begins:
        zh = f"方案 {last.id} 在该日或之后生效：请选更晚的日期，或先撤销它"
        en = f"{last.id} begins on that day or later: choose a later one, or call that one off"
        raise wrong_input("effective_from", "order", given, zh, en)
    return begins


def proposal_of(command: ProposeDivision, begins: int, worked: Worked) -> DivisionProposal:
    """What is said of a division that was worked out."""
    return DivisionProposal(
        id=command.id,
        effective_from=begins,
        accepted=not worked.faults and bool(worked.rows),
        before=worked.before,
        after=worked.after,
        gone=worked.gone,
        grids=worked.grids,
        repairs=worked.repairs,
        faults=worked.faults,
        marks=worked.marks,
        notices=worked.notices,
    )


class Adopting(msgspec.Struct, frozen=True):
    """A division is adopted, as it was worked out on a ground."""

    command: ProposeDivision
    worked: Worked
    ground: Ground
    source: str = ""
    lead: int = LEAD_MS

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """Nothing: the reference has it."""

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Adopt it; raises ServiceRefused (validation, step)."""
        command, worked, at = self.command, self.worked, piece.received_at
        content = content_of(piece.actor, command, "division")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        divided = ledger.held.divided
        begins = begins_of(command, ledger.held, at, self.lead)
        if divided.marks != self.ground.marks or divided.base != self.ground.base:
            zh, en = "其间网格划分已变更，请重新检查", "the division was changed meanwhile: check it anew"
            raise ServiceRefused("step", Names(zh, en))
        if worked.faults or not worked.rows:
            raise refusal(worked)
        told = replace(proposal_of(command, begins, worked), adopted=True)
        # Outlines are served by themselves; an answer that is kept for good goes without.
        grids = tuple(replace(one, outline=()) for one in told.grids)
        told = replace(told, grids=grids)
        division = Division(
            id=command.id,
            effective_from=begins,
            standing="coming",
            title=command.title,
            at=at,
            by=piece.actor.name,
            withdrawn=len(worked.gone),
            fresh=sum(one.fresh for one in grids),
            redrawn=sum(not one.fresh for one in grids),
            grids=worked.after,
        )
        self._write(ledger, piece, DivisionDetail(division=division, gone=worked.gone, grids=grids))
        rows = tuple(Redrawn(row.code, row.area, row.into) for row in worked.rows)
        step = Step(command.id, begins, told=False, rows=rows)
        ledger.hold(ledger.held.changed(Divided(divided.base, (*divided.steps, step))), at)
        ledger.record(
            piece,
            "division",
            command.id,
            key=self.key,
            content=content.hex(),
            note=f"from {command.effective_from}: {worked.before} grids become {worked.after}; "
            f"{division.withdrawn} withdrawn, {division.fresh} new, {division.redrawn} redrawn; "
            f"reference {ledger.reference.digest}",
        )
        body = _json(told)
        ledger.answer(self.key, content, 201, body, "", at)
        return Done(201, body, seq=ledger.seq)

    def _write(self, ledger: Ledger, piece: Pending, detail: DivisionDetail) -> None:
        of, head = ledger.district, detail.division
        ledger.statements.append(
            insert(t.division).values(
                district=of,
                id=head.id,
                effective_from=head.effective_from,
                at=head.at,
                account=piece.actor.id,
                name=head.by,
                title=head.title,
                told=False,
                body=_pack(detail),
            )
        )
        rows: list[dict[str, Any]] = [
            {
                "district": of,
                "division": head.id,
                "code": row.code,
                "place": n,
                "body": _pack(row.area) if row.area is not None else None,
                "wkb": row.wkb,
                "into": _pack(row.into) if row.area is None else None,
            }
            for n, row in enumerate(self.worked.rows)
        ]
        for begin in range(0, len(rows), AT_ONCE):
            ledger.statements.append(insert(t.division_area).values(rows[begin : begin + AT_ONCE]))


def refusal(worked: Worked) -> ServiceRefused:
    """Why a division is not adopted, with the place of everything that is wrong."""
    faults = tuple(
        FieldFault(
            f"changes[{one.change - 1}]" if one.change else "changes",
            one.rule,
            f"{one.lon}, {one.lat}" if one.lon is not None else one.code,
            one.zh,
            one.en,
        )
        for one in worked.faults[:100]
    )
    if not faults:
        zh, en = "没有任何变化", "it changes nothing"
        return ServiceRefused(
            "validation", Names(zh, en), faults=(FieldFault("changes", "empty", "", zh, en),)
        )
    n, first = len(worked.faults), worked.faults[0]
    says = Names(
        f"{n} 处不能通过，未写入任何内容。{first.zh}", f"{n} faults, nothing was written. {first.en}"
    )
    return ServiceRefused("validation", says, faults=faults)


class CallingOff(msgspec.Struct, frozen=True):
    """A division is called off before it begins."""

    id: str
    command: CallOffDivision

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """Nothing: the reference has it."""

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Call it off; it is ``called_off`` in the answer. Raises ServiceRefused (missing, step)."""
        at = piece.received_at
        content = content_of(piece.actor, self.command, f"call off division {self.id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        divided = ledger.held.divided
        step = next((step for step in divided.steps if step.id == self.id), None)
        if step is None:
            raise missing()
        if step is not divided.steps[-1]:
            later = divided.steps[-1].id
            zh, en = (
                f"方案 {later} 在它之后定，请先撤销",
                f"{later} was adopted after it: call that one off first",
            )
            raise ServiceRefused("step", Names(zh, en))
        if at >= step.effective_from:
            zh, en = f"方案 {self.id} 已生效，请另行重划", f"{self.id} is in force: divide anew instead"
            raise ServiceRefused("step", Names(zh, en))
        if not self.command.reason.strip():
            raise wrong_input("reason", "required", "", "请填写理由", "give the reason")
        d, r = t.division.c, t.division_area.c
        ledger.statements.append(delete(t.division).where(d.district == ledger.district, d.id == self.id))
        ledger.statements.append(
            delete(t.division_area).where(r.district == ledger.district, r.division == self.id)
        )
        ledger.hold(ledger.held.changed(Divided(divided.base, divided.steps[:-1])), at)
        ledger.record(
            piece,
            "call_off_division",
            self.id,
            key=self.key,
            content=content.hex(),
            note=self.command.reason.strip(),
        )
        body = _json(Division(id=self.id, effective_from=step.effective_from, standing="called_off"))
        ledger.answer(self.key, content, 200, body, "", at)
        return Done(200, body, seq=ledger.seq)
