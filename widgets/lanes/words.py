"""What the board says: of a mark, of a count, of a lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from widgets.lanes.marks import LIGHTS
from widgets.light import light_name


class Words:
    """The words that are asked for mark by mark. Without them a mark says nothing but its light."""

    def __init__(self) -> None:
        self.label: Callable[[int], str] = lambda _key: ""
        self.said: Callable[[int], str] = lambda _key: ""


def tally(numbers: Sequence[int]) -> str:
    """`3 past its limit, 1 near its limit, 5 in time` of the counts by code of light, none of those that
    are zero."""
    translate = QCoreApplication.translate
    pattern = translate("Lanes", "{n} {light}")
    return translate("Lanes", ", ").join(
        pattern.format(n=numbers[code], light=light_name(LIGHTS[code]))
        for code in (3, 2, 1, 0)
        if numbers[code]
    )


def open_count(number: int) -> str:
    """`42 open`: the line under a lane's name."""
    return QCoreApplication.translate("Lanes", "{n} open").format(n=number)


def counted(name: str, number: int, lights: Sequence[int]) -> str:
    """What is said of a slice that is counted."""
    return QCoreApplication.translate("Lanes", "{slice}: {n} due, {lights}").format(
        slice=name, n=number, lights=tally(lights)
    )


def out_of_sight(time: str, number: int, lights: Sequence[int], *, before: bool) -> str:
    """What is said of those out of sight to the left or right of an instant."""
    translate = QCoreApplication.translate
    pattern = (
        translate("Lanes", "{n} due before {time}: {lights}")
        if before
        else translate("Lanes", "{n} due after {time}: {lights}")
    )
    return pattern.format(n=number, time=time, lights=tally(lights))
