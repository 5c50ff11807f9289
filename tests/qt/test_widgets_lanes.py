"""The board of lanes: instants stand where they fall due, marks keep their rows, and what changes is painted
where it changed.
"""

from __future__ import annotations

import gc
import sys
from datetime import datetime
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QCursor, QPaintEvent, QRegion, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.qt.gallery import NOW, ZONE
from tests.qt.gallery_lanes import HOUR_MS, SPANS, make_lanes, some_marks
from tests.qt.painted import texts
from tests.work import calls
from widgets import theme
from widgets.lanes import Axis, Lane, LaneBoard, Load, Marks
from widgets.lanes.axis import FOLDED, MINUTE
from widgets.lanes.cuts import DAY, HALF_DAY, STEPS, Days, gap_names, slice_name, slices
from widgets.lanes.packing import NO_ROOM, counted, packed, repacked
from widgets.lanes.pills import beyond, pills

NOW_MS = round(NOW.timestamp() * 1000)


def at(text: str) -> int:
    """An instant of the district: `11-20 14:32`."""
    return round(datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).timestamp() * 1000)


# --- the axis ---------------------------------------------------------------------------------------------
lengths = st.lists(st.tuples(st.integers(0, 12 * DAY), st.integers(1, 12 * HOUR_MS)), min_size=0, max_size=40)


@st.composite
def axes(draw: st.DrawFn) -> tuple[Axis, int, int]:
    """An axis of any spans, and the instants of its ends."""
    begin = draw(st.integers(1_600_000_000_000, 1_900_000_000_000))
    spans, end = [], begin
    for gap, length in draw(lengths):
        spans.append((end + gap, end + gap + length))
        end += gap + length
    return Axis(np.array(spans, np.int64).reshape(-1, 2)), begin, end


@given(axes(), st.lists(st.floats(-0.2, 1.2), min_size=1, max_size=20))
def test_every_instant_has_its_place_and_comes_back_from_it(
    made: tuple[Axis, int, int], shares: list[float]
) -> None:
    axis, begin, end = made
    instants = np.array([begin + round(share * (end - begin + DAY)) for share in shares], np.int64)
    instants = np.concatenate((instants, axis.spans.reshape(-1), axis.spans.reshape(-1) - 1))
    assert np.array_equal(axis.instant(axis.place(instants)), instants)
    ordered = np.unique(instants)
    assert np.all(np.diff(axis.place(ordered)) > 0)


@given(axes())
def test_inside_spans_the_axis_runs_as_time_does(made: tuple[Axis, int, int]) -> None:
    axis, _, _ = made
    if len(axis.spans):
        begins, ends = axis.place(axis.spans).T
        assert np.array_equal(ends - begins, (axis.spans[:, 1] - axis.spans[:, 0]).astype(float))
        kept = begins[1:] - ends[:-1]
        given_ = axis.spans[1:, 0] - axis.spans[:-1, 1]
        assert np.all(kept <= np.minimum(given_, FOLDED[-1][1]))


def test_a_night_takes_little_room_and_keeps_the_order_of_what_falls_into_it() -> None:
    axis = Axis(SPANS)
    evening, midnight, morning = at("11-20 18:00"), at("11-22 00:00"), at("11-23 08:00")
    places = axis.place((evening, midnight, morning))
    assert places[2] - places[0] == 40 * MINUTE
    assert places[0] < places[1] < places[2]
    assert axis.place_of(at("11-20 14:00")) - axis.place_of(at("11-20 12:00")) == 20 * MINUTE
    assert axis.inside_gap((evening, midnight, morning)).tolist() == [True, True, False]
    assert axis.day_length == 9 * HOUR_MS


def test_spans_that_touch_are_one_and_wrong_ones_are_refused() -> None:
    assert Axis([(0, 10), (10, 20), (30, 40)]).spans.tolist() == [[0, 20], [30, 40]]
    assert Axis(None).place((5, 7)).tolist() == [5, 7]
    for wrong in ([(0, 10), (5, 20)], [(10, 10)], [(30, 40), (0, 10)]):
        with pytest.raises(ValueError, match="spans must"):
            Axis(wrong)


