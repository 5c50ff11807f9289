"""The time bar: by hand, by key, event by event, and played at a speed."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from widgets import theme
from widgets.time_bar import Tick, TimeBar

BEGIN, HOUR = 1_794_960_000_000, 3_600_000
EVENTS = np.array([BEGIN + HOUR, BEGIN + 2 * HOUR, BEGIN + 2 * HOUR + 1, BEGIN + 9 * HOUR], np.int64)


@pytest.fixture
def bar(qtbot: QtBot) -> TimeBar:
    made = TimeBar(lambda at: f"{(at - BEGIN) / HOUR:.3f} h", name="Day")
    qtbot.addWidget(made)
    made.set_range(BEGIN, BEGIN + 24 * HOUR, [Tick(BEGIN + n * HOUR, f"{n:02d}:00") for n in range(25)])
    made.set_events(EVENTS)
    made.resize(900, 100)
    made.show()
    qtbot.waitExposed(made)
    return made


def track(bar: TimeBar) -> QWidget:
    found = bar.findChild(QWidget, "time.track")
    assert found is not None
    return found


def test_a_hand_draws_it_along_and_is_told_no_more_than_once_a_frame(bar: TimeBar, qtbot: QtBot) -> None:
    told: list[int] = []
    bar.moved.connect(told.append)
    line = track(bar)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 20))
    for x in range(10, line.width() - 10, 2):
        QTest.mouseMove(line, QPoint(x, 20))
    QTest.mouseRelease(
        line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(line.width() // 2, 20)
    )
    assert bar.value() == pytest.approx(BEGIN + 12 * HOUR, abs=HOUR // 10)
    qtbot.waitUntil(lambda: told[-1] == bar.value())
    assert len(told) < 200
    words = bar.findChild(QLabel, "time.words")
    assert words is not None
    assert words.text() == f"{(bar.value() - BEGIN) / HOUR:.3f} h"
    assert words.text() in line.accessibleName()


def test_keys_step_by_event_hour_and_end(bar: TimeBar) -> None:
    line = track(bar)

    def press(key: Qt.Key) -> int:
        QTest.keyClick(line, key)
        return bar.value() - BEGIN

    assert press(Qt.Key.Key_Right) == HOUR
    assert press(Qt.Key.Key_Right) == 2 * HOUR
    assert press(Qt.Key.Key_Right) == 2 * HOUR + 1
    assert press(Qt.Key.Key_Left) == 2 * HOUR
    assert press(Qt.Key.Key_PageDown) == 3 * HOUR
    assert press(Qt.Key.Key_PageUp) == 2 * HOUR
    assert press(Qt.Key.Key_End) == 24 * HOUR
    assert press(Qt.Key.Key_Right) == 24 * HOUR
    assert press(Qt.Key.Key_Left) == 9 * HOUR
    assert press(Qt.Key.Key_Home) == 0
    assert press(Qt.Key.Key_Left) == 0
    QTest.keyClick(line, Qt.Key.Key_Plus)
    assert bar.speed() == 300
    QTest.keyClick(line, Qt.Key.Key_Minus)
    QTest.keyClick(line, Qt.Key.Key_Minus)
    assert bar.speed() == 10


def test_it_plays_at_its_speed_stops_at_the_end_and_begins_anew(bar: TimeBar, qtbot: QtBot) -> None:
    told: list[int] = []
    played: list[bool] = []
    bar.moved.connect(told.append)
    bar.played.connect(played.append)
    bar.set_range(BEGIN, BEGIN + 60_000)
    bar.set_speed(600)
    QTest.keyClick(track(bar), Qt.Key.Key_Space)
    assert bar.is_playing()
    qtbot.waitUntil(lambda: not bar.is_playing(), timeout=5_000)
    assert played == [True, False]
    assert told == sorted(told)
    assert told[-1] == bar.value() == BEGIN + 60_000
    told.clear()
    bar.play()
    qtbot.waitUntil(lambda: any(at < BEGIN + 60_000 for at in told), timeout=5_000)
    bar.stop()
    assert played[-2:] == [True, False]


def test_a_stretch_without_length_is_refused_and_none_of_its_events_is_no_fault(bar: TimeBar) -> None:
    with pytest.raises(ValueError, match="end after its begin"):
        bar.set_range(BEGIN, BEGIN)
    bar.set_range(BEGIN, BEGIN + HOUR)
    bar.step(1)
    assert bar.value() == BEGIN + HOUR
    bar.step(-1)
    assert bar.value() == BEGIN
    bar.grab()


def test_it_paints_in_both_themes_and_sizes_of_text(bar: TimeBar) -> None:
    look = theme.current()
    for mode in ("dark", "light"):
        look.set_mode(mode)
        assert bar.grab().width() > 0
    look.set_mode("dark")
