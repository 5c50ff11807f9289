"""Tickets that may be the same matter, open ones and those closed lately: how near each lies, how old it is,
how like its words are, what it says in full, and its pictures.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.errors import ConsoleError
from contract.feed import Detail, Suggestions
from contract.linking import CLOSED
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.rebuilding import empty
from views.ticket.attachments import Attachments
from widgets import theme
from widgets.folded import FoldedText
from widgets.moments import age

translate = QCoreApplication.translate

_MOST = 4
_MOST_CLOSED = 3
_PICTURES = 3
_METRES_PER_DEGREE = 111_320.0
Place = tuple[float, float]
"""Longitude, latitude."""


def metres(one: Place, other: Place) -> float:
    """Distance of two near places, on a plane."""
    east = (other[0] - one[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(east, other[1] - one[1]) * _METRES_PER_DEGREE


def distance(one: Place | None, ticket: Ticket) -> str:
    """How far a ticket lies from a place, "" where one of them is not known to the metre."""
    if one is None or ticket.lon is None or ticket.lat is None:
        return ""
    far = metres(one, (ticket.lon, ticket.lat))
    if far >= 1000:
        return translate("Likely", "{n} km").format(n=f"{far / 1000:.1f}")
    return translate("Likely", "{n} m").format(n=round(far))


class Likely(QWidget):
    """A short list. `opened(ticket_id)`: look at it; `same(ticket_id)`: it is about that one, which `button`
    says; `again(ticket_id)`: a closed one is reported again, where `closed` says what its button is called.
    `name` is what its parts are called."""

    opened = Signal(str)
    same = Signal(str)
    again = Signal(str)

    def __init__(
        self, context: Context, name: str, button: str, parent: QWidget | None = None, closed: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        theme.set_surface(self, "card")
        self._context = context
        self._button, self._closed = button, closed
        self._shown: tuple[object, ...] = ()
        self._pictures: dict[str, Attachments] = {}
        self._title = QLabel(self)
        theme.set_role(self._title, "strong")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addLayout(self._rows)
        self.hide()

    def show_found(self, found: Suggestions | None, place: Place | None = None) -> None:
        """Shows what may be the same as a matter at a place; hides itself where nothing may."""
        nearby = found.nearby if found is not None else ()
        likeness = found.likeness if found is not None else ()
        closed = found.closed if found is not None and self._closed else ()
        alike_closed = found.closed_likeness if found is not None else ()
        shown = (tuple((t.id, t.seq) for t in (*nearby, *closed)), likeness, alike_closed, place)
        if shown == self._shown:
            return
        self._shown = shown
        self._pictures.clear()
        empty(self._rows)
        for number, ticket in enumerate(nearby[:_MOST]):
            alike = likeness[number] if number < len(likeness) else None
            self._rows.addWidget(self._row(number, ticket, alike, place))
        for number, ticket in enumerate(closed[:_MOST_CLOSED]):
            alike = alike_closed[number] if number < len(alike_closed) else None
            self._rows.addWidget(self._row(_MOST + number, ticket, alike, place))
        said = self.tr("May be the same matter: {n} open").format(n=len(nearby))
        if closed:
            said = words.dotted((said, self.tr("closed lately: {n}").format(n=len(closed))))
        self._title.setText(said)
        self.setVisible(bool(nearby or closed))

    def _row(self, number: int, ticket: Ticket, alike: float | None, place: Place | None) -> QWidget:
        row = QWidget(self)
        name = f"{self.objectName()}.{number}"
        reported = age(max(self._context.now() - ticket.reported_at, 0) / 1000)
        told = QLabel(
            words.dotted(
                (
                    distance(place, ticket),
                    reported,
                    self.tr("{n} % alike").format(n=round(alike * 100)) if alike is not None else "",
                    self.tr("files: {n}").format(n=ticket.files) if ticket.files else "",
                    words.area(ticket, self._context.reference),
                    self._context.desk.state_name(ticket.state),
                )
            ),
            row,
        )
        told.setWordWrap(True)
        theme.set_role(told, "dim")
        look = QPushButton(ticket.number, row)
        look.setObjectName(f"{name}.open")
        look.setProperty("flat", True)
        look.clicked.connect(lambda: self.opened.emit(ticket.id))
        over = ticket.state in CLOSED
        same = QPushButton(self._closed if over else self._button, row)
        same.setObjectName(f"{name}.same")
        same.clicked.connect(lambda: (self.again if over else self.same).emit(ticket.id))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look)
        head.addWidget(told, 1)
        head.addWidget(same)
        full = FoldedText(f"{name}.words", self.tr("All of it"), self.tr("Less"), row, lines=2)
        full.set_text(ticket.text or ticket.title)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(full)
        if ticket.files:
            pictures = self._pictures[ticket.id] = Attachments(self._context, row)
            pictures.setObjectName(f"{name}.pictures")
            column.addWidget(pictures)
            desk = self._context.desk
            desk.run("files of a like ticket", desk.detail(ticket.id), self._on_detail, self._without, row)
        return row

    def _on_detail(self, detail: Detail) -> None:
        strip = self._pictures.get(detail.ticket.id)
        if strip is not None:
            pictures = [file for file in detail.files if file.mime.startswith("image/")]
            strip.show_files(pictures[:_PICTURES])

    def _without(self, _error: ConsoleError) -> None:
        """Its words are here; how many files it has stands beside them."""