def test_what_is_due_at_the_end_of_a_span_counts_in_it() -> None:
    axis, days = Axis(SPANS), Days(ZONE)
    cuts = slices(axis, days, at("11-20 09:00"), at("11-23 09:00"), HOUR_MS, False)
    number = np.searchsorted(cuts, [at("11-20 17:30"), at("11-20 18:00"), at("11-21 03:00")], side="right")
    assert number[0] == number[1] == number[2] - 1
    begin = int(cuts[number[0] - 1])
    assert slice_name(days, begin, int(cuts[number[0]])) == "Fri 20 Nov 17:00–18:00"
    assert [gap.name for gap in gap_names(axis, days, at("11-20 11:00"), at("11-24 09:00"))] == [
        "noon", "2 days off", "noon", "night",
    ]  # fmt: skip


@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_slices_are_in_order_and_leave_nothing_out(step: int, folded: bool) -> None:
    axis, days = Axis(SPANS if folded else None), Days(ZONE)
    begin, end = at("11-03 10:10"), at("12-09 16:20")
    for narrow in (True, False):
        cuts = slices(axis, days, begin, end, step, narrow)
        assert np.all(np.diff(cuts) > 0)
        assert cuts[0] <= begin < end < cuts[-1]
        if step >= HALF_DAY and folded:
            assert np.diff(axis.place(cuts)).min() > HOUR_MS, "days off have no slice of their own"


# --- the rows ---------------------------------------------------------------------------------------------
places = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 200)), min_size=1, max_size=60)
APART = 13.0


