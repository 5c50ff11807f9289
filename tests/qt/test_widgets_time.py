"""Countdowns, ages and instants in both languages, and the one tick all of them share."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.clock_strip import ClockCell, ClockStrip
from widgets.countdown import CountdownLabel, Remaining, Ticker, format_remaining, spoken
from widgets.light import Light, symbol
from widgets.moments import age, clock_time, day_time, full_clock, short_time, span

NOW = datetime(2026, 11, 20, 14, 32, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = 28_800


class Words(QTranslator):
    """The few words these tests read, as the Chinese translation has them."""

    TABLE = {  # noqa: RUF012
        "{hours}h{minutes:02d}": "{hours}时{minutes:02d}分",
        "{hours}h": "{hours}时",
        "{days} wd": "{days} 工作日",
        "{days}d": "{days} 天",
        "{weekday} {day} {month}": "{month}{day}日 {weekday}",
        "Mon": "周一",
        "Nov": "11月",
        "{n} s": "{n} 秒",
        "{span} ago": "{span}前",
    }

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return self.TABLE.get(source, "")


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    words = Words()
    qapp.installTranslator(words)
    yield
    qapp.removeTranslator(words)


@pytest.mark.parametrize(
    ("remaining", "short", "long"),
    [
        (Remaining(0), "00:00", "00:00"),
        (Remaining(228, Light.AMBER), "03:48", "03:48"),
        (Remaining(3599), "59:59", "59:59"),
        (Remaining(3600), "1h00", "1h00"),
        (Remaining(11_100), "3h05", "3h05"),
        (Remaining(-372, Light.RED), "−06:12", "−06:12"),
        (Remaining(-11_100, Light.RED), "−3h05", "−3h05"),
        (Remaining(86_399), "23h59", "23h59"),
        (Remaining(86_400), "1d", "1 day"),
        (Remaining(2 * 86_400 + 3 * 3600), "2d 3h", "2 days 3h"),
        (Remaining(DAY - 1, working=True, day_seconds=DAY), "7h59", "7h59"),
        (Remaining(DAY, working=True, day_seconds=DAY), "1 wd", "1 working day"),
        (Remaining(2 * DAY + 3 * 3600, working=True, day_seconds=DAY), "2 wd 3h", "2 working days 3h"),
        (Remaining(-3 * DAY, working=True, day_seconds=DAY), "−3 wd", "−3 working days"),
    ],
)
def test_remaining_time_as_it_is_written(
    qapp: QApplication, remaining: Remaining, short: str, long: str
) -> None:
    assert format_remaining(remaining) == short
    assert format_remaining(remaining, long=True) == long


def test_remaining_time_in_chinese(chinese: None) -> None:
    assert format_remaining(Remaining(11_100)) == "3时05分"
    assert format_remaining(Remaining(2 * DAY + 3 * 3600, working=True, day_seconds=DAY)) == "2 工作日 3时"
    assert format_remaining(Remaining(-(2 * 86_400))) == "−2 天"
    assert age(40) == "40 秒前"
    assert day_time(datetime(2026, 11, 23, 16, 20, tzinfo=NOW.tzinfo)) == "11月23日 周一 16:20"


@given(st.integers(-10_000_000, 10_000_000), st.booleans())
def test_the_sign_is_that_of_the_seconds(seconds: int, working: bool) -> None:
    text = format_remaining(Remaining(seconds, working=working, day_seconds=DAY if working else 86_400))
    assert text.startswith("−") == (seconds < 0)
    assert format_remaining(
        Remaining(abs(seconds), working=working, day_seconds=DAY if working else 86_400)
    ) == (text.removeprefix("−"))


def test_instants_and_ages(qapp: QApplication) -> None:
    assert clock_time(NOW) == "14:32"
    assert full_clock(NOW) == "Fri 20 Nov 14:32:07"
    assert short_time(NOW - timedelta(hours=3), NOW) == "11:32"
    assert short_time(NOW - timedelta(days=1), NOW) == "Thu 19 Nov 14:32"
    assert short_time(NOW - timedelta(days=400), NOW) == "2025-10-16 14:32"
    assert [span(s) for s in (0.4, 9.94, 9.96, 40, 900, 7200, 3 * 86_400)] == [
        "0.4 s", "9.9 s", "9 s", "40 s", "15 min", "2 h", "3 days",
    ]  # fmt: skip


def test_a_light_is_a_shape_too() -> None:
    assert [symbol(light) for light in Light] == ["●", "◆", "▲", ""]


def test_everything_ticks_on_the_second(qtbot: QtBot) -> None:
    from time import time

    ticker = Ticker(time)
    seen: list[tuple[float, float]] = []
    ticker.tick.connect(lambda second: seen.append((second, time())))
    qtbot.waitUntil(lambda: len(seen) >= 3, timeout=6000)
    ticker.stop()
    seconds = [second for second, _ in seen]
    assert seconds == [seconds[0], seconds[0] + 1, seconds[0] + 2]
    # On a loaded machine the event loop may be late; never early, and never by a whole second.
    assert all(0 <= at - second < 0.9 for second, at in seen)


def test_a_label_counts_and_says_why(qtbot: QtBot) -> None:
    left = [Remaining(61, Light.GREEN)]
    ticker = Ticker(NOW.timestamp)
    label = CountdownLabel(ticker, lambda: left[0])
    qtbot.addWidget(label)
    label.show()
    assert label.text() == "01:01"
    left[0] = Remaining(59, Light.AMBER, working=True, running=False)
    ticker.tick.emit(NOW.timestamp())
    assert label.text() == "00:59"
    assert label.accessibleName() == spoken(left[0]) == "near its limit, 00:59, standing still"
    with qtbot.waitSignal(label.why_requested):
        QTest.keyClick(label, Qt.Key.Key_Return)
    with qtbot.waitSignal(label.why_requested):
        qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    ticker.stop()


def test_a_strip_keeps_its_widgets_while_its_words_change(qtbot: QtBot) -> None:
    ticker = Ticker(NOW.timestamp)
    strip = ClockStrip(ticker)
    qtbot.addWidget(strip)
    asked: list[str] = []
    strip.why_requested.connect(asked.append)
    strip.set_cells([ClockCell("stage", "Dispatch", lambda: Remaining(5), sub="15 min", why=True)])
    label = strip.findChild(CountdownLabel)
    assert label is not None
    strip.set_cells([ClockCell("stage", "Dispatch", lambda: Remaining(4), sub="20 min", why=True)])
    assert strip.findChild(CountdownLabel) is label
    assert label.text() == "00:04"
    QTest.keyClick(label, Qt.Key.Key_Space)
    assert asked == ["stage"]
    strip.set_cells([])
    assert strip.isHidden()
    ticker.stop()


def test_a_clock_that_says_more_is_given_the_room(qtbot: QtBot) -> None:
    """Another ticket's clocks in the same cells: none of their words is cut off."""
    ticker = Ticker(NOW.timestamp)
    strip = ClockStrip(ticker)
    qtbot.addWidget(strip)
    days = Remaining(14 * 3600, working=True, running=False, day_seconds=8 * 3600)

    shown = {"stage": Remaining(5), "responsibility": days}
    cells = [
        ClockCell("stage", "stage", lambda: shown["stage"]),
        ClockCell("responsibility", "responsibility", lambda: shown["responsibility"]),
    ]
    strip.resize(390, 120)
    strip.set_cells(cells)
    strip.show()
    shown["stage"], shown["responsibility"] = days, Remaining(5)
    strip.set_cells(cells)
    labels = strip.findChildren(CountdownLabel)
    qtbot.waitUntil(lambda: all(label.width() >= label.sizeHint().width() for label in labels))
    ticker.stop()
