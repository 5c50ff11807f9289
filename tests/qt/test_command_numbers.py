"""Tickets named by the end of their number, among as many as a district has of a month."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from benchmarks.seat import prepare
from console.desk import Desk
from console.settings import Settings
from views.bulk.plan import Planner
from views.command.situation import AtSeat


async def test_the_end_of_a_number_that_many_others_hold_in_the_middle(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    prepare(tmp_path, 2_500)
    desk = Desk(Settings(tmp_path), "en")
    desk.load()
    nowhere = QWidget()
    qtbot.addWidget(nowhere)
    here = AtSeat(desk, Planner(desk), lambda: nowhere)
    numbers = desk.store.number
    # The figures of a day stand in every number of that day.
    days = Counter(number.partition("-")[0][-4:] for number in numbers)
    day = next(d for d, n in days.most_common() if n > 100 and int(d) < len(numbers))
    (ending,) = (i for i, number in zip(desk.store.ids, numbers, strict=True) if number.endswith(day))
    assert here.numbered(day) == [ending]
    for tail in (numbers[7], numbers[7].lower(), numbers[7].partition("-")[2]):
        assert here.numbered(tail) == [desk.store.ids[7]]
    assert len(here.numbered("7")) == 250
    assert here.numbered("9" * 30) == []
    await desk.close()
