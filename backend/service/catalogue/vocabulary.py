"""What an item may say in one district, and what is said of one that says something else."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import msgspec

from backend.service.profile import initials
from contract.catalogue import EVIDENCE, FIELDS, LIMITS, ProposalFault, ProposedItem
from contract.clock import ClockError, Limit
from contract.machine import Names
from contract.reference import Item, Level, Reference

NAMED_BY = {"category_zh": "category_names", "category_en": "category_names", "name_zh": "names"}
"""Fields of an item by those of a mapping that are called otherwise."""

_NAMES, _STANDARDS = ("names", "category_names"), ("file_standard", "close_standard")
_LONGEST = 100_000
_PLAIN = (Level("event", Names("事件", "event")), Level("component", Names("部件", "component")))
_CODE = Names("事项编码", "code")
_LIVE = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An item that could be read, still under its `base` code; `several` are the fields that tell items of
    one code apart, `apart` how much of the first of them its name says where there are several. `unassigned`
    says that units were named and none of them is the district's.
    """

    line: int
    base: str
    item: Item
    several: tuple[str, ...] = ()
    apart: int = 0
    unassigned: bool = False


class RefusedRow(msgspec.Struct, frozen=True):
    """A row that stays out; `base` is its code where that can be read."""

    line: int
    base: str
    faults: tuple[ProposalFault, ...]


Reading = Draft | RefusedRow


class Vocabulary:
    """What a district knows: kinds, levels, roles and units; and what an item must be there."""

    def __init__(self, reference: Reference) -> None:
        district = reference.district
        self._kinds = _keys((*district.kinds, *_PLAIN))
        self._levels = _keys(district.event_levels)
        self._acting = {unit.role for unit in reference.units if unit.role}
        self._acting |= {unit.code for unit in reference.units}
        self._evidence = {key: key for key in EVIDENCE}
        self._evidence |= {kind: kind for item in reference.items for kind in item.evidence}
        self._evidence |= {word: key for key, names in EVIDENCE.items() for word in (names.zh, names.en)}

    def acts(self, handler: str) -> bool:
        """Whether a handler is a role or a unit here."""
        return handler in self._acting

    def kind(self, text: str) -> str:
        """A kind by its key or its name; what is none stays as it is."""
        return self._kinds.get(text, text)

    def level(self, text: str) -> str:
        """A level by its key or its name."""
        return self._levels.get(text, text)

    def evidence(self, text: str) -> str:
        """A kind of evidence by its key or its name."""
        return self._evidence.get(text, text)

    def read(self, n: int, given: ProposedItem) -> Reading:
        """An item as an administrator sends it, the nth of its list."""
        values = {name: getattr(given, name) for name in given.__struct_fields__}
        for name in (*_NAMES, *_STANDARDS):
            said = values[name]
            values[name] = named(clean(said.zh), clean(said.en)) if said is not None else Names("", "")
        values["keywords"] = tuple(w for w in (" ".join(k.split()) for k in given.keywords) if w)
        values["initials"] = initials(values["names"].zh)
        item = Item(version="", effective_from=0, **values)
        wrong = self.faults(item)
        if any(control(text) for text in _texts(item)):
            wrong.append(fault("names", "control", "", "含有控制字符", "holds control characters"))
        if wrong:
            told = tuple(msgspec.structs.replace(each, line=n) for each in wrong)
            return RefusedRow(n, item.code, told)
        return Draft(line=n, base=item.code, item=item)

    def faults(self, item: Item) -> list[ProposalFault]:
        """What keeps an item from being one here; their lines are not known here."""
        return [*_lacking(item), *self._unknown(item), *_out_of_bounds(item)]

    def _unknown(self, item: Item) -> Iterator[ProposalFault]:
        if item.kind not in self._kinds:
            yield fault("kind", "known", item.kind, "不是本区的类型", "is no kind of this district")
        if item.level and item.level not in self._levels:
            yield fault("level", "known", item.level, "不是本区的等级", "is no level of this district")
        if item.handler and not self.acts(item.handler):
            yield unknown_handler(item.handler)
        for kind in item.evidence:
            if kind not in self._evidence:
                yield fault("evidence", "known", kind, "不是规定的材料", "is no kind of evidence")


