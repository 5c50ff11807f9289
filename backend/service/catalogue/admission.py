"""Applications to have an item admitted, changed or vetoed: applying, deciding, and what the next version
carries. Each is one piece of work under the district's lock, with key, audit and feed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Done, Pending
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor, in_path
from contract.admission import STATES, Admission, Apply, Decide, TakeBack
from contract.catalogue import ProposedItem
from contract.machine import Names
from contract.problem import FieldFault
from contract.reference import Reference

from .planning import day_of
from .vocabulary import RefusedRow, Vocabulary

_json = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Admission).decode


async def read_admissions(connection: AsyncConnection, district: str, *states: str) -> list[Admission]:
    """Applications in some states (or all), oldest first."""
    a = t.admission.c
    query = select(a.body).where(a.district == district)
    if states:
        query = query.where(a.state.in_(states))
    return [_unpack(body) for (body,) in await connection.execute(query.order_by(a.at, a.id))]


async def admissions_of(store: Store, actor: Actor, state: str = "") -> tuple[Admission, ...]:
    """Those that somebody may see, oldest first: a unit its own and those beneath it, the centre all."""
    async with store.read() as connection:
        found = await read_admissions(connection, actor.district, *((state,) if state else ()))
    return tuple(one for one in found if may_see(one, actor))


def may_see(one: Admission, actor: Actor) -> bool:
    """Whether an application is somebody's to see."""
    return actor.role != "handler" or in_path(one.unit_path, actor.unit_path)


class _Work(msgspec.Struct, frozen=True):
    """Something is done to one application."""

    admission_id: str

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The application as it stands, and how many there were."""
        a = t.admission.c
        here = (a.district == ledger.district, a.id == self.admission_id)
        body = await connection.scalar(select(a.body).where(*here))
        ledger.beside["admission", self.admission_id] = None if body is None else _unpack(body)
        if ("admissions", "") not in ledger.beside:
            count = select(func.count()).where(a.district == ledger.district)
            ledger.beside["admissions", ""] = await connection.scalar(count) or 0


class Applying(_Work, frozen=True):
    """A unit applies."""

    command: Apply

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take the application; raises ServiceRefused (validation)."""
        actor, command, reference = piece.actor, self.command, ledger.reference
        content = content_of(actor, command, "admission")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        if not command.reason.strip():
            raise wrong_input("reason", "required", "", "请填写理由", "give the reason")
        code, names = _about(command, reference, piece.received_at)
        unit = reference.unit(actor.unit)
        if unit is None:
            raise ServiceRefused("forbidden", Names("您的账号没有单位", "your account has no unit"))
        ledger.beside["admissions", ""] += 1
        year = day_of(reference, piece.received_at).year
        one = Admission(
            id=self.admission_id,
            number=f"ZR{year}-{ledger.beside['admissions', '']:03d}",
            wish=command.wish,
            state="applied",
            item=code,
            item_names=names,
            proposed=command.proposed,
            reason=command.reason.strip(),
            unit=unit.code,
            unit_names=unit.names,
            unit_path=unit.path,
            by=actor.id,
            by_name=actor.name,
            at=piece.received_at,
        )
        row = {"district": ledger.district, "id": one.id, "state": one.state, "at": one.at}
        ledger.statements.append(insert(t.admission).values(**row, body=_pack(one)))
        return _done(ledger, piece, "apply_admission", one, self.key, content, 201)


