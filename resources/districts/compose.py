"""Composes a district's catalogue and organisations out of the library of items and the lists of units."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "source"
CATALOGUE = [
    *("version", "effective_from", "code", "category_code", "category_zh", "category_en"),
    *("name_zh", "name_en", "kind", "appeal", "event_level", "handler", "co_handlers", "priority"),
    *("dispatch_limit", "sign_in_limit", "arrive_limit", "handle_limit", "verify_limit", "evaluate_limit"),
    *("make_safe_limit", "repair_limit", "restore_limit"),
    *("collect_limit", "hand_in_limit", "bring_back_limit"),
    *("amber", "file_standard_zh", "file_standard_en"),
    *(
        "close_standard_zh",
        "close_standard_en",
        "keywords",
        "evidence_required",
        "found_by",
        "weight",
        "duty",
    ),
]
ORGANISATIONS = [
    *("code", "parent", "type", "role", "name_zh", "name_en", "short_zh", "area", "functions", "duty"),
]
PRIORITIES = {"h": "high", "n": "normal", "l": "low"}
EVIDENCE = {
    "b": "photo_before",
    "a": "photo_after",
    "l": "legal_document",
    "r": "result_note",
    "s": "signature",
    "m": "measurement",
}
# Who finds what without a citizen: cameras and sensors see these and little else.
VIDEO = (
    *("暴露垃圾", "垃圾桶满溢", "占道经营", "店外经营", "非机动车乱停放", "共享单车堆积", "机动车违停"),
    *("道路积水", "焚烧垃圾秸秆", "占道施工无围挡", "渣土车带泥上路", "工地扬尘", "消防通道堵塞"),
    *(
        "运输遗撒",
        "水面漂浮物",
        "违法建设（在建）",
        "内河涌保洁",
        "海岸浒苔与垃圾",
        "山林防火隐患",
        "秸秆与森林防火",
    ),
)
SENSOR = (
    *("独居老人用电异常", "道路积水", "检查井盖缺失破损", "燃气泄漏", "防汛排涝险情", "工地扬尘"),
    *("夜间施工噪声", "污水管道堵塞外溢", "特种设备隐患", "消防通道堵塞", "洪水转移安置"),
    *("地质灾害隐患", "山坪塘水库险情", "台风暴雨隐患", "山林防火隐患", "秸秆与森林防火", "骑楼破损"),
)
# Tongnan's four levels of events by who handles them.
EVENT_LEVELS = {
    "community_station": "community",
    "street_team": "street",
    "street_centre": "street",
    "police_station": "street",
    "board_party": "street",
    "board_economy": "street",
    "board_livelihood": "street",
    "board_safety": "street",
}
OF_A_GRID = (
    "微网格巡查隐患",
    "楼道堆物",
    "独居老人用电异常",
    "社保医保代办",
    "高龄津贴代办",
    "水电气报修代办",
)


@dataclass(frozen=True)
class Entry:
    """A line of the library."""

    name: str
    english: str
    kind: str
    handler: str
    co_handlers: tuple[str, ...]
    priority: str
    handle: str
    arrive: str
    make_safe: str
    file_zh: str
    file_en: str
    close_zh: str
    close_en: str
    keywords: str
    evidence: str
    weight: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """An entry at its place in a district's catalogue; its roles are the district's own."""

    code: str
    category: int
    duty: str
    entry: Entry
    handler: str
    co_handlers: tuple[str, ...]


def library() -> dict[str, list[Entry]]:
    """The entries by section, in the order of the file."""
    sections: dict[str, list[Entry]] = {}
    for line in (SOURCE / "items.psv").read_text("utf-8").splitlines():
        if line.startswith("## "):
            own = sections.setdefault(line[3:], [])
        elif line and not line.startswith("#"):
            cells = line.split("|")
            own.append(
                Entry(
                    name=cells[0],
                    english=cells[1],
                    kind="event" if cells[2] == "e" else "component",
                    handler=cells[3],
                    co_handlers=tuple(filter(None, cells[4].split(";"))),
                    priority=PRIORITIES[cells[5]],
                    handle=cells[6],
                    arrive=cells[7],
                    make_safe=cells[8],
                    file_zh=cells[9],
                    file_en=cells[10],
                    close_zh=cells[11],
                    close_en=cells[12],
                    keywords=cells[13],
                    evidence=cells[14],
                    weight=cells[15],
                    details=tuple(cells[16].split("/")),
                )
            )
    return sections


def placed(key: str) -> list[Placed]:
    """The items of a district with their codes."""
    plan = tomllib.loads((SOURCE / "catalogue.toml").read_text("utf-8"))[key]
    sections = library()
    by_name = {entry.name: entry for own in sections.values() for entry in own}
    instead = plan["handlers"]
    have = {unit[2] for unit in units(key)}
    items = []
    for number, category in enumerate(plan["categories"], 1):
        names = category.get("items") or [entry.name for entry in sections[category["section"]]]
        counts = {"event": 0, "component": 0}
        names = [name for name in names if name not in category.get("without", [])]
        for name in names + category.get("added", []):
            entry = by_name[name]
            counts[entry.kind] += 1
            code = f"{number}-{1 if entry.kind == 'event' else 2}-{counts[entry.kind]:02d}"
            handler = instead.get(entry.handler, entry.handler)
            others = [instead.get(role, role) for role in entry.co_handlers]
            others = [role for role in dict.fromkeys(others) if role != handler and role in have]
            if handler not in have:
                raise ValueError(f"{key}: {name} needs a unit for {handler}")
            duty = f"{number}-{sum(counts.values()):03d}"
            items.append(Placed(code, number, duty, entry, handler, tuple(others)))
    return items


def units(key: str) -> list[list[str]]:
    """The lines of a district's units: suffix, type, role, name, English, short name."""
    plan = tomllib.loads((SOURCE / "organisations.toml").read_text("utf-8"))[key]
    lists = ("units", "street_units", "area_units", "community_units")
    lines = [plan["centre"], *(line for name in lists for line in plan.get(name, []))]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def _paced(limit: str, pace: float) -> str:
    count, unit = limit.split()
    slow = unit in ("natural_days", "working_days") and int(count) > 1
    return f"{max(1, round(int(count) * pace))} {unit}" if slow else limit


