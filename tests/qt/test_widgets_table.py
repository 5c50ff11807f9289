"""The table: changes row by row and never a reset, and what a person holds stays held."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.gallery import COLUMNS, NOW, SampleRows
from widgets import theme
from widgets.countdown import Ticker
from widgets.table import ColumnTableModel, TableView, text_key
from widgets.table.order import ascending_key, plan, sorted_rows
from widgets.table.widths import LEAST_SHARE, MOST_SHARE, share_out


class Told:
    """What a model tells its views, in order."""

    def __init__(self, model: QAbstractItemModel) -> None:
        self.steps: list[tuple[Any, ...]] = []
        model.modelReset.connect(lambda: self.steps.append(("reset",)))
        model.layoutChanged.connect(lambda: self.steps.append(("layout",)))
        model.rowsInserted.connect(lambda _, a, b: self.steps.append(("in", a, b)))
        model.rowsRemoved.connect(lambda _, a, b: self.steps.append(("out", a, b)))
        model.rowsMoved.connect(lambda _p, a, b, _q, to: self.steps.append(("move", a, b, to)))
        model.dataChanged.connect(lambda a, b: self.steps.append(("data", a.row(), b.row())))

    def kinds(self) -> set[str]:
        return {step[0] for step in self.steps}


@pytest.fixture
def rows() -> SampleRows:
    return SampleRows(400)


@pytest.fixture
def model(qapp: QApplication, rows: SampleRows) -> ColumnTableModel:
    made = ColumnTableModel(rows, COLUMNS)
    made.sort_by([("due", True)])
    return made


@pytest.fixture
def ticker(qapp: QApplication) -> Iterator[Ticker]:
    made = Ticker(NOW.timestamp)
    yield made
    made.stop()


@pytest.fixture
def table(qtbot: QtBot, model: ColumnTableModel, ticker: Ticker) -> TableView:
    theme.current().apply(QApplication.instance())  # type: ignore[arg-type]
    view = TableView(model, ticker, name="Queue")
    qtbot.addWidget(view)
    # Left to itself it may come to stand under the pointer; a row under that would be held for it.
    view.setGeometry(40, 40, 1000, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.cursor().setPos(QPoint(1900, 1060))
    qtbot.waitUntil(lambda: not view.viewport().underMouse())
    return view


@given(data=st.data())
@settings(max_examples=150)
def test_a_plan_leads_from_any_order_to_the_sorted_one(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 24))
    value = st.one_of(st.integers(0, 4), st.just(float("nan")))
    columns = data.draw(st.lists(st.lists(value, min_size=size, max_size=size), max_size=3))
    keys = [np.array(column, dtype=np.float64) for column in columns]
    turned = [data.draw(st.booleans()) for _ in keys]
    shown = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))

    def in_order() -> Any:
        ordered = [ascending_key(key, up) for key, up in zip(keys, turned, strict=True)]
        return sorted_rows(np.flatnonzero(shown).astype(np.int32), ordered), ordered

    before, _ = in_order()
    changed = np.unique(data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=size)))
    changed = changed.astype(np.int32)
    for row in changed:
        shown[row] = data.draw(st.booleans())
        for key in keys:
            key[row] = data.draw(value)
    after, ordered = in_order()
    steps = plan(before, changed, shown[changed], ordered, size)
    walked = before.tolist()
    for first, last in steps.removals:
        del walked[first : last + 1]
    for source, destination in steps.moves:
        walked.insert(destination, walked.pop(source))
    for first, coming in steps.insertions:
        walked[first:first] = coming.tolist()
    assert walked == steps.final.tolist() == after.tolist()


def test_feed_changes_are_rows_and_keep_the_order(
    qapp: QApplication,
) -> None:
    rows = SampleRows(60)
    model = ColumnTableModel(rows, COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_filter(lambda ids: rows.kind[ids] != 2)
    model.sort_by([("matter", True), ("due", False)])
    random = np.random.default_rng(1)
    told = Told(model)
    for _ in range(12):
        ids = random.integers(0, rows.size(), 12)
        rows.left[ids] = random.integers(-500, 5000, len(ids))
        rows.kind[ids] = random.integers(0, 9, len(ids))
        rows.present[ids] = random.random(len(ids)) < 0.8
        model.changed(ids.tolist())
        shown = np.flatnonzero(rows.present & (rows.kind != 2)).astype(np.int32)
        keys = [rows.sort_key("matter"), -rows.sort_key("due")]
        assert model.visible_ids().tolist() == sorted_rows(shown, keys).tolist()
    assert told.kinds() == {"in", "out", "move", "data"}
    assert all(last - first < 12 for kind, first, last in (s[:3] for s in told.steps) if kind == "data")
    tester.deleteLater()


def test_a_row_that_does_not_move_is_only_painted_anew(model: ColumnTableModel, rows: SampleRows) -> None:
    told = Told(model)
    model.changed([model.row_id(5)])
    assert told.steps == [("data", 5, 5)]


def test_missed_hours_come_as_one_change_of_layout(model: ColumnTableModel) -> None:
    source = SampleRows(9000)
    model = ColumnTableModel(source, COLUMNS)
    model.sort_by([("due", True)])
    told = Told(model)
    random = np.random.default_rng(2)
    source.left[:] = random.integers(0, 90_000, source.size())
    source.present[: source.size() // 3] = False
    model.changed(range(source.size()))
    assert "reset" not in told.kinds()
    assert len(told.steps) < 2000 + 20
    left = source.left[model.visible_ids()]
    assert model.count() == 6000
    assert (np.diff(left) >= 0).all()


def test_a_sort_keeps_selection_current_row_and_its_place(table: TableView, model: ColumnTableModel) -> None:
    table.verticalScrollBar().setValue(150 * table.row_height())
    chosen = [model.row_id(i) for i in (152, 154, 155)]
    for row_id in chosen:
        table.selectionModel().select(
            model.index(model.view_row(row_id), 0),
            table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows,
        )
    table.selectionModel().setCurrentIndex(
        model.index(model.view_row(chosen[1]), 0), table.selectionModel().SelectionFlag.NoUpdate
    )
    y = table.visualRect(table.currentIndex()).top()
    told = Told(model)
    model.sort_by([("matter", False), ("due", True)])
    assert set(table.selected_ids()) == set(chosen)
    assert table.current_id() == chosen[1]
    assert table.visualRect(table.currentIndex()).top() == y
    assert "reset" not in told.kinds()


def test_a_filter_keeps_what_it_shows_selected(
    table: TableView, model: ColumnTableModel, rows: SampleRows
) -> None:
    kept = next(i for i in range(20, 60) if rows.kind[model.row_id(i)] == 1)
    row_id = model.row_id(kept)
    table.select_row(row_id)
    model.set_filter(lambda ids: rows.kind[ids] == 1)
    assert table.selected_ids() == [row_id]
    assert table.current_id() == row_id
    model.set_filter(None)
    assert table.selected_ids() == [row_id]


def test_a_source_filled_anew_is_taken_up_from_nothing(
    table: TableView, model: ColumnTableModel, rows: SampleRows
) -> None:
    table.select_row(model.row_id(300))
    rows.left = rows.left[:50]
    rows.present = rows.present[:50]
    rows.kind = rows.kind[:50]
    model.refilter()
    assert model.count() == 50
    assert table.verticalScrollBar().value() <= 50 * table.row_height()
    assert (table.current_id(), table.selected_ids()) == (None, [])
    table.select_row(49)
    model.changed(range(50))
    assert table.current_id() == 49


def test_a_list_being_filled_is_not_news(table: TableView, model: ColumnTableModel, rows: SampleRows) -> None:
    rows.present[:] = False
    model.changed(range(rows.size()))
    rows.present[:] = True
    model.changed(range(rows.size()))
    assert not table._arrivals.unseen
    assert table._arrivals.strength(5) == 0
    rows.present[5] = False
    model.changed([5])
    rows.present[5] = True
    model.changed([5])
    assert table._arrivals.strength(5) > 0.9


def test_the_current_row_stays_under_the_eye_when_rows_come_in_above(
    table: TableView, model: ColumnTableModel, rows: SampleRows
) -> None:
    table.select_row(model.row_id(4))
    held = table.current_id()
    y = table.visualRect(table.currentIndex()).top()
    late = [model.row_id(i) for i in (200, 201, 202)]
    rows.left[late] = -10_000
    model.changed(late)
    assert table.current_id() == held
    assert table.selected_ids() == [held]
    assert table.visualRect(table.currentIndex()).top() == y


def test_new_rows_out_of_sight_are_counted_until_looked_at(
    qtbot: QtBot, table: TableView, model: ColumnTableModel, rows: SampleRows
) -> None:
    new = model.row_id(399)
    rows.present[new] = False
    model.changed([new])
    table.verticalScrollBar().setValue(3000)
    rows.present[new] = True
    rows.left[new] = -9999
    top = model.row_id(table.rowAt(1))
    model.changed([new])
    assert model.row_id(table.rowAt(1)) == top
    note = next(b for b in table.viewport().children() if b.isWidgetType())
    assert note.isVisible()  # type: ignore[attr-defined]
    assert "1" in note.text()  # type: ignore[attr-defined]
    qtbot.mouseClick(note, Qt.MouseButton.LeftButton)
    assert table.verticalScrollBar().value() == 0
    assert not note.isVisible()  # type: ignore[attr-defined]


def test_a_list_at_its_top_shows_what_comes_in_at_the_top(
    table: TableView, model: ColumnTableModel, rows: SampleRows
) -> None:
    new = model.row_id(100)
    rows.left[new] = -9999
    model.changed([new])
    assert table.verticalScrollBar().value() == 0
    assert model.row_id(0) == new


def test_when_the_current_row_goes_the_next_is_current_but_not_selected(
    qtbot: QtBot, table: TableView, model: ColumnTableModel, rows: SampleRows
) -> None:
    gone, after = model.row_id(6), model.row_id(7)
    table.select_row(gone)
    rows.present[gone] = False
    with qtbot.waitSignals([table.current_changed, table.selection_changed]):
        model.changed([gone])
    assert table.current_id() == after
    assert table.selected_ids() == []


def test_signals_of_selection_come_once_and_only_for_a_change(
    table: TableView, model: ColumnTableModel, rows: SampleRows
) -> None:
    table.select_row(model.row_id(3))
    current: list[object] = []
    selection: list[None] = []
    table.current_changed.connect(current.append)
    table.selection_changed.connect(lambda: selection.append(None))
    moved = [model.row_id(i) for i in range(40)]
    rows.left[moved] += 60_000
    model.changed(moved)
    model.sort_by([("number", False)])
    assert current == []
    assert selection == []


def test_keys_move_and_act(qtbot: QtBot, table: TableView, model: ColumnTableModel) -> None:
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.current_id() == model.row_id(0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.selected_ids() == [model.row_id(1)]
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == [model.row_id(1), model.row_id(2)]
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.current_id() == model.row_id(399)
    with qtbot.waitSignal(table.activated_row) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [model.row_id(399)]
    with qtbot.waitSignal(table.preview_requested) as previewed:
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert previewed.args == [model.row_id(399)]
    QTest.keyClick(table, Qt.Key.Key_P)
    assert table.current_id() == model.row_id(399)


def test_the_keyboard_takes_what_is_in_sight_along(table: TableView, model: ColumnTableModel) -> None:
    table.select_row(model.row_id(0))
    for _ in range(40):
        QTest.keyClick(table, Qt.Key.Key_Down)
        assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    assert table.current_id() == model.row_id(40)


def test_selected_rows_are_copied_as_text(table: TableView, model: ColumnTableModel) -> None:
    table.select_row(0)
    table.copy_selection()
    line = QGuiApplication.clipboard().text()
    assert line.split("\t")[:3] == [
        "▲ −06:12",
        "BH26112000412",
        "上水井盖缺失 · 徽州大道与南二环路口东侧,夜间有人绊倒",
    ]


def test_clicks_on_titles_sort_and_shift_adds_a_second(
    qtbot: QtBot, table: TableView, model: ColumnTableModel
) -> None:
    header = table.header

    def click(column: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = QPoint(header.sectionViewportPosition(column) + 10, 10)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(3)
    assert model.sort_order() == [("grid", True)]
    click(3)
    assert model.sort_order() == [("grid", False)]
    click(1, Qt.KeyboardModifier.ShiftModifier)
    assert model.sort_order() == [("grid", False), ("number", True)]


def test_columns_are_saved_and_taken_up_again(
    qtbot: QtBot, table: TableView, model: ColumnTableModel
) -> None:
    table.header.resizeSection(3, 222)
    table.header.moveSection(4, 1)
    table.header.choose(COLUMNS[5].key, False)
    saved = table.save_columns()
    other = TableView(model)
    qtbot.addWidget(other)
    other.resize(1400, 600)
    assert other.restore_columns(saved)
    with qtbot.waitExposed(other):
        other.show()
    assert other.save_columns() == saved
    assert other.header.sectionSize(3) == 222
    assert other.header.visualIndex(4) == 1
    assert other.header.isSectionHidden(5)
    assert not other.restore_columns(b"\x00")
    assert not other.restore_columns(b"[1]")


def test_a_second_asks_for_countdowns_in_sight_alone(
    qtbot: QtBot, table: TableView, rows: SampleRows, ticker: Ticker, monkeypatch: pytest.MonkeyPatch
) -> None:
    QApplication.processEvents()
    asked: list[str] = []
    cell = rows.cell

    def listening(row: int, column: str) -> object:
        asked.append(column)
        return cell(row, column)

    monkeypatch.setattr(rows, "cell", listening)
    ticker.tick.emit(ticker.now())
    qtbot.waitUntil(lambda: bool(asked))
    assert set(asked) == {"due"}
    assert len(asked) <= table.viewport().height() // table.row_height() + 2


def test_text_that_does_not_fit_is_reported(qtbot: QtBot, table: TableView, model: ColumnTableModel) -> None:
    table.header.resizeSection(3, 40)
    table.viewport().repaint()
    cut = table.cut_off_cells()
    assert (model.row_id(0), "grid") in cut
    table.header.resizeSection(3, 140)
    table.viewport().repaint()
    assert (model.row_id(0), "grid") not in table.cut_off_cells()


def test_room_to_spare_goes_to_what_is_cut(
    qtbot: QtBot, table: TableView, model: ColumnTableModel, rows: SampleRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = rows.cell
    long = {"unit": "包河区城市管理局望湖街道综合行政执法队", "number": "CHANCHENG20261120-00532"}
    monkeypatch.setattr(rows, "cell", lambda row, key: long.get(key) or cell(row, key))

    def cut() -> set[str]:
        model.reload()
        table.viewport().repaint()
        return {key for _, key in table.cut_off_cells()}

    table.resize(1000, 600)
    assert "unit" in cut()
    # Words are cut there, a number never.
    assert "number" not in cut()
    table.resize(2000, 600)
    assert not cut() & {"unit", "number", "channel", "grid"}
    table.header.resizeSection(4, 90)
    table.fit_columns()
    assert "unit" in cut()
    assert table.header.sectionSize(4) == 90


def test_what_screen_readers_read_is_there(table: TableView, model: ColumnTableModel) -> None:
    assert table.accessibleName() == "Queue"
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "past its limit, −06:12"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "剩余"


@given(
    st.lists(
        st.tuples(st.integers(32, 400), st.booleans(), st.booleans(), st.integers(0, 900)),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 6000),
)
def test_columns_share_the_room(columns: list[tuple[int, bool, bool, int]], room: int) -> None:
    wanted, yielding, stretching, needed = (list(part) for part in zip(*columns, strict=True))
    widths = share_out(wanted, yielding, stretching, room, needed)
    spare = room - sum(wanted)
    if spare >= 0:
        assert sum(widths) == room if any(stretching) else sum(widths) <= room
        assert all(width >= want for width, want in zip(widths, wanted, strict=True))
        useful = [
            max(want, need if s else min(need, want * MOST_SHARE))
            for want, need, s in zip(wanted, needed, stretching, strict=True)
        ]
        first = stretching.index(True) if any(stretching) else -1
        assert all(w <= use for i, (w, use) in enumerate(zip(widths, useful, strict=True)) if i != first)
        cut = [w - want for w, want, use in zip(widths, wanted, useful, strict=True) if w < use]
        if cut:
            # Nothing is left over while one is cut, and none that is cut got less than another's gain.
            assert sum(widths) == room
            gains = [w - want for w, want in zip(widths, wanted, strict=True)]
            assert max(gains) <= min(cut) + 1
    else:
        assert sum(widths) >= room
        for width, want, gives in zip(widths, wanted, yielding, strict=True):
            assert width <= want
            assert width >= (round(want * LEAST_SHARE) - 1 if gives else want)


def test_text_keys_follow_the_pinyin() -> None:
    names = ["望湖", "包公", "常青", "芜湖路", "滨湖", "12345", "abc"]
    assert sorted(names, key=text_key) == ["12345", "abc", "包公", "滨湖", "常青", "望湖", "芜湖路"]
