"""A GeoJSON file of grids: its features with their properties, each valid, in WGS-84."""

from __future__ import annotations

from typing import Any

import msgspec
from shapely.geometry.base import BaseGeometry

from backend.service.coordinates import to_wgs84
from contract.division import VERTICES, FileMapping, Finding

from .shapes import QUIET, Convert, ShapeRefused, read

FEATURES = 20_000


class Given(msgspec.Struct, frozen=True):
    """A feature as it was read."""

    n: int
    shape: BaseGeometry
    code: str
    zh: str
    en: str
    short: str
    parent: str
    kind: str
    households: int


class FileRead(msgspec.Struct, frozen=True):
    """What a file holds: good features, what was repaired, what is refused."""

    given: tuple[Given, ...]
    repairs: tuple[Finding, ...]
    faults: tuple[Finding, ...]


def read_file(content: bytes, mapping: FileMapping) -> FileRead:
    """Read a file; nothing of it raises, what is wrong is among the faults."""
    try:
        data = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        return _refused("json", f"文件不是有效的 GeoJSON：{error}", f"the file is no valid GeoJSON: {error}")
    features = data.get("features") if isinstance(data, dict) else None
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(features, list)
    ):
        return _refused("collection", "文件不是 FeatureCollection", "the file is no FeatureCollection")
    if not features:
        return _refused("empty", "文件中没有网格", "there is no grid in the file")
    if len(features) > FEATURES:
        said = len(features)
        return _refused("many", f"{said} 个网格超出上限 {FEATURES}", f"{said} grids are more than {FEATURES}")
    points = content.count(b"[")
    if points > 4 * VERTICES:
        return _refused("vertices", "文件的顶点过多", "the file has too many vertices")
    if _stated(data) and mapping.system == "wgs84":
        return _refused(
            "system",
            f"文件声明的坐标系是 {_stated(data)}",
            f"the file says that its coordinates are {_stated(data)}",
        )
    return _features(features, mapping)


def _stated(data: dict[str, Any]) -> str:
    """The coordinate system that a file (of the old format) states, where it is none of degrees WGS-84."""
    crs = data.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    known = ("CRS84", "4326", "4490")  # CGCS2000 lies within decimetres of WGS-84
    return str(name)[:80] if isinstance(name, str) and not name.endswith(known) else ""


def _features(features: list[Any], mapping: FileMapping) -> FileRead:
    given: list[Given] = []
    repairs: list[Finding] = []
    faults: list[Finding] = []
    quiet: dict[str, list[Finding]] = {}
    seen: dict[str, int] = {}
    convert = _cached(mapping)
    for n, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        told = properties if isinstance(properties, dict) else {}
        code = _text(told, mapping.code)
        try:
            found = read(feature.get("geometry") if isinstance(feature, dict) else None, convert)
        except ShapeRefused as refused:
            faults.append(msgspec.structs.replace(refused.finding, feature=n, code=code))
            continue
        for repair in found.repairs:
            placed = msgspec.structs.replace(repair, feature=n, code=code)
            if repair.rule in QUIET:
                quiet.setdefault(repair.rule, []).append(placed)
            else:
                repairs.append(placed)
        point = found.shape.representative_point()
        if code and not _good(code):
            said = ("编码只能含字母、数字和 _ . -", "a code has letters, digits and _ . - alone")
            faults.append(_fault("code", said, n, code, point))
            continue
        if code and code in seen:
            first = seen[code]
            said = (f"编码 {code} 与第 {first} 个要素重复", f"feature {first} has the code {code}, too")
            faults.append(_fault("twice", said, n, code, point))
            continue
        seen[code] = n
        households, wrong = _count(told, mapping.households)
        if wrong:
            said = ("户数不是数", "households are no number")
            faults.append(_fault("households", said, n, code, point))
            continue
        given.append(
            Given(
                n=n,
                shape=found.shape,
                code=code,
                zh=_text(told, mapping.zh),
                en=_text(told, mapping.en),
                short=_text(told, mapping.short),
                parent=_text(told, mapping.parent),
                kind=_text(told, mapping.kind),
                households=households,
            )
        )
    for same in quiet.values():
        first_one, many = same[0], len(same)
        zh, en = (
            f"{many} 个要素：{first_one.zh}",
            f"{many} {'features' if many > 1 else 'feature'}: {first_one.en}",
        )
        repairs.append(
            msgspec.structs.replace(first_one, zh=zh, en=en, code="" if many > 1 else first_one.code)
        )
    return FileRead(tuple(given), tuple(repairs), tuple(faults))


def _cached(mapping: FileMapping) -> Convert | None:
    """The conversion, each point once: neighbours share their borders."""
    if mapping.system == "wgs84":
        return None
    known: dict[tuple[float, float], tuple[float, float]] = {}

    def convert(lon: float, lat: float) -> tuple[float, float]:
        found = known.get((lon, lat))
        if found is None:
            # To a tenth of a millimetre: what was written with fewer decimals before comes back as it was.
            east, north = to_wgs84(lon, lat, mapping.system)
            found = known[lon, lat] = (round(east, 9), round(north, 9))
        return found

    return convert


def _text(properties: dict[str, Any], name: str) -> str:
    value = properties.get(name) if name else None
    if value is None or isinstance(value, bool | dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:200]


def _count(properties: dict[str, Any], name: str) -> tuple[int, bool]:
    value = _text(properties, name)
    if not value:
        return 0, False
    return (int(value), False) if value.isdecimal() and len(value) < 10 else (0, True)


def _good(code: str) -> bool:
    return len(code) <= 64 and all(c.isascii() and (c.isalnum() or c in "_.-") for c in code)


def _fault(rule: str, said: tuple[str, str], feature: int, code: str, at: Any) -> Finding:
    lon, lat = round(float(at.x), 6), round(float(at.y), 6)
    return Finding(rule=rule, zh=said[0], en=said[1], feature=feature, code=code, lon=lon, lat=lat)


def _refused(rule: str, zh: str, en: str) -> FileRead:
    return FileRead((), (), (Finding(rule=rule, zh=zh, en=en),))
