"""Fields of the steps beside the plain way: one of a few, an instant to come, a length of time."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from contract.clock import WORKING_DAY, Limit, elapsed
from contract.reference import Reference
from views import words
from views.filtering.due import moment_of
from widgets.flow import FlowLayout
from widgets.moments import day_time
from widgets.text import TextField

translate = QCoreApplication.translate


class OneOfField(QWidget):
    """A few answers (key, text), chosen by click, by arrow or by their figures from 1."""

    chosen = Signal(str)

    def __init__(self, name: str, answers: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._keys = [key for key, _ in answers]
        self._group = QButtonGroup(self)
        layout = FlowLayout(self, spacing=8)
        for number, (key, text) in enumerate(answers):
            button = QPushButton(f"{number + 1}  {text}", self)
            button.setObjectName(f"{name}.{key}")
            button.setCheckable(True)
            button.setProperty("choice", True)
            self._group.addButton(button, number)
            layout.addWidget(button)
        self.setFocusProxy(self._group.button(0))
        self._group.idClicked.connect(lambda n: self.chosen.emit(self._keys[n]))

    def value(self) -> str:
        """The answer's key, "" while none is chosen."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def set_value(self, key: str) -> None:
        """Chooses an answer by its key."""
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)

    def choose(self, number: int) -> None:
        """Chooses an answer by its place, from 0."""
        if 0 <= number < len(self._keys):
            self._group.button(number).setChecked(True)
            self._group.button(number).setFocus()
            self.chosen.emit(self._keys[number])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - int(Qt.Key.Key_1)
        if 0 <= number < len(self._keys):
            event.accept()
            self.choose(number)
            return
        super().keyPressEvent(event)


class SeveralOfField(OneOfField):
    """As `OneOfField`, and several may be chosen: each figure, arrow or click takes one or leaves it again.
    What is chosen is said with commas between."""

    def __init__(self, name: str, answers: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(name, answers, parent)
        self._group.setExclusive(False)

    def value(self) -> str:
        """The keys of the answers chosen, in their order."""
        return ",".join(key for n, key in enumerate(self._keys) if self._group.button(n).isChecked())

    def set_value(self, key: str) -> None:
        """Chooses answers by their keys, and no others."""
        chosen = key.split(",")
        for number, known in enumerate(self._keys):
            self._group.button(number).setChecked(known in chosen)

    def choose(self, number: int) -> None:
        """Takes an answer or leaves it, by its place from 0."""
        if 0 <= number < len(self._keys):
            self._group.button(number).toggle()
            self._group.button(number).setFocus()
            self.chosen.emit(self._keys[number])


class MomentField(TextField):
    """An instant, typed as a day, a time or a length ahead (`views.filtering.due.moment_of`)."""

    def __init__(self, reference: Reference, now: int, parent: QWidget | None = None) -> None:
        super().__init__(translate("StepFields", "11-25 18:00, 18:00 or 3d"), parent)
        self._reference = reference
        self._now = now

    def propose(self, working_days: float) -> None:
        """Puts in the instant at which so many working days from now are over."""
        calendar = self._reference.calendar
        at = calendar.add(self._now, round(working_days * WORKING_DAY))
        self.setText(f"{words.local(at, self._reference):%Y-%m-%d %H:%M}")

    def instant(self) -> int | None:
        """The instant (ms) that is typed, None where nothing is that can be read."""
        found = moment_of(self.text(), self._now, self._reference)
        return found.at if found is not None else None

    def said(self) -> str:
        """The instant in words, with how far it lies in working time."""
        at = self.instant()
        if at is None:
            return translate("StepFields", "Not a time that can be read yet") if self.text().strip() else ""
        if at <= self._now:
            return translate("StepFields", "This lies in the past")
        days = elapsed(Limit(1, "working_days"), self._now, at, self._reference.calendar) / WORKING_DAY
        when = day_time(words.local(at, self._reference))
        return words.dotted((when, words.limit(Limit(round(days, 1), "working_days"))))


class LengthField(TextField):
    """A length of time in a unit that is given: the most is the limit itself."""

    def __init__(self, most: Limit, parent: QWidget | None = None) -> None:
        super().__init__(f"{most.value:g}", parent)
        self._most = most

    def length(self) -> float | None:
        """How many of the unit, None where no number is typed."""
        try:
            value = float(self.text().strip().replace("，", ".").replace("。", "."))
        except ValueError:
            return None
        if not math.isfinite(value):
            return None
        return value

    def said(self) -> str:
        """The length in words, and the most that may be asked for."""
        most = translate("StepFields", "At most {most}").format(most=words.limit(self._most))
        value = self.length()
        if value is None:
            return most
        return words.dotted((words.limit(Limit(value, self._most.unit)), most))