class Deciding(_Work, frozen=True):
    """The centre decides."""

    command: Decide

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Decide it; raises ServiceRefused (missing, step, validation)."""
        actor, command, reference = piece.actor, self.command, ledger.reference
        content = content_of(actor, command, f"decide {self.admission_id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before = _standing(ledger, self.admission_id)
        if not command.reason.strip():
            raise wrong_input("reason", "required", "", "请填写理由", "give the reason")
        proposed, code, names = before.proposed, before.item, before.item_names
        if command.proposed is not None:
            if before.wish == "veto":
                raise wrong_input("proposed", "veto", "", "否决不带事项内容", "a veto has no item")
            check_item(command.proposed, reference)
            if before.wish == "change" and command.proposed.code != before.item:
                raise _other_code(before.item, command.proposed.code)
            proposed, code = command.proposed, command.proposed.code
            names = _names(command.proposed)
        if command.outcome == "approved" and before.wish == "admit":
            _not_in_force(code, reference, piece.received_at)
        one = replace(
            before,
            state=command.outcome,
            proposed=proposed,
            item=code,
            item_names=names,
            decided_by=actor.id,
            decided_by_name=actor.name,
            decided_at=piece.received_at,
            decision=command.reason.strip(),
        )
        keep(ledger, one)
        return _done(ledger, piece, "decide_admission", one, self.key, content, 200)


class TakingBack(_Work, frozen=True):
    """The unit takes it back."""

    command: TakeBack

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take it back; raises ServiceRefused (missing, step)."""
        content = content_of(piece.actor, self.command, f"take back {self.admission_id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before = ledger.beside["admission", self.admission_id]
        if before is None or not may_see(before, piece.actor):
            raise missing()
        one = replace(_standing(ledger, self.admission_id), state="taken_back")
        keep(ledger, one)
        return _done(ledger, piece, "take_back_admission", one, self.key, content, 200)


def _standing(ledger: Ledger, id_: str) -> Admission:
    """An application that is still to be decided."""
    before: Admission | None = ledger.beside["admission", id_]
    if before is None:
        raise missing()
    if before.state != "applied":
        names = STATES[before.state]
        raise ServiceRefused(
            "step", Names(f"申请{before.number}{names.zh}", f"application {before.number} is {names.en}")
        )
    return before


def keep(ledger: Ledger, one: Admission) -> None:
    """Write an application as it is now."""
    ledger.beside["admission", one.id] = one
    a = t.admission
    here = (a.c.district == ledger.district, a.c.id == one.id)
    ledger.statements.append(update(a).where(*here).values(state=one.state, body=_pack(one)))


def carried(ledger: Ledger, approved: Sequence[Admission], version: str, at: int) -> None:
    """The version takes up what was approved; who applied hears of it."""
    for one in approved:
        keep(ledger, replace(one, state="carried", version=version))
        ledger.announce("admission", at, id_=one.id)


def _done(
    ledger: Ledger, piece: Pending, action: str, one: Admission, key: str, content: bytes, status: int
) -> Done:
    ledger.beside["admission", one.id] = one
    ledger.announce("admission", piece.received_at, id_=one.id)
    ledger.record(
        piece, action, one.id, key=key, content=content.hex(), note=f"{one.number} {one.wish} {one.item}"
    )
    body = _json(one)
    ledger.answer(key, content, status, body, "", piece.received_at)
    return Done(status, body, seq=ledger.seq)


def _about(command: Apply, reference: Reference, at: int) -> tuple[str, Names]:
    """The code of the item that an application is about, and its name; raises ServiceRefused (validation)."""
    if command.wish == "veto":
        if command.proposed is not None:
            raise wrong_input("proposed", "veto", "", "否决不带事项内容", "a veto has no item")
        item = reference.item_at(command.item or "", at)
        if item is None:
            raise _unknown("item", command.item or "")
        return item.code, item.names
    if command.proposed is None:
        raise wrong_input("proposed", "required", "", "请填写事项内容", "say the item")
    check_item(command.proposed, reference)
    code = command.proposed.code
    if command.item is not None and command.item != code:
        raise _other_code(command.item, code)
    if command.wish == "admit":
        _not_in_force(code, reference, at)
    elif reference.item_at(code, at) is None:
        raise _unknown("proposed.code", code)
    return code, _names(command.proposed)


def _names(item: ProposedItem) -> Names:
    return Names(item.names.zh, item.names.en or item.names.zh)


def _unknown(field: str, code: str) -> ServiceRefused:
    return wrong_input(field, "known", code, "清单中没有这一项", "no such item is in force")


def _other_code(wanted: str, code: str) -> ServiceRefused:
    return wrong_input("proposed.code", "equal", code, f"应为{wanted}", f"must be {wanted}")


def _not_in_force(code: str, reference: Reference, at: int) -> None:
    if reference.item_at(code, at) is not None:
        raise wrong_input(
            "proposed.code", "taken", code, "清单中已有这一编码", "an item in force has this code"
        )


def check_item(item: ProposedItem, reference: Reference) -> None:
    """Refuse an item that could not be one here (validation), field by field."""
    read = Vocabulary(reference).read(1, item)
    if isinstance(read, RefusedRow):
        faults = tuple(FieldFault(f"proposed.{f.field}", f.rule, f.value, f.zh, f.en) for f in read.faults)
        raise ServiceRefused("validation", Names(faults[0].zh, faults[0].en), faults=faults)
