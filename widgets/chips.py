"""Filter chips: on or off, or one of several in a drop-down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from widgets import theme
from widgets.flow import FlowLayout
from widgets.text import SearchField

__all__ = ["Chip", "ChipBar", "ChipChoice", "SearchField", "Token", "TokenBar"]


@dataclass(frozen=True, slots=True)
class ChipChoice:
    """One of the choices behind a chip."""

    text: str
    data: object


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter. With `choices` it opens them and is on while one is chosen; without, a click turns it on or
    off.
    """

    key: str
    text: str
    count: int | None = None
    on: bool = False
    choices: tuple[ChipChoice, ...] = ()


class _ChipButton(QPushButton):
    def __init__(self, chip: Chip, parent: QWidget) -> None:
        super().__init__(parent)
        self.chip = chip
        self.count = chip.count
        self.choice: ChipChoice | None = None
        self.setProperty("chip", True)
        self.setCheckable(True)
        self.setChecked(chip.on)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say()

    def sizeHint(self) -> QSize:
        # Room for three figures whatever the count: chips do not jump when nine become ten.
        hint = super().sizeHint()
        if self.count is None or self.count > 99:
            return hint
        spare = self.fontMetrics().horizontalAdvance("0" * (3 - len(str(self.count))))
        return QSize(hint.width() + spare, hint.height())

    def say(self) -> None:
        """Puts its words together: what is filtered by, how many, and that there is more behind it."""
        text = self.choice.text if self.choice is not None else self.chip.text
        if self.count is not None:
            text = f"{text} {self.count}"
        # An ampersand is a mnemonic to Qt, a letter to the person who named the street.
        self.setText(text.replace("&", "&&") + (" ▾" if self.chip.choices else ""))
        self.setAccessibleName(f"{self.chip.text}: {text}" if self.choice is not None else text)


class ChipBar(QWidget):
    """Chips in lines; `toggled(key, on)` and `chosen(key, data)` (None: all) come from a person only."""

    toggled = Signal(str, bool)
    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._chips: dict[str, _ChipButton] = {}
        self.setAccessibleName(name or self.tr("Filters"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._layout = FlowLayout(self)

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Offers these; chips that stay keep what was chosen behind them."""
        held = self._chips
        self._chips = {}
        while self._layout.takeAt(0) is not None:
            pass
        for chip in chips:
            button = held.pop(chip.key, None)
            if button is None:
                button = _ChipButton(chip, self)
                button.setObjectName(f"{self.objectName() or 'chip'}.{chip.key}")
                button.clicked.connect(lambda _=False, key=chip.key: self._clicked(key))
            else:
                button.chip = chip
                button.count = chip.count
                if not chip.choices:
                    button.setChecked(chip.on)
                elif button.choice is not None and button.choice not in chip.choices:
                    button.choice = next((c for c in chip.choices if c.data == button.choice.data), None)
                    button.setChecked(button.choice is not None)
                button.say()
            self._chips[chip.key] = button
            self._layout.addWidget(button)
            button.show()
        for gone in held.values():
            gone.hide()
            gone.deleteLater()

    def chips(self) -> list[str]:
        """The chips, in their order."""
        return list(self._chips)

    def set_on(self, key: str, on: bool) -> None:
        """Raises `KeyError` for no such chip, as the next two."""
        self._chips[key].setChecked(on)

    def set_count(self, key: str, count: int | None) -> None:
        button = self._chips[key]
        if button.count != count:
            button.count = count
            button.say()
            self._layout.invalidate()

    def set_choice(self, key: str, data: object, text: str = "") -> None:
        """Shows one of a chip's choices as chosen; None is all. One that it does not offer is shown under
        `text`, and is all without."""
        button = self._chips[key]
        button.choice = next((c for c in button.chip.choices if data is not None and c.data == data), None)
        if button.choice is None and data is not None and text:
            button.choice = ChipChoice(text, data)
        button.setChecked(button.choice is not None)
        button.say()
        self._layout.invalidate()

    def is_on(self, key: str) -> bool:
        return self._chips[key].isChecked()

    def open_choices(self, key: str) -> None:
        """Opens the choices of a chip, for a key of the panel."""
        button = self._chips[key]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        everything = menu.addAction(self.tr("All"))
        everything.triggered.connect(lambda: self._pick(key, None))
        menu.addSeparator()
        chosen: QAction = everything
        for choice in button.chip.choices:
            entry = menu.addAction(choice.text.replace("&", "&&"))
            entry.triggered.connect(lambda _=False, c=choice: self._pick(key, c))
            if choice == button.choice:
                chosen = entry
        menu.setActiveAction(chosen)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _clicked(self, key: str) -> None:
        button = self._chips[key]
        if button.chip.choices:
            button.setChecked(button.choice is not None)
            self.open_choices(key)
        else:
            self.toggled.emit(key, button.isChecked())

    def _pick(self, key: str, choice: ChipChoice | None) -> None:
        data = choice.data if choice is not None else None
        self.set_choice(key, data)
        self.chosen.emit(key, data)


@dataclass(frozen=True, slots=True)
class Token:
    """Something in force that a click takes away: `data` names it; `warns`: it asks to be looked at."""

    text: str
    data: object
    warns: bool = False


class TokenBar(QWidget):
    """What is in force, a token each, in lines like words; `dropped(data)` when a person takes one away,
    `cleared()` when all. `clear_text` stands on the button for all, its key among the words.
    """

    dropped = Signal(object)
    cleared = Signal()

    def __init__(self, clear_text: str, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._tokens: list[Token] = []
        self._buttons: list[QPushButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._layout = FlowLayout(self, spacing=6)
        self._clear = QPushButton(clear_text, self)
        theme.set_property(self._clear, "link", True)
        theme.set_property(self._clear, "small", True)
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._clear.clicked.connect(self.cleared)
        self._clear.hide()

    def tokens(self) -> list[Token]:
        """What is shown."""
        return list(self._tokens)

    def set_tokens(self, tokens: Sequence[Token]) -> None:
        """Shows these; the same ones again change nothing."""
        if list(tokens) == self._tokens:
            return
        self._tokens = list(tokens)
        while self._layout.takeAt(0) is not None:
            pass
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._made(token, n) for n, token in enumerate(tokens)]
        if tokens:
            self._layout.addWidget(self._clear)
        self._clear.setVisible(bool(tokens))
        self.updateGeometry()

    def _made(self, token: Token, place: int) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"{self.objectName() or 'token'}.{place}")
        theme.set_property(button, "chip", True)
        theme.set_property(button, "small", True)
        theme.set_property(button, "token", "warns" if token.warns else "set")
        shown = button.fontMetrics().elidedText(
            token.text, Qt.TextElideMode.ElideRight, theme.current().px(320)
        )
        button.setText(f"{shown} ×".replace("&", "&&"))
        button.setAccessibleName(self.tr("Take away: {text}").format(text=token.text))
        button.setToolTip(token.text if shown != token.text else "")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False, data=token.data: self.dropped.emit(data))
        self._layout.addWidget(button)
        button.show()
        return button