def arranged(given_: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    lane, place = np.array(given_, np.int64).T
    return np.arange(len(given_)), lane, place.astype(np.float64)


@given(places, st.integers(1, 6))
def test_no_mark_touches_another(given_: list[tuple[int, int]], rows: int) -> None:
    key, lane, place = arranged(given_)
    made = packed(key, lane, place, APART, rows)
    for number in range(3):
        for row in range(rows):
            assert np.all(np.diff(np.sort(place[(lane == number) & (made.row == row)])) >= APART)
    assert made.row.max() < rows
    cuts = np.arange(0.0, 300.0, 50.0)
    made, found = counted(made, cuts)
    assert np.all((found.of >= 0) == (made.row == NO_ROOM)), (
        "what has no room is counted, and all else is not"
    )
    for number in range(3):
        for row in range(rows):
            assert np.all(np.diff(np.sort(place[(lane == number) & (made.row == row)])) >= APART)


@given(places, st.randoms(use_true_random=False))
def test_the_same_marks_stand_the_same_in_whatever_order(
    given_: list[tuple[int, int]], random: object
) -> None:
    key, lane, place = arranged(given_)
    order = np.array(sorted(key.tolist(), key=lambda _: random.random()))  # type: ignore[attr-defined]
    one, other = packed(key, lane, place, APART, 4), packed(key[order], lane[order], place[order], APART, 4)
    assert np.array_equal(one.row[order], other.row)


@given(places, places, st.data())
def test_what_stays_keeps_its_row_whatever_comes_and_goes(
    before: list[tuple[int, int]], come: list[tuple[int, int]], data: st.DataObject
) -> None:
    key, lane, place = arranged(before)
    made = packed(key, lane, place, APART, 4)
    gone = data.draw(st.sets(st.sampled_from(key.tolist())))
    stay = ~np.isin(key, list(gone))
    new_key, new_lane, new_place = arranged(come)
    key_now = np.concatenate((key[stay], new_key + len(key)))
    lane_now, place_now = np.concatenate((lane[stay], new_lane)), np.concatenate((place[stay], new_place))
    again = repacked(made, key_now, lane_now, place_now)
    held = made.row[stay] != NO_ROOM
    assert np.array_equal(again.row[: stay.sum()][held], made.row[stay][held])
    for number in range(3):
        for row in range(4):
            assert np.all(np.diff(np.sort(place_now[(lane_now == number) & (again.row == row)])) >= APART)


def test_a_slice_is_counted_for_its_own_marks_alone() -> None:
    """Twenty at the end of one slice leave those at the beginning of the next alone."""
    key, lane, place = arranged([*[(0, 99)] * 20, (0, 100), (0, 101)])
    made, found = counted(packed(key, lane, place, APART, 4), np.array([0.0, 100.0, 200.0]))
    assert found.of.tolist() == [0] * 20 + [-1, -1]
    assert sorted(made.row[20:].tolist()) == [1, 2]


def test_a_mark_by_itself_stands_in_the_middle() -> None:
    key, lane, place = arranged([(0, 0), (0, 53), (0, 60), (1, 60)])
    assert packed(key, lane, place, APART, 5).row.tolist() == [2, 2, 3, 2]


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_marks_change_by_key(seed: int) -> None:
    random = np.random.default_rng(seed)
    marks = some_marks(40, 3, seed)
    gone = random.choice(40, 5, replace=False)
    fresh = some_marks(60, 3, seed + 1).taken(random.choice(60, 8, replace=False))
    after = marks.changed(fresh, gone.tolist())
    expected = {int(key): due for key, due in zip(marks.key, marks.at, strict=True) if key not in gone}
    expected |= {int(key): due for key, due in zip(fresh.key, fresh.at, strict=True)}
    assert {int(key): due for key, due in zip(after.key, after.at, strict=True)} == expected
    with pytest.raises(ValueError, match="one mark"):
        Marks.of((1, 1), (0, 0), (5, 6))


# --- the board --------------------------------------------------------------------------------------------
@pytest.fixture
def board(qtbot: QtBot, qapp: QApplication) -> LaneBoard:
    theme.current().apply(qapp)
    made = make_lanes()
    qtbot.addWidget(made)
    made.resize(1400, 900)
    with qtbot.waitExposed(made):
        made.show()
    made.grab()
    return made


def few(qtbot: QtBot, *due: tuple[int, str]) -> LaneBoard:
    """A board of three lanes with a mark for each lane and instant, keys from 1."""
    made = LaneBoard(ZONE, name="Deadlines")
    qtbot.addWidget(made)
    made.resize(1400, 500)
    made.set_axis(SPANS)
    made.set_lanes([Lane(n, f"Lane {n}") for n in (0, 1, 2)])
    lanes, instants = [lane for lane, _ in due], [at(text) for _, text in due]
    amber = [instant - HOUR_MS for instant in instants]
    made.set_marks(Marks.of(range(1, len(due) + 1), lanes, instants, amber))
    made.set_words(lambda key: f"No. {key}", lambda key: f"Number {key}\nsecond line")
    made.set_now(NOW_MS)
    with qtbot.waitExposed(made):
        made.show()
    made.grab()
    return made


def middle(board: LaneBoard, key: int) -> QPoint:
    """Where a mark is seen."""
    state = board._state()
    index = state.index(key)
    assert index is not None
    return board._middle(state, index).toPoint()


def test_lights_turn_when_their_instant_comes(qtbot: QtBot) -> None:
    board = few(qtbot, (0, "11-20 15:00"), (0, "11-20 17:00"), (1, "11-20 14:00"))
    assert board.totals() == {0: (0, 1, 1, 0), 1: (0, 0, 0, 1), 2: (0, 0, 0, 0)}
    with qtbot.assertNotEmitted(board.lights_turned):
        board.set_now(at("11-20 15:00"))
    assert board.totals()[0] == (0, 1, 1, 0), "used up, not passed"
    with qtbot.waitSignal(board.lights_turned):
        board.set_now(at("11-20 15:00") + 1)
    assert board.totals()[0] == (0, 1, 0, 1)
    with qtbot.waitSignal(board.lights_turned):
        board.set_now(at("11-20 16:00"))
    assert board.totals()[0] == (0, 0, 1, 1)


def test_keys_go_through_time_and_from_lane_to_lane(qtbot: QtBot) -> None:
    board = few(
        qtbot,
        (0, "11-20 15:00"),
        (0, "11-20 17:00"),
        (2, "11-20 16:30"),
        (0, "11-27 10:00"),
        (0, "11-13 09:00"),
    )
    found: list[object] = []
    board.current_changed.connect(found.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left):
        QTest.keyClick(board, key)
    assert found == [1, 2, 3, 2, 1]
    QTest.keyClick(board, Qt.Key.Key_Left)
    begin, end = board.between()
    assert board.current() == 5
    assert begin < at("11-13 09:00") < end, "what the keys come to is in sight"
    QTest.keyClick(board, Qt.Key.Key_End)
    assert board.current() == 4
    QTest.keyClick(board, Qt.Key.Key_Home)
    begin, end = board.between()
    assert begin < NOW_MS < end
    assert board.current() == 4, "the stretch moves, not the choice"


def test_keys_zoom_act_and_say(qtbot: QtBot) -> None:
    board = few(qtbot, (0, "11-20 15:00"), (1, "11-20 17:00"))
    with qtbot.assertNotEmitted(board.activated):
        QTest.keyClick(board, Qt.Key.Key_Return)
    board.select(2)
    before = board.between()
    QTest.keyClick(board, Qt.Key.Key_Plus)
    after = board.between()
    assert after[1] - after[0] < before[1] - before[0]
    QTest.keyClick(board, Qt.Key.Key_Minus)
    assert board.between() == pytest.approx(before, abs=2 * MINUTE)
    with qtbot.waitSignal(board.activated) as opened:
        QTest.keyClick(board, Qt.Key.Key_Return)
    with qtbot.waitSignal(board.preview_requested) as shown:
        QTest.keyClick(board, Qt.Key.Key_Space)
    assert (opened.args, shown.args) == ([2], [2])
    assert board.accessibleDescription() == "Lane 1, Number 2, second line"
    assert board.accessibleName() == "Deadlines"


def test_the_pointer_chooses_opens_and_is_told(qtbot: QtBot) -> None:
    board = few(qtbot, (0, "11-20 15:00"), (1, "11-20 17:00"))
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=middle(board, 2))
    assert board.current() == 2
    assert board.tip_at(middle(board, 1)) == "Number 1\nsecond line"
    assert board.tip_at(middle(board, 1) + QPoint(60, 0)) == ""
    name = QPoint(20, middle(board, 2).y())
    assert board.tip_at(name) == "Lane 1\n1 open\n1 in time"
    with qtbot.waitSignal(board.activated) as opened:
        QTest.mouseDClick(board, Qt.MouseButton.LeftButton, pos=middle(board, 1))
    assert opened.args == [1]


