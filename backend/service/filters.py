"""Filters kept under a name: saving, dropping, and whose list they stand in."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import asdict
from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Done, Pending
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.machine import Names
from contract.saved_filter import (
    PER_OWNER,
    QUERY_BYTES,
    SavedFilter,
    SaveFilter,
    bound_of,
    may_change,
    may_see,
)

_json = msgspec.json.Encoder().encode


def _filter(row: Any) -> SavedFilter:
    return SavedFilter(
        id=row.id,
        name=row.name,
        owner=row.owner,
        owner_name=row.owner_name,
        shared=row.shared,
        screen=row.screen,
        query=msgspec.json.decode(row.query),
        changed_at=int(row.changed_at),
        bound=row.bound,
    )


def _for_change(ledger: Ledger, id_: str, actor: Actor) -> SavedFilter | None:
    kept: SavedFilter | None = ledger.beside["filter", id_]
    if kept is not None and not may_change(kept, actor):
        if may_see(kept, actor):
            raise ServiceRefused(
                "forbidden",
                Names(f"这是{kept.owner_name}的筛选", f"the filter is {kept.owner_name}'s"),
            )
        raise missing()
    return kept


def _told(ledger: Ledger, at: int, id_: str, *states: SavedFilter | None) -> None:
    """Everybody hears of one that is or was shared; of one's own, oneself."""
    known = [state for state in states if state is not None]
    alone = "" if any(state.shared for state in known) else known[0].owner
    ledger.announce("filter", at, id_=id_, account=alone)


class _Work(msgspec.Struct, frozen=True):
    """Something is done to one filter."""

    filter_id: str

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The filter as it stands, and how many the person keeps."""
        f, of, actor = t.saved_filter.c, ledger.district, piece.actor.id
        query = select(t.saved_filter).where(f.district == of, f.id == self.filter_id)
        row = (await connection.execute(query)).first()
        ledger.beside["filter", self.filter_id] = None if row is None else _filter(row)
        mine = select(func.count()).where(f.district == of, f.owner == actor)
        ledger.beside["filters of", actor] = await connection.scalar(mine) or 0


class Keep(_Work, frozen=True):
    """Make a filter, or change it."""

    command: SaveFilter

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Keep it."""
        actor, at, command = piece.actor, piece.received_at, self.command
        content = content_of(actor, command, f"filter {self.filter_id}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before = _for_change(ledger, self.filter_id, actor)
        name = command.name.strip()
        if not name:
            raise wrong_input("name", "required", command.name, "请填写名称", "name it")
        query = _query(command.query)
        if before is None:
            _one_more(ledger, actor)
        after = SavedFilter(
            id=self.filter_id,
            name=name,
            owner=actor.id if before is None else before.owner,
            owner_name=actor.name if before is None else before.owner_name,
            shared=command.shared,
            screen=command.screen,
            query=command.query,
            changed_at=at,
            bound=bound_of(actor) if before is None else before.bound,
        )
        f, row = t.saved_filter, {**asdict(after), "district": ledger.district, "query": query}
        if before is None:
            ledger.statements.append(insert(f).values(row))
        else:
            here = (f.c.district == ledger.district, f.c.id == self.filter_id)
            ledger.statements.append(update(f).where(*here).values(row))
        ledger.beside["filter", self.filter_id] = after
        _told(ledger, at, after.id, before, after)
        ledger.record(piece, "save_filter", after.id, key=self.key, content=content.hex())
        body = _json(after)
        ledger.answer(self.key, content, 200, body, "", at)
        return Done(200, body, seq=ledger.seq)


class Drop(_Work, frozen=True):
    """Take a filter away."""

    action_id: str

    @property
    def key(self) -> str:
        """The command's key."""
        return self.action_id

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Drop it."""
        actor, at = piece.actor, piece.received_at
        content = content_of(actor, self)
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        before = _for_change(ledger, self.filter_id, actor)
        if before is None:
            raise missing()
        f = t.saved_filter
        here = (f.c.district == ledger.district, f.c.id == self.filter_id)
        ledger.statements.append(delete(f).where(*here))
        ledger.beside["filter", self.filter_id] = None
        if ("filters of", before.owner) in ledger.beside:
            ledger.beside["filters of", before.owner] -= 1
        _told(ledger, at, before.id, before)
        ledger.record(piece, "drop_filter", before.id, key=self.key, content=content.hex())
        ledger.answer(self.key, content, 204, b"", "", at)
        return Done(204, b"", seq=ledger.seq)


def _one_more(ledger: Ledger, actor: Actor) -> None:
    """Refuse one more than a person may keep."""
    if ledger.beside["filters of", actor.id] >= PER_OWNER:
        raise ServiceRefused(
            "step", Names(f"每人最多保存{PER_OWNER}个筛选", f"a person keeps {PER_OWNER} filters at most")
        )
    ledger.beside["filters of", actor.id] += 1


def _query(query: dict[str, Any]) -> bytes:
    try:
        body = _json(query)
    except OverflowError:
        raise wrong_input("query", "range", "", "数值过大", "a number is too large") from None
    if len(body) > QUERY_BYTES:
        raise wrong_input(
            "query", "max_length", len(body), f"筛选内容最多{QUERY_BYTES}字节", f"at most {QUERY_BYTES} bytes"
        )
    return body


class Filters:
    """Reads them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, actor: Actor) -> tuple[SavedFilter, ...]:
        """What stands in a person's list: their own and what is shared with them, by name."""
        f = t.saved_filter.c
        query = select(t.saved_filter).where(
            f.district == actor.district, or_(f.owner == actor.id, f.shared.is_(True))
        )
        async with self._store.read() as connection:
            found = [_filter(row) for row in await connection.execute(query.order_by(f.name, f.id))]
        return tuple(kept for kept in found if may_see(kept, actor))
