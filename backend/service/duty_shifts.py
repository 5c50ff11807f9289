"""Setting shifts: when somebody is on, and what is said of one day.

A shift whose hours change goes on as a new version from that moment; the one before stays, so that who was on
duty in the past stays known.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.duty import may_see
from backend.service.duty_setting import (
    check_overlap,
    check_place,
    check_standing,
    check_version,
    done,
    ended,
    keep_shift,
    read_duty_of,
    read_holder,
)
from backend.service.ledger import Ledger
from backend.service.refusal import missing, wrong_input
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.duty import ChangeDay, EndShift, Holder, SetPattern, SetShift
from contract.machine import Names
from contract.reference import Reference
from contract.rota import DayChange, Pattern, Shift, day_number, runs, taken


def read_pattern(given: SetPattern) -> Pattern:
    """A pattern as it is kept; raises ServiceRefused (validation)."""
    weekdays = tuple(sorted(set(given.weekdays))) if given.rule == "week" else ()
    if given.rule == "week" and not weekdays:
        raise wrong_input(
            "pattern.weekdays", "required", "", "请选择星期几", "choose at least one day of the week"
        )
    return Pattern(rule=given.rule, weekdays=weekdays, begin=given.begin % 1440, end=given.end % 1440)


def check_days(from_day: str, to_day: str) -> None:
    """Refuse days that are none, or that end before they begin (validation)."""
    for field, text in (("from_day", from_day), ("to_day", to_day)):
        if text:
            read_day(field, text)
    if to_day and to_day < from_day:
        raise wrong_input("to_day", "order", to_day, "截止日期早于起始日期", "it ends before it begins")


def read_day(field: str, text: str) -> int:
    """A local day's number; raises ServiceRefused (validation)."""
    try:
        return day_number(text)
    except ValueError:
        raise wrong_input(field, "date", text, "没有这一天", "there is no such day") from None


