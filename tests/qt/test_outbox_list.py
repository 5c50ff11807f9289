"""The outbox's list where it is narrow and its letters are large: words give way, numbers never."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.selftest import turns
from contract import action as act
from tests.qt.eye import Look, seated
from tests.qt.gallery import NOW, SampleRows
from tests.qt.looks import at_rest, faults
from tests.qt.painted import texts
from views.outbox.screen import OutboxScreen
from widgets.countdown import Ticker
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView

NARROW = {"density": "normal", "mode": "dark", "lang": "zh_CN", "size": (1366, 768)}


@pytest.mark.usefixtures("plain_theme")
@pytest.mark.parametrize(("scale", "left_out"), [(1.0, set()), (1.3, {"about"}), (2.0, {"about", "how"})])
async def test_numbers_stand_whole(tmp_path: Path, scale: float, left_out: set[str]) -> None:
    look: Look = {"scale": scale, **NARROW}
    async with seated(tmp_path, look, "seat") as window:
        seat = window.seat
        assert seat is not None
        desk = seat.desk
        store = desk.store
        taken = [t for t in map(store.get, store.ids) if t is not None and t.state == "on_site"][:4]
        assert taken
        for ticket in taken:
            desk.submit(ticket.id, act.Urge())
        seat.go("outbox")
        await turns(12)
        screen = seat.current()
        assert isinstance(screen, OutboxScreen)
        screen.show_page("waiting")
        await turns(12)
        found = {p.text for p in texts(window)[0]}
        assert {ticket.number for ticket in taken} <= found
        header = screen.table.header
        keys = [column.key for column in screen.table.rows.columns]
        assert {key for key in keys if header.is_left_out(key)} == left_out
        assert not screen.table.horizontalScrollBar().maximum()
        assert await at_rest(window) == []


class _Numbered(SampleRows):
    def cell(self, row: int, column: str) -> object:
        return ("受理", "YQ20261120-00532") if column == "matter" else None


def test_a_number_that_is_cut_behind_words_is_seen(qtbot: QtBot) -> None:
    ticker = Ticker(NOW.timestamp)
    column = Column("matter", "事项", ColumnKind.TWO_PART, 110)
    table = TableView(ColumnTableModel(_Numbered(3), (column,)), ticker)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    qtbot.addWidget(table)
    table.resize(120, 200)
    table.show()
    qtbot.waitExposed(table)
    assert any("ends in …" in fault and "YQ" in fault for fault in faults(table))
    ticker.stop()
