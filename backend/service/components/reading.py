"""From a row of a register's file to what it says of a component, or to what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import msgspec

from backend.service.catalogue.vocabulary import clean, control
from backend.service.coordinates import to_wgs84
from backend.service.importing.faults import FileRefused
from backend.service.importing.mapping import Source
from backend.service.importing.reading import Row, Sheet, read_bytes
from contract.component import KINDS, NOBODY, ROWS, STATES, ComponentFault, Owner, fine
from contract.machine import Names
from contract.reference import Reference

from . import mapping as mappings
from .mapping import RegisterMapping

_CODE = re.compile(r"^[0-9A-Za-z_.:-]{1,64}$")
_FIELDS = {
    "code": Names("编码", "code"),
    "kind": Names("类别", "kind"),
    "lon": Names("经度", "longitude"),
    "lat": Names("纬度", "latitude"),
    "place": Names("位置描述", "place"),
    "owner": Names("权属单位", "owner"),
    "state": Names("状态", "state"),
}
_LONGEST = {"place": 200, "owner": 100}


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says. None: the file does not say it."""

    line: int
    code: str
    kind: str
    lon: float
    lat: float
    place: str | None = None
    owner: Owner | None = None
    state: str | None = None


class RefusedRow(msgspec.Struct, frozen=True):
    """A row that stays out."""

    line: int
    faults: tuple[ComponentFault, ...]


Reading = Drafted | RefusedRow


class _Faulty(Exception):
    """One field of a row is wrong."""

    def __init__(self, told: ComponentFault) -> None:
        super().__init__(told.en)
        self.told = told


class Read(msgspec.Struct, frozen=True):
    """The rows of a file, and the name of the mapping that read it."""

    rows: tuple[Reading, ...]
    source: str


def rows_of(content: bytes, toml: bytes, shipped: str, reference: Reference) -> Read:
    """The rows of a file by a mapping (TOML, or the name of a shipped one); raises ImportRefused."""
    meant = mappings.parse(toml or mappings.shipped(shipped))
    sheet = read_bytes(content, meant)
    if len(sheet.rows) > ROWS:
        raise FileRefused(
            "too_many",
            f"有 {len(sheet.rows)} 行，上限 {ROWS}",
            f"the file has {len(sheet.rows)} rows, the limit is {ROWS}",
        )
    return Read(tuple(_Rows(meant, sheet, reference)), meant.name)


