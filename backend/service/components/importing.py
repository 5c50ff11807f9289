"""A file of the register taken in: what it would change, and the change as one piece of work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.catalogue.proposing import refused_whole
from backend.service.checks import content_of, replayed
from backend.service.importing.faults import ImportRefused
from backend.service.ledger import Ledger
from backend.service.refusal import ServiceRefused, wrong_input
from backend.service.steps import Done, Pending
from backend.store.engine import Store
from contract.account import Actor
from contract.component import (
    KINDS,
    NOBODY,
    Component,
    ComponentChange,
    ComponentFault,
    ComponentImport,
    ImportComponents,
    may_see,
)
from contract.machine import Names
from contract.problem import FieldFault
from contract.reference import Area, Reference

from . import register
from .changing import LAST, AreaAt
from .reading import Drafted, Read, Reading, rows_of

_json = msgspec.json.Encoder().encode

Was = Callable[[str], Component | None]
Step = tuple[Component | None, Component]


def read(command: ImportComponents, content: bytes | None, reference: Reference) -> Read:
    """The rows of a command's file; raises ServiceRefused (validation) where it can't be read at all."""
    file = command.file
    if content is None:
        raise wrong_input(
            "file.sha256", "stored", file.sha256, "文件尚未上传", "the file has not been uploaded"
        )
    try:
        return rows_of(content, file.mapping_toml.encode(), file.mapping, reference)
    except ImportRefused as refused:
        raise refused_whole(refused) from None


def worked_out(
    rows: Sequence[Reading],
    was: Was,
    reference: Reference,
    area_at: AreaAt,
    actor: Actor,
    at: int,
    *,
    partial: bool,
) -> tuple[ComponentImport, list[Step]]:
    """What a file comes to, and the components as they shall be beside what they were."""
    faults: list[ComponentFault] = []
    steps: list[Step] = []
    added = unchanged = refused = ownerless = 0
    for row in rows:
        if not isinstance(row, Drafted):
            faults += row.faults
            refused += 1
            continue
        before = was(row.code)
        area = reference.area(area_at(reference.district.code, row.lon, row.lat))
        if area is None:
            faults.append(_misplaced(row))
            refused += 1
            continue
        after = _after(row, before, area, at)
        if not all(may_see(one, actor) for one in (before, after) if one is not None):
            faults.append(_elsewhere(row))
            refused += 1
            continue
        ownerless += after.ownerless
        if after == before:
            unchanged += 1
        else:
            added += before is None
            steps.append((before, after))
    told = ComponentImport(
        rows=len(rows),
        added=added,
        changed=len(steps) - added,
        unchanged=unchanged,
        refused=refused,
        ownerless=ownerless,
        accepted=bool(rows) and (not refused or (partial and refused < len(rows))),
        written=False,
        faults=tuple(faults),
    )
    return told, steps


def _after(row: Drafted, before: Component | None, area: Area, at: int) -> Component:
    name = area.short or area.names.zh
    if before is None:
        return Component(
            code=row.code,
            kind=row.kind,
            kind_names=KINDS[row.kind],
            place=row.place or "",
            lon=row.lon,
            lat=row.lat,
            area=area.code,
            area_path=area.path,
            area_name=name,
            owner=row.owner or NOBODY,
            state=row.state or "intact",
            since=at,
            version=1,
            changed_at=at,
        )
    after = replace(
        before,
        kind=row.kind,
        kind_names=KINDS[row.kind],
        lon=row.lon,
        lat=row.lat,
        area=area.code,
        area_path=area.path,
        area_name=name,
    )
    if row.place is not None:
        after = replace(after, place=row.place)
    if row.owner is not None:
        after = replace(after, owner=row.owner)
    if row.state is not None and row.state != before.state:
        after = replace(after, state=row.state, since=at)
    return after


def _misplaced(row: Drafted) -> ComponentFault:
    return ComponentFault(
        line=row.line,
        rule="inside",
        field="lon",
        value=f"{row.lon:.6f}, {row.lat:.6f}",
        zh="坐标在本区所有网格之外",
        en="the coordinates lie outside every grid of the district",
    )


def _elsewhere(row: Drafted) -> ComponentFault:
    return ComponentFault(
        line=row.line,
        rule="scope",
        field="code",
        value=row.code,
        zh="该部件不在您的辖区内",
        en="the component lies outside the area of your account",
    )


async def checked(
    store: Store,
    command: ImportComponents,
    given: Read,
    reference: Reference,
    area_at: AreaAt,
    actor: Actor,
    at: int,
) -> ComponentImport:
    """What a file would come to; nothing is written."""
    codes = [row.code for row in given.rows if isinstance(row, Drafted)]
    async with store.read() as connection:
        there = await register.read(connection, actor.district, codes)
    told, _ = worked_out(given.rows, there.get, reference, area_at, actor, at, partial=command.partial)
    return told


class Importing(msgspec.Struct, frozen=True):
    """A file is taken in."""

    command: ImportComponents
    rows: tuple[Reading, ...]
    source: str
    area_at: AreaAt

    @property
    def key(self) -> str:
        """The command's key."""
        return self.command.action_id

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:  # noqa: ARG002
        """What of the file is registered already."""
        codes = [row.code for row in self.rows if isinstance(row, Drafted)]
        await register.fetch(connection, ledger, codes)

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take it in; raises ServiceRefused (validation) where rows are refused and `partial` is not said."""
        actor, command, at = piece.actor, self.command, piece.received_at
        content = content_of(actor, command, "components")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        if not command.reason.strip():
            raise wrong_input("reason", "required", "", "请填写原因", "give the reason")
        told, steps = worked_out(
            self.rows,
            lambda code: register.held(ledger, code),
            ledger.reference,
            self.area_at,
            actor,
            at,
            partial=command.partial,
        )
        if not told.accepted:
            raise refusal(told)
        changes = []
        for before, after in steps:
            if before is not None:
                after = replace(after, version=before.version + 1, changed_at=at)
            change = ComponentChange(
                version=after.version,
                action="imported",
                by=actor.id,
                by_name=actor.name,
                at=at,
                reason=command.reason.strip(),
                fields=() if before is None else register.difference(before, after),
            )
            changes.append((after, change))
            ledger.beside[LAST, after.code] = change
        register.keep(ledger, changes)
        if changes:
            ledger.announce("component", at)
        done = replace(told, written=True)
        ledger.record(
            piece,
            "components_imported",
            self.source,
            key=self.key,
            content=content.hex(),
            note=f"{done.added} added, {done.changed} changed, {done.unchanged} as they were, "
            f"{done.refused} refused",
        )
        body = _json(done)
        ledger.answer(self.key, content, 201, body, "", at)
        return Done(201, body, seq=ledger.seq)


def refusal(told: ComponentImport) -> ServiceRefused:
    """Why a file is not taken in: every row that is wrong, by line and column."""
    faults = tuple(
        FieldFault(f"line {f.line}" + (f" [{f.column}]" if f.column else ""), f.rule, f.value, f.zh, f.en)
        for f in told.faults
    )
    if not told.rows:
        return wrong_input("file", "empty", "", "文件中没有数据行", "the file has no rows")
    first = told.faults[0]
    says = Names(
        f"{told.refused} 行被拒，未写入任何内容。第 {first.line} 行：{first.zh}",
        f"{told.refused} rows are refused and nothing was written. line {first.line}: {first.en}",
    )
    return ServiceRefused("validation", says, faults=faults)
