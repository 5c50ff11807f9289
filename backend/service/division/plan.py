"""A division as it is worked out: the grids as they stand, changed one change after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import shapely
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from contract.division import Finding, Marked
from contract.reference import Area, Reference

from .metres import label


class ChangeRefused(Exception):
    """A change that cannot be made, with every finding against it."""

    def __init__(self, *findings: Finding, marks: Iterable[Marked] = ()) -> None:
        super().__init__(findings[0].en if findings else "refused")
        self.findings = findings
        self.marks = tuple(marks)


def refuse(
    rule: str, zh: str, en: str, *, code: str = "", at: tuple[float, float] | None = None, feature: int = 0
) -> ChangeRefused:
    """A refusal with one finding."""
    lon, lat = at if at is not None else (None, None)
    return ChangeRefused(Finding(rule=rule, zh=zh, en=en, code=code, lon=lon, lat=lat, feature=feature))


class Plan:
    """Areas and outlines that changes are made on. `reference` is as it will be when the division begins."""

    def __init__(
        self, reference: Reference, outlines: Mapping[str, bytes], files: Callable[[str], bytes]
    ) -> None:
        self.reference = reference
        self.file = files
        self.areas: dict[str, Area] = {area.code: area for area in reference.areas}
        self._wkb = outlines
        self._shapes: dict[str, BaseGeometry] = {}
        self.touched: set[str] = set()
        """Codes whose area or outline is another one, new and gone ones too."""
        self.parents: set[str] = set()
        """Areas whose children are others."""
        self.repairs: list[Finding] = []
        self._codes = {area.code for area in reference.areas} | {f.area.code for f in reference.former}
        self._children: dict[str, set[str]] = {}
        for area in reference.areas:
            self._children.setdefault(area.parent, set()).add(area.code)

    # ---- what stands ----
    def shape(self, code: str) -> BaseGeometry:
        """The outline of an area."""
        found = self._shapes.get(code)
        if found is None:
            found = self._shapes[code] = shapely.from_wkb(self._wkb[code])
        return found

    def before(self, code: str) -> BaseGeometry | None:
        """The outline that a code has before the division; None for a new one."""
        return shapely.from_wkb(self._wkb[code]) if self.reference.area(code) is not None else None

    def children(self, code: str) -> list[str]:
        """The areas right below one, in a steady order."""
        return sorted(self._children.get(code, ()))

    def grid(self, code: str) -> Area:
        """A grid that can be changed: one that is in force and has nothing below it."""
        area = self.areas.get(code)
        if area is None:
            if self.reference.withdrawn(code) is not None or code in self._codes:
                raise refuse("gone", f"网格 {code} 已撤销", f"grid {code} is no more", code=code)
            raise refuse("known", f"没有网格 {code}", f"there is no grid {code}", code=code)
        if self._children.get(code):
            raise refuse(
                "lowest",
                f"{area.short or area.names.zh} 下设有区域，只能调整最小一级网格",
                f"{area.names.en} has areas below it: only the smallest are divided anew",
                code=code,
            )
        if not area.parent:
            raise refuse("top", "不能调整全区边界", "the district's own border stays", code=code)
        return area

    def fresh(self, code: str, feature: int = 0) -> str:
        """A code for a new grid, which was never given before."""
        if code in self._codes:
            raise refuse(
                "taken",
                f"编码 {code} 已用过，历史工单仍以它为准",
                f"the code {code} was given before: tickets are filed under it",
                code=code,
                feature=feature,
            )
        return code

    @property
    def known(self) -> set[str]:
        """Every code that was ever given."""
        return self._codes

    # ---- changing ----
    def put(self, area: Area, shape: BaseGeometry) -> None:
        """A grid as it shall be, new or redrawn; its label lies in it."""
        held = self.areas.get(area.code)
        if held is None or not shape.equals_exact(self.shape(area.code), 0.0):
            lon, lat = label(shape)
            area = replace(area, lon=lon, lat=lat)
        self.areas[area.code] = area
        self._shapes[area.code] = shape
        self._codes.add(area.code)
        self._children.setdefault(area.parent, set()).add(area.code)
        self.touched.add(area.code)
        self.parents.add(area.parent)

    def redraw(self, code: str, shape: BaseGeometry) -> None:
        """The same ground with more vertices."""
        self._shapes[code] = shape
        self.touched.add(code)

    def take(self, code: str) -> None:
        """Withdraw a grid."""
        area = self.areas.pop(code)
        self._children[area.parent].discard(code)
        self.touched.add(code)
        self.parents.add(area.parent)

    def below(self, parent: str, code: str) -> str:
        """The path of a code below a parent."""
        return f"{self.areas[parent].path}/{code}"