class _Rows:
    """Reads the rows of one file."""

    def __init__(self, mapping: RegisterMapping, sheet: Sheet, reference: Reference) -> None:
        self._mapping = mapping
        self._sheet = sheet
        self._at = {name: n for n, name in reversed(list(enumerate(sheet.columns)))}
        self._kinds = _keys(KINDS)
        self._states = _keys(STATES)
        self._units = {unit.names.zh: unit for unit in reversed(reference.units)}
        self._units |= {unit.code: unit for unit in reference.units}
        self._seen: dict[str, int] = {}

    def __iter__(self) -> Iterator[Reading]:
        for row in self._sheet.rows:
            if row.fault is not None:
                yield RefusedRow(
                    row.line, (msgspec.convert(row.fault, ComponentFault, from_attributes=True),)
                )
            else:
                yield self._read(row)

    def _read(self, row: Row) -> Reading:
        said: dict[str, str] = {}
        faults: list[ComponentFault] = []
        for name, source in self._mapping.fields.sources():
            try:
                said[name] = self._text(row, name, source)
            except _Faulty as faulty:
                faults.append(faulty.told)
        if faults:
            return RefusedRow(row.line, tuple(faults))
        wrong: list[_Faulty] = []
        code = said["code"]
        for check in (
            lambda: self._code(row, code),
            lambda: self._key(row, "kind", said["kind"], self._kinds),
            lambda: self._key(row, "state", said.get("state", ""), self._states),
            lambda: self._point(row, said["lon"], said["lat"]),
        ):
            try:
                check()
            except _Faulty as faulty:
                wrong.append(faulty)
        if wrong:
            return RefusedRow(row.line, tuple(faulty.told for faulty in wrong))
        self._seen[code] = row.line
        lon, lat = self._point(row, said["lon"], said["lat"])
        return Drafted(
            line=row.line,
            code=code,
            kind=self._kinds[said["kind"]],
            lon=lon,
            lat=lat,
            place=said.get("place"),
            owner=self._owner(said["owner"]) if "owner" in said else None,
            state=self._states[said["state"]] if said.get("state") else None,
        )

    def _wrong(self, row: Row, field: str, rule: str, value: str, zh: str, en: str) -> _Faulty:
        source: Source | None = getattr(self._mapping.fields, field)
        names = _FIELDS[field]
        return _Faulty(
            ComponentFault(
                line=row.line,
                rule=rule,
                column="+".join(source.columns) if source is not None else "",
                field=field,
                value=value[:80],
                zh=f"{names.zh}{zh}",
                en=f"{names.en} {en}",
            )
        )

    def _text(self, row: Row, field: str, source: Source) -> str:
        text = source.constant
        if text is None:
            cells = (row.cells[self._at[name]] for name in source.columns)
            words = (c if isinstance(c, str) else c.isoformat(" ", "seconds") for c in cells)
            text = source.join.join(word for each in words if (word := clean(each)))
        if source.values:
            text = source.values.get(text, text if source.otherwise is None else source.otherwise)
        if control(text):
            raise self._wrong(row, field, "control", "", "含有控制字符", "holds control characters")
        text = " ".join(text.split())
        if source.cut is not None and len(text) > source.cut:
            text = text[: source.cut - 1] + "…"
        longest = _LONGEST.get(field)
        if longest is not None and len(text) > longest:
            zh, en = f"有 {len(text)} 个字符，上限 {longest}", f"has {len(text)} characters, not {longest}"
            raise self._wrong(row, field, "too_long", text, zh, en)
        if not text and field in ("code", "kind", "lon", "lat"):
            raise self._wrong(row, field, "required", "", "为空", "is empty")
        return text

    def _code(self, row: Row, code: str) -> None:
        if not _CODE.fullmatch(code):
            zh, en = "只能有字母、数字和 _ . : -，最多 64 个", "takes letters, digits and _ . : -, 64 at most"
            raise self._wrong(row, "code", "pattern", code, zh, en)
        if code in self._seen:
            n = self._seen[code]
            raise self._wrong(row, "code", "doubled", code, f"与第 {n} 行相同", f"is that of line {n}, too")

    def _key(self, row: Row, field: str, text: str, known: dict[str, str]) -> None:
        if text not in known and (text or field == "kind"):
            raise self._wrong(row, field, "known", text, f"“{text}”未知", f"“{text}” is not known")

    def _point(self, row: Row, lon: str, lat: str) -> tuple[float, float]:
        values = []
        for field, text, bound in (("lon", lon, 180.0), ("lat", lat, 90.0)):
            try:
                value = float(text)
            except ValueError:
                raise self._wrong(row, field, "number", text, "不是数", "is not a number") from None
            if not math.isfinite(value) or abs(value) > bound:
                zh, en = f"须在 ±{bound:g} 之内", f"must lie within ±{bound:g}"
                raise self._wrong(row, field, "range", text, zh, en)
            values.append(value)
        lon_, lat_ = to_wgs84(values[0], values[1], self._mapping.coordinates)
        return fine(lon_), fine(lat_)

    def _owner(self, text: str) -> Owner:
        if not text:
            return NOBODY
        unit = self._units.get(text)
        return Owner(name=text) if unit is None else Owner(unit.code, unit.names.zh)


def _keys(known: dict[str, Names]) -> dict[str, str]:
    """Keys by themselves and by their names."""
    found = {word: key for key, names in known.items() for word in (names.zh, names.en)}
    return found | {key: key for key in known}
