"""What a logged-in person sees: frame, screens by role, keys that hold everywhere, and the parts around."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from console.desk import Desk
from contract.account import Actor
from contract.reference import Reference
from views import screen_keys, words
from views.context import Context
from views.everywhere import Deed, Everywhere
from views.key_sheet import KeySheet
from views.looks import Looks
from views.notices import Notices
from views.outbox.half_written import CALLS
from views.parts import PARTS, Part
from views.presence import Presence
from views.roles import Makers, on_demand, reading_in, screens_of
from views.screen import Elsewhere, Screen
from views.seat_state.telling import standing
from views.status import Status
from widgets.countdown import Ticker
from widgets.frame import Frame
from widgets.keys import Binding
from widgets.moments import full_clock
from widgets.top_bar import Screen as Tab

REST_AFTER_MS = 150
"""The screens behind the one in front are made one at a time, this long apart, so that the one in front is
painted and takes keys first."""
UNSEEN_MOST = 20
"""So many times they wait for a window that is not to be seen."""


class SeatWindow(QWidget):
    """The frame of one logged-in person. `language_wanted(tag)` and `log_out_wanted` are the window's to do,
    `titled(text)` is what stands in its title, `screen_shown(key)` the screen that came to the front.

    It stands as a frame first. Each screen is made in an event of its own: `first`, or that of Ctrl+1, in the
    next one.
    """

    language_wanted = Signal(str)
    log_out_wanted = Signal()
    titled = Signal(str)
    screen_shown = Signal(str)
    ticket_opened = Signal(str)

    def __init__(self, desk: Desk, ticker: Ticker, parent: QWidget | None = None, *, first: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("seat.window")
        self.desk = desk
        self.title = ""
        self._screens: dict[str, Screen] = {}
        self.elsewhere: Elsewhere | None = None
        self._makers: Makers = {}
        self._on_demand: frozenset[str] = frozenset()
        self.frame = Frame(self)
        self._stack = QStackedWidget(self)
        # In front until the first screen is brought there: a stack shows by itself what it is given first.
        self._stack.addWidget(QWidget(self._stack))
        self.frame.set_centre_widget(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)
        self.everywhere = Everywhere(self)
        self.notices = Notices(desk, lambda row: self._show_waiting(row.state, row.action_id), self)
        self.notices.deciding = lambda: self.current().key == "outbox"
        self._sheet = KeySheet(self)
        self.presence = Presence(self)
        self.context = Context(
            desk,
            ticker,
            self.notices.tell,
            self.notices.tell_undo,
            self.open_ticket,
            self.go,
            lambda: self.presence.awake,
            self.take_up,
        )
        self._status = Status(self.frame.status, desk, ticker)
        self._connect(ticker)
        self._offer_screens(first)
        self._add_deeds()
        self._parts: list[Part] = [make(self) for make in PARTS]
        self._on_session()
        self._on_tick()

    # --- screens -----------------------------------------------------------------------------------------
    def _offer_screens(self, first: str) -> None:
        actor = self.desk.actor
        role = actor.role if actor is not None else ""
        self._makers, self._on_demand = screens_of(role), on_demand(role)
        tabs = [
            Tab(key, title, screen_keys.shown(number), screen_keys.sign(number))
            for number, (key, (title, _)) in enumerate(self._makers.items())
        ]
        self.frame.top.set_screens(tabs, screen_keys.LIST)
        self._first = first if first in self._makers else next(iter(self._makers))
        self._beginning = QTimer(self)
        self._beginning.setSingleShot(True)
        self._beginning.timeout.connect(self._begin)
        self._beginning.start()
        # Counts stand beside every title from the start, so every screen that counts is made; the one in
        # front first, the others when the program is idle.
        self._unseen = 0
        self._unread = reading_in()
        self._later = QTimer(self)
        self._later.setInterval(REST_AFTER_MS)
        self._later.timeout.connect(self._make_one_more)

    def _begin(self) -> None:
        """The first screen is made in one event and shown in the next."""
        if not self._screens:
            self.screen_of(self._first)
            self._beginning.start()
        else:
            self.own_current()
            self._later.start()

    def _make_one_more(self) -> None:
        # On a slow machine the time is over before the window has been painted at all.
        exposed = self.window().isVisible() and self.window().windowHandle().isExposed()
        if not exposed and self._unseen < UNSEEN_MOST:
            self._unseen += 1
            return
        missing = next(iter(self._to_make()), None)
        if missing is not None and next(self._unread, self) is not self:
            # Who comes back without logging in has not read the modules in yet: one an event.
            return
        if missing is None:
            self._later.stop()
        else:
            self.screen_of(missing)

    def screen_of(self, key: str) -> Screen:
        """A screen of this role, made when it is first asked for; raises KeyError."""
        found = self._screens.get(key)
        if found is None:
            found = self._screens[key] = self._makers[key][1](self.context)
            found.count_changed.connect(lambda: self._count(key))
            self._stack.addWidget(found)
            self._count(key)
        return found

    def _count(self, key: str) -> None:
        self.frame.top.set_count(key, self._screens[key].count())

    def busy_making(self) -> bool:
        """Whether screens behind the one in front are still being made."""
        return bool(self._to_make())

    def _to_make(self) -> list[str]:
        return [key for key in self._makers if key not in self._screens and key not in self._on_demand]

    def current(self) -> Screen:
        """The screen in front, in whichever window of this person it stands."""
        return (self.elsewhere.front() if self.elsewhere is not None else None) or self.own_current()

    def made(self) -> Sequence[str]:
        """The keys of the screens made so far."""
        return tuple(self._screens)

    def over(self) -> QWidget:
        """The window worked in, for what is laid over it."""
        return self.elsewhere.over() if self.elsewhere is not None else self

    def own_current(self) -> Screen:
        """The screen in front in this window; the first one where none has been made."""
        if not isinstance(self._stack.currentWidget(), Screen):
            self.go(self._first)
        found = self._stack.currentWidget()
        assert isinstance(found, Screen)
        return found

    def screens(self) -> Sequence[str]:
        """The keys of the screens this role has, in the order of their keys."""
        return tuple(self._makers)

    def go(self, key: str) -> None:
        """Brings a screen to the front."""
        if key not in self._makers:
            return
        screen = self.screen_of(key)
        if self.elsewhere is not None and self.elsewhere.bring(key):
            return
        before = self._stack.currentWidget()
        if before is not screen:
            if isinstance(before, Screen):
                before.leave()
            if screen.docks is not None:
                screen.docks.stand()
            self._stack.setCurrentWidget(screen)
        self.frame.top.set_current(key)
        screen.enter()
        self.screen_shown.emit(key)

    def open_ticket(self, ticket_id: str) -> None:
        """Shows a ticket on the screen of all tickets."""
        if not ticket_id:
            return
        self.go("tickets")
        screen = self._screens["tickets"]
        screen.show_ticket(ticket_id)
        self.ticket_opened.emit(ticket_id)

    def take_out(self, key: str) -> Screen:
        """Gives a screen to another window; the next one comes to the front here."""
        screen = self.screen_of(key)
        if self._stack.currentWidget() is screen:
            held = self.elsewhere.held() if self.elsewhere is not None else ()
            following = next(k for k in self._makers if k != key and k not in held)
            self._stack.setCurrentWidget(self.screen_of(following))
            self.frame.top.set_current(following)
            self.screen_of(following).enter()
        self._stack.removeWidget(screen)
        return screen

    def take_back(self, key: str) -> None:
        """A screen comes home, behind the one in front."""
        screen = self._screens[key]
        self._stack.addWidget(screen)
        screen.leave()

    def take_up(self, key: str) -> bool:
        """Opens a half-typed form by its draft's key; False where its ticket does not allow the step now."""
        if key in CALLS:
            self.go(CALLS[key])
            self.current().take_up_call()
            return True
        step, _, ticket_id = key.partition(":")
        self.open_ticket(ticket_id)
        return self.current().take_step(step)

    # --- keys --------------------------------------------------------------------------------------------
    def _add_deeds(self) -> None:
        add = self.everywhere.add
        for number, (key, (title, _)) in enumerate(self._makers.items()):
            add(Deed(f"screen.{key}", title, screen_keys.key(number), partial(self.go, key), listed=False))
        add(Deed("screens", self.tr("Go to a screen"), screen_keys.LIST, self._list_screens))
        add(Deed("undo", self.tr("Undo the last act"), "Ctrl+Z", self.notices.undo_last))
        Looks(self.desk, self.everywhere, self)
        other = "en" if words.language().startswith("zh") else "zh_CN"
        add(
            Deed(
                "language",
                "English" if other == "en" else "中文",
                "",
                lambda: self.language_wanted.emit(other),
                in_menu=True,
            )
        )
        add(Deed("keys", self.tr("Keys"), "?", self.show_keys, letter=True, in_menu=True))
        add(Deed("keys.shifted", self.tr("Keys"), "Shift+?", self.show_keys, letter=True, listed=False))
        add(Deed("keys.typing", self.tr("Keys"), "F1", self.show_keys, listed=False))
        add(Deed("reconnect", self.tr("Connect anew"), "Shift+F5", self.desk.reconnect, in_menu=True))
        add(Deed("logout", self.tr("Log out"), "", self.log_out_wanted.emit, in_menu=True))

    def show_keys(self) -> None:
        """Shows the keys of the screen in front."""
        screens = [Binding(screen_keys.span(len(self._makers)), self.tr("Screens"))]
        screen = self.current()
        self._sheet.open(
            self.tr("Keys: {screen}").format(screen=screen.title),
            (
                (screen.title, screen.bindings()),
                (self.tr("Everywhere"), screens + self.everywhere.bindings()),
            ),
        )

    def dismiss_keys(self) -> None:
        """Takes the sheet of keys away."""
        self._sheet.dismiss()

    def _list_screens(self) -> None:
        self.frame.top.open_list(self.over())

    def _seat_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("seat.menu")
        for deed in self.everywhere.menu():
            entry = menu.addAction(f"{deed.text}\t{deed.key_text}" if deed.key_text else deed.text)
            entry.setObjectName(f"seat.menu.{deed.name}")
            entry.triggered.connect(lambda _on=False, act=deed.act: act())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.frame.top.seat_anchor())

    # --- what changes around it --------------------------------------------------------------------------
    def _connect(self, ticker: Ticker) -> None:
        ticker.tick.connect(self._on_tick)
        self.desk.session_changed.connect(self._on_session)
        self.desk.reference_changed.connect(self._set_title)
        self.desk.seat_changed.connect(self._show_seat)
        self.frame.top.screen_chosen.connect(self.go)
        self.frame.top.seat_clicked.connect(self._seat_menu)
        self.frame.status.item_clicked.connect(self._on_status)

    def _on_tick(self) -> None:
        now = words.local(self.desk.clock.now(), self.desk.reference)
        self.frame.top.set_time(full_clock(now))
        self._show_seat()

    def _show_seat(self) -> None:
        actor = self.desk.actor
        if actor is not None:
            self.frame.top.set_seat(self._sitting(actor, words.role(actor.role)), *standing(self.desk))

    def _sitting(self, actor: Actor, other: str) -> str:
        """The seat by its number; `other` for an account that has none."""
        return self.tr("Seat {n}").format(n=actor.seat) if actor.seat else other

    def _on_session(self) -> None:
        self.everywhere.rest(self.desk.session == "expired")
        self._set_title()

    def _set_title(self) -> None:
        actor, reference = self.desk.actor, self.desk.reference
        centre = words.pick(reference.district.centre) if isinstance(reference, Reference) else ""
        self.frame.top.set_centre(centre)
        if actor is None:
            return
        self._show_seat()
        self.title = words.dotted((centre, self._sitting(actor, actor.name)))
        self.titled.emit(self.title)

    def _on_status(self, key: str) -> None:
        page = {"outbox": "waiting", "conflicts": "conflict", "parked": "parked"}.get(key)
        if page is not None:
            self._show_waiting(page)
        elif key in ("link", "why"):
            self.desk.reconnect()

    def _show_waiting(self, page: str, action_id: str = "") -> None:
        """Shows a page of the outbox, and a row there."""
        self.go("outbox")
        if "outbox" in self._screens:
            self._screens["outbox"].show_page(page, action_id)

    # --- what is kept ------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Puts layouts and columns into the settings and saves them."""
        for screen in self._screens.values():
            screen.keep()
        for part in self._parts:
            part.keep()
        self.desk.settings.save()

    def leave(self) -> None:
        """The person goes: nothing of this frame listens any longer."""
        self.presence.end()
        self.keep()
        for part in self._parts:
            part.leave()
        # Freed with the next turns of the loop; until then no timer in it may ask a desk that has closed.
        for timer in self.findChildren(QTimer):
            timer.stop()
        # Each panel in an event of its own, then its screen, then what lies over them, the frame, the whole.
        for screen in self._screens.values():
            if screen.docks is not None:
                screen.docks.let_go()
            screen.deleteLater()
        for over in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            over.deleteLater()
        self.deleteLater()
