"""The console's one window: log-in, then the frame of whoever sits here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from console.desk import Desk
from views import docks, language
from views.login.page import LoginPage
from views.roles import reading_in
from views.seat_window import SeatWindow
from views.workspaces.keeping import Keeping
from views.workspaces.monitors import keep_inside
from widgets import theme
from widgets.countdown import Ticker
from widgets.empty import PanelState, StatePanel

_READ_MS = 300
"""After so long the log-in page stands and takes keys; the screens' modules are read while a person types."""
_NEXT_READ_MS = 0
"""Between two of them what is typed comes in first."""
_docks_configured = False


class Window(QWidget):
    """Shows log-in or the seat, by the desk's session. `closed` when the person closed it."""

    closed = Signal()

    def __init__(self, desk: Desk, use_server: Callable[[str], None] | None = None) -> None:
        super().__init__()
        global _docks_configured
        if not _docks_configured:
            docks.configure()
            _docks_configured = True
        self.setObjectName("window")
        theme.set_surface(self, "base")
        self._desk = desk
        self._use_server = use_server
        self._ticker = Ticker(desk.clock.seconds, self)
        self._account = ""
        self._seat: SeatWindow | None = None
        self._again: LoginPage | None = None
        self._login: LoginPage | None = None
        self._loading: StatePanel | None = None
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.setMinimumSize(960, 600)
        self._unread = reading_in()
        self._reading = QTimer(self)
        self._reading.timeout.connect(self._read_on)
        self._keeping = Keeping(desk.settings, self._keep_place, self)
        desk.session_changed.connect(self._on_session)
        desk.reference_changed.connect(self._on_reference)
        self._show_what_is()

    # --- what stands in it -------------------------------------------------------------------------------
    def _show_what_is(self, front: str = "") -> None:
        """Log-in without a person, a word of patience without the district's data, else the seat, with the
        screen `front` first."""
        desk = self._desk
        if desk.actor is None:
            self._show_login()
        elif desk.reference is None:
            self._show_loading()
        elif self._seat is None or self._account != desk.actor.id:
            self._show_seat(front)
        self._ask_again(desk.session == "expired" and self._seat is not None)

    def _put(self, widget: QWidget) -> None:
        before = [self._stack.widget(n) for n in range(self._stack.count())]
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        for gone in before:
            self._stack.removeWidget(gone)
            gone.hide()
            gone.deleteLater()

    def _show_login(self) -> None:
        if self._login is not None:
            return
        self._drop_seat()
        self._loading = None
        self._login = self._make_login()
        self._put(self._login)
        self.setWindowTitle(self.tr("Grid command"))
        self._login.focus_first()
        self._reading.start(_READ_MS)

    def _read_on(self) -> None:
        """One more module is read in, in an event of its own."""
        try:
            next(self._unread)
        except StopIteration:
            self._reading.stop()
        else:
            self._reading.setInterval(_NEXT_READ_MS)

    def _make_login(self) -> LoginPage:
        page = LoginPage(self._desk, self._use_server, self)
        page.language_wanted.connect(self.set_language)
        return page

    def _show_loading(self) -> None:
        self._drop_seat()
        self._login = None
        if self._loading is None:
            self._loading = StatePanel(
                PanelState.LOADING,
                self.tr("The district is being fetched"),
                self.tr("Areas, units and the catalogue come once; after that they are kept here."),
                parent=self,
            )
            self._loading.setObjectName("loading")
            self._put(self._loading)

    def _show_seat(self, front: str) -> None:
        self._drop_seat()
        self._login = self._loading = None
        actor = self._desk.actor
        assert actor is not None
        self._account = actor.id
        seat = SeatWindow(self._desk, self._ticker, self, first=front)
        seat.language_wanted.connect(self.set_language)
        seat.log_out_wanted.connect(self._log_out)
        seat.titled.connect(self.setWindowTitle)
        self.setWindowTitle(seat.title)
        self._seat = seat
        self._put(seat)

    def _drop_seat(self) -> None:
        if self._seat is not None:
            self._seat.leave()
            self._seat = None
            self._account = ""

    def _ask_again(self, wanted: bool) -> None:
        """The session ended: log-in stands over the seat, which stays as it is below."""
        if wanted and self._again is None:
            self._again = self._make_login()
            self._again.entered.connect(lambda: self._ask_again(False))
            self._again.setGeometry(self.rect())
            self._again.show()
            self._again.raise_()
            self._again.ask_again()
            self._let_work(False)
        elif not wanted and self._again is not None:
            self._again.hide()
            self._again.deleteLater()
            self._again = None
            self._let_work(True)
            if self._seat is not None:
                self._seat.current().enter()

    def _let_work(self, on: bool) -> None:
        """Whether keys reach what stands under the log-in, the one that goes to the next field among them."""
        if self._seat is not None:
            self._seat.setEnabled(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._again is not None:
            self._again.setGeometry(self.rect())

    # --- what changes ------------------------------------------------------------------------------------
    def _on_session(self) -> None:
        self._show_what_is()

    def _on_reference(self) -> None:
        if self._seat is None:
            self._show_what_is()

    def _log_out(self) -> None:
        self._desk.run("log out", self._desk.log_out(), owner=self)

    def set_language(self, tag: str) -> None:
        """Another language: kept, installed, and the frame made anew where it stood."""
        kept = self._desk.settings.kept
        kept.language = "zh_CN" if tag.startswith("zh") else "en"
        language.install(kept.language)
        front = self._seat.current().key if self._seat is not None else ""
        again = self._again is not None
        if self._again is not None:
            self._again.hide()
            self._again.deleteLater()
            self._again = None
        self._drop_seat()
        self._login = self._loading = None
        self._show_what_is(front)
        self._ask_again(again)
        self._desk.settings.save()

    # --- its place ---------------------------------------------------------------------------------------
    @property
    def seat(self) -> SeatWindow | None:
        """The frame of who sits here, None before log-in."""
        return self._seat

    def show_in_place(self) -> None:
        """Stands where it stood; fills the screen the first time."""
        kept = self._desk.settings.kept.layouts.get("window")
        if kept is not None and self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self.show()
            keep_inside(self)
        else:
            self.showMaximized()
        if self._login is not None:
            self._login.focus_first()

    def keep(self) -> None:
        """Puts the window's place, layouts and columns into the settings and saves them."""
        self._keep_place()
        if self._seat is not None:
            self._seat.keep()
        self._desk.settings.save()

    def _keep_place(self) -> None:
        if self.isVisible():
            place = bytes(self.saveGeometry().toBase64().data()).decode()
            self._desk.settings.kept.layouts["window"] = place

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep()
        self._keeping.end()
        self._drop_seat()
        event.accept()
        self.closed.emit()
