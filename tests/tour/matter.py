"""The matter that the tour takes from a call to an evaluation, and who has to do with it."""

from dataclasses import dataclass

import msgspec

from contract.reference import Area, Item, Reference, Unit

PHOTOS = {"photo_before", "photo_after"}


@dataclass(frozen=True)
class Matter:
    """What is told on the telephone, where it is, what it will be filed as and who answers for it."""

    caller: str
    phone: str
    words: str
    place: str
    item: Item
    grid: Area
    unit: Unit
    result: str
    heard: str


def choose(reference: Reference, now: int) -> Matter:
    """Street trading on a pavement, where this district has it: an item that photographs prove, handled by a
    unit of the street; else the first such item there is."""
    items = [item for item in reference.items_at(now) if item.evidence and PHOTOS.issuperset(item.evidence)]
    grids = [area for area in reference.areas if area.kind == "grid"]
    items.sort(key=lambda item: item.names.zh != "占道经营")
    grids.sort(key=lambda grid: not grid.short.startswith("望湖"))
    for item in items:
        for grid in grids:
            unit = reference.responsible(item, grid.code)
            if unit is not None and unit.area not in ("", reference.district.code):
                return _told(reference, item, grid, unit)
    raise LookupError("no item of this catalogue is proven by photographs alone and handled in a street")


def _told(reference: Reference, item: Item, grid: Area, unit: Unit) -> Matter:
    community = reference.area(grid.parent)
    where = community.names.zh if community is not None else grid.names.zh
    return Matter(
        caller="周女士",
        phone="12800004410",
        words=f"{where}菜场北门外的人行道，今天早上又有六七个流动摊点，盲道全占了，老人和推婴儿车的只能走到车道上。"
        "昨天劝走今天又来了，请安排人去看看。",
        place=f"{where}菜场北门外人行道",
        item=item,
        grid=grid,
        unit=unit,
        result=f"{unit.names.zh}已到场，六处摊点全部劝离，盲道恢复通行；已与菜场约定早晚各巡查一次。",
        heard="电话回访：盲道已经通了，说来得快，满意。",
    )


def read_reference(served: object) -> Reference:
    """The reference as the backend served it."""
    return msgspec.convert(served, Reference)
