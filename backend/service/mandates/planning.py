"""What a proposed version of a list comes to, and what one version changes against another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from backend.service.catalogue.planning import LATEST, day_of
from backend.service.refusal import missing, wrong_input
from contract.catalogue import Difference, FieldChange, ItemChange, Proposal, ProposalFault
from contract.machine import Names
from contract.mandate import FIELDS, KINDS, Mandate, MandateVersion, ProposeMandates, in_force
from contract.reference import Reference

from .keeping import Put
from .rows import Draft, Reading, RefusedRow

_NOTHING = Names("（空）", "(empty)")


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A version worked out: the rows that it writes, what it is said to be."""

    proposal: Proposal
    rows: tuple[Mandate, ...]


def plan(
    command: ProposeMandates,
    readings: Sequence[Reading],
    rows: Sequence[Mandate],
    put: Sequence[Put],
    reference: Reference,
    now: int,
) -> Plan:
    """Work a version out against its list as it will be (`rows` and `put` are that list's); raises
    ServiceRefused (validation) where its name or its date can't be."""
    begins = _begins(command, put, reference, now)
    drafts = [r for r in readings if isinstance(r, Draft)]
    refused = [r for r in readings if isinstance(r, RefusedRow)]
    before = {entry.code: entry for entry in in_force(rows, begins)}
    named = {d.entry.code: replace(d.entry, version=command.version, effective_from=begins) for d in drafts}
    unread = {r.code for r in refused}
    gone: set[str] = set()
    if command.rest == "withdraw" and "" not in unread:
        gone = before.keys() - named.keys() - unread
    after = {code: entry for code, entry in before.items() if code not in gone} | named
    begun = [p.version for p in put if p.effective_from <= begins]
    told = difference(
        before.values(), after.values(), reference, (begun[-1] if begun else "", command.version)
    )
    faults = tuple(sorted((f for r in refused for f in r.faults), key=lambda f: f.line))
    if not readings:
        faults = (_nothing(),)
    proposal = Proposal(
        version=command.version,
        effective_from=begins,
        accepted=bool(drafts) and (not faults or command.partial),
        in_force=False,
        rows=len(readings),
        items=len(drafts),
        refused=len(refused),
        difference=told,
        faults=faults,
        notices=tuple(_notices(told, before, unread)),
    )
    written = [entry for code, entry in named.items() if code not in before or not same(before[code], entry)]
    written += [
        replace(entry, version=command.version, effective_from=begins, withdrawn=True)
        for code, entry in before.items()
        if code in gone
    ]
    return Plan(proposal=proposal, rows=tuple(written))


def _begins(command: ProposeMandates, put: Sequence[Put], reference: Reference, now: int) -> int:
    """The instant from which the version is in force; raises ServiceRefused (validation)."""
    name, given = command.version, command.effective_from
    if name in {p.version for p in put}:
        raise wrong_input(
            "version", "taken", name, f"版本 {name} 已存在", f"there is a version {name} already"
        )
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise wrong_input("effective_from", "date", given, "不是日期", "is no date") from None
    if day > LATEST:
        raise wrong_input("effective_from", "range", given, "日期过远", "lies too far ahead")
    number = (day - date(1970, 1, 1)).days
    today = reference.calendar.day(now)
    if number < today:
        raise wrong_input("effective_from", "past", given, "生效日期已过", "lies in the past")
    begins = now if number == today else reference.calendar.midnight(number)
    later = [p for p in put if p.effective_from >= begins]
    if later:
        raise wrong_input(
            "effective_from",
            "order",
            given,
            f"须晚于已定的版本 {later[0].version} 的生效时间",
            f"must come after version {later[0].version} begins",
        )
    return begins


def difference(
    before: Iterable[Mandate], after: Iterable[Mandate], reference: Reference, names: tuple[str, str]
) -> Difference:
    """What `after` changes, by codes; both of one list."""
    was = {entry.code: entry for entry in before}
    now = {entry.code: entry for entry in after}
    changed = [code for code, entry in now.items() if code in was and not same(was[code], entry)]

    def change(entry: Mandate, fields: tuple[FieldChange, ...] = ()) -> ItemChange:
        return ItemChange(code=entry.code, names=entry.names, fields=fields)

    return Difference(
        before=names[0],
        after=names[1],
        added=tuple(change(entry) for code, entry in now.items() if code not in was),
        withdrawn=tuple(change(entry) for code, entry in was.items() if code not in now),
        changed=tuple(
            change(now[code], tuple(_changes(was[code], now[code], reference))) for code in changed
        ),
        unchanged=len(was.keys() & now.keys()) - len(changed),
    )


