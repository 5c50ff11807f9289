"""One act on one joint action, through the house's one way of writing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.campaign import holding as campaigns
from backend.service.checks import content_of, replayed, stored_files
from backend.service.joint import holding as h
from backend.service.joint.entry import entry_of
from backend.service.joint.ground import grounded, keys_of
from backend.service.joint.telling import tell
from backend.service.ledger import Ledger
from backend.service.mandates.citing import read_cited
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Done, Pending
from backend.store import tables as t
from backend.store.bulk import by_key
from contract.action import FileRef
from contract.guards import in_scope
from contract.joint import action as a
from contract.joint.advance import Known, advance, effective, propose
from contract.joint.joint import Joint, JointTicket, in_joint_scope
from contract.joint.lifecycle import TABLE
from contract.joint.log import JointEntry
from contract.machine import Names
from contract.problem import First

_MOVES = tuple(sorted({row.action for row in TABLE.transitions if row.versioned}))
_entry = msgspec.msgpack.Decoder(JointEntry).decode
_COUNT = "joint count"


class JointStep(msgspec.Struct, frozen=True):
    """An act on a joint action, a proposal among them."""

    action: a.JointAction

    @property
    def key(self) -> str:
        """The action's own id."""
        return self.action.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The joint action, the tickets, files and entries of lists that the act names, the year's count."""
        action, act = self.action, self.action.act
        await h.fetch(connection, ledger, [action.joint_id])
        await ledger.fetch(connection, _tickets_of(act))
        hashes = [file.sha256 for file in getattr(act, "files", ())]
        await ledger.fetch_files(connection, hashes)
        await _read_users(connection, ledger, hashes)
        await read_cited(ledger, connection, keys_of(act))
        if isinstance(act, a.Propose):
            if act.campaign:
                await campaigns.fetch(connection, ledger, [act.campaign])
            await read_count(connection, ledger, piece.received_at)
            return
        kept = h.held(ledger, action.joint_id)
        if kept is not None and kept.joint.version != action.base_version and kept.last_move is None:
            kept.last_move = await _last_move(connection, ledger.district, action.joint_id)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take the step; raises Refused or ServiceRefused."""
        action, actor, received = self.action, piece.actor, piece.received_at
        content = content_of(actor, action, "joint")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        if actor.district != ledger.district:
            raise missing()
        files = stored_files(ledger, getattr(action.act, "files", ()))
        _with_content(files)
        act = replace(action.act, files=files) if files else action.act
        act = grounded(ledger, act, received, actor.unit)
        if isinstance(act, a.Propose):
            kept, before, after, at = self._proposed(ledger, piece, act)
        else:
            kept = self._seen(ledger, piece)
            before = kept.joint
            at = effective(before, act, actor, action.done_at, received)
            after = self._advanced(ledger, piece, kept, act, at)
            # A refusal has written nothing: what fell due before the step is told once the step is sure.
            tell(ledger, kept, piece, at)
        json, row = h.place(ledger, kept, after, received)
        after = kept.joint
        entry = entry_of(action, act, piece, at, before, after, ledger.reference)
        h.enter(ledger, kept, entry, actor.id)
        h.use(ledger, after.id, entry.n, files)
        ledger.record(
            piece,
            entry.action,
            after.id,
            key=self.key,
            version=after.version,
            content=content.hex(),
            row=row,
        )
        status = 201 if before is None else 200
        body = b'{"action_id":"%s","joint":%s,"seq":%d,"at":%d}' % (self.key.encode(), json, after.seq, at)
        ledger.answer(self.key, content, status, body, after.id, received)
        return Done(status, body, seq=after.seq)

    def _proposed(self, ledger: Ledger, piece: Pending, act: a.Propose) -> tuple[h.Holding, None, Joint, int]:
        if h.held(ledger, self.action.joint_id) is not None:
            raise ServiceRefused("step", Names("联合行动已存在", "the joint action exists already"))
        at = effective(None, act, piece.actor, self.action.done_at, piece.received_at)
        tickets = [self._ticket(ledger, piece, id_, "act.tickets") for id_ in dict.fromkeys(act.tickets)]
        year = _year(ledger, piece.received_at)
        count = ledger.beside[_COUNT, str(year)] + 1
        number = f"{ledger.reference.district.joint.prefix}{year % 100:02d}-{count:04d}"
        campaign = campaigns.held(ledger, act.campaign) if act.campaign else None
        tie = campaign.campaign.tie(act.round) if campaign is not None else None
        after = propose(self.action.joint_id, number, act, piece.actor, at, ledger.reference, tickets, tie)
        ledger.beside[_COUNT, str(year)] = count
        row = {"district": ledger.district, "year": year, "count": count}
        ledger.whole.setdefault(t.joint_count, {})[year,] = row
        return h.Holding(after, fresh=True), None, after, at

    def _seen(self, ledger: Ledger, piece: Pending) -> h.Holding:
        kept = h.held(ledger, self.action.joint_id)
        if kept is None or not in_joint_scope(kept.joint, piece.actor):
            raise missing()
        return kept

    def _advanced(self, ledger: Ledger, piece: Pending, kept: h.Holding, act: a.JointAct, at: int) -> Joint:
        before, actor = kept.joint, piece.actor
        # A move that the table does not have now was overtaken, where the person saw another version; where
        # they saw this one, the table says why not. What a department does on its own line never conflicts.
        if a.name_of(act) in _MOVES and self.action.base_version != before.version:
            raise _conflict(kept)
        named = [] if isinstance(act, a.TieTicket) and act.outcome == "untied" else _tickets_of(act)
        known = Known(
            tickets={id_: self._ticket(ledger, piece, id_, "act.ticket") for id_ in named},
            used=_used(ledger, before, act),
        )
        return advance(before, act, actor, at, ledger.reference, known=known)

    def _ticket(self, ledger: Ledger, piece: Pending, id_: str, field: str) -> JointTicket:
        kept = ledger.tickets.get(id_)
        if kept is None or not in_scope(kept.ticket, piece.actor):
            raise wrong_input(field, "known", id_, "您的范围内没有这个工单", "no such ticket of yours")
        return JointTicket(kept.ticket.id, kept.ticket.number, kept.ticket.title)


def _with_content(files: Sequence[FileRef]) -> None:
    """Raises ServiceRefused (validation) where a file is empty: it shows nothing, and would count as
    evidence."""
    for n, file in enumerate(files):
        if not file.size:
            raise wrong_input(f"act.files[{n}]", "empty", file.sha256, "文件是空的", "the file is empty")


def _tickets_of(act: a.JointAct) -> list[str]:
    """The tickets that an act names."""
    match act:
        case a.Propose():
            return list(act.tickets)
        case a.TieTicket():
            return [act.ticket]
        case a.ProblemStep(outcome="ticketed") if act.ticket:
            return [act.ticket]
        case _:
            return []


def _used(ledger: Ledger, joint: Joint, act: a.JointAct) -> frozenset[str]:
    """The files of an act that were used elsewhere before: in another joint action, or in a ticket that this
    one does not deal with. What its own tickets brought is of the same matter."""
    own = {ticket.id for ticket in joint.tickets}
    found = set()
    for file in getattr(act, "files", ()):
        joints: set[str] = ledger.beside.get((h.USED, file.sha256), set())
        tickets: set[str] = ledger.beside.get((_USERS, file.sha256), set())
        if joints - {joint.id} or (tickets | ledger.users_of(file.sha256)) - own:
            found.add(file.sha256)
    return frozenset(found)


_USERS = "tickets of files"


async def _read_users(connection: AsyncConnection, ledger: Ledger, hashes: Sequence[str]) -> None:
    """Where files were used before, by their hashes."""
    lacking = [one for one in dict.fromkeys(hashes) if (_USERS, one) not in ledger.beside]
    for one in lacking:
        ledger.beside[_USERS, one] = set()
        ledger.beside[h.USED, one] = set()
    district = ledger.district
    for sha256, ticket in await by_key(
        connection, t.file_use, "sha256", district, lacking, "sha256", "ticket"
    ):
        ledger.beside[_USERS, sha256].add(ticket)
    for sha256, joint in await by_key(
        connection, t.joint_file, "sha256", district, lacking, "sha256", "joint"
    ):
        ledger.beside[h.USED, sha256].add(joint)


def _year(ledger: Ledger, at: int) -> int:
    """The district's year at an instant."""
    day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=ledger.reference.calendar.day(at))
    return day.year


