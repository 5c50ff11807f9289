"""Putting a version in force: one piece of work under the district's lock, with key, audit and feed.

What was filed keeps its version, since rows of items are only ever added.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.catalogue import Proposal, ProposeVersion
from contract.machine import Names
from contract.problem import FieldFault
from contract.reference import Item

from .admission import carried
from .planning import Ground, Plan, Put, day_of, plan
from .versions import read_ground
from .vocabulary import Reading

AT_ONCE = 500
"""Rows in one statement: databases bound how many values it may carry."""

_json = msgspec.json.Encoder().encode


class PutInForce(msgspec.Struct, frozen=True):
    """A version is put in force. `readings` is what its file or its items say."""

    command: ProposeVersion
    readings: tuple[Reading, ...]
    source: str = ""

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The versions that there are, and what was approved."""
        if ("catalogue", "ground") not in ledger.beside:
            ledger.beside["catalogue", "ground"] = await read_ground(connection, ledger.district)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Put it in force; raises ServiceRefused (validation) where anything of it is refused."""
        content = content_of(piece.actor, self.command, "catalogue")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        at = piece.received_at
        ground: Ground = ledger.beside["catalogue", "ground"]
        worked = plan(self.command, self.readings, ledger.reference, _as_decided(ledger, ground), at)
        if not worked.proposal.accepted:
            raise refusal(worked.proposal, from_file=self.command.items is None)
        self._write(ledger, piece, worked)
        done = replace(worked.proposal, in_force=True)
        changed = done.difference
        day = day_of(ledger.reference, done.effective_from)
        ledger.record(
            piece,
            "catalogue",
            self.command.version,
            key=self.key,
            content=content.hex(),
            note=f"from {day}: {done.items} items, {len(changed.added)} added, "
            f"{len(changed.withdrawn)} withdrawn, {len(changed.changed)} changed; "
            f"reference {ledger.reference.digest}",
        )
        body = _json(done)
        ledger.answer(self.key, content, 201, body, "", at)
        return Done(201, body, seq=ledger.seq)

    def _write(self, ledger: Ledger, piece: Pending, worked: Plan) -> None:
        at, begins = piece.received_at, worked.proposal.effective_from
        put = Put(
            version=self.command.version,
            effective_from=begins,
            at=at,
            account=piece.actor.id,
            name=piece.actor.name,
            source=self.source,
            supplement=self.command.rest == "keep",
        )
        row: dict[str, Any] = {"district": ledger.district, **msgspec.structs.asdict(put)}
        ledger.statements.append(insert(t.catalogue_version).values(row))
        ground: Ground = ledger.beside["catalogue", "ground"]
        ledger.beside["catalogue", "ground"] = replace(ground, put=(*ground.put, put))
        carried(ledger, worked.carried, self.command.version, at)
        if not worked.rows:
            return
        rows = [_row(ledger.district, n, item) for n, item in enumerate(worked.rows)]
        for begin in range(0, len(rows), AT_ONCE):
            ledger.statements.append(insert(t.item).values(rows[begin : begin + AT_ONCE]))
        # In the order in which they are read again: by their date, each version's rows in their own order.
        items = sorted((*ledger.reference.items, *worked.rows), key=lambda item: item.effective_from)
        hold(ledger, tuple(items), at)


def hold(ledger: Ledger, items: tuple[Item, ...], at: int) -> None:
    """From here on the reference has these items; every process and console hears of it."""
    ledger.hold(ledger.held.changed(items=items), at)


def _as_decided(ledger: Ledger, ground: Ground) -> Ground:
    """The ground with what this very transaction did to applications."""
    known = {one.id: one for one in ground.approved}
    known |= {
        id_: one for (kind, id_), one in ledger.beside.items() if kind == "admission" and one is not None
    }
    return replace(ground, approved=tuple(one for one in known.values() if one.state == "approved"))


def _row(district: str, n: int, item: Item) -> dict[str, Any]:
    return {
        "district": district,
        "version": item.version,
        "code": item.code,
        "place": n,
        "effective_from": item.effective_from,
        "body": msgspec.msgpack.encode(item),
    }


def refusal(proposal: Proposal, *, from_file: bool) -> ServiceRefused:
    """Why a version is not put in force: every row that is wrong, by line and column, or by its place."""
    faults = tuple(
        FieldFault(
            f"line {f.line}" + (f" [{f.column}]" if f.column else "")
            if from_file and f.line
            else f"items[{f.line - 1}].{f.field}"
            if f.line
            else "items",
            f.rule,
            f.value,
            f.zh,
            f.en,
        )
        for f in proposal.faults
    )
    n = proposal.refused
    first = proposal.faults[0] if proposal.faults else None
    where = Names(f"第 {first.line} 行：", f"line {first.line}: ") if first and first.line else Names("", "")
    says = Names(
        f"{n} 行被拒，未写入任何内容。{where.zh}{first.zh if first else ''}",
        f"{n} rows are refused and nothing was written. {where.en}{first.en if first else ''}",
    )
    return ServiceRefused("validation", says, faults=faults)