def _evidence(entry: Entry) -> str:
    # The reporter's photograph shows the state before; a unit owes it only where it may become a case.
    letters = [x for x in entry.evidence if x != "b" or "l" in entry.evidence]
    return ";".join(EVIDENCE[letter] for letter in letters)


def catalogue(key: str) -> list[dict[str, str]]:
    """The rows of catalogue.csv."""
    plans = tomllib.loads((SOURCE / "catalogue.toml").read_text("utf-8"))
    plan, stages, errands = plans[key], plans["stages"], plans["errands"]
    revision = plan.get("revision", {})
    rows, later = [], []
    for item in placed(key):
        entry, category = item.entry, plan["categories"][item.category - 1]
        dispatch, sign_in, verify, evaluate = plan["limits"][entry.priority]
        # What is to be done within hours is reached within one.
        urgent = entry.handle.endswith((" hours", "urgent_hours"))
        given = plan.get("arrive", {}).get("high" if urgent else entry.priority, "")
        arrive = entry.arrive or given
        level = ""
        if plan.get("event_levels"):
            level = "grid" if entry.name in OF_A_GRID else EVENT_LEVELS.get(item.handler, "district")
        found = [kind for kind, names in (("video", VIDEO), ("sensor", SENSOR)) if entry.name in names]
        values = [
            *(plan["version"], plan["effective_from"], item.code, str(item.category)),
            *(category["zh"], category["en"], entry.name, entry.english, entry.kind),
            *(category.get("appeal", ""), level, item.handler, ";".join(item.co_handlers), entry.priority),
            *(dispatch, sign_in, arrive, _paced(entry.handle, plan["pace"]), verify, evaluate),
            *(
                entry.make_safe,
                *stages.get(entry.name, ("", "")),
                *errands.get(entry.name, ("", "", "")),
                "",
                entry.file_zh,
                entry.file_en,
                entry.close_zh,
                entry.close_en,
            ),
            *(entry.keywords, _evidence(entry), ";".join(found), entry.weight, item.duty),
        ]
        row = dict(zip(CATALOGUE, values, strict=True))
        changed = {name: str(revision.get(name)) for name in ("version", "effective_from")}
        if entry.name in category.get("added", []):
            later.append(row | changed)
            continue
        rows.append(row)
        if entry.name in revision.get("handle", {}):
            later.append(row | changed | {"handle_limit": revision["handle"][entry.name]})
    return rows + later


def organisations(key: str, areas: Iterable[Any]) -> list[dict[str, str]]:
    """The rows of organisations.csv; parents come before their children."""
    plan = tomllib.loads((SOURCE / "organisations.toml").read_text("utf-8"))[key]
    prefix = plan["prefix"]
    functions: dict[str, list[str]] = {}
    duties: dict[str, list[str]] = {}
    for item in placed(key):
        for role in (item.handler, *item.co_handlers):
            own = functions.setdefault(role, [])
            own += [] if str(item.category) in own else [str(item.category)]
        duties.setdefault(item.handler, []).append(item.duty)
    rows: list[dict[str, str]] = []
    centre = f"{prefix}-C"

    def add(line: str, area: str, place: dict[str, str]) -> None:
        suffix, kind, role, zh, en, short = (cell.strip().format(**place) for cell in line.split("|"))
        above, _, own = suffix.rpartition("/")
        code = f"{prefix}-{own}"
        parent = "" if code == centre else f"{prefix}-{above}" if above else centre
        if kind == "team" and not above:
            parent = f"{prefix}-S{place['n']}"
        duty = ";".join(duties.get(role, []))
        values = [code, parent, kind, role, zh, en, short, area, ";".join(functions.get(role, [])), duty]
        rows.append(dict(zip(ORGANISATIONS, values, strict=True)))

    district, *below = areas
    for line in [plan["centre"], *plan["units"]]:
        add(line, district.code, {})
    number = ""
    for area in below:
        place = {"short": area.short, "en": area.name_en, "code": area.code, area.level: area.name_zh}
        if area.level == "street":
            number = area.code[len(district.code) :]
        lines = plan.get(f"{area.level}_units", [])
        for line in lines:
            add(line, area.code, place | {"n": number})
    return rows


def write(rows: list[dict[str, str]], path: Path) -> None:
    """Writes rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
