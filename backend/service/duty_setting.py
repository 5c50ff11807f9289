"""Setting rosters: who holds a post of which grid or unit. And what all that is set of duty has in common: a
piece of work under the district's lock, with key, expected version, audit and feed."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.duty import may_see, may_set, names_of, read_holders, read_shifts, with_masked_phone
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.scope import joined
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.clock import DAY
from contract.duty import EndHolder, Holder, SetHolder
from contract.machine import Names
from contract.problem import First
from contract.reference import Reference
from contract.rota import Shift, all_turns, day_number, overlap

AHEAD_DAYS = 400
"""So far ahead it is made sure that nobody stands two shifts at the same time."""

_json = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


# ---- what the pieces have in common ----
def check_place(ledger: Ledger, piece: Pending, place: str) -> None:
    """Refuse a place that there is not (validation), or that is not the actor's to set (forbidden)."""
    reference = ledger.reference
    if reference.area(place) is None and reference.unit(place) is None:
        raise wrong_input("place", "known", place, "没有这个网格或单位", "no such grid or unit")
    if not may_set(piece.actor, reference, place):
        name = names_of(reference, place)
        raise ServiceRefused(
            "forbidden",
            Names(f"{name.zh}的值班表不由您管理", f"the roster of {name.en} is not yours to set"),
        )


def check_standing(ledger: Ledger, place: str) -> None:
    """Refuse a grid that was withdrawn (validation): nobody new is put there."""
    if ledger.reference.withdrawn(place) is not None:
        zh, en = "该网格已撤销，请选新网格", "that grid is no more: choose a new one"
        raise wrong_input("place", "standing", place, zh, en)


def check_version(held: Holder | Shift | None, version: int, what: Names) -> None:
    """Refuse what was not done to the state that stands (conflict), or to none (missing)."""
    if held is None:
        if version:
            raise missing()
        return
    if held.ended_at is not None or held.version != version:
        raise ServiceRefused(
            "conflict",
            Names(f"{held.by_name}已先修改{what.zh}", f"{held.by_name} was first to change the {what.en}"),
            first=First(held.by_name, "end" if held.ended_at is not None else "change", held.at),
        )


def done(
    ledger: Ledger,
    piece: Pending,
    action: str,
    one: Holder | Shift,
    key: str,
    content: bytes,
    note: str = "",
    status: int = 200,
) -> Done:
    """Tell of it, record it, keep the answer."""
    announce(ledger, piece.received_at, one.place)
    ledger.record(piece, action, one.id, key=key, version=one.version, content=content.hex(), note=note)
    body = _json(with_masked_phone(one) if isinstance(one, Holder) else one)
    ledger.answer(key, content, status, body, "", piece.received_at)
    return Done(status, body, seq=ledger.seq)


def announce(ledger: Ledger, at: int, place: str) -> None:
    """The duty of a place is another: to whom it lies in scope, a unit's to everybody."""
    area = ledger.reference.area(place)
    ledger.announce("duty", at, id_=place, area_path=area.path if area is not None else "")


async def read_holder(connection: AsyncConnection, ledger: Ledger, id_: str) -> None:
    """One holder into the ledger, gone or not."""
    found = await read_holders(connection, ledger.district, ids=[id_], ended=True) if id_ else []
    ledger.beside["holder", id_] = found[0] if found else None


async def read_duty_of(connection: AsyncConnection, ledger: Ledger, id_: str, at: int) -> None:
    """The shifts that a holder has or stands in for, into the ledger."""
    found = await read_shifts(connection, ledger.district, at, holders=[id_]) if id_ else []
    held: dict[str, Shift] = ledger.beside.setdefault(("duty of", id_), {})
    held.update((shift.id, shift) for shift in found if shift.ended_at is None)


def keep_holder(ledger: Ledger, one: Holder, *, fresh: bool) -> None:
    """Write a holder as it is now."""
    ledger.beside["holder", one.id] = one
    h, row = t.duty_holder, holder_row(ledger.district, one)
    if fresh:
        ledger.statements.append(insert(h).values(row))
    else:
        here = (h.c.district == ledger.district, h.c.id == one.id)
        ledger.statements.append(update(h).where(*here).values(row))


def holder_row(district: str, one: Holder) -> dict[str, Any]:
    """A holder as its table has it."""
    known = {"place": one.place, "account": one.account, "ended_at": one.ended_at}
    return {"district": district, "id": one.id, **known, "body": _pack(one)}


def shift_row(district: str, one: Shift) -> dict[str, Any]:
    """A shift as its table has it."""
    return {
        "district": district,
        "id": one.id,
        "version": one.version,
        "place": one.place,
        "holder": one.holder,
        "stand_ins": joined(sorted({change.holder for change in one.changes if change.holder})),
        "ended_at": one.ended_at,
        "body": _pack(one),
    }


def keep_shift(ledger: Ledger, one: Shift, before: Shift | None) -> None:
    """Write a shift as it is now: a new row, or (`before`) that row changed."""
    for (kind, id_), held in list(ledger.beside.items()):
        if kind == "duty of" and isinstance(held, dict):
            stands = one.ended_at is None and id_ in (one.holder, *(c.holder for c in one.changes))
            held.pop(one.id, None)
            if stands:
                held[one.id] = one
    ledger.beside["shift", one.id] = one
    s, row = t.duty_shift, shift_row(ledger.district, one)
    if before is None:
        ledger.statements.append(insert(s).values(row))
    else:
        here = (s.c.district == ledger.district, s.c.id == one.id, s.c.version == before.version)
        ledger.statements.append(update(s).where(*here).values(row))