async def read_count(connection: AsyncConnection, ledger: Ledger, at: int) -> None:
    """How many were numbered in the year of an instant."""
    year = _year(ledger, at)
    if (_COUNT, str(year)) in ledger.beside:
        return
    c = t.joint_count.c
    query = select(c.count).where(c.district == ledger.district, c.year == year)
    ledger.beside[_COUNT, str(year)] = await connection.scalar(query) or 0


async def _last_move(connection: AsyncConnection, district: str, joint: str) -> JointEntry | None:
    """The last line of a log that moved the phase."""
    c = t.joint_entry.c
    query = (
        select(c.body)
        .where(c.district == district, c.joint == joint, c.action.in_(_MOVES))
        .order_by(c.n.desc())
        .limit(1)
    )
    body = await connection.scalar(query)
    return _entry(body) if body is not None else None


def _conflict(kept: h.Holding) -> ServiceRefused:
    """Somebody moved the phase first: who, by what, when, and the row as it is now."""
    last = kept.last_move
    names = TABLE.names_of(last.action, last.outcome) if last is not None else None
    what, name = names or Names("办理", "acted"), last.name if last is not None else ""
    return ServiceRefused(
        "conflict",
        Names(f"{name}已先办理：{what.zh}", f"{name} was first: {what.en}"),
        first=First(name, last.action if last is not None else "", last.at if last is not None else 0),
        joint=kept.joint,
    )
