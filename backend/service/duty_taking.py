"""Taking a roster in that was read out of a table: people, their shifts, as one piece of work.

Somebody who stands on the roster already (the same place, post and name) is changed where they stand, and has
the shifts of the file from then on. Who is not in the file stays as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.duty import read_holders, read_shifts
from backend.service.duty_roster import Entry, Read
from backend.service.duty_setting import announce, ended, holder_row, keep_holder, keep_shift, shift_row
from backend.service.ledger import Ledger
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.clock import DAY, Calendar
from contract.duty import Holder, PutRoster, RosterFault, RosterTaken
from contract.rota import Shift, all_turns, day_number, overlap

AT_ONCE = 500
"""Rows in one statement."""

_json = msgspec.json.Encoder().encode


class TakingRoster(msgspec.Struct, frozen=True):
    """A table is taken in, as one piece."""

    command: PutRoster
    given: Read

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """Rosters, shifts and accounts that the rows speak of."""
        await read_ground(connection, ledger, self.given, piece.received_at)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take it in; raises ServiceRefused (key)."""
        content = content_of(piece.actor, self.command, "roster")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        plan = worked_out(self.given, ledger, piece)
        faults = tuple(sorted((*self.given.faults, *plan.faults), key=lambda fault: fault.line))
        written = bool(plan.people) and (not faults or self.command.partial)
        if written:
            plan.write(ledger, piece)
            for place in sorted({person.holder.place for person in plan.people}):
                announce(ledger, piece.received_at, place)
            note = f"{len(plan.people)} people, {plan.shifts} shifts, {len(faults)} faults"
            ledger.record(piece, "put_roster", self.command.file.sha256, key=self.key, note=note)
        taken = RosterTaken(
            rows=self.given.rows,
            refused=len({fault.line for fault in faults}),
            people=len(plan.people),
            shifts=plan.shifts,
            written=written,
            faults=faults,
        )
        body = _json(taken)
        if written:
            ledger.answer(self.key, content, 200, body, "", piece.received_at)
        return Done(200, body, seq=ledger.seq)


async def read_ground(connection: AsyncConnection, ledger: Ledger, given: Read, at: int) -> None:
    """What stands on the rosters that the rows speak of, into the ledger."""
    district = ledger.district
    places = sorted({entry.place for entry in given.entries})
    held = await read_holders(connection, district, places=places)
    ledger.beside["roster of", given_key(given)] = held
    shifts = await read_shifts(connection, district, at, places=places)
    ledger.beside["shifts of roster", given_key(given)] = [s for s in shifts if s.ended_at is None]
    a = t.account.c
    query = select(a.login, a.id).where(a.district == district, a.active.is_(True))
    ledger.beside["accounts", ""] = {row.login: row.id for row in await connection.execute(query)}


def given_key(given: Read) -> str:
    """A table's name inside one transaction."""
    return str(id(given))


class _Person(msgspec.Struct):
    """Somebody as the file has them: as they stood, as they shall, with which shifts."""

    holder: Holder
    before: Holder | None
    entries: list[Entry]
    shifts: list[Shift]
    ending: list[Shift]


class Plan(msgspec.Struct):
    """What a table comes to."""

    people: list[_Person]
    faults: list[RosterFault]

    @property
    def shifts(self) -> int:
        """How many shifts there are in it."""
        return sum(len(person.shifts) for person in self.people)

    def write(self, ledger: Ledger, piece: Pending) -> None:
        """Write it all."""
        people, shifts = [], []
        for person in self.people:
            if person.before is None:
                people.append(holder_row(ledger.district, person.holder))
            else:
                keep_holder(ledger, person.holder, fresh=False)
            for shift in person.ending:
                keep_shift(ledger, ended(shift, piece), shift)
            shifts += [shift_row(ledger.district, shift) for shift in person.shifts]
        for table, rows in ((t.duty_holder, people), (t.duty_shift, shifts)):
            for n in range(0, len(rows), AT_ONCE):
                ledger.statements.append(insert(table).values(rows[n : n + AT_ONCE]))


def worked_out(given: Read, ledger: Ledger, piece: Pending) -> Plan:
    """Who is to stand on the rosters with which shifts; a row that can't be taken is a fault."""
    accounts: dict[str, str] = ledger.beside["accounts", ""]
    standing = {(h.place, h.post, h.name): h for h in ledger.beside["roster of", given_key(given)]}
    theirs: dict[str, list[Shift]] = {}
    for shift in ledger.beside["shifts of roster", given_key(given)]:
        theirs.setdefault(shift.holder, []).append(shift)
    plan = Plan([], [])
    for entries in _people(given.entries):
        first, before = entries[0], standing.get(entries[0].person)
        wrong = [e for e in entries if e.login and e.login not in accounts]
        if wrong:
            plan.faults += [
                _fault(e.line, "账号", "known", e.login, "没有这个账号", "there is no such account")
                for e in wrong
            ]
            continue
        holder = Holder(
            id=before.id if before is not None else _id(piece, "holder", *first.person),
            version=before.version + 1 if before is not None else 1,
            place=first.place,
            post=first.post,
            name=first.name,
            phone=first.phone,
            private=first.private,
            account=accounts.get(first.login, ""),
            login=first.login,
            by=piece.actor.id,
            by_name=piece.actor.name,
            at=piece.received_at,
        )
        shifts = [
            Shift(
                id=_id(piece, "shift", holder.id, str(n)),
                version=1,
                place=holder.place,
                holder=holder.id,
                pattern=entry.pattern,
                from_day=entry.from_day,
                to_day=entry.to_day,
                made_at=0 if before is None else piece.received_at,
                by=piece.actor.id,
                by_name=piece.actor.name,
                at=piece.received_at,
            )
            for n, entry in enumerate(entries)
            if entry.pattern is not None
        ]
        clash = _clash(shifts, ledger.reference.calendar, piece.received_at)
        if clash is not None:
            line = entries[min(clash, len(entries) - 1)].line
            plan.faults.append(
                _fault(
                    line, "班次", "overlap", first.name, "与同一人的另一班次重叠", "it overlaps another shift"
                )
            )
            continue
        ending = theirs.get(before.id, []) if before is not None and shifts else []
        plan.people.append(_Person(holder, before, entries, shifts, ending))
    return plan


def _people(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    found: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.person, []).append(entry)
    yield from found.values()


def _clash(shifts: Sequence[Shift], calendar: Calendar, at: int) -> int | None:
    """Which shift of one person overlaps one before it, looked at over five weeks of each; None for none."""
    if len(shifts) < 2:
        return None
    first = min(calendar.midnight(day_number(shift.from_day)) for shift in shifts)
    start = max(first, at)
    both = overlap(all_turns(shifts, calendar, start, start + 35 * DAY))
    if both is None:
        return None
    return next(n for n, shift in enumerate(shifts) if shift.id == both[1].shift)


def _fault(line: int, field: str, rule: str, value: str, zh: str, en: str) -> RosterFault:
    return RosterFault(line=line, field=field, rule=rule, value=value[:80], zh=zh, en=en)


def _id(piece: Pending, *parts: str) -> str:
    """An id that the same command gives every time."""
    said = "\0".join((piece.actor.district, str(piece.received_at), *parts))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
