"""The changes that are drawn: a grid split along a line, grids merged, a border moved, a name."""

from __future__ import annotations

import shapely
from msgspec.structs import replace
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from backend.service.profile import initials
from contract.division import SMALLEST_M2, Cede, Finding, GridName, Merge, Rename, Split
from contract.machine import Names
from contract.reference import Area

from .faces import dissolved, faces, inside, matched, regrouped
from .metres import square_metres
from .naming import free_code, named
from .plan import ChangeRefused, Plan, refuse
from .shapes import polygonal


def called(area: Area) -> tuple[str, str]:
    """A grid in Chinese and English words."""
    return area.short or area.names.zh, area.names.en or area.short


def _place(shape: BaseGeometry) -> tuple[float, float]:
    point = shape.representative_point()
    return round(float(point.x), 6), round(float(point.y), 6)


def _new(plan: Plan, like: Area, name: GridName, n: int) -> Area:
    code = plan.fresh(name.code) if name.code else free_code(like.parent, plan.known)
    names, short, letters = named(like, code, name, n)
    return replace(
        like,
        code=code,
        path=plan.below(like.parent, code),
        names=names,
        short=short,
        initials=letters,
        households=0,
    )


def split(plan: Plan, change: Split) -> None:
    """Cut a grid along a line."""
    area = plan.grid(change.grid)
    zh, en = called(area)
    shape, line = plan.shape(area.code), LineString(change.line)
    parts = _cut(shape, line)
    if len(parts) < 2:
        start = change.line[0]
        raise refuse(
            "crosses",
            f"分割线没有从边到边穿过 {zh}",
            f"the line does not cross {en} from border to border",
            code=area.code,
            at=(start[0], start[1]),
        )
    tiny = [part for part in parts if square_metres(part) < SMALLEST_M2]
    if tiny:
        m2 = square_metres(tiny[0])
        raise refuse(
            "tiny",
            f"分出的一块只有 {m2:.0f} 平方米",
            f"one part would have {m2:.0f} m² only",
            code=area.code,
            at=_place(tiny[0]),
        )
    if change.into and len(change.into) != len(parts):
        raise refuse(
            "parts",
            f"分割线把 {zh} 分成 {len(parts)} 块，给出的名称有 {len(change.into)} 个",
            f"the line makes {len(parts)} parts of {en}, {len(change.into)} names are given",
            code=area.code,
        )
    names = change.into or tuple(GridName() for _ in parts)
    for n, (part, name) in enumerate(zip(parts, names, strict=True), 1):
        plan.put(_new(plan, area, name, n), part)
    plan.take(area.code)


def _cut(shape: BaseGeometry, line: LineString) -> list[BaseGeometry]:
    """The parts that a line makes of a shape, from north-west to south-east. What it does not cut goes to the
    nearest that it does."""
    cut: list[BaseGeometry] = []
    whole: list[BaseGeometry] = []
    for part in shapely.get_parts(shape):
        pieces = [face for face in faces([part.boundary, line]) if part.intersects(inside(face))]
        if len(pieces) > 1:
            cut += pieces
        else:
            whole.append(part)
    if not cut:
        return []
    groups: list[list[BaseGeometry]] = [[piece] for piece in cut]
    for part in whole:
        nearest = min(range(len(groups)), key=lambda n: float(groups[n][0].distance(part)))
        groups[nearest].append(part)
    parts = [dissolved(group) if len(group) > 1 else group[0] for group in groups]
    return sorted(parts, key=lambda part: float(part.centroid.x - part.centroid.y))


