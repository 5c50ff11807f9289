"""What a proposed version comes to: which rows it brings, what they change, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from backend.service.refusal import wrong_input
from contract.catalogue import (
    Difference,
    Proposal,
    ProposalFault,
    ProposeVersion,
)
from contract.machine import Names
from contract.reference import Item, Reference

from .codes import bases, coded
from .difference import difference, same
from .vocabulary import Draft, Reading, RefusedRow

LATEST = date(2099, 12, 31)


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """A version as it was put in force while the service ran (table `catalogue_version`)."""

    version: str
    effective_from: int
    at: int
    account: str
    name: str
    source: str
    supplement: bool


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A version worked out: the rows that it writes, and what it is said to be."""

    proposal: Proposal
    rows: tuple[Item, ...]


def plan(
    command: ProposeVersion,
    readings: Iterable[Reading],
    reference: Reference,
    put: Sequence[Put],
    now: int,
) -> Plan:
    """Work a version out against the catalogue as it will be; raises ServiceRefused (validation) where its
    name or its date can't be."""
    begins = _begins(command, reference, put, now)
    found = coded(list(readings), newest(reference))
    drafts = [r for r in found if isinstance(r, Draft)]
    refused = [r for r in found if isinstance(r, RefusedRow)]
    before = {item.code: item for item in reference.items_at(begins)}
    named = {
        d.item.code: msgspec.structs.replace(d.item, version=command.version, effective_from=begins)
        for d in drafts
    }
    rows = [item for code, item in named.items() if code not in before or not same(before[code], item)]
    leaving = [] if command.rest == "keep" else _left_out(before, named, found)
    rows += [
        msgspec.structs.replace(item, version=command.version, effective_from=begins, withdrawn=True)
        for item in leaving
    ]
    gone = {item.code for item in leaving}
    after = {code: item for code, item in before.items() if code not in gone} | named
    told = difference(
        before.values(), after.values(), reference, (in_force(reference, begins), command.version)
    )
    faults = tuple(sorted((f for r in refused for f in r.faults), key=lambda f: f.line))
    if not found:
        faults += (_nothing(),)
    proposal = Proposal(
        version=command.version,
        effective_from=begins,
        accepted=bool(drafts) and (not faults or command.partial),
        in_force=False,
        rows=len(found),
        items=len(drafts),
        refused=len(refused),
        difference=told,
        faults=faults,
        notices=tuple(_notices(command, told, found, reference, begins, before)),
    )
    return Plan(proposal=proposal, rows=tuple(rows))


def newest(reference: Reference) -> list[Item]:
    """The newest row of every code that ever was, in force, withdrawn or coming."""
    found: dict[str, Item] = {}
    for item in sorted(reference.items, key=lambda item: item.effective_from):
        found[item.code] = item
    return list(found.values())


def in_force(reference: Reference, at: int) -> str:
    """The name of the version that began last at an instant, "" before the first."""
    begun = [item for item in reference.items if item.effective_from <= at]
    return max(begun, key=lambda item: item.effective_from).version if begun else ""


def _begins(command: ProposeVersion, reference: Reference, put: Sequence[Put], now: int) -> int:
    """The instant from which the version is in force; raises ServiceRefused (validation)."""
    name = command.version
    if any(item.version == name for item in reference.items) or any(p.version == name for p in put):
        raise wrong_input(
            "version", "taken", name, f"版本 {name} 已存在", f"there is a version {name} already"
        )
    given = command.effective_from
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise wrong_input("effective_from", "date", given, "不是日期", "is no date") from None
    if day > LATEST:
        raise wrong_input("effective_from", "range", given, "日期过远", "lies too far ahead")
    calendar = reference.calendar
    number = (day - date(1970, 1, 1)).days
    today = calendar.day(now)
    if number < today:
        raise wrong_input(
            "effective_from",
            "past",
            given,
            "生效日期已过：已立案的工单不受新版本影响",
            "lies in the past: a new version never changes what was filed",
        )
    begins = now if number == today else calendar.midnight(number)
    starts = {item.version: item.effective_from for item in reference.items}
    starts |= {p.version: p.effective_from for p in put}
    same_day = [v for v, start in starts.items() if start == begins]
    if same_day:
        raise wrong_input(
            "effective_from",
            "taken",
            given,
            f"版本 {same_day[0]} 已在此时生效",
            f"version {same_day[0]} begins at that very time",
        )
    later = [p for p in put if p.effective_from > begins]
    if later:
        raise wrong_input(
            "effective_from",
            "order",
            given,
            f"早于已定的版本 {later[0].version}：该版本是按此前的清单核定的",
            f"lies before version {later[0].version}, which was decided on what is in force before it",
        )
    return begins


def _left_out(before: dict[str, Item], named: dict[str, Item], found: Sequence[Reading]) -> list[Item]:
    """Items in force that the version does not name. Those of a refused row's code are not left out: the row
    is there, it only can't be read; where not even its code can, nothing is."""
    unread = bases(found)
    if unread[""]:
        return []
    return [
        item
        for code, item in before.items()
        if code not in named and not any(code == base or code.startswith(f"{base}.") for base in unread)
    ]


def _nothing() -> ProposalFault:
    return ProposalFault(
        line=0,
        rule="empty",
        zh="没有一个事项：新版本不能为空",
        en="there is not one item: a version can't be empty",
    )


def _notices(
    command: ProposeVersion,
    told: Difference,
    found: Sequence[Reading],
    reference: Reference,
    begins: int,
    before: dict[str, Item],
) -> Iterable[Names]:
    if told.withdrawn:
        n, of = len(told.withdrawn), len(before)
        yield Names(
            f"现行 {of} 项中有 {n} 项不在新版本中，自生效之日起停用",
            f"{n} of the {of} items in force are not in it and are withdrawn from its date",
        )
    spared = bases(found)
    if spared and command.rest == "withdraw":
        if spared[""]:
            yield Names(
                "有的行读不出事项编码，因此没有停用任何事项",
                "some rows have no code that can be read, so that no item is withdrawn",
            )
        else:
            yield Names(
                "被拒的行所对应的现行事项保持不变", "items in force whose rows were refused stay as they are"
            )
    unassigned = sum(isinstance(r, Draft) and r.unassigned for r in found)
    if unassigned:
        yield Names(
            f"{unassigned} 项的承办单位本区没有，派遣时由坐席选定",
            f"{unassigned} items name no unit of this district: whoever dispatches chooses",
        )
    if told.empty:
        yield Names("与生效时的清单没有差异", "nothing is other than it will be without it")
    starts = sorted({(i.effective_from, i.version) for i in reference.items if i.effective_from > begins})
    for start, version in starts:
        day = day_of(reference, start)
        yield Names(
            f"版本 {version} 将于 {day} 生效，其中的事项届时以它为准",
            f"version {version} begins on {day}: its items count from then on",
        )


def day_of(reference: Reference, instant: int) -> date:
    """The local day of an instant."""
    return date(1970, 1, 1) + timedelta(days=reference.calendar.day(instant))
