"""Handing the rows of a file to the one function, and counting what became of each.

A row's action id is derived from district, mapping and row key, and the answer to it is stored in the
transaction that makes the ticket: however often and from however many processes a file is run, and
wherever a run was cut off, each row is in exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
from sqlalchemy import select

from backend.service.checks import content_of
from backend.service.clock import Clock
from backend.service.reference import Held
from backend.service.refusal import ServiceRefused
from backend.service.steps import Done, Origin, Pending
from backend.service.timeline import masked
from backend.service.transition import Performer
from backend.store import tables as t
from backend.store.bulk import among
from backend.store.engine import Store
from contract.account import Actor
from contract.action import Report
from contract.advance import report
from contract.reference import Reference
from contract.refused import Refused

from .faults import MappingRefused, RowFault
from .mapping import Mapping, Source
from .reading import Sheet
from .rows import FIELD_NAMES, Incoming, RowReader

BATCH = 500


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file: `rows` = `imported` + `already` + `repeated` + `refused`.

    `already` were in from an earlier run, `repeated` stand in this file more than once under one key with the
    same content, `refused` have one or more `faults` each. `unlocated` of the imported lie in no known area.
    In a dry run `imported` says what would go in.
    """

    district: str
    channel: str
    mapping: str
    file: str
    dry_run: bool
    rows: int
    imported: int
    already: int
    repeated: int
    refused: int
    unlocated: int
    first_number: str = ""
    last_number: str = ""
    faults: tuple[RowFault, ...] = ()


