"""From a row of a file to an entry of a list, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import asdict, replace

from backend.service.catalogue.vocabulary import clean, control, named, parts
from backend.service.importing.faults import FileRefused
from backend.service.importing.mapping import Source
from backend.service.importing.reading import Row, Sheet, read_bytes
from backend.service.profile import initials
from contract.catalogue import ProposalFault
from contract.machine import Names
from contract.mandate import ENTRIES, FIELDS, KINDS, Mandate
from contract.reference import Reference

from . import mapping as mappings
from .mapping import MandateMapping

_CODE = re.compile(r"[0-9A-Za-z_.-]{1,56}")
_CODE_NAMES = Names("条目编码", "code")
_LONGEST = {"name_zh": 400, "name_en": 400, "basis_zh": 2_000, "basis_en": 2_000}
_MOST_ITEMS = 100


class RefusedRow(msgspec.Struct, frozen=True):
    """A row that stays out; `code` is its code where that can be read."""

    line: int
    code: str
    faults: tuple[ProposalFault, ...]


class Draft(msgspec.Struct, frozen=True):
    """A row that could be read."""

    line: int
    entry: Mandate


Reading = Draft | RefusedRow


class Read(msgspec.Struct, frozen=True):
    """What was read, and the name of the mapping that read it."""

    readings: tuple[Reading, ...]
    source: str


def rows_of(content: bytes, toml: bytes, shipped: str, list_: str, reference: Reference) -> Read:
    """The rows of a file by a mapping (TOML, or the name of a shipped one); raises ImportRefused."""
    meant = mappings.parse(toml or mappings.shipped(shipped))
    sheet = read_bytes(content, meant)
    if len(sheet.rows) > ENTRIES:
        raise FileRefused(
            "too_many",
            f"有 {len(sheet.rows)} 行，上限 {ENTRIES}",
            f"the file has {len(sheet.rows)} rows, the limit is {ENTRIES}",
        )
    return Read(tuple(RowReader(meant, sheet, list_, reference)), meant.name)


class RowReader:
    """Turns the rows of one file into entries of one list of one district."""

    def __init__(self, mapping: MandateMapping, sheet: Sheet, list_: str, reference: Reference) -> None:
        self._mapping = mapping
        self._sheet = sheet
        self._list = list_
        self._at = {name: n for n, name in reversed(list(enumerate(sheet.columns)))}
        self._units = _units(reference)
        self._items = {item.code for item in reference.items}
        self._kinds = _words((key, names) for key, names in KINDS.items())
        self._levels = _words((level.key, level.names) for level in reference.district.levels)
        self._seen: dict[str, int] = {}

    def __iter__(self) -> Iterator[Reading]:
        for row in self._sheet.rows:
            if row.fault is not None:
                yield RefusedRow(row.line, "", (ProposalFault(**asdict(row.fault)),))
            else:
                yield self._read(row)

    def _read(self, row: Row) -> Reading:
        said = {name: self._text(row, source) for name, source in self._mapping.fields.sources()}
        wrong = [*self._malformed(said), *self._unknown(said)]
        code = said["code"]
        if not wrong and code in self._seen:
            first = self._seen[code]
            wrong.append(
                _fault("code", "doubled", code, f"与第 {first} 行重复", f"stands in line {first} already")
            )
        if wrong:
            placed = tuple(replace(self._placed(each), line=row.line) for each in wrong)
            return RefusedRow(row.line, code if _CODE.fullmatch(code) else "", placed)
        self._seen[code] = row.line
        entry = Mandate(
            list=self._list,
            code=code,
            names=named(said["name_zh"], said.get("name_en", "")),
            unit=self._units[said["unit"]],
            level=self._levels.get(said.get("level", ""), ""),
            kind=self._kinds.get(said.get("kind", ""), "duty" if self._list == "duty" else "other"),
            basis=named(said.get("basis_zh", ""), said.get("basis_en", "")),
            items=parts(said.get("items", "")),
            initials=initials(said["name_zh"]),
        )
        return Draft(row.line, entry)

    def _malformed(self, said: dict[str, str]) -> Iterator[ProposalFault]:
        for name in ("code", "name_zh", "unit"):
            if not said[name]:
                yield _fault(name, "required", "", "不能为空", "is empty")
        if said["code"] and not _CODE.fullmatch(said["code"]):
            zh, en = "只能有字母、数字和 _ . -，最多 56 个", "takes letters, digits and _ . -, 56 at most"
            yield _fault("code", "pattern", said["code"], zh, en)
        for name, text in said.items():
            if control(text):
                yield _fault(name, "control", "", "含有控制字符", "holds control characters")
            elif len(text) > _LONGEST.get(name, 100_000):
                most = _LONGEST[name]
                yield _fault(name, "max_length", "", f"最多 {most} 个字", f"takes {most} characters at most")
        if len(parts(said.get("items", ""))) > _MOST_ITEMS:
            yield _fault("items", "parts", "", f"最多 {_MOST_ITEMS} 项", f"takes {_MOST_ITEMS} at most")

    def _unknown(self, said: dict[str, str]) -> Iterator[ProposalFault]:
        if said["unit"] and said["unit"] not in self._units:
            zh, en = "不是本区的单位或承办角色", "is no unit and no role of this district"
            yield _fault("unit", "known", said["unit"], zh, en)
        for name, known, zh, en in (
            ("level", self._levels, "不是本区的层级", "is no level of this district"),
            ("kind", self._kinds, "不是规定的类别", "is no kind of duty or power"),
        ):
            if said.get(name) and said[name] not in known:
                yield _fault(name, "known", said[name], zh, en)
        for code in parts(said.get("items", "")):
            if code not in self._items:
                yield _fault("items", "known", code, "中有清单外的事项", "holds a code that is no item's")

    def _text(self, row: Row, source: Source) -> str:
        text = source.constant
        if text is None:
            cells = (row.cells[self._at[name]] for name in source.columns)
            texts = (c if isinstance(c, str) else c.isoformat(" ", "seconds") for c in cells)
            text = source.join.join(word for cell in texts if (word := clean(cell)))
        if source.values:
            text = source.values.get(text, text if source.otherwise is None else source.otherwise)
        return " ".join(text.split())

    def _placed(self, told: ProposalFault) -> ProposalFault:
        """A fault with the columns that it comes from."""
        for name, source in self._mapping.fields.sources():
            if told.field in (name, _field(name)):
                return replace(told, column="+".join(source.columns))
        return told


def _units(reference: Reference) -> dict[str, str]:
    """What a cell may call a unit, and the code or role that it means; a name that two units share means
    none of them."""
    found: dict[str, str] = {}
    for unit in reference.units:
        for name in (unit.names.zh, unit.names.en):
            found[name] = "" if name in found and found[name] != unit.code else unit.code
    known = {name: code for name, code in found.items() if code and name}
    known |= {unit.role: unit.role for unit in reference.units if unit.role}
    return known | {unit.code: unit.code for unit in reference.units}


def _words(given: Iterable[tuple[str, Names]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, names in given:
        for word in (key, names.zh, names.en):
            found.setdefault(word, key)
    return found


def _field(name: str) -> str:
    base = name.removesuffix("_zh").removesuffix("_en")
    return "names" if base == "name" else base


def _fault(name: str, rule: str, value: str, zh: str, en: str) -> ProposalFault:
    field = _field(name)
    names = FIELDS.get(field, _CODE_NAMES)
    return ProposalFault(
        line=0, rule=rule, field=field, value=value[:80], zh=f"{names.zh}{zh}", en=f"{names.en} {en}"
    )
