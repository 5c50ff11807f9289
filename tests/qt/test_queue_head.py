"""The first line of a queue at every width and size of text: the search never stands in the pages' way."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from views.queue.head import LEAST, QueueHead
from views.queue_spec import Page, QueueSpec
from widgets import theme

PAGES = tuple(Page(name, f"Waiting {name}", frozenset((name,))) for name in ("one", "two", "three", "four"))


def chips(head: QueueHead) -> list[QRect]:
    found = [head.findChild(QWidget, f"queue.chips.{page.key}") for page in PAGES]
    return [QRect(chip.mapTo(head, chip.rect().topLeft()), chip.size()) for chip in found if chip]


def _is_wide(head: QueueHead, width: int) -> bool:
    return head.width() == width


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.usefixtures("plain_theme")
def test_the_search_stands_beside_the_pages_or_below_them(qtbot: QtBot, scale: float) -> None:
    look = theme.current()
    look.set_text_scale(scale)
    around = QWidget()
    qtbot.addWidget(around)
    head = QueueHead(QueueSpec("queue", PAGES, ("due",)), around)
    layout = QVBoxLayout(around)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(head)
    layout.addWidget(QWidget(), 1)
    around.resize(2000, 600)
    with qtbot.waitExposed(around):
        around.show()
    beside = {}
    for width in (2000, 1400, 1000, 800, 600, 440):
        around.resize(width, 600)
        qtbot.waitUntil(partial(_is_wide, head, width))
        search, placed = head.search.geometry(), chips(head)
        assert len(placed) == len(PAGES)
        for chip in placed:
            assert head.rect().contains(chip)
            assert not search.intersects(chip)
        assert head.rect().contains(search)
        assert search.width() >= look.px(LEAST)
        beside[width] = search.top() < placed[0].bottom()
        # In a line of its own it has all of it.
        assert beside[width] or search.width() == width - 24
    assert beside[2000]
    assert not beside[440]
    assert list(beside.values()) == sorted(beside.values(), reverse=True)
