"""What a logged-in person sees: frame, screens by role, keys that hold everywhere, notices, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from console.desk import Desk
from console.errors import ConsoleError
from console.outbox import OutboxRow
from contract.reference import Reference
from views import words
from views.context import Context
from views.key_sheet import KeySheet
from views.outbox_screen import OutboxScreen
from views.presence import Presence
from views.screen import Screen
from views.status import Status
from widgets import theme
from widgets.countdown import Ticker
from widgets.frame import Frame
from widgets.keys import Binding
from widgets.light import Light
from widgets.moments import full_clock
from widgets.text import is_typing
from widgets.theme import Density
from widgets.toast import ToastHost
from widgets.top_bar import Screen as Tab

REST_AFTER_MS = 150
"""The screens behind the one in front are made one at a time, this long apart, so that the one in front is
painted and takes keys first."""
_DENSITIES = (Density.COMPACT, Density.NORMAL, Density.ROOMY)


class SeatWindow(QWidget):
    """The frame of one logged-in person. `language_wanted(tag)` and `log_out_wanted` are the window's to do,
    `titled(text)` is what stands in its title."""

    language_wanted = Signal(str)
    log_out_wanted = Signal()
    titled = Signal(str)

    def __init__(self, desk: Desk, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seat.window")
        self._desk = desk
        self.title = ""
        self._undoable: list[tuple[str, ...]] = []
        self._screens: dict[str, Screen] = {}
        self._makers: dict[str, tuple[str, Callable[[Context], Screen]]] = {}
        self._frame = Frame(self)
        self._stack = QStackedWidget(self)
        self._frame.set_centre_widget(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)
        self._toasts = ToastHost(self)
        self._toasts.setObjectName("toast")
        self._toasts.acted.connect(self._undo)
        self._sheet = KeySheet(self)
        self.presence = Presence(self)
        self.context = Context(
            desk,
            ticker,
            self.tell,
            self.tell_undo,
            self.open_ticket,
            self.go,
            lambda: self.presence.awake,
        )
        self._status = Status(self._frame.status, desk, ticker)
        self._connect(ticker)
        self._offer_screens()
        self._bind()
        self._set_title()
        self._on_tick()

    # --- screens -----------------------------------------------------------------------------------------
    def _offer_screens(self) -> None:
        actor = self._desk.actor
        self._makers = screens_of(actor.role if actor is not None else "")
        tabs = [
            Tab(key, title, f"Ctrl+{number + 1}")
            for number, (key, (title, _)) in enumerate(self._makers.items())
        ]
        self._frame.top.set_screens(tabs)
        # Counts stand beside every title from the start, so every screen that counts is made; the one in
        # front first, the others when the program is idle.
        first = next(iter(self._makers))
        self.go(first)
        self._later = QTimer(self)
        self._later.setInterval(REST_AFTER_MS)
        self._later.timeout.connect(self._make_one_more)
        self._later.start()

    def _make_one_more(self) -> None:
        missing = next((key for key in self._makers if key not in self._screens), None)
        if missing is None:
            self._later.stop()
        else:
            self._screen(missing)

    def _screen(self, key: str) -> Screen:
        found = self._screens.get(key)
        if found is None:
            found = self._screens[key] = self._makers[key][1](self.context)
            found.count_changed.connect(lambda: self._count(key))
            self._stack.addWidget(found)
            self._count(key)
        return found

    def _count(self, key: str) -> None:
        self._frame.top.set_count(key, self._screens[key].count())

    def busy_making(self) -> bool:
        """Whether screens behind the one in front are still being made."""
        return len(self._screens) < len(self._makers)

    def current(self) -> Screen:
        """The screen in front."""
        found = self._stack.currentWidget()
        assert isinstance(found, Screen)
        return found

    def screens(self) -> Sequence[str]:
        """The keys of the screens this role has, in the order of Ctrl+1 … 9."""
        return tuple(self._makers)

    def go(self, key: str) -> None:
        """Brings a screen to the front."""
        if key not in self._makers:
            return
        screen = self._screen(key)
        before = self._stack.currentWidget()
        if before is not screen:
            if isinstance(before, Screen):
                before.leave()
            self._stack.setCurrentWidget(screen)
        self._frame.top.set_current(key)
        screen.enter()

    def open_ticket(self, ticket_id: str) -> None:
        """Shows a ticket on the screen of all tickets."""
        if not ticket_id:
            return
        self.go("tickets")
        screen = self._screens["tickets"]
        screen.show_ticket(ticket_id)

    # --- keys --------------------------------------------------------------------------------------------
    def _bind(self) -> None:
        for number, key in enumerate(self._makers):
            self._shortcut(f"Ctrl+{number + 1}", partial(self.go, key))
        self._shortcut("Ctrl+Z", self._undo_last)
        self._shortcut("F1", self.show_keys)
        self._shortcut("?", self.show_keys, letter=True)
        self._shortcut("Shift+?", self.show_keys, letter=True)
        self._shortcut("F9", self._toggle_theme)
        self._shortcut("F10", self._next_density)
        self._shortcut("F11", self._toggle_full)
        self._shortcut("Ctrl+Alt+R", lambda: self.current().reset_layout())
        self._shortcut("Ctrl+=", lambda: self._scale(0.1))
        self._shortcut("Ctrl+-", lambda: self._scale(-0.1))

    def _shortcut(self, key: str, act: Callable[[], object], *, letter: bool = False) -> None:
        shortcut = QShortcut(QKeySequence(key), self)

        def pressed() -> None:
            if not (letter and is_typing()):
                act()

        shortcut.activated.connect(pressed)
        shortcut.activatedAmbiguously.connect(pressed)

    def show_keys(self) -> None:
        """Shows the keys of the screen in front."""
        everywhere = [
            Binding("Ctrl+1 … 9", self.tr("Screens")),
            Binding("Ctrl+Z", self.tr("Undo the last act")),
            Binding("F9", self.tr("Dark or light")),
            Binding("F10", self.tr("Density")),
            Binding("F11", self.tr("Full screen")),
            Binding("Ctrl+= Ctrl+-", self.tr("Text size")),
            Binding("Ctrl+Alt+R", self.tr("Put the panels back")),
            Binding("?", self.tr("This sheet")),
        ]
        screen = self.current()
        self._sheet.open(
            self.tr("Keys: {screen}").format(screen=screen.title),
            ((screen.title, screen.bindings()), (self.tr("Everywhere"), everywhere)),
        )

    def dismiss_keys(self) -> None:
        """Takes the sheet of keys away."""
        self._sheet.dismiss()

    # --- look --------------------------------------------------------------------------------------------
    def _toggle_theme(self) -> None:
        mode = "light" if theme.current().mode == "dark" else "dark"
        theme.current().set_mode(mode)
        self._desk.settings.kept.theme = mode  # type: ignore[assignment]

    def _next_density(self) -> None:
        now = _DENSITIES.index(theme.current().density)
        chosen = _DENSITIES[(now + 1) % len(_DENSITIES)]
        theme.current().set_density(chosen)
        self._desk.settings.kept.density = chosen.value

    def _scale(self, step: float) -> None:
        scale = round(min(max(theme.current().text_scale + step, 0.9), 2.0), 1)
        theme.current().set_text_scale(scale)
        self._desk.settings.kept.text_scale = scale

    def _toggle_full(self) -> None:
        window = self.window()
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    def _seat_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("seat.menu")
        other = "en" if words.language().startswith("zh") else "zh_CN"
        for name, text, act in (
            ("theme", self.tr("Dark or light") + "\tF9", self._toggle_theme),
            ("density", self.tr("Density") + "\tF10", self._next_density),
            ("language", "English" if other == "en" else "中文", lambda: self.language_wanted.emit(other)),
            (
                "layout",
                self.tr("Put the panels back") + "\tCtrl+Alt+R",
                lambda: self.current().reset_layout(),
            ),
            ("keys", self.tr("Keys") + "\t?", self.show_keys),
            ("logout", self.tr("Log out"), self.log_out_wanted.emit),
        ):
            entry = menu.addAction(text)
            entry.setObjectName(f"seat.menu.{name}")
            entry.triggered.connect(lambda _on=False, act=act: act())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._frame.top.seat_anchor())

    # --- notices and undo --------------------------------------------------------------------------------
    def tell(self, text: str) -> None:
        """Says something that needs no answer."""
        self._toasts.notify(text)

    def tell_undo(self, text: str, action_ids: tuple[str, ...]) -> None:
        """Says what was done, and offers to take it back."""
        self._undoable.append(action_ids)
        del self._undoable[:-50]
        self._toasts.notify(text, self.tr("Undo"), "Ctrl+Z", action_ids)

    def _undo_last(self) -> None:
        while self._undoable:
            if self._undo(self._undoable[-1]):
                return
        self.tell(self.tr("Nothing to undo"))

    def _undo(self, token: object) -> bool:
        """Takes acts back, the last first; says why where it can't be done any more."""
        if not isinstance(token, tuple):
            self.go("outbox")
            return True
        if token in self._undoable:
            self._undoable.remove(token)
        taken = False
        for action_id in reversed(token):
            try:
                how = self._desk.undo(action_id)
            except ConsoleError as error:
                if not taken:
                    self.tell(self._desk.say(error.says))
                return taken
            taken = True
            if how == "recalled":
                break
        self._toasts.notify(self.tr("Taken back"))
        return taken

    def _on_settled(self, row: OutboxRow) -> None:
        if row.state in ("conflict", "parked"):
            ticket = self._desk.store.get(row.ticket_id)
            what = self._desk.action_name(row.action, row.outcome)
            number = ticket.number if ticket is not None else ""
            why = (
                self.tr("somebody was first") if row.state == "conflict" else self.tr("refused by the centre")
            )
            self._toasts.notify(
                words.dotted((what, number, why)), self.tr("Decide"), "", "outbox", seconds=20
            )

    # --- what changes around it --------------------------------------------------------------------------
    def _connect(self, ticker: Ticker) -> None:
        ticker.tick.connect(self._on_tick)
        self._desk.session_changed.connect(self._on_session)
        self._desk.reference_changed.connect(self._set_title)
        self._desk.settled.connect(self._on_settled)
        self._frame.top.screen_chosen.connect(self.go)
        self._frame.top.seat_clicked.connect(self._seat_menu)
        self._frame.status.item_clicked.connect(self._on_status)

    def _on_tick(self) -> None:
        now = words.local(self._desk.clock.now(), self._desk.reference)
        self._frame.top.set_time(full_clock(now))

    def _on_session(self) -> None:
        self._set_title()

    def _set_title(self) -> None:
        actor, reference = self._desk.actor, self._desk.reference
        centre = words.pick(reference.district.centre) if isinstance(reference, Reference) else ""
        self._frame.top.set_centre(centre)
        if actor is None:
            return
        who = self.tr("Seat {n}").format(n=actor.seat) if actor.seat else actor.name
        state = {
            "in": (self.tr("ready"), Light.GREEN),
            "offline": (self.tr("off line"), Light.AMBER),
            "expired": (self.tr("session ended"), Light.RED),
        }.get(self._desk.session, ("", Light.NONE))
        self._frame.top.set_seat(who, *state)
        self.title = words.dotted((centre, who))
        self.titled.emit(self.title)

    def _on_status(self, key: str) -> None:
        if key in ("outbox", "conflicts", "parked"):
            self.go("outbox")

    # --- what is kept ------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Puts layouts and columns into the settings and saves them."""
        for screen in self._screens.values():
            screen.keep()
        self._desk.settings.save()

    def leave(self) -> None:
        """The person goes: nothing of this frame listens any longer."""
        self.presence.end()
        self.keep()


