"""How fast this machine is at this moment: what a fixed piece of a GUI thread's work takes of its CPU time.

It is done again beside every event that took long, so that the event is weighed by the machine it ran on: a
core whose other half works for somebody else does half as much in a second of CPU time, by the minute. The
work is Python's and Qt's own, nothing of this project's: what the console does more shows.
"""

from __future__ import annotations

import statistics

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from tests.soak.events import thread_ms

NOMINAL_MS = 1.4
"""What it takes on a core that is nobody else's, by which the limits of events were set."""
_TIMES = 3
_WORDS = [f"路灯不亮 streetlamp {n}" for n in range(24)]


def _piece() -> float:
    began = thread_ms()
    font = QFont()
    font.setPixelSize(14)
    metrics = QFontMetricsF(font)
    picture = QImage(480, 400, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(QColor("white"))
    with QPainter(picture) as painter:
        painter.setFont(font)
        for n, word in enumerate(_WORDS):
            painter.drawText(4, 16 * (n + 1), word[: 4 + int(metrics.horizontalAdvance(word)) % 20])
    counted: dict[int, list[str]] = {}
    for n in range(4_000):
        counted.setdefault(n * 7919 % 613, []).append(_WORDS[n % 24])
    sorted(counted.items(), key=lambda item: (len(item[1]), -item[0]))
    return thread_ms() - began


def pace() -> float:
    """How many times slower than then (1.0: the same)."""
    return statistics.median(_piece() for _ in range(_TIMES)) / NOMINAL_MS
