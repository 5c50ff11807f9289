"""Putting a version of a list in force: one piece of work under the district's lock, with key, audit and
feed."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.catalogue.keeping import AT_ONCE, refusal
from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.mandate import MandateProposal, ProposeMandates

from .keeping import Put, read_put, read_rows, rows_of_table
from .planning import plan, said_from
from .rows import Reading


class PutMandates(msgspec.Struct, frozen=True):
    """A version of a list is put in force. `readings` is what its file says."""

    command: ProposeMandates
    readings: tuple[Reading, ...]
    source: str = ""

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The list's rows and versions."""
        name = self.command.list
        if ("mandates", name) not in ledger.beside:
            rows = await read_rows(connection, ledger.district, name)
            ledger.beside["mandates", name] = rows, await read_put(connection, ledger.district, name)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Put it in force; raises ServiceRefused (validation) where anything of it is refused."""
        command, at = self.command, piece.received_at
        content = content_of(piece.actor, command, "mandates")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        rows, put = ledger.beside["mandates", command.list]
        worked = plan(command, self.readings, rows, put, ledger.reference, at)
        if not worked.proposal.accepted:
            raise refusal(worked.proposal, from_file=True)
        done = replace(worked.proposal, in_force=True)
        version = Put(
            list=command.list,
            version=command.version,
            effective_from=done.effective_from,
            at=at,
            account=piece.actor.id,
            name=piece.actor.name,
            source=self.source,
        )
        ledger.statements.append(
            insert(t.mandate_version).values(district=ledger.district, **msgspec.structs.asdict(version))
        )
        written = rows_of_table(ledger.district, worked.rows)
        for begin in range(0, len(written), AT_ONCE):
            ledger.statements.append(insert(t.mandate).values(written[begin : begin + AT_ONCE]))
        ledger.beside["mandates", command.list] = (*rows, *worked.rows), (*put, version)
        changed = done.difference
        ledger.announce("mandates", at, id_=command.list)
        ledger.record(
            piece,
            "mandates",
            f"{command.list} {command.version}",
            key=self.key,
            content=content.hex(),
            note=f"from {said_from(ledger.reference, done.effective_from)}: {done.items} entries, "
            f"{len(changed.added)} added, {len(changed.withdrawn)} withdrawn, {len(changed.changed)} changed",
        )
        body = msgspec.json.encode(MandateProposal(list=command.list, proposal=done))
        ledger.answer(self.key, content, 201, body, "", at)
        return Done(201, body, seq=ledger.seq)