class Importer:
    """One run of one file into one district by one channel."""

    def __init__(
        self,
        store: Store,
        performer: Performer,
        held: Held,
        clock: Clock,
        locate: Callable[[str, float, float], str],
        mapping: Mapping,
        channel: str = "",
    ) -> None:
        self._store = store
        self._performer = performer
        self._reference = held.reference
        self._clock = clock
        self._locate = locate
        self._mapping = mapping
        self._actor = importer(held.reference, channel)
        self._seen: dict[str, tuple[int, bytes]] = {}
        self._faults: list[RowFault] = []
        self._already = self._repeated = self._refused = self._imported = self._unlocated = 0
        self._numbers: list[str] = []

    async def run(self, sheet: Sheet, file: str, *, dry_run: bool = False) -> Summary:
        """Take the whole sheet in (or, in a dry run, say what would happen)."""
        district, channel = self._actor.district, self._actor.channel
        rows = RowReader(self._mapping, sheet, district, channel)
        for batch in _batches(self._readable(rows)):
            fresh = await self._fresh(batch)
            if dry_run:
                self._count(fresh)
            else:
                await self._perform(fresh)
        return Summary(
            district=district,
            channel=channel,
            mapping=self._mapping.name,
            file=file,
            dry_run=dry_run,
            rows=len(sheet.rows),
            imported=self._imported,
            already=self._already,
            repeated=self._repeated,
            refused=self._refused,
            unlocated=self._unlocated,
            first_number=self._numbers[0] if self._numbers else "",
            last_number=self._numbers[-1] if self._numbers else "",
            faults=tuple(sorted(self._faults, key=lambda fault: fault.line)),
        )

    def _refuse(self, *faults: RowFault) -> None:
        self._refused += 1
        self._faults += faults

    def _readable(self, rows: RowReader) -> Iterator[Incoming]:
        """The rows that could go in as far as they alone and the reference can say."""
        for row in rows:
            if not isinstance(row, Incoming):
                self._refuse(*row)
                continue
            content = content_of(self._actor, row.action)
            before = self._seen.get(row.key)
            if before is None:
                self._seen[row.key] = (row.line, content)
            elif before[1] == content:
                self._repeated += 1
                continue
            else:
                self._refuse(_doubled(row.line, before[0], "+".join(self._mapping.key)))
                continue
            yield row

    async def _fresh(self, batch: list[Incoming]) -> list[Incoming]:
        """The rows of a batch that did not come in before."""
        district, dialect = self._actor.district, self._store.dialect
        i, a = t.imported.c, t.answer.c
        keys = select(i.key).where(
            i.district == district,
            i.source == self._mapping.name,
            among(dialect, i.key, [row.key for row in batch]),
        )
        answers = select(a.action, a.content).where(
            a.district == district, among(dialect, a.action, [row.action.action_id for row in batch])
        )
        async with self._store.read() as connection:
            known = {key for (key,) in await connection.execute(keys)}
            contents: dict[str, bytes] = {
                row.action: row.content for row in await connection.execute(answers)
            }
        fresh = []
        for row in batch:
            content = contents.get(row.action.action_id)
            if content is not None and content != content_of(self._actor, row.action):
                self._refuse(_changed(row.line, "+".join(self._mapping.key)))
            elif content is not None or row.key in known:
                self._already += 1
            elif (faults := self._against_rules(row)) is not None:
                self._refuse(*faults)
            else:
                fresh.append(row)
        return fresh

    def _against_rules(self, row: Incoming) -> list[RowFault] | None:
        """What the lifecycle's own function says to a report, before it is asked to make it."""
        act = row.action.act
        assert isinstance(act, Report)
        try:
            report(
                row.action.ticket_id,
                "",
                act,
                self._actor,
                self._clock.now(),
                self._reference,
                masked(act.reporter),
            )
        except Refused as refused:
            return self._faults_of(row, ServiceRefused("validation", refused.says, faults=refused.faults))
        return None

    def _faults_of(self, row: Incoming, refused: ServiceRefused) -> list[RowFault]:
        faults = []
        for fault in refused.faults:
            field = fault.field.rpartition(".")[2]
            source = getattr(self._mapping.fields, field, None)
            columns = source.columns if source is not None else ()
            faults.append(
                RowFault(
                    line=row.line,
                    rule=fault.rule,
                    column="+".join(columns),
                    field=field if field in FIELD_NAMES else "",
                    value=fault.value if not isinstance(source, Source) or columns else "",
                    zh=fault.zh,
                    en=fault.en,
                )
            )
        return faults or [RowFault(line=row.line, rule=refused.kind, zh=refused.says.zh, en=refused.says.en)]

    def _count(self, fresh: Sequence[Incoming]) -> None:
        for row in fresh:
            act = row.action.act
            assert isinstance(act, Report)
            self._imported += 1
            inside = act.area or (
                act.lon is not None
                and act.lat is not None
                and self._locate(self._actor.district, act.lon, act.lat)
            )
            self._unlocated += not inside

    async def _perform(self, fresh: Sequence[Incoming]) -> None:
        if not fresh:
            return
        now = self._clock.now()
        batch = [Pending(self._actor, now, row.action, Origin(self._mapping.name, row.key)) for row in fresh]
        outcomes = await self._performer.perform(self._actor.district, batch)
        for row, outcome in zip(fresh, outcomes, strict=True):
            if not isinstance(outcome, Done):
                self._refuse(*self._faults_of(row, outcome))
            elif outcome.replayed:  # another process brought it in the meantime
                self._already += 1
            else:
                self._imported += 1
                if outcome.ticket is not None:
                    self._numbers.append(outcome.ticket.number)
                    self._unlocated += not outcome.ticket.area


def importer(reference: Reference, channel: str = "") -> Actor:
    """Who imports: the channel named, or the district's first one of type ``file``; raises MappingRefused.

    It is no account: the same rows must be the same request whoever runs the command.
    """
    known = reference.channel(channel) if channel else None
    if not channel:
        known = next((c for c in reference.channels if c.type == "file"), None)
    if known is None:
        keys = ", ".join(c.key for c in reference.channels)
        raise MappingRefused(
            "channel",
            f"没有渠道“{channel or 'file'}”，可用：{keys}",
            f"there is no channel “{channel or 'file'}”; there are: {keys}",
        )
    district = reference.district.code
    return Actor(
        id=f"import:{known.key}", name=known.names.zh, role="channel", district=district, channel=known.key
    )


def _batches(rows: Iterator[Incoming]) -> Iterator[list[Incoming]]:
    batch: list[Incoming] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _doubled(line: int, first: int, columns: str) -> RowFault:
    return RowFault(
        line=line,
        rule="doubled_key",
        column=columns,
        value=str(first),
        zh=f"与第 {first} 行键值相同而内容不同",
        en=f"has the key of line {first} and another content",
    )


def _changed(line: int, columns: str) -> RowFault:
    return RowFault(
        line=line,
        rule="changed",
        column=columns,
        zh="这一行以前导入过，内容或渠道不同，未改动原工单",
        en="this row came in before with another content or by another channel; its ticket stays as it is",
    )