def merge(plan: Plan, change: Merge) -> None:
    """Make one grid of several."""
    codes = list(dict.fromkeys(change.grids))
    areas = [plan.grid(code) for code in codes]
    if len(areas) < 2:
        raise refuse("several", "至少选择两个网格", "choose two grids at least", code=codes[0])
    if len({area.parent for area in areas}) > 1:
        zh, en = called(areas[1])
        raise refuse(
            "parent",
            f"{zh} 不在同一上级区域，不能合并",
            f"{en} lies below another area: only grids of one are merged",
            code=areas[1].code,
            at=(areas[1].lon, areas[1].lat),
        )
    drawn = {code: plan.shape(code) for code in codes}
    # One of them may have been cut just now: its neighbour takes the new vertex up before the two are one.
    drawn.update(matched(drawn, codes))
    shapes = list(drawn.values())
    shape = dissolved(shapes)
    if len(shapely.get_parts(shape)) > max(len(shapely.get_parts(one)) for one in shapes):
        loose = min(shapely.get_parts(shape), key=lambda part: float(part.area))
        raise refuse(
            "apart",
            "这些网格不相邻，合并后不是一整块",
            "these grids are no neighbours: they would not make one piece",
            code=codes[0],
            at=_place(loose),
        )
    like = max(zip(shapes, areas, strict=True), key=lambda pair: float(pair[0].area))[1]
    area = replace(_new(plan, like, change.into, 1), households=sum(area.households for area in areas))
    plan.put(area, shape)
    for code in codes:
        plan.take(code)


def cede(plan: Plan, change: Cede) -> None:
    """Move a border: ground within a ring goes to one grid."""
    to = plan.grid(change.to)
    zh, en = called(to)
    ring = Polygon(change.ring)
    ground = ring if ring.is_valid else polygonal(shapely.make_valid(ring))
    shapely.prepare(ground)
    near = {
        code: plan.shape(code)
        for code in plan.children(to.parent)
        if code == to.code or ground.intersects(plan.shape(code))
    }
    given = regrouped(
        near, [ground.boundary], lambda was, face: to.code if ground.intersects(inside(face)) else was
    )
    gained = square_metres(given[to.code]) - square_metres(near[to.code])
    if gained < SMALLEST_M2 / 10:
        raise refuse(
            "nothing",
            f"所画范围内没有可划给 {zh} 的地块",
            f"nothing within the ring can go to {en}: it takes from grids below the same area",
            code=to.code,
            at=_place(ground) if not ground.is_empty else change.ring[0],
        )
    wrong: list[Finding] = []
    for code, shape in near.items():
        left = given.get(code)
        named_zh, named_en = called(plan.areas[code])
        if left is None:
            said = (
                f"{named_zh} 将全部划走，请改用合并",
                f"{named_en} would lose all its ground: merge instead",
            )
            wrong.append(_wrong("swallowed", *said, code, shape))
        elif len(shapely.get_parts(left)) > len(shapely.get_parts(shape)):
            loose = min(shapely.get_parts(left), key=lambda part: float(part.area))
            wrong.append(
                _wrong("apart", f"{named_zh} 将分成几块", f"{named_en} would fall apart", code, loose)
            )
    if wrong:
        raise ChangeRefused(*wrong)
    for code, shape in given.items():
        if not shape.equals_exact(near[code], 0.0) and (
            code == to.code or square_metres(near[code].symmetric_difference(shape)) > 0.01
        ):
            plan.put(plan.areas[code], shape)
        elif not shape.equals_exact(near[code], 0.0):
            plan.redraw(code, shape)


def _wrong(rule: str, zh: str, en: str, code: str, shape: BaseGeometry) -> Finding:
    lon, lat = _place(shape)
    return Finding(rule=rule, zh=zh, en=en, code=code, lon=lon, lat=lat)


def rename(plan: Plan, change: Rename) -> None:
    """Give a grid another name."""
    area = plan.grid(change.grid)
    names = Names(change.zh or area.names.zh, change.en or area.names.en)
    short = change.short or area.short
    after = replace(area, names=names, short=short, initials=initials(short or names.zh))
    if after == area:
        raise refuse("nothing", "名称没有变化", "the name is the same", code=area.code)
    plan.put(after, plan.shape(area.code))
