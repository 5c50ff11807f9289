"""What a proposed version comes to: which rows it brings, what they change, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from backend.service.refusal import ServiceRefused, wrong_input
from contract.admission import Admission
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
from .vocabulary import Draft, Reading, RefusedRow, Vocabulary

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


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What a version is worked out against beside the reference: the versions put in force, by their dates,
    and the applications that were approved and that no version carries yet."""

    put: tuple[Put, ...] = ()
    approved: tuple[Admission, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A version worked out: the rows that it writes, what it is said to be, the applications it carries."""

    proposal: Proposal
    rows: tuple[Item, ...]
    carried: tuple[Admission, ...] = ()


def plan(
    command: ProposeVersion, readings: Iterable[Reading], reference: Reference, ground: Ground, now: int
) -> Plan:
    """Work a version out against the catalogue as it will be; raises ServiceRefused: validation where its
    name or its date can't be, step where another version was decided since it was begun."""
    begins = _begins(command, reference, ground.put, now)
    _stands_on(command, reference, ground.put, begins)
    found = coded(list(readings), newest(reference))
    drafts = [r for r in found if isinstance(r, Draft)]
    refused = [r for r in found if isinstance(r, RefusedRow)]
    before = {item.code: item for item in reference.items_at(begins)}
    named = {d.item.code: d.item for d in drafts}
    gone = set() if command.rest == "keep" else _left_out(before, named, found)
    asked, unfit = _decided(command, reference, ground, before, named, gone)
    named = {code: replace(i, version=command.version, effective_from=begins) for code, i in named.items()}
    after = {code: item for code, item in before.items() if code not in gone} | named
    names = (in_force(reference, ground.put, begins), command.version)
    numbers = {one.item: one.number for one in asked}
    told = difference(before.values(), after.values(), reference, names, numbers)
    faults = tuple(sorted((f for r in refused for f in r.faults), key=lambda f: f.line))
    if not found and (command.rest == "withdraw" or not asked):
        faults += (_nothing(),)
    proposal = Proposal(
        version=command.version,
        effective_from=begins,
        accepted=bool(drafts or asked) and (not faults or (command.partial and bool(drafts))),
        in_force=False,
        rows=len(found),
        items=len(drafts),
        refused=len(refused),
        difference=told,
        faults=faults,
        notices=(*unfit, *_notices(command, told, found, reference, begins, before)),
        admissions=tuple(one.number for one in asked),
    )
    rows = [item for code, item in named.items() if code not in before or not same(before[code], item)]
    rows += [
        replace(item, version=command.version, effective_from=begins, withdrawn=True)
        for code, item in before.items()
        if code in gone
    ]
    return Plan(proposal=proposal, rows=tuple(rows), carried=asked)


def _decided(
    command: ProposeVersion,
    reference: Reference,
    ground: Ground,
    before: dict[str, Item],
    named: dict[str, Item],
    gone: set[str],
) -> tuple[tuple[Admission, ...], list[Names]]:
    """Lay what was approved over the version's own items (`named` and `gone` are changed), in the order in
    which it was decided; gives what is carried, and why something is not."""
    carried: list[Admission] = []
    unfit: list[Names] = []
    words = Vocabulary(reference)
    approved = sorted(ground.approved, key=lambda one: (one.decided_at or 0, one.number))
    for one in approved if command.admissions else ():
        if one.proposed is None:
            named.pop(one.item, None)
            if one.item in before:
                gone.add(one.item)
            carried.append(one)
            continue
        read = words.read(1, one.proposed)
        if isinstance(read, Draft):
            named[one.item] = read.item
            gone.discard(one.item)
            carried.append(one)
        else:
            why = read.faults[0]
            unfit.append(
                Names(
                    f"申请{one.number}无法列入：{why.zh}",
                    f"application {one.number} can't be carried: {why.en}",
                )
            )
    return tuple(carried), unfit


def newest(reference: Reference) -> list[Item]:
    """The newest row of every code that ever was, in force, withdrawn or coming."""
    found: dict[str, Item] = {}
    for item in sorted(reference.items, key=lambda item: item.effective_from):
        found[item.code] = item
    return list(found.values())


def starts_of(reference: Reference, put: Sequence[Put]) -> dict[str, int]:
    """Since when each version is in force."""
    starts: dict[str, int] = {}
    for item in reference.items:
        starts[item.version] = max(item.effective_from, starts.get(item.version, 0))
    return starts | {p.version: p.effective_from for p in put}


def in_force(reference: Reference, put: Sequence[Put], at: int) -> str:
    """The name of the version that began last at an instant, "" before the first."""
    begun = {v: start for v, start in starts_of(reference, put).items() if start <= at}
    return max(begun, key=lambda version: (begun[version], version)) if begun else ""


def _stands_on(command: ProposeVersion, reference: Reference, put: Sequence[Put], begins: int) -> None:
    """Raises ServiceRefused (step) where another version than `base` is in force until then."""
    last = in_force(reference, put, begins)
    if command.base in (None, last):
        return
    by = next((p for p in put if p.version == last), None)
    who = Names(f"（{by.name}）", f" ({by.name})") if by is not None else Names("", "")
    raise ServiceRefused(
        "step",
        Names(
            f"届时在先的版本已不是{command.base}，而是{last}{who.zh}，请先对照",
            f"not {command.base} but {last}{who.en} is in force until then: look at it first",
        ),
    )


def _begins(command: ProposeVersion, reference: Reference, put: Sequence[Put], now: int) -> int:
    """The instant from which the version is in force; raises ServiceRefused (validation)."""
    name = command.version
    if name in starts_of(reference, put):
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
    starts = starts_of(reference, put)
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


def _left_out(before: dict[str, Item], named: dict[str, Item], found: Sequence[Reading]) -> set[str]:
    """Codes in force that the version does not name. Those of a refused row are not left out: the row is
    there, it only can't be read; where not even its code can, nothing is."""
    unread = bases(found)
    if unread[""]:
        return set()
    return {
        code
        for code in before
        if code not in named and not any(code == base or code.startswith(f"{base}.") for base in unread)
    }


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
