"""Rows in groups: against a naive model under random changes, and on a real table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.gallery import NOW
from tests.qt.test_widgets_table import Told
from views import language
from widgets import theme
from widgets.countdown import Ticker
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView

COLUMNS = [
    Column("value", "Value", ColumnKind.NUMBER, 100),
    Column("kind", "Kind", ColumnKind.TEXT, 200, stretch=True),
]


class Things:
    """A source of rows with a value, a kind (their group) and a light."""

    def __init__(self, size: int, kinds: int = 4, *, alike: bool = False) -> None:
        self.alike = alike
        random = np.random.default_rng(7)
        self.kinds = kinds
        self.value = random.integers(0, 50, size).astype(np.float64)
        self.kind = random.integers(0, kinds, size)
        self.light = random.integers(0, 4, size).astype(np.int8)
        self.living = np.ones(size, np.bool_)

    def size(self) -> int:
        return len(self.living)

    def alive(self) -> NDArray[np.bool_]:
        return self.living

    def sort_key(self, column: str) -> NDArray[Any]:
        return {"value": self.value, "kind": self.kind}[column]

    def cell(self, row: int, column: str) -> object:
        return f"{self.sort_key(column)[row]:g}"

    def pending(self, row: int) -> bool:
        return False

    def group_codes(self, key: str) -> NDArray[np.int64]:
        if key != "kind":
            raise KeyError(key)
        return self.kind

    def group_ranks(self, key: str) -> NDArray[Any]:
        # The last kind stands first: the order of groups is not that of their codes.
        return -np.arange(self.kinds)

    def group_name(self, key: str, code: int) -> str:
        return "alike" if self.alike else f"kind {code}"

    def group_value(self, key: str, code: int) -> int:
        return code

    def lights(self) -> NDArray[np.int8]:
        return self.light

    def add(self, kind: int) -> int:
        self.value = np.append(self.value, 1.0)
        self.kind = np.append(self.kind, kind)
        self.light = np.append(self.light, np.int8(1))
        self.living = np.append(self.living, True)
        return len(self.living) - 1


def expected(
    things: Things, shown: NDArray[np.bool_], order: list[tuple[str, bool]], folded: set[int]
) -> list[int]:
    """What a grouped table is to show, row by row, reckoned without any step: headers are -1 - kind."""
    found: list[int] = []
    for kind in reversed(range(things.kinds)):
        rows = [i for i in range(things.size()) if shown[i] and things.kind[i] == kind]
        if not rows:
            continue
        found.append(-1 - kind)
        if kind in folded:
            continue

        def place(row: int) -> tuple[Any, ...]:
            keys: list[Any] = []
            for key, ascending in order:
                value = float(things.sort_key(key)[row])
                keys.append((np.isnan(value), value if ascending else -value))
            return (*keys, row)

        found += sorted(rows, key=place)
    return found


@given(data=st.data())
@settings(max_examples=120)
def test_groups_hold_whatever_comes(qapp: QApplication, data: st.DataObject) -> None:
    kinds = data.draw(st.integers(1, 5))
    things = Things(data.draw(st.integers(0, 14)), kinds, alike=data.draw(st.booleans()))
    model = ColumnTableModel(things, COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    told = Told(model)
    limit = [100.0]
    folded: set[int] = set()
    order: list[tuple[str, bool]] = []

    def fits(ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.asarray(~(things.value[ids] > limit[0]))

    def shown() -> NDArray[np.bool_]:
        return things.living & fits(np.arange(things.size()))

    model.set_filter(fits)
    model.group_by("kind")
    for _ in range(data.draw(st.integers(1, 8))):
        match data.draw(st.sampled_from(("change", "change", "change", "sort", "filter", "fold", "ungroup"))):
            case "change":
                size = things.size()
                ids = data.draw(st.lists(st.integers(0, max(size - 1, 0)), max_size=8)) if size else []
                for row in ids:
                    things.value[row] = data.draw(st.sampled_from((0.0, 1.0, 7.0, 60.0, float("nan"))))
                    things.kind[row] = data.draw(st.integers(0, kinds - 1))
                    things.living[row] = data.draw(st.booleans())
                if data.draw(st.booleans()):
                    ids.append(things.add(data.draw(st.integers(0, kinds - 1))))
                model.changed(ids)
            case "sort":
                keys = data.draw(st.permutations(("value", "kind")))[: data.draw(st.integers(0, 2))]
                order = [(key, data.draw(st.booleans())) for key in keys]
                model.sort_by(order)
            case "filter":
                limit[0] = data.draw(st.sampled_from((0.5, 7.0, 100.0)))
                model.refilter()
            case "fold":
                for kind in range(kinds):
                    if -1 - kind in model.order():
                        to = data.draw(st.booleans())
                        model.fold(-1 - kind, to)
                        (folded.add if to else folded.discard)(kind)
            case "ungroup":
                model.group_by("")
                assert model.order().tolist() == model.visible_ids().tolist()
                assert (model.order() >= 0).all()
                model.group_by("kind")
                folded.clear()
        assert model.order().tolist() == expected(things, shown(), order, folded)
        assert model.matching() == int(shown().sum())
        for header in model.order()[model.order() < 0]:
            head = model.head(int(header))
            inside = shown() & (things.kind == -1 - header)
            assert head.count == inside.sum()
            assert head.folded == (-1 - header in folded)
            assert head.lights == tuple(int((things.light[inside] == light).sum()) for light in range(4))
    assert "reset" not in told.kinds()
    tester.deleteLater()


@pytest.fixture
def things(qapp: QApplication) -> Things:
    return Things(300)


@pytest.fixture
def table(qapp: QApplication, qtbot: QtBot, things: Things) -> Iterator[TableView]:
    theme.current().apply(qapp)
    # A window of an earlier test may have left it in Chinese.
    language.install("en")
    ticker = Ticker(NOW.timestamp)
    model = ColumnTableModel(things, COLUMNS)
    model.sort_by([("value", True)])
    model.group_by("kind")
    view = TableView(model, ticker, name="Things")
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(600, 500)
    with qtbot.waitExposed(view):
        view.show()
    view.cursor().setPos(QPoint(1900, 1060))
    qtbot.waitUntil(lambda: not view.viewport().underMouse())
    view.setFocus()
    yield view
    ticker.stop()


def test_what_is_selected_scrolled_and_folded_survives_changes(table: TableView, things: Things) -> None:
    model = table.rows
    rows = model.visible_ids()
    in_sight = rows[120:126].tolist()
    table.select_row(in_sight[0])
    for row_id in in_sight[1:]:
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert table.current_id() == row_id
    model.fold(-4, True)
    y = table.visualRect(table.currentIndex()).top()
    random = np.random.default_rng(3)
    for _ in range(10):
        others = np.setdiff1d(random.integers(0, 300, 60), in_sight)
        things.value[others] = random.integers(0, 50, len(others))
        things.kind[others] = random.integers(0, 4, len(others))
        model.changed(others.tolist())
        assert table.selected_ids() == in_sight
        assert table.current_id() == in_sight[-1]
        assert table.visualRect(table.currentIndex()).top() == y
        assert model.head(-4).folded
        assert not np.isin(model.visible_ids(), np.flatnonzero(things.kind == 3)).any()


def test_a_change_moves_a_row_between_groups_and_keeps_it_selected(table: TableView, things: Things) -> None:
    model = table.rows
    row_id = int(model.visible_ids()[3])
    assert model.header_of(row_id) == -4
    table.select_row(row_id)
    told = Told(model)
    things.kind[row_id] = 0
    model.changed([row_id])
    assert told.kinds() == {"move", "data"}
    assert model.header_of(row_id) == -1
    assert table.selected_ids() == [row_id]
    assert table.current_id() == row_id


def test_keys_fold_and_open(table: TableView, things: Things) -> None:
    model = table.rows
    before = model.count()
    table.select_first()
    assert table.current_id() == int(model.order()[1])
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert (table.current_row(), table.current_id(), table.selected_ids()) == (-4, None, [])
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert model.head(-4).folded
    assert model.count() == before - model.head(-4).count
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.current_row() == -3
    QTest.keyClick(table, Qt.Key.Key_Up)
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert model.count() == before
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert model.head(-4).folded
    QTest.keyClick(table, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert model.order().tolist() == [-4, -3, -2, -1]
    QTest.keyClick(table, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert model.count() == before


def test_folding_around_the_current_row_stands_on_the_header(table: TableView) -> None:
    model = table.rows
    row_id = int(model.visible_ids()[5])
    table.select_row(row_id)
    model.fold(-4, True)
    assert (table.current_row(), table.selected_ids()) == (-4, [])
    # A row asked for opens the group it is folded away in.
    assert table.select_row(row_id)
    assert not model.head(-4).folded
    assert table.selected_ids() == [row_id]


def test_a_click_folds_also_on_the_header_kept_in_sight(table: TableView) -> None:
    model = table.rows
    table.verticalScrollBar().setValue(10 * table.row_height() + 7)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 5))
    assert model.head(-4).folded
    table.verticalScrollBar().setValue(0)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 5))
    assert not model.head(-4).folded


def test_groups_turn_with_time(table: TableView, things: Things) -> None:
    model = table.rows
    row_id = int(model.visible_ids()[0])
    things.kind[row_id] = 1
    told = Told(model)
    model.pass_time()
    assert "move" in told.kinds()
    assert model.header_of(row_id) == -2


def test_the_whole_list_selected_survives_many_changes(
    qtbot: QtBot, table: TableView, things: Things
) -> None:
    model = table.rows
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert sorted(table.selected_ids()) == list(range(300))
    told: list[None] = []
    table.selection_changed.connect(lambda: told.append(None))
    things.value[:100] = 49 - things.value[:100]
    model.changed(range(100))
    assert sorted(table.selected_ids()) == list(range(300))
    assert told == []
    things.living[:5] = False
    model.changed(range(5))
    assert sorted(table.selected_ids()) == list(range(5, 300))
    assert told == [None]


def test_what_screen_readers_hear_of_a_group(table: TableView) -> None:
    model = table.rows
    head = model.head(-4)
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith(f"group kind 3, {head.count}, past its limit {head.lights[3]}")
    assert spoken.endswith("open")