class SettingShift(msgspec.Struct, frozen=True):
    """A shift is made, or changed from now on."""

    shift_id: str
    command: SetShift

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The shift as it stands, whose it is to be, and what else they stand for."""
        await read_shift(connection, ledger, self.shift_id)
        await read_holder(connection, ledger, self.command.holder)
        await read_duty_of(connection, ledger, self.command.holder, piece.received_at)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Set it; raises ServiceRefused (validation, forbidden, conflict, missing)."""
        command, at, reference = self.command, piece.received_at, ledger.reference
        content = content_of(piece.actor, command, f"shift {self.shift_id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        check_place(ledger, piece, command.place)
        check_standing(ledger, command.place)
        before: Shift | None = ledger.beside["shift", self.shift_id]
        check_version(before, command.version, Names("班次", "shift"))
        if before is not None and (before.place, before.holder) != (command.place, command.holder):
            raise wrong_input("holder", "same", command.holder, "班次不能换人", "a shift stays its holder's")
        self._check_holder(ledger)
        pattern = read_pattern(command.pattern)
        check_days(command.from_day, command.to_day)
        today = reference.calendar.date_of(reference.calendar.day(at)).isoformat()
        one = Shift(
            id=self.shift_id,
            version=command.version + 1,
            place=command.place,
            holder=command.holder,
            pattern=pattern,
            from_day=command.from_day,
            to_day=command.to_day,
            changes=()
            if before is None
            else tuple(c for c in before.changes if c.day >= today and fits(c, pattern, reference)),
            made_at=0 if before is None else at,
            by=piece.actor.id,
            by_name=piece.actor.name,
            at=at,
        )
        if command.holder:
            check_overlap(ledger, command.holder, one, at, "pattern")
        if before is not None:
            keep_shift(ledger, ended(before, piece), before)
        keep_shift(ledger, one, None)
        return done(ledger, piece, "set_duty_shift", one, self.key, content, one.place)

    def _check_holder(self, ledger: Ledger) -> None:
        place, id_ = self.command.place, self.command.holder
        if not id_:
            if ledger.reference.unit(place) is None:
                raise wrong_input("holder", "required", "", "请选择值班人员", "say whose shift it is")
            return
        holder: Holder | None = ledger.beside["holder", id_]
        if holder is None or holder.ended_at is not None or holder.place != place:
            raise wrong_input("holder", "known", id_, "不在这里的值班表上", "not on the roster of this place")


def fits(change: DayChange, pattern: Pattern, reference: Reference) -> bool:
    """Whether what was said of a day still means something under another pattern."""
    return change.kind == "hours" or runs(pattern, reference.calendar, day_number(change.day))


async def read_shift(connection: AsyncConnection, ledger: Ledger, id_: str) -> None:
    """The last version of a shift into the ledger, ended or not."""
    s = t.duty_shift.c
    query = select(s.body).where(s.district == ledger.district, s.id == id_).order_by(s.version.desc())
    body = await connection.scalar(query.limit(1))
    ledger.beside["shift", id_] = None if body is None else msgspec.msgpack.decode(body, type=Shift)


class EndingShift(msgspec.Struct, frozen=True):
    """A shift ends now."""

    shift_id: str
    command: EndShift

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The shift as it stands."""
        await read_shift(connection, ledger, self.shift_id)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """End it; raises ServiceRefused (missing, forbidden, conflict)."""
        content = content_of(piece.actor, self.command, f"end shift {self.shift_id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before = shown(ledger, piece, self.shift_id)
        check_version(before, self.command.version, Names("班次", "shift"))
        one = ended(before, piece)
        keep_shift(ledger, one, before)
        return done(ledger, piece, "end_duty_shift", one, self.key, content, one.place)


def shown(ledger: Ledger, piece: Pending, shift_id: str) -> Shift:
    """A shift that the actor sets; raises ServiceRefused (missing, forbidden)."""
    before: Shift | None = ledger.beside["shift", shift_id]
    if before is None or not may_see(piece.actor, ledger.reference, before.place):
        raise missing()
    check_place(ledger, piece, before.place)
    return before


class ChangingDay(msgspec.Struct, frozen=True):
    """Something is said of one day of a shift."""

    shift_id: str
    command: ChangeDay

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The shift as it stands, and what both people concerned stand for."""
        await read_shift(connection, ledger, self.shift_id)
        await read_holder(connection, ledger, self.command.holder)
        shift: Shift | None = ledger.beside["shift", self.shift_id]
        for id_ in {self.command.holder, shift.holder if shift is not None else ""}:
            await read_duty_of(connection, ledger, id_, piece.received_at)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Say it; raises ServiceRefused (missing, forbidden, conflict, validation)."""
        command, at = self.command, piece.received_at
        content = content_of(piece.actor, command, f"day of shift {self.shift_id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before = shown(ledger, piece, self.shift_id)
        check_version(before, command.version, Names("班次", "shift"))
        self._check_day(ledger, before, at)
        rest = tuple(change for change in before.changes if change.day != command.day)
        if command.kind != "as_planned":
            said = self._change(ledger, piece, before)
            rest = tuple(sorted((*rest, said), key=lambda change: change.day))
        one = replace(
            before,
            version=before.version + 1,
            changes=rest,
            by=piece.actor.id,
            by_name=piece.actor.name,
            at=at,
        )
        for id_ in {command.holder, before.holder} - {""}:
            field = "holder" if id_ == command.holder else "begin"
            check_overlap(ledger, id_, one, at, field)
        keep_shift(ledger, one, before)
        note = f"{one.place} {command.day} {command.kind}"
        return done(ledger, piece, "change_duty_day", one, self.key, content, note)

    def _check_day(self, ledger: Ledger, before: Shift, at: int) -> None:
        command, calendar = self.command, ledger.reference.calendar
        day = read_day("day", command.day)
        first, last = day_number(before.from_day), day_number(before.to_day) if before.to_day else day
        if not max(first, calendar.day(at)) <= day <= last:
            raise wrong_input(
                "day",
                "range",
                command.day,
                "只能改今天及以后、班次之内的日子",
                "today or later, in the shift",
            )
        if command.kind in ("off", "substitute") and not runs(before.pattern, calendar, day):
            raise wrong_input("day", "runs", command.day, "这一天本来没有班", "there is no turn on that day")

    def _change(self, ledger: Ledger, piece: Pending, before: Shift) -> DayChange:
        command, calendar = self.command, ledger.reference.calendar
        if command.kind == "hours" and (command.begin is None or command.end is None):
            raise wrong_input("begin", "required", "", "请填写起止时间", "say from when to when")
        if (command.begin is None) != (command.end is None):
            raise wrong_input("end", "required", "", "起止时间须成对", "say both or neither")
        reason = command.reason.strip()
        if command.kind in ("off", "substitute") and not reason:
            raise wrong_input("reason", "required", "", "请填写原因", "give the reason")
        change = DayChange(
            day=command.day,
            kind=command.kind,
            begin=command.begin,
            end=command.end,
            holder=command.holder if command.kind == "substitute" else "",
            reason=reason,
            by=piece.actor.id,
            by_name=piece.actor.name,
            at=piece.received_at,
        )
        if command.kind == "substitute":
            holder: Holder | None = ledger.beside["holder", command.holder]
            if (
                holder is None
                or holder.ended_at is not None
                or holder.id == before.holder
                or not may_see(piece.actor, ledger.reference, holder.place)
            ):
                raise wrong_input(
                    "holder",
                    "known",
                    command.holder,
                    "请选择另一名值班人员",
                    "choose somebody else on a roster",
                )
            since, until = taken(before, change, calendar, day_number(change.day))
            if since >= until:
                raise wrong_input(
                    "begin", "range", command.begin or 0, "不在这一班的时间内", "outside of that turn"
                )
        return change