def screens_of(role: str) -> dict[str, tuple[str, Callable[[Context], Any]]]:
    """The screens of a role, in their order: key → (title, how it is made)."""
    from views.desks import rounds
    from views.dispatch.screen import dispatch_screen
    from views.intake.screen import grid_screen, intake_screen

    translate = QCoreApplication.translate
    tickets = (translate("Tickets", "Tickets"), rounds.all_screen)
    outbox = (translate("OutboxScreen", "To send"), OutboxScreen)
    match role:
        case "seat" | "duty":
            return {
                "intake": (translate("Intake", "Intake"), intake_screen),
                "dispatch": (translate("Dispatch", "Dispatch"), dispatch_screen),
                "closing": (translate("Closing", "Closing"), rounds.closing_screen),
                "callback": (translate("CallBack", "Call-back"), rounds.callback_screen),
                "tickets": tickets,
                "outbox": outbox,
            }
        case "handler":
            return {
                "handling": (translate("Handling", "Handling"), rounds.handling_screen),
                "tickets": tickets,
                "outbox": outbox,
            }
        case "grid":
            return {
                "grid": (translate("Grid", "Grid"), grid_screen),
                "tickets": tickets,
                "outbox": outbox,
            }
        case _:
            return {"tickets": tickets, "outbox": outbox}
