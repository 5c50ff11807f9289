"""From a file of addresses (CSV or GeoJSON) to entries of the register, or to what is wrong with a row."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import shapely
import shapely.geometry

from backend.service.catalogue.vocabulary import clean, control
from backend.service.coordinates import System, metres, to_wgs84
from backend.service.importing.faults import FileRefused
from contract.address import KINDS, ROWS, Address
from contract.component import ComponentFault, fine
from contract.machine import Names

from .spelling import spelled
from .understanding import Said, road_named, understood

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "编码", "地址编码", "标准地址编码"),
    "text": (
        "address",
        "text",
        "place_text",
        "name",
        "地址",
        "详细地址",
        "标准地址",
        "地名",
        "名称",
        "位置描述",
    ),
    "kind": ("kind", "类别", "类型", "地址类型"),
    "road": ("road", "道路", "道路名称", "街路巷", "街路巷名"),
    "number": ("number", "门牌", "门牌号", "门牌号码"),
    "place": ("place", "community", "小区", "小区名称", "院落", "建筑物名称"),
    "building": ("building", "楼栋", "楼栋号", "楼号", "幢号"),
    "lon": ("lon", "lng", "longitude", "x", "wgs_lng", "gcj_lng", "bd_lng", "经度"),
    "lat": ("lat", "latitude", "y", "wgs_lat", "gcj_lat", "bd_lat", "纬度"),
}
"""What each field's column may be called."""
LONGEST = 120
SAME = 50.0
"""Metres within which two rows of one address say the same place."""
_CODE = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
_ESTATE = re.compile(r"(?:小区|[苑园府庭居郡湾寓馆城里村墅]|家属院|宿舍|社区|[a-z0-9一-十]{1,2}[区期])$")
_MARK = re.compile(r"\d+")
_AGAIN = re.compile("[街巷弄]|[区园镇乡村城市县期].{2,6}(?:路|大道)")
"""What is understood otherwise where the roads are known."""
_NAMES = {
    "code": Names("编码", "code"),
    "text": Names("地址", "address"),
    "kind": Names("类别", "kind"),
    "lon": Names("经度", "longitude"),
    "lat": Names("纬度", "latitude"),
}


class Drafted(msgspec.Struct, frozen=True):
    """What a row says, and where it stands."""

    line: int
    entry: Address


class Repeated(msgspec.Struct, frozen=True):
    """A row that says what one above it says."""

    line: int


class RefusedRow(msgspec.Struct, frozen=True):
    """A row that stays out."""

    line: int
    fault: ComponentFault


Reading = Drafted | Repeated | RefusedRow


class _Raw(msgspec.Struct, frozen=True):
    line: int
    cells: dict[str, str]


