"""Putting the grids of a file in the place of those that stand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from msgspec.structs import replace

from backend.service.profile import initials
from contract.division import Finding, GridName, Marked
from contract.division import Replace as Import
from contract.machine import Names
from contract.reference import Area

from .faces import anchored
from .file import Given, read_file
from .fitting import Cell, Fitted, fit, marked
from .naming import free_code, named
from .plan import ChangeRefused, Plan, refuse

KEPT = 0.5
"""A code that stays must keep this much of its ground, else it is another place under the same code."""


def put_file(plan: Plan, change: Import) -> None:
    """Replace every grid of a level within an area by those of a file."""
    read = read_file(plan.file(change.sha256), change.mapping)
    plan.repairs += read.repairs
    if read.faults:
        raise ChangeRefused(*read.faults)
    level = change.mapping.level or _lowest(plan)
    old = _scope(plan, change.within, level)
    parents = _parents(plan, old, read.given)
    by_parent = _placed(plan, read.given, parents)
    faults: list[Finding] = []
    marks: list[Marked] = []
    made: list[tuple[str, Fitted, dict[str, Given]]] = []
    for parent in parents:
        cells = by_parent.get(parent, [])
        border = plan.shape(parent)
        if not cells:
            marks.append(marked("hole", border, (parent,)))
            continue
        known = {f"#{given.n}": given for given in cells}
        cells_at = [Cell(key, anchored(one.shape, [border]), one.n) for key, one in known.items()]
        fitted = fit(border, cells_at)
        plan.repairs += [
            replace(one, code=known[one.code].code if one.code else "") for one in fitted.repairs
        ]
        marks += [replace(one, grids=tuple(_called(known[key]) for key in one.grids)) for one in fitted.marks]
        faults += [_vanished(known[key]) for key in fitted.vanished]
        made.append((parent, fitted, known))
    if faults or marks:
        raise ChangeRefused(*faults, *(of_mark(mark) for mark in marks), marks=marks)
    _write(plan, level, old, made)


def _lowest(plan: Plan) -> str:
    levels = [level.key for level in plan.reference.district.levels]
    there = {area.level for area in plan.areas.values()}
    return next(key for key in reversed(levels) if key in there)


def _scope(plan: Plan, within: str, level: str) -> list[Area]:
    """The grids of a level within an area, none of which has anything below it."""
    top = plan.areas.get(within) if within else None
    if within and top is None:
        raise refuse("known", f"没有区域 {within}", f"there is no area {within}", code=within)
    inside = [
        area
        for area in plan.areas.values()
        if area.level == level and (top is None or area.path.startswith(f"{top.path}/"))
    ]
    if not inside:
        raise refuse("level", f"没有 {level} 一级的区域", f"there is no area of the level {level}")
    for area in inside:
        plan.grid(area.code)
    return inside


def _parents(plan: Plan, old: list[Area], given: tuple[Given, ...]) -> list[str]:
    """The areas whose ground the file divides: those of the old grids, and those that it names itself."""
    found = dict.fromkeys(area.parent for area in old)
    level = {plan.areas[code].level for code in found}
    named_too = {one.parent for one in given if one.parent in plan.areas}
    for code in sorted(named_too):
        if plan.areas[code].level in level:
            found[code] = None
    return sorted(found)


def _placed(plan: Plan, given: tuple[Given, ...], parents: list[str]) -> dict[str, list[Given]]:
    """Every grid below its parent: as the file says it, by code or name, else where it lies."""
    names: dict[str, str | None] = {}
    for code in parents:
        area = plan.areas[code]
        for name in {code, area.names.zh, area.names.en, area.short} - {""}:
            names[name] = None if name in names else code
    shapes = [plan.shape(code) for code in parents]
    tree = shapely.STRtree(shapes)
    out: dict[str, list[Given]] = {}
    faults: list[Finding] = []
    lost = 0
    for one in given:
        hits = tree.query(one.shape, predicate="intersects")
        shared = [float(shapes[int(hit)].intersection(one.shape).area) for hit in hits]
        lies = parents[int(hits[int(np.argmax(shared))])] if len(hits) and max(shared) > 0 else None
        said = names.get(one.parent) if one.parent else lies
        if one.parent and said is None and one.parent not in names:
            faults.append(
                _found("parent", f"没有上级区域：{one.parent}", f"no such parent: {one.parent}", one)
            )
        elif said is None and one.parent:
            zh, en = (
                f"上级区域重名：{one.parent}，请用编码",
                f"{one.parent} is the name of several: give the code",
            )
            faults.append(_found("parent", zh, en, one))
        elif lies is None:
            lost += 1
            said_zh, said_en = "在被划分的区域之外", "lies outside what is divided"
            faults.append(_found("outside", said_zh, said_en, one))
        else:
            out.setdefault(str(said), []).append(one)
    if lost > len(given) / 2:
        zh = f"{lost} 个网格在区域之外：请检查坐标系（WGS-84、GCJ-02、BD-09）"
        en = f"{lost} grids lie outside: check the coordinate system (WGS-84, GCJ-02, BD-09)"
        faults.insert(0, Finding(rule="system", zh=zh, en=en))
    if faults:
        raise ChangeRefused(*faults)
    return out


def _write(plan: Plan, level: str, old: list[Area], made: list[tuple[str, Fitted, dict[str, Given]]]) -> None:
    """Every new grid in, every old one that is not among them out."""
    standing = {area.code: area for area in old}
    kinds = {kind.key for kind in plan.reference.district.kinds} | {area.kind for area in plan.areas.values()}
    plain = Counter(area.kind for area in old).most_common(1)[0][0]
    faults: list[Finding] = []
    fresh: list[tuple[Area, str, Fitted, str]] = []
    for parent, fitted, known in made:
        like = next((a for a in old if a.parent == parent and a.kind == plain), None) or old[0]
        for key, shape in fitted.shapes.items():
            one = known[key]
            held = standing.get(one.code)
            if held is not None:
                was = plan.shape(held.code)
                left = float(was.intersection(shape).area) / float(was.area)
                if left < KEPT:
                    zh = f"编码 {one.code} 只保留原网格的 {left:.0%}：请另给新编码，历史工单才不会错位"
                    en = f"{one.code} would keep {left:.0%} of its ground: give it a new code"
                    faults.append(_found("moved", zh, en, one))
                    continue
            elif one.code in plan.known:
                zh = f"编码 {one.code} 已用过，历史工单仍以它为准"
                en = f"the code {one.code} was given before: tickets are filed under it"
                faults.append(_found("taken", zh, en, one))
                continue
            fresh.append((_area(plan, one, held, like, parent, level, kinds, plain), key, fitted, parent))
            plan.known.add(fresh[-1][0].code)
    if faults:
        raise ChangeRefused(*faults)
    kept = {area.code for area, *_ in fresh}
    for code in standing.keys() - kept:
        plan.take(code)
    for area, key, fitted, _ in fresh:
        plan.put(area, fitted.shapes[key])


def _area(
    plan: Plan,
    one: Given,
    held: Area | None,
    like: Area,
    parent: str,
    level: str,
    kinds: set[str],
    plain: str,
) -> Area:
    code = one.code or free_code(parent, plan.known)
    if held is not None:
        names = Names(one.zh or held.names.zh, one.en or held.names.en)
        short = one.short or held.short
        letters = initials(short or names.zh)
    else:
        below = like if like.parent == parent else _as_below(plan, like, parent)
        names, short, letters = named(below, code, GridName(zh=one.zh, en=one.en, short=one.short), one.n)
    return Area(
        code=code,
        parent=parent,
        path=plan.below(parent, code),
        level=level,
        kind=one.kind if one.kind in kinds else held.kind if held is not None else plain,
        names=names,
        short=short,
        initials=letters,
        lon=held.lon if held is not None else 0.0,
        lat=held.lat if held is not None else 0.0,
        schematic=False,
        households=one.households or (held.households if held is not None else 0),
    )


def _as_below(plan: Plan, like: Area, parent: str) -> Area:
    """A grid to name others after, where the parent has none yet: after the parent."""
    above = plan.areas[parent]
    names = Names(f"{above.names.zh}第1网格", f"{above.names.en} grid 1")
    return replace(like, names=names, short=f"{above.short or above.names.zh}-01")


def _called(one: Given) -> str:
    return one.code or one.short or one.zh or f"#{one.n}"


def _found(rule: str, zh: str, en: str, one: Given) -> Finding:
    point = one.shape.representative_point()
    lon, lat = round(float(point.x), 6), round(float(point.y), 6)
    return Finding(rule=rule, zh=zh, en=en, feature=one.n, code=one.code, lon=lon, lat=lat)


def _vanished(one: Given) -> Finding:
    return _found("covered", "全部被其他网格覆盖", "is covered by other grids wholly", one)


def of_mark(mark: Marked) -> Finding:
    """What is said of ground that is wrong."""
    m2 = f"{mark.m2:,.0f}"
    grids = "、".join(mark.grids)
    zh, en = {
        "hole": (f"有 {m2} 平方米未划入任何网格", f"{m2} m² belong to no grid"),
        "overlap": (f"网格重叠 {m2} 平方米：{grids}", f"grids overlap by {m2} m²: {', '.join(mark.grids)}"),
        "outside": (
            f"{grids} 超出上级区域边界 {m2} 平方米",
            f"{', '.join(mark.grids)}: {m2} m² lie outside the area above",
        ),
    }[mark.kind]
    return Finding(rule=mark.kind, zh=zh, en=en, lon=mark.lon, lat=mark.lat, m2=mark.m2)
