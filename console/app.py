"""The composition root: settings, desk, theme, language, window, one loop for all of it.

Nothing here is known to anybody else. The order keeps the start short: the window with the replica's queue
stands before anything of the network is imported.
"""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType

import qasync
from PySide6.QtCore import (
    QCoreApplication,
    QLockFile,
    QMessageLogContext,
    QSocketNotifier,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from contract.machine import Names
from views import language
from views.looks import dress
from views.window import Window
from widgets import theme

from . import starting
from .desk import Desk
from .errors import StorageFault
from .settings import Settings
from .tidying import Tidying

log = logging.getLogger("console")
qt_log = logging.getLogger("qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
RUNNING = Names(
    "使用本配置目录的控制台已在运行，请切换到那个窗口",
    "Another console is running on this profile: go on in its window",
)
KEEP_LOG = 1 << 20
"""Bytes of the log file before it is turned over; three old ones are kept."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says; "" and None leave it to the settings."""

    server: str = ""
    language: str = ""
    theme: str = ""
    automation: Path | None = None


def watch_messages() -> None:
    """Qt's messages and what no slot caught go where our own log goes."""

    def message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        category = getattr(context, "category", None) or "default"
        qt_log.log(LEVELS[kind], "%s: %s", category, text)

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("a bug of ours", exc_info=(kind, error, trace))

    qInstallMessageHandler(message)
    sys.excepthook = uncaught


def log_to(profile: Path) -> None:
    """Warnings to the terminal, everything from INFO on to the profile's file. Neither holds what people
    typed or read."""
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    file = logging.handlers.RotatingFileHandler(
        profile / "console.log", maxBytes=KEEP_LOG, backupCount=3, encoding="utf-8", delay=True
    )
    for handler in (terminal, file):
        handler.setFormatter(form)
        logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("qasync").setLevel(logging.WARNING)


def settings_of(options: Options, profile: Path) -> Settings:
    """The profile's settings with what the command line says over them. Raises StorageFault."""
    settings = Settings(profile)
    kept = settings.kept
    if options.server:
        kept.server = options.server.rstrip("/")
    if options.language:
        kept.language = "zh_CN" if options.language.startswith("zh") else "en"
    if options.theme:
        kept.theme = "light" if options.theme == "light" else "dark"
    return settings


class Signals:
    """Ends the program in order on SIGTERM and SIGINT: the numbers come through a socket that Qt's loop
    watches, since Python runs no handler while Qt waits."""

    def __init__(self, ended: Callable[[], None]) -> None:
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._heard)
        self._ended = ended

    def _heard(self) -> None:
        self._ours.recv(64)
        self._ended()

    def close(self) -> None:
        """Gives the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        self._ours.close()
        self._theirs.close()


def refusal(app: QApplication, says: Names, tag: str, mode: str) -> QMessageBox:
    """The window that says why the console cannot start, in the language and theme it would start in."""
    tag = language.install(tag)
    theme.current().set_mode(mode)
    theme.current().apply(app)
    title = QCoreApplication.translate("Window", "Grid command")
    box = QMessageBox(QMessageBox.Icon.Warning, title, says.of(tag), QMessageBox.StandardButton.Close)
    # The desktop's own picture on it does not follow the theme.
    box.button(QMessageBox.StandardButton.Close).setIcon(QIcon())
    theme.set_surface(box, "panel")
    return box


def _refuse(app: QApplication, says: Names, tag: str, mode: str) -> int:
    """Says why the console cannot start, in a window and on the terminal; the exit status."""
    log.error("%s", says.en)
    box = refusal(app, says, tag, mode)
    box.finished.connect(QApplication.quit)
    box.open()
    QApplication.exec()
    return 3


def application() -> QApplication:
    """The one QApplication, with its messages in our log."""
    app = QApplication.instance() or QApplication(["grid-console"])
    assert isinstance(app, QApplication)
    app.setApplicationName("grid-console")
    app.setQuitOnLastWindowClosed(False)
    watch_messages()
    return app


def opened(app: QApplication, settings: Settings) -> Desk:
    """The desk with its replica loaded, and the looks that the settings ask for. Raises StorageFault."""
    desk = Desk(settings, language.system_language())
    desk.load()
    theme.current().apply(app)
    dress(desk)
    return desk


def run(options: Options, profile: Path) -> int:
    """Opens the console and stays until it is closed; the exit status."""
    app = application()
    tag, mode = options.language, options.theme or "dark"
    try:
        settings = settings_of(options, profile)
        tag, mode = settings.kept.language, settings.kept.theme
        log_to(profile)
        lock = QLockFile(str(profile / "lock"))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            from .second_start import show_running

            return 0 if show_running(profile) else _refuse(app, RUNNING, tag, mode)
        log.info("the console starts on %s", settings.kept.server)
        desk = opened(app, settings)
        log.info("%d tickets in the replica", desk.store.count())
    except StorageFault as fault:
        return _refuse(app, fault.says, tag, mode)
    loop = qasync.QEventLoop(app)
    with loop:
        loop.run_until_complete(_live(desk, options, profile))
    lock.unlock()
    return 0


def _bring_forward(window: Window) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


async def _live(desk: Desk, options: Options, profile: Path) -> None:
    ended = asyncio.Event()
    signals = Signals(ended.set)
    window = Window(desk, desk.use_server)
    window.closed.connect(ended.set)
    window.show_in_place()
    starting.over()
    Tidying(window)
    from .second_start import SecondStarts

    second_starts = SecondStarts(profile, partial(_bring_forward, window), window)
    automation = None
    if options.automation is not None:
        from .automation import Automation
        from .screen import Windows

        automation = Automation(options.automation, desk, Windows())
        await automation.start()
    desk.start()
    try:
        await ended.wait()
    finally:
        if window.isVisible():
            window.close()
        if automation is not None:
            await automation.close()
        await desk.close()
        second_starts.close()
        signals.close()
        window.deleteLater()
