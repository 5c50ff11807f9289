"""What the columns of a table take in the font of the moment: as made, and for what their cells say."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QFontMetricsF

from widgets import theme
from widgets.table.cells import PADDING
from widgets.table.model import ColumnTableModel
from widgets.table.source import Column, ColumnKind

SAMPLE = 40
"""Rows asked for what their cells say, spread over all that are shown."""
SHORT = 3
"""So many Chinese signs of a title stay on one line."""
_MARK = 14
"""Px at 100 % that the mark of sorting takes beside a title."""


def made_width(column: Column) -> int:
    """Px of a column as it is made: its sample in the font of the moment, else its width at the scale in
    force."""
    if not column.sample:
        return theme.current().px(column.width)
    metrics = QFontMetricsF(theme.font("body", tabular=column.kind is ColumnKind.NUMBER))
    return _around(metrics.horizontalAdvance(column.sample))


def needed_widths(model: ColumnTableModel) -> list[int]:
    """By column, px in which its title and the texts of the sampled rows stand whole; of other kinds than
    texts and numbers, the title alone."""
    rows = model.visible_ids()
    if len(rows) > SAMPLE:
        rows = rows[np.linspace(0, len(rows) - 1, SAMPLE).astype(np.int64)]
    small = QFontMetricsF(theme.font("small"))
    words, figures = QFontMetricsF(theme.font("body")), QFontMetricsF(theme.font("body", tabular=True))
    found = []
    for column in model.columns:
        titles = halves(column.title) if column.lines > 1 else [(column.title,)]
        widest = min(max(map(small.horizontalAdvance, lines)) for lines in titles) + theme.current().px(_MARK)
        if column.kind in (ColumnKind.TEXT, ColumnKind.TWO_PART, ColumnKind.NUMBER):
            metrics = figures if column.kind is ColumnKind.NUMBER else words
            for row in rows.tolist():
                cell = model.source.cell(row, column.key)
                text = " · ".join(filter(None, cell)) if isinstance(cell, tuple) else str(cell or "")
                widest = max(widest, metrics.horizontalAdvance(text))
        found.append(_around(widest))
    return found


def halves(title: str) -> list[tuple[str, ...]]:
    """The ways in which a title stands on one line or two: broken between words, Chinese in its middle."""
    words = title.split()
    if len(words) > 1:
        return [(title,), *((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words)))]
    middle = (len(title) + 1) // 2
    return (
        [(title,)] if title.isascii() or len(title) <= SHORT else [(title,), (title[:middle], title[middle:])]
    )


def _around(text: float) -> int:
    """Px of a cell with so wide a text."""
    return int(text) + 2 + 2 * theme.current().px(PADDING)