class _Faulty(Exception):
    def __init__(self, field: str, rule: str, value: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.told = (field, rule, value[:80], zh, en)


def entries_of(
    content: bytes, name: str, system: System, above: Sequence[str], roads: Iterable[str]
) -> list[Reading]:
    """The rows of a file; `roads` are known already. Raises FileRefused where it can't be read at all."""
    geo = name.lower().endswith((".geojson", ".json"))
    columns, rows = _features(content) if geo else _table(content)
    if len(rows) > ROWS:
        raise FileRefused(
            "too_many",
            f"有 {len(rows)} 行，上限 {ROWS}",
            f"the file has {len(rows)} rows, the limit is {ROWS}",
        )
    return list(_Rows(columns, system, above, set(roads)).read(rows))


def _table(content: bytes) -> tuple[dict[str, str], list[_Raw]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise FileRefused(
                "encoding", "文件既不是 UTF-8 也不是 GB18030", "the file is neither UTF-8 nor GB18030"
            ) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[_Raw] = []
    try:
        head = [clean(cell).lower() for cell in next(reader, [])]
        columns = _columns(head)
        at = {field: head.index(column) for field, column in columns.items()}
        for cells in reader:
            if any(cell.strip() for cell in cells):
                got = {field: clean(cells[n]) if n < len(cells) else "" for field, n in at.items()}
                rows.append(_Raw(reader.line_num, got))
    except csv.Error as error:
        raise FileRefused(
            "format",
            f"第 {reader.line_num} 行不是 CSV：{error}",
            f"line {reader.line_num} is no CSV: {error}",
        ) from None
    return columns, rows


def _columns(head: Sequence[str]) -> dict[str, str]:
    found = {field: name for field, names in COLUMNS.items() for name in reversed(names) if name in head}
    lacking = [field for field in ("lon", "lat") if field not in found]
    if "text" not in found and "road" not in found and "place" not in found:
        lacking.insert(0, "text")
    if lacking:
        named = "、".join(COLUMNS[field][0] for field in lacking)
        raise FileRefused("columns", f"缺少列：{named}", f"columns are missing: {named}")
    return found


def _features(content: bytes) -> tuple[dict[str, str], list[_Raw]]:
    try:
        features = json.loads(content)["features"]
        rows = [_feature(n, feature) for n, feature in enumerate(features, start=1)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileRefused(
            "format", f"不是 GeoJSON 要素集：{error}", f"not a GeoJSON FeatureCollection: {error}"
        ) from None
    return {field: field for field in COLUMNS}, rows


def _feature(n: int, feature: dict[str, Any]) -> _Raw:
    """A feature as a row, its line being its place in the file. A line stands for its middle."""
    shape = shapely.geometry.shape(feature["geometry"])
    middle = shape.interpolate(0.5, normalized=True) if shape.geom_type == "LineString" else None
    point = (middle or shape.representative_point()).coords[0]
    said = {str(key).lower(): "" if v is None else str(v) for key, v in (feature["properties"] or {}).items()}
    cells = {
        field: next((clean(said[name]) for name in names if said.get(name)), "")
        for field, names in COLUMNS.items()
    }
    return _Raw(n, cells | {"lon": str(point[0]), "lat": str(point[1])})


class _Rows:
    """Reads the rows of one file."""

    def __init__(
        self, columns: dict[str, str], system: System, above: Sequence[str], roads: set[str]
    ) -> None:
        self._columns = columns
        self._system = system
        self._above = above
        self._roads = roads
        self._seen: dict[str, tuple[int, Address]] = {}

    def read(self, rows: Sequence[_Raw]) -> Iterator[Reading]:
        """Row by row. Roads of the whole file are known before the first is understood for good."""
        said = [understood(self._text(row), self._above) for row in rows]
        for one in said:
            self._roads.update(one.roads)
        self._roads.update(road_named(row.cells["road"]) for row in rows if row.cells.get("road"))
        for row, one in zip(rows, said, strict=True):
            try:
                yield self._row(row, one)
            except _Faulty as faulty:
                field, rule, value, zh, en = faulty.told
                names = _NAMES[field]
                yield RefusedRow(
                    row.line,
                    ComponentFault(
                        line=row.line,
                        rule=rule,
                        column=self._columns.get(field, ""),
                        field=field,
                        value=value,
                        zh=f"{names.zh}{zh}",
                        en=f"{names.en} {en}",
                    ),
                )

    def _text(self, row: _Raw) -> str:
        cells = row.cells
        if cells.get("text"):
            return " ".join(cells["text"].split())
        number = cells.get("number", "")
        number = f"{number}号" if number and not number.endswith("号") else number
        mark = cells.get("building", "")
        mark = f"{mark}号楼" if _MARK.fullmatch(mark) else mark
        return "".join((cells.get("road", ""), number, cells.get("place", ""), mark))

    def _row(self, row: _Raw, said: Said) -> Reading:
        text = self._text(row)
        if not text:
            raise _Faulty("text", "required", "", "为空", "is empty")
        if control(text):
            raise _Faulty("text", "control", "", "含有控制字符", "holds control characters")
        if len(text) > LONGEST:
            raise _Faulty(
                "text",
                "too_long",
                text,
                f"有 {len(text)} 个字符，上限 {LONGEST}",
                f"has {len(text)} characters, not {LONGEST}",
            )
        code = row.cells.get("code", "")
        if code and not _CODE.fullmatch(code):
            raise _Faulty(
                "code", "pattern", code, "只能有字母、数字和 _ . : -", "takes letters, digits and _ . : -"
            )
        lon, lat = self._point(row)
        if not said.roads or _AGAIN.search(text):
            said = understood(text, self._above, self._roads)
        entry = self._entry(row, text, said, code, lon, lat)
        before = self._seen.get(entry.code)
        if before is not None:
            was = before[1]
            # Without a code, another way of writing it at the same place says nothing new.
            if was == entry or (not code and metres(was.lon, was.lat, lon, lat) <= SAME):
                return Repeated(row.line)
            field = "code" if code else "text"
            raise _Faulty(
                field,
                "doubled",
                code or text,
                f"与第 {before[0]} 行相同，内容不同",
                f"is that of line {before[0]}, which says otherwise",
            )
        self._seen[entry.code] = (row.line, entry)
        return Drafted(row.line, entry)

    def _entry(self, row: _Raw, text: str, said: Said, code: str, lon: float, lat: float) -> Address:
        kind = row.cells.get("kind", "")
        known = {word: key for key, names in KINDS.items() for word in (key, names.zh, names.en)}
        if kind and kind.lower() not in known:
            raise _Faulty("kind", "known", kind, f"“{kind}”未知", f"“{kind}” is not known")
        pair = said.pairs[0] if said.pairs else ("", "")
        place = said.places[0] if said.places else ""
        if not (said.roads or place):
            place = spelled(text)
            if len(place) < 2:
                raise _Faulty("text", "understood", text, "不是地址", "is no address")
        return Address(
            code=code or f"t:{hashlib.blake2b(spelled(text).encode(), digest_size=10).hexdigest()}",
            kind=known[kind.lower()] if kind else _kind(said, place),
            name=text,
            lon=lon,
            lat=lat,
            road=pair[0] or said.road,
            road2=pair[1],
            number=said.number,
            sub=said.sub,
            place=place,
            building=said.building,
            offset=said.offset,
        )

    def _point(self, row: _Raw) -> tuple[float, float]:
        values = []
        for field, bound in (("lon", 180.0), ("lat", 90.0)):
            text = row.cells.get(field, "")
            if not text:
                raise _Faulty(field, "required", "", "为空", "is empty")
            try:
                value = float(text)
            except ValueError:
                raise _Faulty(field, "number", text, "不是数", "is not a number") from None
            if not math.isfinite(value) or abs(value) > bound:
                raise _Faulty(field, "range", text, f"须在 ±{bound:g} 之内", f"must lie within ±{bound:g}")
            values.append(value)
        lon, lat = to_wgs84(values[0], values[1], self._system)
        return fine(lon), fine(lat)


def _kind(said: Said, place: str) -> str:
    if said.pairs:
        return "crossing"
    if said.building:
        return "building"
    if said.number:
        return "door"
    if place:
        return "community" if _ESTATE.search(place) else "place"
    return "road"
