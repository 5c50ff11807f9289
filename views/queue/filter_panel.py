"""Setting a filter by keys: one line that finds everything there is to choose, the common choices as chips,
and the filters saved under a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from contract.saved_filter import SavedFilter
from views import words
from views.context import Context
from views.filtering.due import Due
from views.filtering.offers import DUE_KINDS, Offers
from views.filtering.query import LIGHTS, Filter
from views.filtering.saying import light_words, said
from views.queue.saved import SavedRow
from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.choice import Candidate, ChoiceBox
from widgets.yielding import YieldingArea


class FilterPanel(QFrame):
    """Laid over the list it narrows, which follows at once. `changed(Filter)` comes from a person; `applied`
    when one saved under a name is taken."""

    changed = Signal(object)
    applied = Signal(object)
    cleared = Signal()
    closed = Signal()

    def __init__(self, context: Context, screen: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self._context = context
        self._offers = Offers(context.desk)
        self._wanted = Filter()
        self.setProperty("floating", True)
        self.setObjectName(f"{screen}.filter")
        self.setAccessibleName(self.tr("Filter"))
        self.box = ChoiceBox(
            self.tr("Unit, area, item, channel, light, time, words: text, code or initials"),
            name=self.tr("Add to the filter"),
        )
        self.box.line.setObjectName(f"{screen}.filter.line")
        self.box.set_provider(self._ranked)
        self.box.chosen.connect(self._on_chosen)
        self.box.submitted.connect(self.close_panel)
        self.box.line.installEventFilter(self)
        self._light = self._row("light")
        self._due = self._row("due")
        self._channel = self._row("channel")
        self.saved = SavedRow(context, screen, self)
        self.saved.applied.connect(self.applied)
        self.saved.grown.connect(self.place)
        hint = QLabel(
            self.tr("Enter adds · Backspace takes the last away · Ctrl+Backspace all · Tab on · Esc closes"),
            self,
        )
        theme.set_role(hint, "caption")
        hint.setWordWrap(True)
        rows = QWidget()
        within = QVBoxLayout(rows)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.box)
        for caption, row in (
            (self.tr("Light"), self._light),
            (self.tr("Due"), self._due),
            (self.tr("Channel"), self._channel),
            (self.tr("Saved"), self.saved),
        ):
            line = QHBoxLayout()
            line.setSpacing(8)
            label = QLabel(caption, self)
            theme.set_role(label, "caption")
            label.setFixedWidth(theme.current().px(56))
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(row, 1)
            within.addLayout(line)
        self._rows = YieldingArea(rows, self, least=64)
        layout.addWidget(self._rows)
        layout.addWidget(hint)
        self.setFocusProxy(self.box)
        self.hide()

    def _row(self, kind: str) -> ChipBar:
        row = ChipBar(self, name=kind)
        row.setObjectName(f"{self.objectName()}.{kind}")
        row.toggled.connect(self._on_chip)
        return row

    # --- what it shows -----------------------------------------------------------------------------------
    def show_filter(self, wanted: Filter) -> None:
        """The filter in force; the chips of what is set are on."""
        self._wanted = wanted
        if not self.isVisible():
            return
        reference, now = self._context.reference, self._context.now()
        self._light.set_chips([Chip(f"lights {v}", light_words(v)) for v in LIGHTS])
        due = [Chip(f"due {kind}", Due(kind).text(now, reference)) for kind in DUE_KINDS]
        self._due.set_chips([*due, Chip("mine mine", self.tr("I am in it"))])
        self._channel.set_chips([Chip(f"channels {c.key}", words.pick(c.names)) for c in reference.channels])
        for row in (self._light, self._due, self._channel):
            for key in row.chips():
                kind, _, value = key.partition(" ")
                row.set_on(key, self._wanted.has(*_meant(kind, value)))

    def open(self, wanted: Filter) -> None:
        """Comes up with the caret in the line."""
        self.show()
        self.show_filter(wanted)
        self.saved.refresh()
        self.place()
        self.raise_()
        self.box.set_value(None)
        self.box.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Fits into the queue around, as high as its content asks; what has no room there is scrolled to."""
        around = self._around
        width = min(theme.current().px(680), around.width() - 16)
        layout = self.layout()
        assert layout is not None
        self.resize(width, self.height())
        layout.activate()
        self.resize(width, min(layout.totalHeightForWidth(width), around.height() - self.y() - 8))

    def close_panel(self) -> None:
        """Goes; what was set stays set."""
        if self.isVisible():
            self.box.close_list()
            self.hide()
            self.closed.emit()

    def _ranked(self, query: str) -> Sequence[Candidate]:
        return self._offers.ranked(query, self._wanted, self.saved.kept())

    # --- what a person does ------------------------------------------------------------------------------
    def _on_chosen(self, data: object) -> None:
        assert isinstance(data, tuple)
        kind, value = data
        self.box.set_value(None)
        if kind == "kept":
            assert isinstance(value, SavedFilter)
            self.applied.emit(value)
        else:
            self.changed.emit(self._wanted.adding(kind, value))
        self.box.line.setFocus()

    def _on_chip(self, key: str, on: bool) -> None:
        kind, value = _meant(*key.split(" ", 1))
        if on:
            self.changed.emit(self._wanted.adding(kind, True if kind == "mine" else value))
        else:
            self.changed.emit(self._wanted.without(kind, value))

    def _take_last(self) -> None:
        """Backspace in the empty line takes away what was said last."""
        last = said(self._wanted, self._context.reference, self._context.now())[-1:]
        for condition in last:
            self.changed.emit(self._wanted.without(condition.kind, condition.value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace where nothing is typed takes conditions away."""
        line = self.box.line
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Backspace
            and not line.text()
            and not line.composing
        ):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.cleared.emit()
            else:
                self._take_last()
            return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.place()
        # Letters and Escape are keys of the screen around; while this is open they are its own.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.text().isprintable() and event.text() and event.text() != " ":
            # Who types while a chip has the focus means the line.
            self.box.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.box.line.insert(event.text())
            self.box.line.textEdited.emit(self.box.line.text())
        else:
            super().keyPressEvent(event)


def _meant(kind: str, value: str) -> tuple[str, object]:
    """What a chip stands for, as `Filter.has` and `Filter.without` take it."""
    if kind == "due":
        return kind, Due(value)
    return kind, None if kind == "mine" else value
