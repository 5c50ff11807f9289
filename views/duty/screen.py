"""在岗: who is on duty, by street, grid and unit; its posts, gaps and check-ins; rosters and shifts for who
sets them. On line; what was known stays in sight while the centre is away, and how old it is is said."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from console.errors import ConsoleError
from contract.duty import Board, PlaceDuty
from views.context import Context
from views.duty.deeds import DutyDeeds
from views.duty.on_ticket import PHONES
from views.duty.place_panel import PlacePanel
from views.duty.places import PlacesPanel
from views.on_line import marked, why_not
from views.screen import Screen
from widgets import theme
from widgets.action_bar import ActionBar, BarAction
from widgets.empty import BusyLine
from widgets.moments import age
from widgets.within import parts

_REST_MS = 1_500
"""However much changes, it is asked for once in so long."""
_EVERY_MS = 30_000
"""What turns with time alone, such as an overdue check-in, is asked for so often."""


def fit(form: QWidget) -> None:
    """Gives a form that was just filled the height that its fields take in the theme."""
    for part in parts(form):
        part.ensurePolished()
        part.updateGeometry()
    form.setMinimumHeight(form.sizeHint().height())


class DutyScreen(Screen):
    """The screen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "duty", "")
        self.title = self.tr("On duty")
        self.setAccessibleName(self.title)
        theme.set_surface(self, "panel")
        self._asked = self._asking = False
        self._at = 0
        self.busy = BusyLine(self)
        self.says = QLabel(self)
        self.says.setObjectName("duty.says")
        self.says.setContentsMargins(12, 4, 12, 4)
        theme.set_role(self.says, "dim")
        self.places = PlacesPanel(context, self)
        self.place = PlacePanel(context, self)
        self.deeds = DutyDeeds(context, self)
        self.form = self.deeds.form
        self.bar = ActionBar(self)
        self.bar.setObjectName("duty.actions")
        theme.set_property(self.bar, "edge", "top")
        right = QWidget(self)
        theme.set_surface(right, "panel")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.place, self.form, self.bar):
            column.addWidget(part, 1 if part is self.place else 0)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("duty.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.places)
        split.addWidget(right)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([theme.current().px(860), theme.current().px(500)])
        whole = QWidget(self)
        stand = QVBoxLayout(whole)
        stand.setContentsMargins(0, 0, 0, 0)
        stand.setSpacing(0)
        stand.addWidget(self.busy)
        stand.addWidget(self.says)
        stand.addWidget(split, 1)
        self.fill(whole)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        self._every = QTimer(self)
        self._every.setInterval(_EVERY_MS)
        self._every.timeout.connect(self.ask)
        self._connect()
        self._bind()
        self._offer()
        self._say()

    def _connect(self) -> None:
        desk = self.context.desk
        desk.heard.connect(self._on_heard)
        desk.connection_changed.connect(self._on_connection)
        desk.session_changed.connect(self._on_connection)
        self.context.ticker.tick.connect(self._on_tick)
        self.places.chosen.connect(self._on_place)
        self.places.counted.connect(self.count_changed)
        self.places.table.activated_row.connect(lambda _row: self.place.table.setFocus())
        self.place.current_changed.connect(self._offer)
        self.place.table.activated_row.connect(lambda _row: self._do("shift"))
        self.bar.triggered.connect(self._do)
        self.deeds.done.connect(self.ask)
        self.deeds.shown.connect(self.place.show_phone)
        self.form.closed.connect(self._on_closed)

    def _bind(self) -> None:
        self.places.bind(self.keys)
        self.keys.bind("/", self.places.search.setFocus, self.tr("Search"))
        for id_, text, key in self._deeds():
            self.keys.bind(key, partial(self._do, id_), text)
        self.keys.bind(".", self.bar.open_more, self.tr("More actions"))
        self.keys.bind("Escape", self.escape, self.tr("Back"))

    def _deeds(self) -> list[tuple[str, str, str]]:
        """What this role may do here: id, words, key."""
        actor = self.context.desk.actor
        role = actor.role if actor is not None else ""
        deeds: list[tuple[str, str, str]] = []
        if role in ("duty", "admin", "handler"):
            deeds += [
                ("stand_in", self.tr("Stand in"), "S"),
                ("shift", self.tr("Set a shift"), "T"),
                ("off", self.tr("Day off"), "O"),
                ("person", self.tr("Add a person"), "P"),
                ("change", self.tr("Change a person"), "C"),
                ("end", self.tr("Take off"), "X"),
                ("import", self.tr("Read a table in"), "I"),
            ]
        if role in PHONES:
            deeds.append(("phone", self.tr("Show phone"), "V"))
        return deeds

    # --- asking ------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """The list takes the keys; what it shows is asked for anew."""
        super().enter()
        self.places.table.setFocus()
        self._every.start()
        self.ask()

    def leave(self) -> None:
        """Nobody looks: nothing is asked for."""
        super().leave()
        self._every.stop()

    def ask(self) -> None:
        """Asks for the board and the place shown, at most so often."""
        if self._rest.isActive() or self._asking:
            self._asked = True
            return
        self._asked = False
        desk = self.context.desk
        if why_not(desk):
            self._say()
            return
        self._asking = True
        self.busy.set_busy(True)
        desk.run("who is on duty", desk.duty.board(), self._on_board, self._on_failed, self)
        self._ask_place(self.places.current())

    def _rested(self) -> None:
        if self._asked and self.isVisible():
            self.ask()

    def _on_heard(self, kind: str) -> None:
        if kind in ("", "duty") and self.isVisible():
            self.ask()

    def _on_board(self, board: Board) -> None:
        self._asking = False
        self.busy.set_busy(False)
        self._at = board.at
        self.places.take(board)
        self._say()
        self._rest.start(_REST_MS)

    def _on_failed(self, error: ConsoleError) -> None:
        self._asking = False
        self.busy.set_busy(False)
        self._say(self.context.desk.say(error.says))
        self._rest.start(_REST_MS)

    def _on_place(self, place: str) -> None:
        if place:
            self.place.announce(place)
            self._ask_place(place)

    def _ask_place(self, place: str) -> None:
        desk = self.context.desk
        if not place or why_not(desk):
            return

        def done(duty: PlaceDuty) -> None:
            if duty.place == self.places.current():
                self.place.take(duty)

        def failed(_error: ConsoleError) -> None:
            """The list says that the centre is away; the place stays as it was known."""

        desk.run("duty of a place", desk.duty.place(place), done, failed, self)

    # --- saying ------------------------------------------------------------------------------------------
    def _say(self, wrong: str = "") -> None:
        away = why_not(self.context.desk)
        if not away and not wrong:
            self.says.hide()
            return
        old = (
            self.tr("as it was {age}").format(age=age((self.context.now() - self._at) / 1000))
            if self._at
            else ""
        )
        self.says.setText(" · ".join(part for part in (wrong or away, old) if part))
        self.says.show()

    def _on_connection(self) -> None:
        self.places.say_empty()
        self.place.say_empty()
        self._say()
        self._offer()
        if (
            self.isVisible()
            and not why_not(self.context.desk)
            and self.context.desk.connection.link == "live"
        ):
            self.ask()

    def _on_tick(self) -> None:
        if self.isVisible() and self.context.now() // 1000 % 15 == 0:
            self.place.retell()
            if not self.says.isHidden():
                self._say()

    def _offer(self) -> None:
        duty, line = self.place.duty, self.place.current()
        away = why_not(self.context.desk)
        actions = []
        for id_, text, key in self._deeds():
            why = self._why_not(id_, duty, line)
            if why == "hidden":
                continue
            said = marked(text) if away else text
            actions.append(
                BarAction(
                    id_, said, key, id_ == "stand_in", not (away or why), away or why, danger=id_ == "end"
                )
            )
        self.bar.set_actions(actions)
        # The form has buttons of its own; on a low screen it needs the room.
        self.bar.setVisible(bool(actions) and not self.form.deed)

    def _why_not(self, deed: str, duty: PlaceDuty | None, line: object) -> str:
        """Why a deed is not to be done here, "" where it is."""
        current = self.place.current()
        holder, shift = (current.holder, current.shift) if current is not None else (None, None)
        del line
        if deed == "phone":
            return "" if self.place.hidden_phone(holder) else self.tr("This phone is not masked")
        if deed == "import":
            return ""
        if duty is None:
            return self.tr("Choose a grid or unit first")
        if not duty.may_set:
            return self.tr("This roster is not yours to set")
        if deed in ("stand_in", "off") and shift is None:
            return self.tr("Choose a line with a shift first")
        if deed in ("change", "end") and holder is None:
            return self.tr("Choose a person first")
        if deed == "shift" and current is None:
            return self.tr("Choose a person first")
        return ""

    def _do(self, deed: str) -> None:
        why = self._why_not(deed, self.place.duty, None)
        if why:
            self.context.tell(why)
            return
        self.deeds.open(deed, self.place.duty, self.place.current())

        self.place.make_room(bool(self.form.deed))
        fit(self.form)
        self._offer()

    def _on_closed(self) -> None:
        self.place.make_room(False)
        self._offer()
        self.place.table.setFocus()

    # --- what the frame asks -----------------------------------------------------------------------------
    def count(self) -> int | None:
        """Places with somebody on duty, None before the centre has said it."""
        return self.places.count() if self._at else None

    def escape(self) -> None:
        """Closes the form, shows all places again, goes back to the list."""
        if self.form.deed:
            self.form.close_form()
        elif not self.places.clear():
            self.places.table.setFocus()