def test_drawing_along_and_the_wheel(qtbot: QtBot) -> None:
    board = few(qtbot, (0, "11-20 15:00"))
    start = middle(board, 1)
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=start)
    for n in range(1, 9):
        QTest.mouseMove(board, start + QPoint(20 * n, 0))
        QApplication.processEvents()
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=start + QPoint(160, 0))
    assert board.current() is None, "drawing along is no click"
    assert middle(board, 1) - start == QPoint(160, 0)
    place = QPointF(middle(board, 1))
    wheel = QWheelEvent(
        place, QPointF(board.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    wide = np.subtract(*board.between())
    QApplication.sendEvent(board, wheel)
    assert abs(np.subtract(*board.between())) < abs(wide)
    assert abs((middle(board, 1) - place.toPoint()).x()) <= 1, "what is under the pointer stays there"


def test_what_is_too_dense_is_counted_and_opens(qtbot: QtBot) -> None:
    board = few(qtbot, *[(0, f"11-20 16:{minute:02d}") for minute in range(10, 40)])
    state = board._state()
    (number,) = state.number.tolist()
    assert number == 30
    assert board.tip_at(middle(board, 5)) == "Fri 20 Nov 16:00–17:00: 30 due, 30 in time"
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=middle(board, 5))
    board.grab()
    assert len(board._state().counts) == 0, "they stand by themselves now"
    begin, end = board.between()
    assert begin <= at("11-20 16:00") < at("11-20 17:00") <= end


def test_what_no_zoom_takes_apart_is_listed(qtbot: QtBot) -> None:
    board = few(qtbot, *[(0, "11-20 18:00")] * 20)
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=middle(board, 5))
    menu = board.findChild(QMenu)
    assert menu is not None
    assert len(menu.actions()) == 20
    menu.actions()[3].trigger()
    assert board.current() == 4
    menu.close()