def _lacking(item: Item) -> Iterator[ProposalFault]:
    for field, there in (
        ("names", item.names.zh),
        ("category", item.category),
        ("category_names", item.category_names.zh),
        ("handle", item.handle),
    ):
        if not there:
            yield fault(field, "required", "", "不能为空", "is empty")


def _out_of_bounds(item: Item) -> Iterator[ProposalFault]:
    for field in (*_NAMES, *_STANDARDS):
        longest = 200 if field in _NAMES else 4_000
        said = getattr(item, field)
        if max(len(said.zh), len(said.en)) > longest:
            yield fault(
                field, "max_length", "", f"最多 {longest} 个字", f"takes {longest} characters at most"
            )
    if len(item.category) > 64:
        yield fault("category", "max_length", item.category, "最多 64 个字", "takes 64 characters at most")
    for name in LIMITS:
        limit = getattr(item, name)
        if limit is not None:
            yield from _limit_faults(name, limit)
    if item.amber is not None and not 0 <= item.amber < 1:
        yield fault("amber", "range", str(item.amber), "应在 0 与 1 之间", "must lie between 0 and 1")
    if len(item.keywords) > 100 or any(len(word) > 200 or set(word) & set(";；") for word in item.keywords):
        yield fault(
            "keywords",
            "parts",
            "",
            "最多 100 个，每个最多 200 字，不含分号",
            "takes 100 of 200 characters at most, without semicolons",
        )


def _limit_faults(name: str, limit: Limit) -> Iterator[ProposalFault]:
    try:
        sound = math.isfinite(limit.value) and 0 < limit.value <= _LONGEST and limit.amount > 0
    except ClockError:
        yield fault(name, "unit", limit.unit, "的单位不是时限单位", "has no unit of time")
        return
    if not sound:
        yield fault(
            name,
            "range",
            f"{limit.value:g}",
            f"应大于 0，不超过 {_LONGEST}",
            f"must be above 0, and {_LONGEST} at most",
        )


def _keys(levels: Sequence[Level]) -> dict[str, str]:
    found: dict[str, str] = {}
    for level in levels:
        for word in (level.key, level.names.zh, level.names.en):
            found.setdefault(word, level.key)
    return found


def _texts(item: Item) -> Iterator[str]:
    yield from (item.category, item.kind, item.level, item.handler, *item.keywords, *item.evidence)
    for name in (*_NAMES, *_STANDARDS):
        names = getattr(item, name)
        yield from (names.zh, names.en)


def named(zh: str, en: str) -> Names:
    """A name in both languages, the Chinese one for both where there is no other."""
    return Names(zh, en or zh)


def parts(text: str) -> tuple[str, ...]:
    """The parts of a list in one cell."""
    return tuple(part for part in (p.strip() for p in re.split(r"[;；]", text)) if part)


def clean(text: str) -> str:
    """A cell's text: no white space around it, line ends as one sign, made-inert text as it was meant."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text[1:] if _GUARDED.match(text) else text


def inert(text: str) -> str:
    """A text that a spreadsheet would run as a formula, made text; `clean` gives it back."""
    return "'" + text if _LIVE.match(text) else text


def control(text: str) -> bool:
    """Whether a text holds what a sheet cannot, or half a character."""
    return any(
        (c < " " and c not in "\n\t") or c in "\x7f\ufffe\uffff" or "\ud800" <= c <= "\udfff" for c in text
    )


def unknown_handler(handler: str) -> ProposalFault:
    """A handler that the district does not have."""
    return fault(
        "handler",
        "known",
        handler,
        "不是本区的承办角色或单位",
        "is no role and no unit of this district",
    )


def fault(field: str, rule: str, value: str, zh: str, en: str) -> ProposalFault:
    """What is wrong with a field, in both languages; line and column come later."""
    field = NAMED_BY.get(field, field.removesuffix("_zh").removesuffix("_en"))
    names = _CODE if field == "code" else FIELDS[field]
    return ProposalFault(
        line=0, rule=rule, field=field, value=value[:80], zh=f"{names.zh}{zh}", en=f"{names.en} {en}"
    )
