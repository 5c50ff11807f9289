"""The code that each item of a file gets, and keeps from version to version.

A class with several conditions is several items of one base code. An item that was there keeps its code where
what tells it apart (`Draft.several`) is as it was; where exactly one of a class is left on both sides it is
the same item, reworded. Any other gets the base code if it was never used, else the next number behind it
(``01-1-01.2``), and a code once given is not given to another item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from backend.service.profile import initials
from contract.catalogue import ProposalFault
from contract.machine import Names
from contract.reference import Item

from .vocabulary import Draft, Reading, RefusedRow, fault


def coded(readings: Sequence[Reading], known: Iterable[Item]) -> list[Reading]:
    """The readings with every draft under a code of its own; `known` is the newest row of every code that
    ever was. A row that can't be told from an earlier one is refused."""
    newest = {item.code: item for item in known}
    groups: dict[str, list[Draft]] = {}
    doubled: dict[int, RefusedRow] = {}
    for draft in readings:
        if isinstance(draft, RefusedRow):
            continue
        group = groups.setdefault(draft.base, [])
        twin = next((d for d in group if not draft.several or _marks(d) == _marks(draft)), None)
        if twin is None:
            group.append(draft)
        else:
            doubled[draft.line] = RefusedRow(draft.line, draft.base, (_doubled(draft, twin.line),))
    codes: dict[int, str] = {}
    taken, given = set(newest) | set(groups), set[str]()
    numbered = _by_base(newest)
    for base, group in groups.items():
        # A class whose own code looks like a numbered one of this class has that code for itself.
        there = {
            code: newest[code]
            for code in numbered.get(base, ())
            if code == base or (code not in groups and code not in given)
        }
        codes |= (found := _group(base, group, there, taken))
        given.update(found.values())
    return [
        doubled.get(r.line, r)
        if isinstance(r, RefusedRow) or r.line in doubled
        else replace(r, item=_called(r, codes[r.line], len(groups[r.base])))
        for r in readings
    ]


def _called(draft: Draft, code: str, of: int) -> Item:
    """A draft's item under its code, with what tells it apart in its name where its class has several."""
    item = replace(draft.item, code=code)
    if of == 1 or not draft.apart:
        return item
    mark = getattr(item, draft.several[0])
    words = " ".join((mark.zh if isinstance(mark, Names) else str(mark)).split())
    if not words:
        return item
    cut = words if len(words) <= draft.apart else words[: draft.apart - 1] + "…"
    names = Names(f"{item.names.zh}（{cut}）", f"{item.names.en} ({cut})")
    return replace(item, names=names, initials=initials(names.zh))


def _by_base(newest: Iterable[str]) -> dict[str, list[str]]:
    """Codes by what they may be of: themselves, and the base code before a number."""
    found: dict[str, list[str]] = {}
    for code in newest:
        found.setdefault(code, []).append(code)
        head, dot, number = code.rpartition(".")
        if dot and number.isdecimal():
            found.setdefault(head, []).append(code)
    return found


def _group(base: str, group: list[Draft], there: dict[str, Item], taken: set[str]) -> dict[int, str]:
    """Codes of one base by line; `there` are the items known of it. Codes given are added to `taken`."""
    if not group[0].several:
        return {group[0].line: base}
    codes: dict[int, str] = {}
    for in_force in (True, False):
        for draft in group:
            marks = _marks(draft)
            same = (c for c, i in there.items() if i.withdrawn is not in_force and _of(i, draft) == marks)
            code = next((c for c in same if c not in codes.values()), None)
            if draft.line not in codes and code is not None:
                codes[draft.line] = code
    new = [draft for draft in group if draft.line not in codes]
    left = [c for c, item in there.items() if not item.withdrawn and c not in codes.values()]
    if len(new) == len(left) == 1:
        return codes | {new[0].line: left[0]}
    number = 1
    free = base not in there
    for draft in new:
        code = base
        while code in taken and not free:
            number += 1
            code = f"{base}.{number}"
        free = False
        taken.add(code)
        codes[draft.line] = code
    return codes


def _marks(draft: Draft) -> tuple[object, ...]:
    return _of(draft.item, draft)


def _of(item: Item, draft: Draft) -> tuple[object, ...]:
    return tuple(getattr(item, name) for name in draft.several)


def _doubled(draft: Draft, line: int) -> ProposalFault:
    en = f"is that of line {line}, and nothing tells them apart"
    told = fault("code", "doubled", draft.base, f"与第 {line} 行重复", en)
    return replace(told, line=draft.line)


def bases(readings: Iterable[Reading]) -> Counter[str]:
    """How many rows of each base code were refused, "" for those whose code can't be read."""
    return Counter(r.base for r in readings if isinstance(r, RefusedRow))