def test_what_is_out_of_sight_is_counted_at_the_ends(qtbot: QtBot) -> None:
    board = few(qtbot, (0, "11-10 09:00"), (0, "11-11 09:00"), (0, "12-20 10:00"), (1, "11-20 15:00"))
    place = board._layout()
    left = QPoint(place.before.center().x(), place.top(0, 0) + 10)
    assert board.tip_at(left).startswith("2 due before")
    assert board.tip_at(left).endswith("2 past its limit")
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=left)
    assert board.current() == 2, "the nearest of them"
    assert board.between()[0] < at("11-11 09:00")
    right = QPoint(place.behind.center().x(), place.top(0, 0) + 10)
    assert board.tip_at(right).startswith("1 due after")


def test_choice_and_stretch_stay_through_changes(qtbot: QtBot, board: LaneBoard) -> None:
    board.select(100)
    before, at_ = board.between(), middle(board, 100)
    with qtbot.assertNotEmitted(board.current_changed):
        board.change(Marks.of((9_000, 9_001), (1, 2), (NOW_MS + HOUR_MS, NOW_MS)), gone=range(20, 60))
        board.set_marks(some_marks(620).taken(np.arange(80, 620)))
        board.set_axis(SPANS)
    assert board.current() == 100
    assert board.between() == before
    assert middle(board, 100) == at_


def test_only_what_changed_is_painted(qtbot: QtBot, board: LaneBoard) -> None:
    board.grab()
    body, marks = board._body, some_marks(620)
    whole = board._layout().plot.width() * board._layout().plot.height()
    painted = body.painted
    board.set_marks(marks)
    board.grab()
    assert body.painted == painted, "the same again paints nothing"
    ahead = np.flatnonzero(marks.at > NOW_MS + 2 * HOUR_MS)
    one = marks.taken(ahead[np.argsort(marks.at[ahead])[:1]])
    board.change(Marks.of(one.key, one.lane, one.at + 25 * MINUTE, one.amber_at))
    board.grab()
    assert 0 < body.painted - painted < whole / 50
    painted = body.painted
    board.pan(-30)
    board.grab()
    assert body.painted - painted == 30 * board._layout().plot.height()
    painted = body.painted
    # A minute later the line stands elsewhere, and one or the other light has turned.
    for second in range(1, 4):
        board.set_now(NOW_MS + 1000 * second)
        board.grab()
    assert body.painted - painted < whole / 50


def test_a_second_paints_a_line_and_no_more(qtbot: QtBot) -> None:
    """A board no light of which turns: the line moves by a px in half a minute, its pill by a minute."""
    board = few(qtbot, (0, "11-27 15:00"))
    seen: list[QRegion] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                seen.append(event.region())
            return False

    watch = Watch()
    board.installEventFilter(watch)
    QApplication.processEvents()
    seen.clear()
    for second in range(1, 121):
        board.set_now(NOW_MS + 1000 * second)
        QApplication.processEvents()
    assert 2 <= len(seen) <= 8
    whole = board.width() * board.height()
    for region in seen:
        assert sum(part.width() * part.height() for part in region) < whole / 50
    board.removeEventFilter(watch)


def test_the_picture_is_the_one_that_would_be_painted_anew(qtbot: QtBot, board: LaneBoard) -> None:
    board.grab()
    board.pan(-333)
    board.grab()
    board.change(some_marks(700, seed=9).taken(np.arange(300, 330)), gone=(1, 2, 3))
    board.set_now(NOW_MS + 40 * MINUTE)
    board.grab()
    board.pan(120)
    kept = board.grab().toImage()
    board._body.drop()
    assert board.grab().toImage() == kept


