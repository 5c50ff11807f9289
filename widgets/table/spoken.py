"""Cells and headers of groups as text: for copying, for screen readers, for what reads the model as Qt's."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from widgets.countdown import Remaining, format_remaining, spoken
from widgets.light import Light, light_name, symbol
from widgets.moments import day_time
from widgets.table.groups import GroupHead
from widgets.table.source import Pill

SHOWN_LIGHTS = ((3, Light.RED), (2, Light.AMBER), (1, Light.GREEN))
"""Places of `GroupHead.lights` and what they count, the most urgent first."""


def cell_text(cell: object) -> str:
    """A cell as plain text: for copying, and for what reads the model as Qt's."""
    if cell is None:
        return ""
    if isinstance(cell, Remaining):
        return f"{symbol(cell.light)} {format_remaining(cell)}".strip()
    if isinstance(cell, Pill):
        return cell.text
    if isinstance(cell, datetime):
        return day_time(cell)
    if isinstance(cell, tuple):
        if cell and isinstance(cell[0], Light):
            cell = (symbol(cell[0]), *cell[1:])
            return " ".join(str(part) for part in cell if part)
        return " · ".join(str(part) for part in cell if part)
    return str(cell)


def spoken_cell(cell: object) -> str:
    """A cell as a screen reader says it."""
    if isinstance(cell, Remaining):
        return spoken(cell)
    if isinstance(cell, Pill):
        return cell.hint or cell.text
    if isinstance(cell, tuple) and cell and isinstance(cell[0], Light):
        return ", ".join([light_name(cell[0]), *(str(part) for part in cell[1:])])
    return cell_text(cell)


def spoken_head(head: GroupHead) -> str:
    """A group's header as a screen reader says it."""
    translate = QCoreApplication.translate
    state = translate("Table", "folded") if head.folded else translate("Table", "open")
    lights = [f"{light_name(light)} {head.lights[n]}" for n, light in SHOWN_LIGHTS if head.lights[n]]
    return ", ".join(
        [translate("Table", "group {name}").format(name=head.name), str(head.count), *lights, state]
    )
