"""The one function through which every change of state goes: `Performer.perform`.

A batch is performed in one transaction: the district's row is locked first, answers already given to
the keys and the tickets are read, each piece of work is computed in order in memory by
`contract.advance`, and everything is written in one go. A refused piece has written nothing. After the
commit, and only then, those who listen are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import conflict_with, content_of, replayed, stored_files
from backend.service.clusters import (
    answer_cluster,
    count_repeats,
    fetch_cluster,
    hold_to_account,
    tell_links,
)
from backend.service.components import register
from backend.service.division.successors import after
from backend.service.kept import Kept
from backend.service.ledger import Ledger
from backend.service.mandates.citing import cited_by, read_cited
from backend.service.orders import changes_desk, ordered
from backend.service.reference import References
from backend.service.refusal import ServiceRefused, from_step, missing, wrong_input
from backend.service.scheduler_telling import tell
from backend.service.steps import Ageing, Aside, Committed, Done, Follower, Order, Pending, Taken, Trace
from backend.service.timeline import entry_of, masked
from backend.store import tables as t
from backend.store.engine import Store
from contract import action as a
from contract.account import Actor
from contract.advance import advance, effective, report
from contract.clock import MINUTE
from contract.feed import Entry
from contract.guards import in_scope
from contract.lifecycle import TABLE
from contract.machine import Names
from contract.refused import Refused
from contract.ticket import Ticket

Outcome = Done | ServiceRefused

_json = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


class Performer:
    """Performs batches for all districts of one database.

    `locate` gives the code of the smallest area at a coordinate at an instant ("" outside); `followers` add
    deliveries to the transaction; `listeners` hear of every commit of this process, in order.
    """

    def __init__(
        self,
        store: Store,
        references: References,
        locate: Callable[[str, float, float, int], str],
        claim_minutes: float = 10.0,
        speed: Callable[[], float] = lambda: 1.0,
    ) -> None:
        self._store = store
        self._references = references
        self._locate = locate
        self._claim_ms = claim_minutes * MINUTE
        self._speed = speed
        self.followers: list[Follower] = []
        self.listeners: list[Callable[[Committed], None]] = []
        self.ended: list[Callable[[str], None]] = []
        """Hear of the end of every transaction, whether it brought something or not."""
        self._open_batches: Counter[str] = Counter()

    def is_busy(self, district: str) -> bool:
        """Whether a transaction of this process is under way, of which the database may know before we do."""
        return self._open_batches[district] > 0

    async def perform(self, district: str, batch: Sequence[Pending]) -> list[Outcome]:
        """Perform a batch in one transaction; one outcome per piece, in its order.

        Raises what is nobody's fault but ours or the environment's; then nothing of the batch is written.
        """
        self._open_batches[district] += 1
        try:
            return await self._perform(district, batch)
        finally:
            self._open_batches[district] -= 1
            for ended in self.ended:
                ended(district)

    async def _perform(self, district: str, batch: Sequence[Pending]) -> list[Outcome]:
        async with self._store.write() as connection:
            ledger = await self._open(connection, district, batch)
            outcomes = [self._one(ledger, piece) for piece in batch]
            if ledger.changed:
                await ledger.write(connection)
        if ledger.seq != ledger.prev:
            committed = Committed(
                district=district,
                prev=ledger.prev,
                seq=ledger.seq,
                events=tuple(ledger.events),
                taken=tuple(ledger.taken),
                next_at=ledger.next_at,
            )
            for listener in self.listeners:
                listener(committed)
        return outcomes

    async def _open(self, connection: AsyncConnection, district: str, batch: Sequence[Pending]) -> Ledger:
        locked = select(t.district).where(t.district.c.district == district).with_for_update()
        head = (await connection.execute(locked)).first()
        if head is None:
            raise missing()
        held = self._references.get(district)
        if head.digest != held.stored:
            held = await self._references.refresh(district, connection)
        ledger = Ledger(held, head, self._store.dialect)
        ledger.followers = self.followers
        keys: list[str] = []
        tickets: dict[str, None] = {}
        recalled: list[str] = []
        files: list[str] = []
        roots: list[str] = []
        components: list[str] = []
        cited: list[str] = []
        asides: list[tuple[Aside, Pending]] = []
        for piece in batch:
            match piece.work:
                case a.Action() as action:
                    keys.append(action.action_id)
                    tickets[action.ticket_id] = None
                    if isinstance(action.act, a.Merge | a.Link) and action.act.into:
                        tickets[action.act.into] = None
                    if isinstance(action.act, a.Recall | a.Unmerge | a.Link):
                        recalled.append(action.ticket_id)
                    if isinstance(action.act, a.Close | a.ForceClose | a.Merge | a.Recall):
                        roots.append(action.ticket_id)
                    files += [f.sha256 for f in getattr(action.act, "files", ())]
                    components += filter(None, [register.named_by(action.act)])
                    cited.append(getattr(action.act, "entry", ""))
                case Order() as order:
                    keys.append(order.command.action_id)
                    tickets[order.ticket_id] = None
                    files += [f.sha256 for f in order.command.files]
                case Ageing(ids):
                    tickets.update(dict.fromkeys(ids))
                case Trace():
                    pass
                case aside:
                    keys += [aside.key] if aside.key else []
                    asides.append((aside, piece))
        await ledger.read(connection, keys, list(tickets), recalled, files)
        await fetch_cluster(ledger, connection, roots)
        await register.fetch(connection, ledger, components)
        await read_cited(ledger, connection, cited)
        for aside, piece in asides:
            await aside.read(connection, ledger, piece)
        return ledger

    def _one(self, ledger: Ledger, piece: Pending) -> Outcome:
        ledger.turn(piece.received_at)
        try:
            match piece.work:
                case a.Action() as action:
                    return self.act(ledger, piece, action)
                case Order() as order:
                    return self._order(ledger, piece, order)
                case Trace() as trace:
                    ledger.record(piece, trace.action, trace.object, note=trace.note)
                    return Done(204, b"")
                case Ageing() as ageing:
                    return _age(ledger, piece, ageing)
                case aside:
                    return aside.perform(ledger, piece)
        except Refused as refused:
            return from_step(refused)
        except ServiceRefused as refused:
            return refused

    def act(self, ledger: Ledger, piece: Pending, action: a.Action) -> Done:
        """One step of one ticket, where the ledger has read it; raises Refused or ServiceRefused.

        For work that takes steps of its own accord while it is performed (`alarms_rule`)."""
        actor, received = piece.actor, piece.received_at
        content = content_of(actor, action)
        replay = replayed(ledger, action.action_id, content)
        if replay is not None:
            return replay
        if actor.district != ledger.district:
            raise missing()
        kept = ledger.tickets.get(action.ticket_id)
        act = self._placed(ledger, piece, action.act, kept)
        files = stored_files(ledger, getattr(act, "files", ()))
        if files:
            act = replace(act, files=files)
        if isinstance(act, a.Report):
            if kept is not None:
                raise ServiceRefused("step", Names("工单已存在", "the ticket exists already"))
            at = received
            after = report(action.ticket_id, "", act, actor, at, ledger.reference, masked(act.reporter))
            after = replace(after, number=ledger.number(received))
            kept = Kept(after, 0, fresh=True)
            before = cited = None
            if act.reporter is not None:
                ledger.keep_reporter(after.id, act.reporter)
            if piece.origin is not None:
                ledger.came_from(after.id, piece.origin, received)
        else:
            if kept is None or not in_scope(kept.ticket, actor):
                raise missing()
            before = kept.ticket
            at = effective(before, action.done_at, received)
            after = self._advanced(ledger, before, action, act, actor, at)
            cited = cited_by(ledger, act, before, at)
            tell(ledger, kept, piece, at)
        json, row = ledger.place(kept, after, received)
        after = kept.ticket
        entry = entry_of(kept.entries + 1, act, actor, at, action, piece, before, after)
        if cited is not None:
            entry = replace(entry, mandate=cited)
        image = before if before is not None and after.last is not None and after.last.recall_to else None
        ledger.enter(
            kept, entry, actor.id, image if before is None or after.version > before.version else None
        )
        ledger.use(after.id, entry.n, files)
        ledger.record(
            piece,
            entry.action,
            after.id,
            key=action.action_id,
            version=after.version,
            content=content.hex(),
            row=row,
        )
        ledger.follow(
            Taken(
                district=ledger.district,
                seq=after.seq,
                before=before,
                after=after,
                entry=entry,
                act=act,
                actor=actor,
            )
        )
        status = 201 if before is None else 200
        body = b'{"action_id":"%s","ticket":%s,"seq":%d,"at":%d}' % (
            action.action_id.encode(),
            json,
            after.seq,
            at,
        )
        ledger.answer(action.action_id, content, status, body, after.id, received)
        count_repeats(ledger, piece, before, after)
        tell_links(ledger, piece, before, after, at)
        if before is not None:
            hold_to_account(ledger, piece, before, kept)
            answer_cluster(ledger, piece, act, before, kept, at)
        return Done(status, body, after, after.seq)

    def _advanced(
        self, ledger: Ledger, before: Ticket, action: a.Action, act: a.Act, actor: Actor, at: int
    ) -> Ticket:
        row = TABLE.find(before.state, a.name_of(act), a.outcome_of(act))
        if (row is None or row.versioned) and action.base_version != before.version:
            raise conflict_with(before)
        into = None
        if isinstance(act, a.Merge | a.Link) and act.into:
            target = ledger.tickets.get(act.into)
            if target is None or not in_scope(target.ticket, actor):
                raise wrong_input(
                    "act.into", "known", act.into, "没有这个工单", "no such ticket to merge into or link to"
                )
            into = target.ticket
        image, tied = _image(ledger, before, act), register.tied_by(ledger, act, before, actor)
        after = advance(before, act, actor, at, ledger.reference, into=into, image=image, tied=tied)
        if after.claim is not None and changes_desk(before.state, after.state):
            after = replace(after, claim=None)
        return after

    def _placed(self, ledger: Ledger, piece: Pending, act: a.Act, kept: Kept | None) -> a.Act:
        """The act with the area that its coordinates lie in, where it states none or one that was withdrawn
        meanwhile. The one that the ticket has already stays."""
        if not isinstance(act, a.Report | a.Accept | a.File):
            return act
        there = act.lon is not None and act.lat is not None
        former = ledger.reference.withdrawn(act.area) if act.area else None
        if former is not None and (kept is None or kept.ticket.area != act.area):
            found = self._at(ledger, piece, act.lon, act.lat) or after(former, ledger.reference)
            return replace(act, area=found)
        if not act.area and there and not isinstance(act, a.File):
            return replace(act, area=self._at(ledger, piece, act.lon, act.lat))
        return act

    def _at(self, ledger: Ledger, piece: Pending, lon: float | None, lat: float | None) -> str:
        if lon is None or lat is None:
            return ""
        return self._locate(ledger.district, lon, lat, piece.received_at)

    def _order(self, ledger: Ledger, piece: Pending, order: Order) -> Done:
        actor, at = piece.actor, piece.received_at
        content = content_of(actor, order.command, f"{order.verb} {order.ticket_id}")
        replay = replayed(ledger, order.command.action_id, content)
        if replay is not None:
            return replay
        kept = ledger.tickets.get(order.ticket_id)
        if kept is None or not in_scope(kept.ticket, actor):
            raise missing()
        before = kept.ticket
        files = stored_files(ledger, order.command.files)
        lease = round(self._claim_ms * max(self._speed(), 1.0))
        after, told = ordered(before, order, actor, at, len(files), lease)
        json, row = ledger.place(kept, after, at)
        after = kept.ticket
        if told:
            entry = Entry(
                n=kept.entries + 1,
                action=order.verb,
                source=before.state,
                target=after.state,
                by=actor.id,
                name=actor.name,
                role=actor.role,
                at=at,
                received_at=at,
                words=order.command.note,
                files=files,
            )
            ledger.enter(kept, entry, actor.id, None)
            ledger.use(after.id, entry.n, files)
            taken = Taken(
                district=ledger.district, seq=after.seq, before=before, after=after, entry=entry, actor=actor
            )
            ledger.follow(taken)
        key = order.command.action_id
        ledger.record(
            piece,
            order.verb,
            after.id,
            key=key,
            version=after.version,
            content=content.hex(),
            row=row,
        )
        ledger.answer(key, content, 200, json, after.id, at)
        return Done(200, json, after, after.seq)


def _image(ledger: Ledger, before: Ticket, act: a.Act) -> Ticket | None:
    """The row that a step goes back to, where it is one that goes back."""
    match act:
        case a.Recall() if before.last is not None and before.last.recall_to:
            version = before.version
        case a.Unmerge() if before.state == "merged":
            version = before.beside.merged_version
        case _:
            return None
    image = ledger.images.get((before.id, version))
    if image is None:
        raise LookupError(f"ticket {before.id} has no image before version {version}")
    return image


def _age(ledger: Ledger, piece: Pending, ageing: Ageing) -> Done:
    for ticket in ageing.tickets:
        kept = ledger.tickets.get(ticket)
        if kept is not None:
            ledger.age(kept, piece.received_at)
    ledger.record(piece, "age", note=f"{len(ageing.tickets)} tickets")
    return Done(204, b"")