def test_a_step_of_the_feed_costs_the_same_however_it_stands(qtbot: QtBot, board: LaneBoard) -> None:
    """A second that passes calls no more functions with ten times as many marks."""
    few_calls = calls(partial(board.set_now, NOW_MS + 1))
    board.set_marks(some_marks(6_200))
    board.grab()
    assert calls(partial(board.set_now, NOW_MS + 2)) <= few_calls


def test_lanes_that_come_leave_marks_in_their_rows(qtbot: QtBot, board: LaneBoard) -> None:
    state = board._state()
    before = dict(zip(state.marks.key.tolist(), state.row.tolist(), strict=True))
    lanes = [Lane(77, "新"), *[Lane(n, f"{n}") for n in range(10)]]
    rows = board._layout().rows
    board.set_lanes(lanes)
    if board._layout().rows == rows:
        after = board._state()
        assert dict(zip(after.marks.key.tolist(), after.row.tolist(), strict=True)) == before


def test_more_lanes_than_fit_scroll(qtbot: QtBot, board: LaneBoard) -> None:
    board.set_lanes([Lane(n, f"Lane {n}") for n in range(60)])
    board.set_marks(some_marks(800, 60))
    board.grab()
    state = board._state()
    last = int(state.marks.key[state.lane == 59][0])
    board.select(last)
    assert board.rect().contains(middle(board, last))


def test_a_lane_that_comes_above_leaves_those_in_sight_where_they_are(qtbot: QtBot, board: LaneBoard) -> None:
    lanes = [Lane(n, f"Lane {n}") for n in range(60)]
    board.set_lanes(lanes)
    board.set_marks(some_marks(800, 60))
    board._bar.setValue(board._layout().lane * 20 + 7)
    state = board._state()
    key = int(state.marks.key[state.lane == 25][0])
    before = middle(board, key)
    board.set_lanes([Lane(99, "Lane 99"), *lanes])
    assert middle(board, key) == before


def test_the_load_ahead_is_what_was_given(qtbot: QtBot) -> None:
    board = few(qtbot, (0, "11-20 15:00"))
    hours = [at(f"11-20 {hour}:00") for hour in (15, 16, 17)]
    board.set_load(Load.of(hours, [hour + HOUR_MS for hour in hours], (9, 4, 0), (2, 0, 0)))
    board.grab()
    place = board._layout()
    x = place.plot.left() + board._stretch.x_of(board._axis.place_of(hours[0] + 30 * MINUTE))
    words = "Fri 20 Nov 15:00–16:00: 9 due, 2 of them expected past their limit"
    assert board.tip_at(QPoint(round(x), place.load.center().y())) == words


def test_a_board_without_lanes_says_so_and_one_without_marks_is_quiet(
    qtbot: QtBot, plain_theme: None
) -> None:
    board = LaneBoard(ZONE)
    qtbot.addWidget(board)
    board.resize(900, 400)
    board.set_empty("Nothing is due", "What is dispatched comes here.")
    said, _ = texts(board)
    assert [one.text for one in said] == ["Nothing is due", "What is dispatched comes here."]
    board.set_lanes([Lane(1, "Wanghu")])
    board.set_now(NOW_MS)
    with qtbot.assertNotEmitted(board.current_changed):
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Plus):
            QTest.keyClick(board, key)
    assert "0 open" in {one.text for one in texts(board)[0]}
    assert board.totals() == {1: (0, 0, 0, 0)}


def test_the_menu_is_asked_for_by_hand_and_by_key(qtbot: QtBot) -> None:
    board = few(qtbot, (0, "11-20 15:00"), (1, "11-20 17:00"))
    with qtbot.waitSignal(board.menu_requested) as asked:
        QApplication.sendEvent(
            board, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle(board, 2), QPoint())
        )
    assert asked.args == [2, board.mapToGlobal(middle(board, 2))]
    assert board.current() == 2
    board.select(1)
    with qtbot.waitSignal(board.menu_requested) as asked:
        QApplication.sendEvent(
            board, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
        )
    assert asked.args == [1, board.mapToGlobal(middle(board, 1))]


