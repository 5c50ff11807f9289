"""The parts of a ticket's page and where they stand; what is in them is the panel's matter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from views.context import Context
from views.likely import Likely
from views.ticket.act_form import ActForm
from views.ticket.attachments import Attachments
from views.ticket.cluster import Cluster
from views.ticket.why import WhyPanel
from widgets import theme
from widgets.action_bar import ActionBar
from widgets.clock_strip import ClockStrip
from widgets.empty import BusyLine, PanelState, StatePanel
from widgets.facts import Advice, FactsGrid
from widgets.folded import FoldedText
from widgets.timeline import TimelineView
from widgets.yielding import YieldingArea

_MOST_WORDS = 4_000
_LEAST_UPPER = 72
_LEAST_TIMELINE = 56
_LOW = 340
"""Below this height (large text on a low screen) an open form has the page to itself."""
_TALL = 760
"""From this height on the timeline stays in sight beside an open form."""


class TicketPage(QWidget):
    """Heading, clocks, explanation, words, advice, facts, files; timeline; action bar and form. The words
    come before what is proposed by them: who files a ticket reads them first, on a low screen too. Without
    a ticket, `empty` (title, text) says what would be here."""

    def __init__(self, context: Context, empty: tuple[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._form_open = self._wrong = self._until_told = False
        self.busy = BusyLine(self)
        self.title = self._text("title", "title")
        self.under = self._text("under", "dim")
        self.holder = self._text("holder", "dim")
        self.clocks = ClockStrip(context.ticker, self)
        self.clocks.setObjectName("ticket.clocks")
        self.why = WhyPanel(self)
        self.advised = Advice(self)
        self.advised.setObjectName("ticket.advice")
        self.likely = Likely(
            context, "ticket.nearby", self.tr("Merge into it"), self, closed=self.tr("Link to it")
        )
        self.facts = FactsGrid(2, self)
        self.facts.setObjectName("ticket.facts")
        self.words = FoldedText("ticket.words", self.tr("All of it"), self.tr("Less"), self)
        self.cluster = Cluster(context, self)
        self.files = Attachments(context, self)
        self.timeline = TimelineView(self)
        self.timeline.setObjectName("ticket.timeline")
        self.timeline.setMinimumHeight(theme.current().px(_LEAST_TIMELINE))
        self.note = self._text("note", "faint")
        self.note.setContentsMargins(16, 0, 16, 4)
        self.bar = ActionBar(self)
        self.bar.setObjectName("ticket.actions")
        self.form = ActForm(context, self)
        self.upper = YieldingArea(self._above(), self, least=_LEAST_UPPER)
        page = QWidget()
        layout = self._column = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.busy)
        layout.addWidget(self.upper)
        layout.addWidget(self.note)
        layout.addWidget(self.timeline, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.form)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(StatePanel(PanelState.EMPTY, empty[0], empty[1], parent=self))
        self._stack.addWidget(page)

    def _text(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"ticket.{name}")
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if role:
            theme.set_role(label, role)
        return label

    def _above(self) -> QWidget:
        """What stands above the timeline."""
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.under)
        column.addLayout(head)
        for part in (
            self.holder,
            self.clocks,
            self.why,
            self.words,
            self.advised,
            self.likely,
            self.facts,
            self.cluster,
            self.files,
        ):
            column.addWidget(part)
        column.addStretch(1)
        return top

    def show_ticket(self, there: bool) -> None:
        """Shows the page, or what would be here."""
        self._stack.setCurrentIndex(1 if there else 0)

    def show_words(self, text: str) -> None:
        """The matter in full words, where the heading does not say them already."""
        self.words.set_text(text[:_MOST_WORDS])
        self.words.setVisible(bool(text) and text != self.title.text())

    def make_room(self, form: bool) -> None:
        """While a form is open the timeline gives its room to what stands above, unless there is plenty; on
        a low screen, or with large text, the rest of the page gives way to the form too. A timeline that has
        not come takes no room at all."""
        self._form_open = form
        height, px = self.height(), theme.current().px
        told = bool(self.timeline.entries()) and (not form or height >= px(_TALL))
        self.timeline.setVisible(told)
        self._column.setStretchFactor(self.upper, 0 if told else 1)
        wide_open = not form or height >= px(_LOW)
        self.upper.setVisible(wide_open)
        self.note.setVisible(bool(self.note.text()) and (wide_open or self._wrong))
        self.bar.setVisible(wide_open)

    def history_changed(self) -> None:
        """The timeline has come, or has none any more."""
        self.make_room(self._form_open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._form_open:
            self.make_room(True)

    def say(self, text: str, *, wrong: bool = False, until_told: bool = False) -> None:
        """A line over the timeline: why something is missing, which holds until the backend has told, or why
        something was not done, which a person is to read."""
        theme.set_role(self.note, "error" if wrong else "faint")
        self.note.setText(text)
        self._wrong, self._until_told = wrong, until_told
        self.make_room(self._form_open)

    def told(self) -> None:
        """The backend has told: nothing is missing any more."""
        if self._until_told:
            self.say("")