def check_overlap(ledger: Ledger, holder: str, changed: Shift, at: int, field: str) -> None:
    """Refuse that somebody would be on two shifts at the same time (validation)."""
    calendar = ledger.reference.calendar
    start = max(at, calendar.midnight(day_number(changed.from_day)))
    held: dict[str, Shift] = {**ledger.beside.get(("duty of", holder), {}), changed.id: changed}
    found = all_turns(held.values(), calendar, start - DAY, start + AHEAD_DAYS * DAY)
    both = overlap([turn for turn in found if turn.holder == holder and turn.until > at])
    if both is None:
        return
    day = calendar.date_of(calendar.day(both[1].since)).isoformat()
    raise wrong_input(
        field, "overlap", day, f"与其{day}的另一班次重叠", f"it overlaps another shift of theirs on {day}"
    )


def ended(shift: Shift, piece: Pending) -> Shift:
    """A shift that ends now."""
    at = piece.received_at
    return replace(shift, ended_at=at, by=piece.actor.id, by_name=piece.actor.name, at=at)


# ---- rosters ----
class SettingHolder(msgspec.Struct, frozen=True):
    """Somebody is put on a roster, or changed there."""

    holder_id: str
    command: SetHolder

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The holder as it stands, and the account that is named."""
        await read_holder(connection, ledger, self.holder_id)
        a, login = t.account.c, self.command.login
        if login:
            query = select(a.id).where(a.district == ledger.district, a.login == login, a.active.is_(True))
            ledger.beside["account of", login] = await connection.scalar(query)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Put them there; raises ServiceRefused (validation, forbidden, conflict, missing)."""
        command = self.command
        content = content_of(piece.actor, command, f"holder {self.holder_id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        check_place(ledger, piece, command.place)
        check_standing(ledger, command.place)
        before: Holder | None = ledger.beside["holder", self.holder_id]
        check_version(before, command.version, Names("值班人员", "person on the roster"))
        if before is not None and before.place != command.place:
            raise wrong_input(
                "place", "same", command.place, "不能改到别处，请撤下后重新登记", "take them off here first"
            )
        one = new_holder(ledger.reference, self.holder_id, command)
        if command.login:
            account = ledger.beside["account of", command.login]
            if account is None:
                raise wrong_input("login", "known", command.login, "没有这个账号", "there is no such account")
            one = replace(one, account=account)
        phone = command.phone.strip()
        if before is not None and before.private and command.private:
            # Whoever sees it masked and sends it back has not changed it.
            phone = before.phone if phone == with_masked_phone(before).phone else phone
        if "*" in phone:
            raise wrong_input("phone", "whole", phone, "请填写完整的电话", "write the phone in full")
        one = replace(
            one,
            version=command.version + 1,
            phone=phone,
            by=piece.actor.id,
            by_name=piece.actor.name,
            at=piece.received_at,
        )
        keep_holder(ledger, one, fresh=before is None)
        note = f"{one.place} {one.post} {one.name}"
        return done(ledger, piece, "set_duty_holder", one, self.key, content, note)


def new_holder(reference: Reference, id_: str, command: SetHolder) -> Holder:
    """What a command makes of its fields; raises ServiceRefused (validation)."""
    staffing = reference.district.staffing
    posts = staffing.grid if reference.area(command.place) is not None else staffing.unit
    if command.post not in [post.key for post in posts]:
        said = "、".join(post.names.zh for post in posts)
        raise wrong_input(
            "post", "choice", command.post, f"岗位应为：{said}", "the district has no such post here"
        )
    name = command.name.strip()
    if not name:
        raise wrong_input("name", "required", command.name, "请填写姓名", "say who it is")
    return Holder(
        id=id_,
        version=1,
        place=command.place,
        post=command.post,
        name=name,
        phone=command.phone.strip(),
        private=command.private,
        login=command.login,
    )


class EndingHolder(msgspec.Struct, frozen=True):
    """Somebody is taken off a roster, with their shifts."""

    holder_id: str
    command: EndHolder

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The holder and what they stand for."""
        await read_holder(connection, ledger, self.holder_id)
        await read_duty_of(connection, ledger, self.holder_id, piece.received_at)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take them off; raises ServiceRefused (missing, forbidden, conflict, step, validation)."""
        content = content_of(piece.actor, self.command, f"end holder {self.holder_id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before: Holder | None = ledger.beside["holder", self.holder_id]
        if before is None or not may_see(piece.actor, ledger.reference, before.place):
            raise missing()
        check_place(ledger, piece, before.place)
        check_version(before, self.command.version, Names("值班人员", "person on the roster"))
        reason = self.command.reason.strip()
        if not reason:
            raise wrong_input("reason", "required", "", "请填写原因", "give the reason")
        calendar, at = ledger.reference.calendar, piece.received_at
        today = calendar.date_of(calendar.day(at)).isoformat()
        duty: dict[str, Shift] = ledger.beside["duty of", before.id]
        for shift in duty.values():
            stood = [c.day for c in shift.changes if c.holder == before.id and c.day >= today]
            if shift.holder != before.id and stood:
                day = min(stood)
                raise ServiceRefused(
                    "step",
                    Names(f"其在{day}还要替班，请先另行安排", f"they stand in for somebody on {day}"),
                )
        one = replace(
            before,
            version=before.version + 1,
            ended_at=at,
            by=piece.actor.id,
            by_name=piece.actor.name,
            at=at,
        )
        keep_holder(ledger, one, fresh=False)
        for shift in [shift for shift in duty.values() if shift.holder == before.id]:
            keep_shift(ledger, ended(shift, piece), shift)
        return done(ledger, piece, "end_duty_holder", one, self.key, content, reason)
