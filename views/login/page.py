"""Log-in: the centre's address, the login, the password. The password is never kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.desk import Desk
from console.errors import Busy, ConsoleError, LoginRequired, Unreachable
from contract.account import Actor
from views import words
from views.kept_text import KeptText
from widgets import theme
from widgets.empty import BusyLine
from widgets.form import Form
from widgets.text import TextField

_WIDTH = 380
_LOGIN = ".login"
"""The draft of the name that is being typed."""


class LoginPage(QWidget):
    """The page. `entered` once somebody is logged in (or unlocked off line); `language_wanted`."""

    entered = Signal()
    language_wanted = Signal(str)

    def __init__(
        self, desk: Desk, use_server: Callable[[str], None] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("login")
        theme.set_surface(self, "base")
        self._desk = desk
        self._use_server = use_server
        kept = desk.settings.kept
        title = QLabel(self.tr("Grid command"), self)
        theme.set_role(title, "large")
        about = QLabel(self.tr("Log in with the account of your seat, unit or grid"), self)
        theme.set_role(about, "dim")
        about.setWordWrap(True)
        self._server = TextField("http://", name=self.tr("Centre's address"))
        self._server.setObjectName("login.server")
        self._server.setText(kept.server)
        self._login = TextField("", name=self.tr("Login"))
        self._login.setObjectName("login.login")
        self._login.setText(kept.login)
        KeptText(self._login, desk.drafts, _LOGIN)
        self._password = TextField("", name=self.tr("Password"))
        self._password.setObjectName("login.password")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._form = Form(parent=self)
        self._form.add("server", self.tr("Centre's address"), self._server)
        self._form.add("login", self.tr("Login"), self._login)
        self._form.add("password", self.tr("Password"), self._password)
        self._caps = QLabel(self)
        theme.set_role(self._caps, "dim")
        self._wrong = QLabel(self)
        self._wrong.setObjectName("login.wrong")
        self._wrong.setWordWrap(True)
        theme.set_role(self._wrong, "error")
        self._wrong.hide()
        self._busy = BusyLine(self)
        self._go = QPushButton(self.tr("Log in"), self)
        self._go.setObjectName("login.submit")
        self._go.setProperty("primary", True)
        self._go.clicked.connect(self.submit)
        other = "en" if words.language().startswith("zh") else "zh_CN"
        self._language = QPushButton("English" if other == "en" else "中文", self)
        self._language.setObjectName("login.language")
        self._language.setProperty("flat", True)
        self._language.clicked.connect(lambda: self.language_wanted.emit(other))
        self._lay_out(title, about)
        for line in (self._server, self._login, self._password):
            line.submitted.connect(self.submit)
        self._password.installEventFilter(self)

    def _lay_out(self, title: QLabel, about: QLabel) -> None:
        card = QWidget(self)
        card.setFixedWidth(theme.current().px(_WIDTH))
        theme.set_surface(card, "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(8)
        inside.addWidget(title)
        inside.addWidget(about)
        inside.addSpacing(8)
        inside.addWidget(self._form)
        inside.addWidget(self._wrong)
        inside.addWidget(self._busy)
        inside.addWidget(self._go)
        foot = QHBoxLayout()
        foot.addWidget(self._caps, 1)
        foot.addWidget(self._language)
        inside.addLayout(foot)
        # A row, not an alignment: what wraps in the card is as high as the card's width makes it.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)
        # Large letters and a fault under each field are more than a low screen has room for.
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def focus_first(self) -> None:
        """The caret goes to what is still to be typed."""
        (self._password if self._login.text() else self._login).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_again(self) -> None:
        """The session ended: the same person logs in again; nothing was lost. Another centre is for a log-in
        with nobody at the seat."""
        self._server.setEnabled(False)
        self._say(self.tr("The session has ended. Log in again; what you typed and what waits is kept."))
        self.focus_first()

    # --- logging in --------------------------------------------------------------------------------------
    def submit(self) -> None:
        """Logs in, or says under the field what is missing; nothing while a log-in is on its way."""
        if not self._go.isEnabled():
            return
        self._form.clear_errors()
        self._wrong.hide()
        server, login = self._server.text().strip(), self._login.text().strip()
        faults = {}
        if not server.startswith(("http://", "https://")):
            faults["server"] = self.tr("It begins with http:// or https://; your administrator knows it")
        if not login:
            faults["login"] = self.tr("Type your login, such as seat07")
        if not self._password.text():
            faults["password"] = self.tr("Type your password")
        if faults:
            self._form.set_errors(faults)
            return
        self._desk.settings.kept.login = login
        self._desk.drafts.forget(_LOGIN)
        if server != self._desk.settings.kept.server:
            self._desk.settings.kept.server = server
            if self._use_server is not None:
                self._use_server(server)
        self._desk.settings.save()
        self._set_busy(True)
        self._desk.run(
            "log in", self._desk.log_in(login, self._password.text()), self._done, self._failed, self
        )

    def _done(self, _actor: Actor) -> None:
        self._set_busy(False)
        self._password.clear()
        self._wrong.hide()
        self.entered.emit()

    def _failed(self, error: ConsoleError) -> None:
        self._set_busy(False)
        told = self._desk.say(error.says)
        if isinstance(error, LoginRequired):
            self._form.set_errors({"password": told})
            self._password.selectAll()
            self._password.setFocus()
        elif isinstance(error, Busy):
            seconds = max(1, round(error.retry_after))
            self._say(self.tr("Too many tries; try again in {n} s").format(n=seconds))
        elif isinstance(error, Unreachable):
            self._form.set_errors({"server": told})
        else:
            self._say(told)

    def _set_busy(self, busy: bool) -> None:
        self._busy.set_busy(busy)
        self._go.setEnabled(not busy)

    def _say(self, text: str) -> None:
        self._wrong.setText(text)
        self._wrong.show()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Says that Caps Lock stands, which a password does not show."""
        if (
            watched is self._password
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            text = event.text()
            shift = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            upper = len(text) == 1 and text.isalpha() and text.isupper() and not shift
            self._caps.setText(self.tr("Caps Lock is on") if upper else "")
        return False
