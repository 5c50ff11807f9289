"""Choosing one of many with the keyboard: a line that takes text, code or pinyin initials, and a list below
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from widgets import theme
from widgets.match_list import ROWS_SHOWN, DropList
from widgets.matching import Candidate, Match, match
from widgets.text import ENTER_KEYS, TextField

__all__ = ["Candidate", "ChoiceBox", "Match", "match"]


class _Line(TextField):
    """The edit line: hands the keys that move in the list to its box first."""

    def __init__(self, box: ChoiceBox, placeholder: str, name: str) -> None:
        super().__init__(placeholder, box, name=name)
        self._box = box

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._box.took_key(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab is a focus change before it is a key press; what is highlighted is chosen on the way out.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
        ):
            self._box.leave_forward()
        # A form binds Escape, too; what the box has to close comes first.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._box.has_to_close()
        ):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._box.focus_came(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._box.close_list()


class ChoiceBox(QWidget):
    """One line to choose an item, a unit or a place by text, code or pinyin initials, best match first.

    Enter or Tab takes the highlighted match; Down opens the list; Escape closes it. What is typed and not
    chosen stays in the line, with no value.

    A proposal stands in the empty line as if it had been chosen, but set apart: it is the value until the
    person takes it (Enter), puts another in its place (typing) or declines it (Escape, Delete).
    """

    chosen = Signal(object)
    """The chosen candidate's data."""
    cleared = Signal()
    """The line no longer holds what was chosen."""
    edited = Signal(str)
    submitted = Signal()
    """Enter while there was nothing to choose."""
    proposal_changed = Signal()
    """What is proposed is another, or was declined."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._candidates: Sequence[Candidate] = ()
        self._provider: Callable[[str], Sequence[Candidate]] | None = None
        self._suggestion: Candidate | None = None
        self._value: Candidate | None = None
        self._proposed = False
        self._declined: object = None
        self._plain_placeholder = placeholder
        self.line = _Line(self, placeholder, name or placeholder)
        self.setFocusProxy(self.line)
        self.setAccessibleName(name or placeholder)
        self._list = DropList(self.tr("Matches"), self)
        self._list.picked.connect(self._take)
        self.destroyed.connect(self._list.deleteLater)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.textEdited.connect(self._text_edited)

    # -- what there is to choose -----------------------------------------------------------------------------

    def set_candidates(self, candidates: Sequence[Candidate]) -> None:
        """What there is to choose, in the order that counts where matches are alike."""
        self._candidates = tuple(candidates)
        self._provider = None

    def set_provider(self, provider: Callable[[str], Sequence[Candidate]]) -> None:
        """Asks for the candidates, already ranked, on every edit, where there are too many to hand over."""
        self._provider = provider

    def set_suggestion(self, suggestion: Candidate | None) -> None:
        """Offered first while nothing is typed: Enter in the empty line takes it."""
        self._suggestion = suggestion
        if suggestion is None:
            self.line.setPlaceholderText(self._plain_placeholder)
        else:
            self.line.setPlaceholderText(self.tr("Suggested: {text}").format(text=suggestion.text))

    # -- what is chosen --------------------------------------------------------------------------------------

    def propose(self, proposal: Candidate | None) -> None:
        """Puts a proposal into the line unless something was typed or chosen there; None takes it back. What
        is being looked at with the list open stays, and what was declined does not come again."""
        self.set_suggestion(proposal)
        free = self._proposed or (self._value is None and not self.line.text())
        if not free or self.line.composing or self.is_open():
            return
        if proposal is not None and proposal.data == self._declined:
            proposal = None
        if proposal == self._value:
            return
        self._set(proposal, proposed=proposal is not None)
        if proposal is not None and self.line.hasFocus():
            self.line.selectAll()
        self.proposal_changed.emit()

    def is_proposed(self) -> bool:
        """Whether the value is a proposal that nobody has taken yet."""
        return self._proposed

    def chosen_value(self) -> object:
        """The data of what a person chose, None for a mere proposal."""
        return None if self._proposed else self.value()

    def has_to_close(self) -> bool:
        """Whether Escape has something to do here: an open list, a proposal to decline."""
        return self.is_open() or self._proposed

    def _decline(self) -> None:
        self._declined = self.value()
        self._set(None)
        self.proposal_changed.emit()

    def value(self) -> object:
        """The data of what is chosen or proposed, None while the line holds nothing or something else."""
        return self._value.data if self._value is not None else None

    def candidate(self) -> Candidate | None:
        return self._value

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text()

    def set_value(self, candidate: Candidate | None) -> None:
        """Puts a choice into the line without telling `chosen`; what was declined may be proposed again."""
        self._declined = None
        self._set(candidate)

    def _set(self, candidate: Candidate | None, *, proposed: bool = False) -> None:
        self._value, self._proposed = candidate, proposed
        theme.set_property(self.line, "proposed", proposed)
        self.line.setText(candidate.text if candidate is not None else "")
        self.line.setCursorPosition(0)

    def set_text(self, text: str) -> None:
        """Puts text into the line that is not a choice (a draft taken up again)."""
        self._set(None)
        self.line.setText(text)

    def set_error(self, wrong: bool) -> None:
        self.line.set_error(wrong)

    def name_list(self, name: str) -> None:
        """What the list is called, for who looks for it by name."""
        self._list.setObjectName(name)

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list.isVisible()

    def open_list(self) -> None:
        """Shows what fits the line now."""
        matches = self._matches()
        if matches:
            self._list.show_below(self.line, matches)
        else:
            self._list.hide()

    def close_list(self) -> None:
        self._list.hide()

    def _matches(self) -> list[Match]:
        query = self.line.text() if self._value is None else ""
        if not query.strip() and self._suggestion is not None:
            rest = [c for c in self._all(query) if c.data != self._suggestion.data]
            return match("", [self._suggestion, *rest])
        if self._provider is not None:
            ranked = self._provider(query)
            # The provider's order stands; matching again only finds the letters to mark.
            return [next(iter(match(query, (c,))), Match(c, 0)) for c in ranked]
        return match(query, self._candidates)

    def _all(self, query: str) -> Sequence[Candidate]:
        return self._provider(query) if self._provider is not None else self._candidates

    # -- keys ------------------------------------------------------------------------------------------------

    def took_key(self, event: QKeyEvent) -> bool:
        """Whether the key was the list's; called by the line before it looks at the key itself."""
        if self.line.composing:
            return False
        key = event.key()
        if key in ENTER_KEYS:
            return self._enter()
        if key == Qt.Key.Key_Escape and self.has_to_close():
            if self.is_open():
                self.close_list()
            else:
                self._decline()
            return True
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS_SHOWN,
            Qt.Key.Key_PageUp: -ROWS_SHOWN,
        }.get(Qt.Key(key))
        if step is None:
            return False
        if self.is_open():
            self._list.highlight(self._list.highlighted() + step)
        elif step > 0:
            self.open_list()
        return True

    def _enter(self) -> bool:
        if self.line.owns_enter():
            return False
        if self.is_open():
            self._take(self._list.highlighted())
        elif self._proposed and self._value is not None:
            self._choose(self._value)
            self.submitted.emit()
        elif self._value is None and not self.line.text().strip() and self._suggestion is not None:
            self._choose(self._suggestion)
        elif self._value is None and self.line.text().strip():
            self.open_list()
            if not self.is_open():
                self.submitted.emit()
        else:
            self.submitted.emit()
        return True

    def leave_forward(self) -> None:
        """Tab: takes what is highlighted, when something was typed for it."""
        if self.is_open() and self._value is None and self.line.text().strip() and not self.line.composing:
            self._take(self._list.highlighted())

    def focus_came(self, reason: Qt.FocusReason) -> None:
        """Shows the suggestion to who arrives by keyboard at an empty line."""
        by_hand = reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if self._value is not None and reason == Qt.FocusReason.ShortcutFocusReason:
            self.line.selectAll()
        if by_hand and self._suggestion is not None and not self.line.text():
            self.open_list()

    def _text_edited(self, text: str) -> None:
        if self._value is not None:
            proposed, self._value, self._proposed = self._proposed, None, False
            theme.set_property(self.line, "proposed", False)
            if proposed:
                self.proposal_changed.emit()
            else:
                self.cleared.emit()
        self.edited.emit(text)
        if text.strip():
            self.open_list()
        else:
            self.close_list()

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._list.matches()):
            self._choose(self._list.matches()[row].candidate)

    def _choose(self, candidate: Candidate) -> None:
        self.close_list()
        self.set_value(candidate)
        self.chosen.emit(candidate.data)