def same(one: Mandate, other: Mandate) -> bool:
    """Whether two rows say the same of an entry."""
    return all(getattr(one, name) == getattr(other, name) for name in FIELDS)


def _changes(before: Mandate, after: Mandate, reference: Reference) -> Iterator[FieldChange]:
    for name, names in FIELDS.items():
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            yield FieldChange(
                field=name,
                names=names,
                before=msgspec.to_builtins(one),
                after=msgspec.to_builtins(other),
                before_words=words(name, one, reference),
                after_words=words(name, other, reference),
            )


def words(field: str, value: Any, reference: Reference) -> Names:
    """A field's value as people read it."""
    if not value or value == Names("", ""):
        return _NOTHING
    if isinstance(value, Names):
        return value
    if isinstance(value, tuple):
        return Names("；".join(value), "; ".join(value))
    if field == "unit":
        unit = reference.unit(value)
        return unit.names if unit is not None else Names(value, value)
    if field == "kind":
        return KINDS.get(value, Names(value, value))
    levels = (level.names for level in reference.district.levels if level.key == value)
    return next(levels, Names(value, value))


def versions(rows: Sequence[Mandate], put: Sequence[Put], now: int) -> tuple[MandateVersion, ...]:
    """Every version of both lists, by list, oldest first."""
    found = []
    for version in put:
        own = [row for row in rows if row.list == version.list]
        brought = [row for row in own if row.version == version.version]
        begun = [p.version for p in put if p.list == version.list and p.effective_from <= now]
        current = bool(begun) and begun[-1] == version.version
        coming = version.effective_from > now
        found.append(
            MandateVersion(
                list=version.list,
                version=version.version,
                effective_from=version.effective_from,
                standing="coming" if coming else "current" if current else "past",
                entries=len(in_force(own, version.effective_from)),
                rows=len(brought),
                withdrawn=sum(row.withdrawn for row in brought),
                put_at=version.at,
                by=version.name,
                source=version.source,
            )
        )
    return tuple(found)


def entries_of(rows: Sequence[Mandate], put: Sequence[Put], list_: str, version: str) -> list[Mandate]:
    """A whole list as a version has it, in its order; raises ServiceRefused (missing)."""
    begins = next((p.effective_from for p in put if (p.list, p.version) == (list_, version)), None)
    if begins is None:
        raise missing()
    return in_force((row for row in rows if row.list == list_), begins)


def between(
    rows: Sequence[Mandate], put: Sequence[Put], list_: str, before: str, after: str, reference: Reference
) -> Difference:
    """What one version of a list changes against another; raises ServiceRefused (missing)."""
    one, other = (entries_of(rows, put, list_, version) for version in (before, after))
    return difference(one, other, reference, (before, after))


def said_from(reference: Reference, begins: int) -> str:
    """The local day from which a version is in force."""
    return day_of(reference, begins).isoformat()


def _nothing() -> ProposalFault:
    return ProposalFault(
        line=0,
        rule="empty",
        zh="没有一个条目：新版本不能为空",
        en="there is not one entry: a version can't be empty",
    )


def _notices(told: Difference, before: dict[str, Mandate], unread: set[str]) -> Iterator[Names]:
    if told.withdrawn:
        n, of = len(told.withdrawn), len(before)
        yield Names(
            f"现行 {of} 条中有 {n} 条不在新版本中，自生效之日起停用",
            f"{n} of the {of} entries in force are not in it and are withdrawn from its date",
        )
    if "" in unread:
        yield Names(
            "有的行读不出条目编码，因此没有停用任何条目",
            "some rows have no code that can be read, so that no entry is withdrawn",
        )
    elif unread & before.keys():
        yield Names(
            "被拒的行所对应的现行条目保持不变", "entries in force whose rows were refused stay as they are"
        )
    if told.empty:
        yield Names("与生效时的清单没有差异", "nothing is other than it will be without it")
