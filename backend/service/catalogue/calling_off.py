"""Calling a version off that has not begun: nothing was filed by it, so that its rows can go.

Only the last one decided can go: a later one was decided on it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.checks import content_of, replayed
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Done, Pending
from backend.store import tables as t
from contract.admission import Admission
from contract.catalogue import CallOff
from contract.clock import MINUTE
from contract.machine import Names

from .admission import keep, read_admissions
from .keeping import hold
from .planning import Ground, Put
from .versions import read_ground, versions

MARGIN = 5 * MINUTE
"""So long before its date a version can be called off no more: the clocks of replicas may differ a little,
and another one may file by it already."""


class CallingOff(msgspec.Struct, frozen=True):
    """A version is called off."""

    version: str
    command: CallOff

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """The versions that there are, and what this one carries."""
        if ("catalogue", "ground") not in ledger.beside:
            ledger.beside["catalogue", "ground"] = await read_ground(connection, ledger.district)
        carried = await read_admissions(connection, ledger.district, "carried")
        ledger.beside["carried by", self.version] = [one for one in carried if one.version == self.version]

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Call it off; answers with it as it was, its standing ``called_off``.

        Raises ServiceRefused (missing, step, validation).
        """
        actor, at = piece.actor, piece.received_at
        content = content_of(actor, self.command, f"call off {self.version}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        if not self.command.reason.strip():
            raise wrong_input("reason", "required", "", "请填写理由", "give the reason")
        ground: Ground = ledger.beside["catalogue", "ground"]
        put = _standing(ground.put, self.version, at)
        (said,) = (v for v in versions(ledger.reference, ground.put, at) if v.version == self.version)
        self._take_away(ledger, ground, put, at)
        ledger.record(
            piece,
            "call_off_catalogue",
            self.version,
            key=self.key,
            content=content.hex(),
            note=self.command.reason.strip(),
        )
        body = msgspec.json.encode(replace(said, standing="called_off"))
        ledger.answer(self.key, content, 200, body, "", at)
        return Done(200, body, seq=ledger.seq)

    def _take_away(self, ledger: Ledger, ground: Ground, put: Put, at: int) -> None:
        for table in (t.item, t.catalogue_version):
            here = (table.c.district == ledger.district, table.c.version == self.version)
            ledger.statements.append(delete(table).where(*here))
        ledger.beside["catalogue", "ground"] = replace(ground, put=tuple(p for p in ground.put if p != put))
        carried: list[Admission] = ledger.beside["carried by", self.version]
        for one in carried:
            keep(ledger, replace(one, state="approved", version=""))
            ledger.announce("admission", at, id_=one.id)
        items = tuple(item for item in ledger.reference.items if item.version != self.version)
        if items != ledger.reference.items:
            hold(ledger, items, at)


def _standing(put: Sequence[Put], version: str, at: int) -> Put:
    """The version, where it can still be called off."""
    found = next((p for p in put if p.version == version), None)
    if found is None:
        raise missing()
    later = [p.version for p in put if p.effective_from > found.effective_from]
    if later:
        raise ServiceRefused(
            "step",
            Names(
                f"版本{later[-1]}是在它之后定的，请先撤销该版本",
                f"version {later[-1]} was decided on it: call that one off first",
            ),
        )
    if at > found.effective_from - MARGIN:
        raise ServiceRefused(
            "step",
            Names(
                f"版本{version}已生效或即将生效，不能撤销，请另定新版本",
                f"version {version} is in force or about to be: decide a new one instead",
            ),
        )
    return found
