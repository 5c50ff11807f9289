"""A version of the catalogue that is being written: what of the items in force it changes, field by field.

It holds changes, not items: where somebody else's version comes first, they are laid over that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from contract.calendar import Calendar
from contract.catalogue import (
    CatalogueVersion,
    ProposedFile,
    ProposedItem,
    ProposeVersion,
    Rest,
)
from contract.reference import Item

ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"
_IN_BOTH = ("names", "category_names", "file_standard", "close_standard")


class Line(msgspec.Struct, frozen=True):
    """An item as the draft has it, and what the draft does to it ("" for nothing)."""

    item: ProposedItem
    state: str = ""


class CatalogueDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What was written so far. `day` and `version` are as they were typed. `known` are the versions and since
    when each is in force, as they stood when it was begun or last laid over. `changes` are fields by code as
    JSON has them, `added` whole items. With `sha256` it is a file that was read in instead."""

    version: str = ""
    day: str = ""
    known: dict[str, int] = {}
    changes: dict[str, dict[str, Any]] = {}
    added: dict[str, dict[str, Any]] = {}
    withdrawn: tuple[str, ...] = ()
    file_name: str = ""
    sha256: str = ""
    mapping: str = "own"
    mapping_toml: str = ""
    rest: Rest = "withdraw"
    partial: bool = False

    @property
    def of_file(self) -> bool:
        """Whether it is a file."""
        return bool(self.file_name)

    @property
    def size(self) -> int:
        """How many items it does something to."""
        return len(self.changes) + len(self.added) + len(self.withdrawn)

    def kept(self) -> dict[str, Any]:
        """What a draft's store takes."""
        return {"draft": msgspec.to_builtins(self)}

    def lines(self, base: Iterable[Item]) -> list[Line]:
        """All items over what is in force on its day, those that it withdraws, too."""
        found: list[Line] = []
        there: set[str] = set()
        for item in base:
            there.add(item.code)
            plain = proposed(item)
            if item.code in self.withdrawn:
                found.append(Line(plain, WITHDRAWN))
            elif item.code in self.added:
                found.append(Line(msgspec.convert(self.added[item.code], ProposedItem), CHANGED))
            elif item.code in self.changes:
                found.append(Line(_over(plain, self.changes[item.code]), CHANGED))
            else:
                found.append(Line(plain))
        fresh = (value for code, value in self.added.items() if code not in there)
        return found + [Line(msgspec.convert(value, ProposedItem), ADDED) for value in fresh]

    def with_item(self, item: ProposedItem, base: Iterable[Item]) -> CatalogueDraft:
        """The draft with an item as it shall be."""
        before = next((one for one in base if one.code == item.code), None)
        code = item.code
        bare = self.without(code)
        if before is None:
            return replace(bare, added=bare.added | {code: msgspec.to_builtins(item)})
        other = different(proposed(before), item)
        return replace(bare, changes=bare.changes | {code: other}) if other else bare

    def withdrawing(self, code: str) -> CatalogueDraft:
        """The draft without an item of the catalogue; one that was only added here is gone."""
        bare = self.without(code)
        return bare if code in self.added else replace(bare, withdrawn=(*bare.withdrawn, code))

    def without(self, code: str) -> CatalogueDraft:
        """The draft with nothing done to an item."""
        return replace(
            self,
            changes={key: value for key, value in self.changes.items() if key != code},
            added={key: value for key, value in self.added.items() if key != code},
            withdrawn=tuple(key for key in self.withdrawn if key != code),
        )

    def laid_over(self, versions: Iterable[CatalogueVersion]) -> CatalogueDraft:
        """The draft over the versions as they stand now."""
        return replace(self, known=starts(versions))

    def base(self, begins: int) -> str:
        """The version that was in force until then, as it stood when the draft was begun ("" for none)."""
        begun = {name: start for name, start in self.known.items() if start <= begins}
        return max(begun, key=lambda name: (begun[name], name)) if begun else ""

    def command(self, action_id: str, day: date, begins: int, base: Sequence[Item]) -> ProposeVersion:
        """The command that puts it in force from a day on: only what it changes, unless something is
        withdrawn, which only the whole catalogue can say."""
        file = items = None
        rest: Rest = "keep"
        if self.of_file:
            file = ProposedFile(sha256=self.sha256, mapping=self.mapping, mapping_toml=self.mapping_toml)
            rest = self.rest
        else:
            lines = self.lines(base)
            there = {item.code for item in base}
            if there.isdisjoint(self.withdrawn):
                items = tuple(line.item for line in lines if line.state)
            else:
                rest = "withdraw"
                items = tuple(line.item for line in lines if line.state != WITHDRAWN)
        return ProposeVersion(
            action_id=action_id,
            version=self.version.strip(),
            effective_from=day.isoformat(),
            rest=rest,
            partial=self.partial and self.of_file,
            base=self.base(begins) or None,
            file=file,
            items=items,
        )


def draft_of(kept: dict[str, Any]) -> CatalogueDraft | None:
    """What the store kept, None for nothing; also for what another version of the console wrote otherwise."""
    if "draft" not in kept:
        return None
    try:
        return msgspec.convert(kept["draft"], CatalogueDraft)
    except msgspec.ValidationError:
        return None


def proposed(item: Item) -> ProposedItem:
    """An item in force, as a command says items: an English name that only repeats the Chinese is none."""
    said = {name: msgspec.to_builtins(getattr(item, name)) for name in ProposedItem.__struct_fields__}
    for name in _IN_BOTH:
        if said[name]["zh"] == said[name]["en"]:
            said[name]["en"] = ""
    return msgspec.convert(said, ProposedItem)


def different(before: ProposedItem, after: ProposedItem) -> dict[str, Any]:
    """The fields in which an item shall be other, as JSON has them."""
    return {
        name: msgspec.to_builtins(getattr(after, name))
        for name in ProposedItem.__struct_fields__
        if _compared(getattr(after, name)) != _compared(getattr(before, name))
    }


def _compared(value: Any) -> Any:
    """In what order evidence is named does not count; words are not in order of their own either."""
    return frozenset(value) if isinstance(value, tuple) else value


def _over(item: ProposedItem, fields: dict[str, Any]) -> ProposedItem:
    return msgspec.convert(msgspec.to_builtins(item) | fields, ProposedItem)


def starts(versions: Iterable[CatalogueVersion]) -> dict[str, int]:
    """Since when each version is in force."""
    return {one.version: one.effective_from for one in versions}


def day_of(text: str, today: date) -> date | None:
    """A day as it is typed: 2026-12-01, or 12-01 for the next that comes; None where it is none."""
    parts = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    try:
        if len(numbers) == 3:
            return date(*numbers)
        found = date(today.year, *numbers)
        return found if found >= today else date(today.year + 1, *numbers)
    except ValueError:
        return None


def today_of(calendar: Calendar, now: int) -> date:
    """The district's day."""
    return calendar.date_of(calendar.day(now))


def begins_on(day: date, calendar: Calendar, now: int) -> int:
    """The instant from which a version of that day is in force: today means from now on."""
    number = (day - date(1970, 1, 1)).days
    return now if number == calendar.day(now) else calendar.midnight(number)


def name_for(day: date, taken: Iterable[str]) -> str:
    """A free name for a version of a day: 2026.12, else with the day, else counted on."""
    held = set(taken)
    names = [f"{day.year}.{day.month}", f"{day.year}.{day.month}.{day.day}"]
    names += [f"{names[-1]}-{n}" for n in range(2, len(held) + 3)]
    return next(name for name in names if name not in held)
