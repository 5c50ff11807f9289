"""The duty list 职责清单 and the powers list 权力清单: whose what is, on what legal basis.

An entry is one duty or one power of a unit, or of every unit of a role in its own area. A new version of a
list begins on a date and holds the rows in which it differs; what was cited keeps the words it was cited by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

import msgspec

from .action import Id
from .catalogue import Day, Proposal, ProposedFile, Rest, VersionName
from .machine import Names
from .reference import Reference, Unit

ListName = Literal["duty", "powers"]
LISTS: dict[str, Names] = {
    "duty": Names("职责清单", "duty list"),
    "powers": Names("权力清单", "powers list"),
}
GROUND_OF = {"duty": "duty_list", "powers": "powers_list"}
"""The ground of an arbitration that an entry of a list is (`contract.beside.GROUNDS`)."""

KINDS: dict[str, Names] = {
    "duty": Names("职责", "duty"),
    "penalty": Names("行政处罚", "penalty"),
    "permit": Names("行政许可", "permit"),
    "inspection": Names("行政检查", "inspection"),
    "compulsion": Names("行政强制", "compulsion"),
    "confirmation": Names("行政确认", "confirmation"),
    "levy": Names("行政征收", "levy"),
    "payment": Names("行政给付", "payment"),
    "ruling": Names("行政裁决", "ruling"),
    "reward": Names("行政奖励", "reward"),
    "other": Names("其他行政权力", "other power"),
    "service": Names("公共服务", "public service"),
}
"""What kind of duty or power an entry is."""

FIELDS: dict[str, Names] = {
    "names": Names("条目名称", "title"),
    "unit": Names("责任单位", "unit"),
    "level": Names("层级", "level"),
    "kind": Names("类别", "kind"),
    "basis": Names("依据", "legal basis"),
    "items": Names("对应事项", "items"),
}
"""What an entry says beside its list and code, in the order in which people read it."""

ENTRIES = 20_000
"""So many rows a file may have."""
MOST_FOUND = 200
"""So many entries a search answers at most."""

EntryCode = Annotated[str, msgspec.Meta(min_length=1, max_length=56, pattern=r"^[0-9A-Za-z_.-]+$")]


class Mandate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry in one version of its list. `unit` is a unit's code, or a role: then each unit of that role
    has it in its own area, as with an item's handler. `level` is a level of the district's areas, `items` the
    codes of the catalogue that it grounds. One that a version leaves out stands in it as `withdrawn`."""

    list: str
    code: str
    names: Names
    unit: str
    level: str = ""
    kind: str = ""
    basis: Names = Names("", "")
    items: tuple[str, ...] = ()
    initials: str = ""
    version: str = ""
    effective_from: int = 0
    withdrawn: bool = False

    @property
    def key(self) -> str:
        """What an act cites it by: ``duty:3-012``."""
        return f"{self.list}:{self.code}"

    def held_by(self, unit: Unit) -> bool:
        """Whether it is a unit's."""
        return self.unit in (unit.code, unit.role) and bool(self.unit)


class Cited(msgspec.Struct, frozen=True):
    """An entry as a timeline keeps it."""

    list: str
    code: str
    names: Names


class Mandates(msgspec.Struct, frozen=True):
    """Both lists of a district as they are in force and as they are to come, under the digest that is their
    ETag. Of entries with one list and code the newest that has begun counts (`in_force`)."""

    digest: str
    entries: tuple[Mandate, ...]


class MandateVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a list: since when it is in force, how many entries are in force with it, how many it
    changed and withdrew. `standing` is past, current or coming. `by` and `source` are empty for a version
    that came with the district's profile."""

    list: str
    version: str
    effective_from: int
    standing: str
    entries: int
    rows: int
    withdrawn: int
    put_at: int
    by: str = ""
    source: str = ""


class ProposeMandates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that puts a version of a list in force, or asks what it would change; `action_id` is its
    key. `effective_from` is a day of the district's calendar, today at the earliest; today means from now on.
    `partial` lets the good rows of the file in although others are refused."""

    action_id: Id
    list: ListName
    version: VersionName
    effective_from: Day
    file: ProposedFile
    rest: Rest = "withdraw"
    partial: bool = False


class MandateProposal(msgspec.Struct, frozen=True, kw_only=True):
    """What a proposed version of a list comes to."""

    list: str
    proposal: Proposal


def split_key(key: str) -> tuple[str, str]:
    """List and code of what an act cites an entry by."""
    name, _, code = key.partition(":")
    return name, code


def in_force(rows: Iterable[Mandate], at: int) -> list[Mandate]:
    """Of every entry its newest row that has begun, without the withdrawn, in the rows' order."""
    newest: dict[str, Mandate] = {}
    for row in rows:
        if row.effective_from <= at:
            held = newest.get(row.key)
            if held is None or held.effective_from <= row.effective_from:
                newest[row.key] = row
    return [row for row in newest.values() if not row.withdrawn]


def holder(entry: Mandate, area: str, reference: Reference) -> Unit | None:
    """The unit that has an entry where a matter lies; None where there is none."""
    return reference.acting(entry.unit, area)


def called(unit: Unit) -> tuple[str, ...]:
    """What a search may call a unit that has entries."""
    return unit.names.zh, unit.names.en, unit.initials


def haystack(entry: Mandate, holders: Iterable[str] = ()) -> str:
    """What a search looks through, in lower case: the terms of a search all stand in it. `holders` is what
    those who have it are called."""
    kind = KINDS.get(entry.kind, Names("", ""))
    said = [entry.code, entry.initials, entry.names.zh, entry.names.en, entry.basis.zh, entry.basis.en]
    said += [kind.zh, kind.en, *entry.items, *holders]
    return "\n".join(said).lower()


def terms(text: str) -> tuple[str, ...]:
    """The terms of a search: words between spaces, in lower case."""
    return tuple(text.lower().split())


def rank(asked: Sequence[str], code: str, title: str, initials: str) -> int:
    """How near an entry that has every term is to what is asked for, 0 the nearest: its code, its title, its
    initials, anything else. `code` and `title` in lower case."""
    if not asked:
        return 0
    first = asked[0]
    if code.startswith(first):
        return 0 if code == first else 1
    if title.startswith(first):
        return 2
    if first in title and all(term in title for term in asked):
        return 3
    if initials.startswith(first):
        return 4
    if all(term in initials or term in title for term in asked):
        return 5
    return 6
