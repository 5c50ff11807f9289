"""A list of tickets beside the ticket under its cursor: what every desk does by keys, whatever its list looks
like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from console.errors import ConsoleError, NotAllowed
from contract.mandate import Mandate
from contract.ticket import Ticket
from views.acting import Step, step_keys
from views.context import Context
from views.desks.claiming import Claiming
from views.docks import Panel, Share
from views.location_map import LocationMap, PlaceView
from views.queue.list_panel import ListPanel
from views.screen import Screen
from views.ticket.onward import ONWARD
from views.ticket.panel import TicketPanel
from widgets.keys import Binding

_SHOW_MS = 60


class ListScreen(Screen):
    """The screen. `claims`: a form that is opened says that this seat is in the ticket. `place` shows where a
    ticket is; without one a small map of its own does."""

    def __init__(
        self,
        context: Context,
        tickets: ListPanel,
        title: str,
        empty_ticket: tuple[str, str],
        *,
        claims: bool = False,
        parent: QWidget | None = None,
        place: PlaceView | None = None,
    ) -> None:
        spec = tickets.spec
        super().__init__(context, spec.key, title, parent)
        self._list = tickets
        self._claims = claims
        self._skipped: set[str] = set()
        self._wanted = ""
        self.ticket = TicketPanel(context, spec.key, empty_ticket)
        self.map: PlaceView = place if place is not None else LocationMap(context, spec.key)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_SHOW_MS)
        self._late.timeout.connect(self._show_wanted)
        self._claiming = Claiming(context, self._in_front, self)

    def _stand(self, panels: Sequence[Panel], shares: Sequence[Share]) -> None:
        """Docks the panels and listens to them."""
        self.workspace = self.dock(panels, shares)
        if self._claims:
            self.ticket.entered.connect(self._claiming.enter)
            self.ticket.left.connect(self._claiming.leave)
        self._bind()
        self.queue.current_changed.connect(self._on_current)
        self.queue.opened.connect(self.context.open_ticket)
        self.queue.previewed.connect(self._on_preview)
        self.queue.why_requested.connect(self._on_why)
        self.queue.menu_requested.connect(self._on_menu)
        self.queue.count_changed.connect(self.count_changed)
        self.ticket.shown.connect(self.map.show_ticket)
        self.ticket.acted.connect(self._on_acted)
        self.ticket.wanted.connect(lambda: self.workspace.raise_panel("ticket"))
        self.map.chosen.connect(self._on_marker)
        self.map.pointed.connect(self._on_pointed)

    @property
    def queue(self) -> ListPanel:
        """The list."""
        return self._list

    # --- keys --------------------------------------------------------------------------------------------
    def _bind(self) -> None:
        for key in step_keys():
            self.keys.bind(key, partial(self._take_key, key))
        self.keys.bind("N", self.take_next, self.tr("Next: take the first free ticket"))
        self.keys.bind("Y", self._at_rest(self.ticket.ask_why), self.tr("Why is it due then"))
        self.keys.bind("Q", self._at_rest(self.ticket.reveal), self.tr("Show the reporter (is recorded)"))
        if self.context.whistle is not None:
            self.keys.bind("W", self._whistle, self.tr("Propose a joint action"))
        self.keys.bind(".", self._at_rest(self.ticket.more), self.tr("More actions"))
        self.keys.bind("/", self.queue.search, self.tr("Search"))
        self.queue.bind(self.keys)
        self.keys.bind("Escape", self.escape, self.tr("Back"))
        self.keys.bind("Ctrl+C", self._at_rest(self._copy_number))
        for number, page in enumerate(self.queue.spec.pages[:9]):
            self.keys.bind(str(number + 1), partial(self._digit, number), page.text)

    def _take_key(self, key: str) -> None:
        """A step's key acts on the ticket under the cursor; with several selected it is looked at first."""
        chosen = self.queue.selected_ids()
        if len(chosen) > 1:
            self.context.many(key, chosen)
        else:
            self.ticket.take_key(key, seen=self._come_to_rest())

    def meant_ids(self) -> list[str]:
        """The tickets that a key means: those selected, else the one under the cursor."""
        chosen = self.queue.selected_ids()
        if len(chosen) > 1:
            return list(chosen)
        self._come_to_rest()
        return [self.ticket.ticket.id] if self.ticket.ticket is not None else []

    def _whistle(self) -> None:
        if self.context.whistle is not None:
            self.context.whistle(self.meant_ids())

    def _add_whistle(self, menu: QMenu) -> None:
        """The way from several tickets to a joint action, where whoever sits here can start one."""
        if self.context.whistle is not None:
            entry = menu.addAction(self.tr("Propose a joint action") + "\tW")
            entry.setObjectName(f"{self.key}.menu.whistle")
            entry.triggered.connect(lambda _on=False: self._whistle())

    def _digit(self, number: int) -> None:
        """A figure answers what an open form asks, else it turns the page."""
        self._come_to_rest()
        if not self.ticket.take_digit(number):
            self.queue.show_page(number)

    def bindings(self) -> list[Binding]:
        """The ticket's own steps first, then the screen's keys. A proposed unit has no place among them: its
        name may be as long as it likes."""
        steps = [Binding(s.key, self._plain(s)) for s in self.ticket.steps() if s.key]
        rest = [b for b in self.keys.bindings() if b.text and b.key not in {s.key for s in steps}]
        ticket = [
            Binding("Space", self.tr("Preview the files")),
            Binding("Enter", self.tr("Open on a page of its own")),
        ]
        return steps + self._ways() + ticket + rest

    def _ways(self) -> list[Binding]:
        """The list's own keys, by which the cursor moves."""
        return [
            Binding("↑ ↓", self.tr("Another ticket")),
            Binding("Shift+↑ ↓", self.tr("Select several for one step")),
        ]

    def _plain(self, step: Step) -> str:
        if not step.unit:
            return step.text
        if step.id == ONWARD:
            return self.tr("File and dispatch as proposed")
        return self.tr("Dispatch as proposed")

    def _copy_number(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or focus is self.queue.ground or self.queue.isAncestorOf(focus):
            self.ticket.copy_number(QGuiApplication.clipboard().setText)

    # --- what the frame asks -----------------------------------------------------------------------------
    def enter(self) -> None:
        """The focus goes to the list, on its first ticket when none was chosen."""
        super().enter()
        self.queue.begin()
        self.queue.ground.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> None:
        """Closes the open form or explanation, else brings the focus back to the list."""
        self.ticket.close_form()
        self.queue.ground.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_ticket(self, ticket_id: str) -> bool:
        """Shows a ticket, with the cursor on it where the queue has it; False where it has not."""
        found = self._find(ticket_id)
        self._show(ticket_id)
        self.queue.ground.setFocus(Qt.FocusReason.OtherFocusReason)
        return found

    def _find(self, ticket_id: str) -> bool:
        return self.queue.select(ticket_id)

    def take_step(self, step_id: str) -> bool:
        """Opens a step's form on the ticket shown."""
        self._come_to_rest()
        self.ticket.take(step_id)
        return self.ticket.open_step() == step_id

    def citing(self) -> tuple[Ticket | None, bool]:
        """The ticket under the cursor, and whether one of its steps cites an entry."""
        self._come_to_rest()
        return self.ticket.ticket, self.ticket.submitting.citing(self.ticket.steps()) is not None

    def cite(self, entry: Mandate) -> bool:
        """Cites an entry in the form that is open, else opens that of the likeliest step that does."""
        return self.ticket.submitting.cite(entry, self.ticket.steps(), self.ticket.take)

    def keep(self) -> None:
        """Layout and column widths."""
        super().keep()
        self.queue.keep_columns()

    # --- the ticket under the cursor ---------------------------------------------------------------------
    def _on_current(self, ticket_id: str) -> None:
        # Running down a list with the arrow held asks the backend only for where it comes to rest.
        self._wanted = ticket_id
        if ticket_id:
            self._late.start()

    def _show_wanted(self) -> None:
        if self._wanted:
            self._show(self._wanted)

    def _show(self, ticket_id: str) -> None:
        """Shows a ticket; the cursor that was on its way to another has not come to rest there."""
        self._late.stop()
        self.ticket.show_ticket(ticket_id)

    def _come_to_rest(self) -> bool:
        """A key means the ticket under the cursor, also where the cursor has only just come there: it is
        shown before anything is done. True where it was shown already."""
        still = not self._late.isActive()
        if not still:
            self._show_wanted()
        return still

    def _at_rest(self, act: Callable[[], None]) -> Callable[[], None]:
        """An act on the ticket under the cursor."""

        def acted() -> None:
            self._come_to_rest()
            act()

        return acted

    def _on_preview(self, ticket_id: str) -> None:
        self._show(ticket_id)
        self.ticket.preview()

    def _on_why(self, ticket_id: str) -> None:
        self._show(ticket_id)
        self.ticket.ask_why()

    def _on_pointed(self, lon: float, lat: float) -> None:
        """A place clicked on the map answers a form that asks for one."""
        self.ticket.point(lon, lat)

    def _on_marker(self, ticket_id: str) -> None:
        if not self.queue.select(ticket_id):
            self._show(ticket_id)

    def _on_acted(self, ticket_id: str, step_id: str) -> None:
        """A ticket that was acted on and so leaves the page gives the cursor on to the next."""
        self._skipped.discard(ticket_id)
        if step_id in ("note", "attach", "claim", "release", "take_over", "urge"):
            return
        self.queue.ground.setFocus(Qt.FocusReason.OtherFocusReason)
        ticket = self.context.desk.store.get(ticket_id)
        if ticket is not None and not self.queue.holds(ticket):
            following = self.queue.after(ticket_id)
            if following:
                self.queue.select(following)

    def _on_menu(self, ticket_id: str, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName(f"{self.key}.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.queue.selected_ids()
        if len(chosen) > 1:
            self._fill_menu_of_many(menu, chosen)
            menu.popup(point)
            return
        self._show(ticket_id)
        for step in self.ticket.steps():
            entry = menu.addAction(f"{step.text}\t{step.key}")
            entry.setObjectName(f"{self.key}.menu.{step.id}")
            entry.triggered.connect(lambda _on=False, name=step.id: self.ticket.take(name))
        menu.addSeparator()
        menu.addAction(self.tr("Why is it due then") + "\tY").triggered.connect(self.ticket.ask_why)
        menu.addAction(self.tr("Copy the number") + "\tCtrl+C").triggered.connect(
            lambda: self.ticket.copy_number(QGuiApplication.clipboard().setText)
        )
        menu.popup(point)

    def _fill_menu_of_many(self, menu: QMenu, chosen: Sequence[str]) -> None:
        """What some of the selected tickets take, and how many of them do."""
        for step, text, key, number in self.context.offers_of_many(chosen):
            counted = self.tr("{text} ({n} of {all})").format(text=text, n=number, all=len(chosen))
            entry = menu.addAction(f"{counted}\t{key}")
            entry.setObjectName(f"{self.key}.menu.{step}")
            entry.triggered.connect(lambda _on=False, name=step: self.context.many(name, chosen))
        self._add_whistle(menu)
        menu.addSeparator()
        numbers = [t.number for t in map(self.context.desk.store.get, chosen) if t is not None]
        menu.addAction(self.tr("Copy {n} numbers").format(n=len(numbers))).triggered.connect(
            lambda: QGuiApplication.clipboard().setText("\n".join(numbers))
        )

    # --- claims ------------------------------------------------------------------------------------------
    def take_next(self) -> None:
        """Goes to the first ticket nobody is in, and says that this seat is in it now."""
        self._take_next(again=True)

    def _take_next(self, *, again: bool) -> None:
        """`again`: after the last one it begins with those that were passed over."""
        ticket = self.queue.next_free(frozenset(self._skipped))
        if ticket is None and self._skipped and again:
            self._skipped.clear()
            ticket = self.queue.next_free()
        if ticket is None:
            self.context.tell(self.tr("Nothing is waiting here"))
            return
        current = self.queue.current_id()
        if current == ticket.id and (not self._claims or self._claiming.is_mine(ticket)):
            # It was taken before: this time the one behind it is meant.
            self._skipped.add(current)
            ticket = self.queue.next_free(frozenset(self._skipped)) or ticket
        left = self.ticket.ticket
        self.queue.select(ticket.id)
        self._show(ticket.id)
        if not self.ticket.isVisible():
            # The form of a call lies over it: nobody would see what was taken.
            self.workspace.raise_panel("ticket")
        if self._claims:
            self._claiming.take(ticket, partial(self._on_taken, ticket))
            if left is not None and left.id != ticket.id:
                self._claiming.give_back(left.id)

    def _on_taken(self, ticket: Ticket, error: ConsoleError) -> None:
        """The next one could not be claimed."""
        self.context.tell(self.context.desk.say(error.says))
        if isinstance(error, NotAllowed):
            self._skipped.add(ticket.id)
            # Where the centre refuses every one of them it is asked about each once.
            self._take_next(again=False)

    def _in_front(self) -> Ticket | None:
        seen = self.isVisible() and self.window().isActiveWindow()
        return self.ticket.ticket if seen else None