def test_where_the_one_worked_on_has_gone_the_nearest_is_next(qtbot: QtBot) -> None:
    board = few(qtbot, (0, "11-20 15:00"), (0, "11-20 16:00"), (0, "11-20 17:00"), (1, "11-20 16:00"))
    board.select(2)
    board.change(Marks.none(), gone=[2])
    QTest.keyClick(board, Qt.Key.Key_Right)
    assert board.current() in (1, 3)


def test_another_look_keeps_what_is_in_sight(qtbot: QtBot, board: LaneBoard, plain_theme: None) -> None:
    board.select(100)
    before = board.between()[0]
    look = theme.current()
    look.set_mode("light")
    look.set_text_scale(1.5)
    board.grab()
    assert board.current() == 100
    assert board.between()[0] == pytest.approx(before, abs=HOUR_MS)
    picture = board.grab().toImage()
    lane = board._layout().top(4, board._scrolled) + 3
    assert picture.pixelColor(board._layout().heads.center().x(), lane) == look.color("panel")


def test_a_board_nobody_has_moved_goes_after_the_present_moment(qtbot: QtBot, qapp: QApplication) -> None:
    QCursor.setPos(0, 0)
    board = few(qtbot, (0, "11-20 15:00"))
    board.move(300, 300)
    QApplication.processEvents()
    later = at("11-23 10:00")
    board.set_now(later)
    begin, end = board.between()
    assert begin < later < end, "it is in sight again"
    board.pan(-200)
    moved = board.between()
    board.set_now(at("11-24 16:00"))
    assert board.between() == moved, "what a person looks at stays"


def test_a_count_at_the_edge_is_whole_or_counted_as_out_of_sight(qtbot: QtBot) -> None:
    """Wherever the board is drawn along to, each mark is in sight, in a count in sight, or at one of the
    ends: none twice, and no figure of a count is cut off."""
    board = few(qtbot, *[(0, f"11-20 16:{minute:02d}") for minute in range(10, 40)], (0, "11-20 17:30"))
    pill = board._stamps().pill[0]
    board.zoom(0.6)
    slid = 0
    while board.between()[0] < at("11-20 17:10"):
        board.pan(-2)
        state = board._state()
        found, masks = pills(state, board._stretch, pill), beyond(state, board._stretch, pill)
        assert not np.any(masks.before & masks.behind)
        out = int((masks.before | masks.behind).sum())
        counted_ = int(state.number[found.shown].sum())
        x = board._stretch.x(state.place)
        alone = int(((state.counts.of < 0) & (x >= 0) & (x < board._stretch.width)).sum())
        assert out + counted_ + alone == 31
        if found.shown.any():
            assert np.all(found.x[found.shown] >= pill / 2)
            assert np.all(found.x[found.shown] <= board._stretch.width - pill / 2)
            middle_ = board._stretch.x((state.counts.begin + state.counts.end) / 2)
            slid += int(np.any(np.abs(found.x - middle_) > 1))
    assert slid, "it stays in sight for as long as its slice has room"


def test_no_reference_is_lost_by_moving_and_changing(qtbot: QtBot, board: LaneBoard) -> None:
    marks = some_marks(620)

    def act(turn: int) -> None:
        board.pan(-40 if turn % 2 else 40)
        board.zoom(1.3 if turn % 2 else 1 / 1.3)
        board.select(turn % 10)
        one = marks.taken(np.array([turn % 10]))
        board.change(Marks.of(one.key, one.lane, one.at + MINUTE * (turn % 3)))
        board.set_now(NOW_MS + 1000 * (turn % 7))
        board.tip_at(QPoint(300 + turn % 5, 300))
        board.repaint()

    for turn in range(40):
        act(turn)
    gc.collect()
    before = {value: sys.getrefcount(value) for value in (None, True, False)}
    for turn in range(160):
        act(turn)
    gc.collect()
    for value, count in before.items():
        assert abs(sys.getrefcount(value) - count) < 50, value
