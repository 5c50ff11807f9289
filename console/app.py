"""The composition root: one process, one profile, one desk, one window.

Order: settings, the log, QApplication, theme and language, the desk with its replica, the window, and only
then the loop with the network. What is to be seen stands before anything is asked of the backend.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Literal

import qasync
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

from console.desk import Desk
from console.errors import StorageFault
from console.settings import Settings, default_profile
from views import language as languages
from views.window import Window
from widgets import theme as themes
from widgets.theme import Density

log = logging.getLogger("console")
qt_log = logging.getLogger("qt")

Theme = Literal["dark", "light", "system"]

LOG_BYTES = 2_000_000
LOG_FILES = 3
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)


def keep_log(profile: Path) -> None:
    """Everything from INFO on into the profile's own file, warnings to standard error, too."""
    profile.mkdir(parents=True, exist_ok=True, mode=0o700)
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    file = RotatingFileHandler(
        profile / "console.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
    )
    loud = logging.StreamHandler(sys.stderr)
    loud.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for handler in (file, loud):
        handler.setFormatter(form)
        root.addHandler(handler)
    for chatty in ("httpx", "httpcore", "qasync"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    qInstallMessageHandler(_qt_said)


def make_application(settings: Settings, language: str | None) -> tuple[QApplication, str]:
    """QApplication with the profile's looks; gives it and the language in force."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["grid-console"])
    app.setApplicationName("grid-console")
    app.setDesktopFileName("grid-console")
    app.setQuitOnLastWindowClosed(False)
    kept = settings.kept
    look = themes.current()
    look.set_density(Density(kept.density))
    look.set_text_scale(kept.text_scale)
    look.set_mode(kept.theme)
    look.apply(app)
    return app, languages.install(language or kept.language)


@contextmanager
def event_loop(app: QApplication) -> Iterator[qasync.QEventLoop]:
    """Qt's loop as asyncio's, for the length of a `with` block."""
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    try:
        with loop:
            yield loop
    finally:
        asyncio.set_event_loop(None)


async def stay(desk: Desk, window: Window, socket: Path | None) -> None:
    """The seat's life: until the window is closed or the process is told to end."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    window.closed.connect(ended.set)
    for number in (signal.SIGINT, signal.SIGTERM) if os.name == "posix" else ():
        loop.add_signal_handler(number, window.close)
    automation = None
    desk.start()
    try:
        if socket is not None:
            from console.automation import Automation

            automation = Automation(desk, socket)
            await automation.start()
        await ended.wait()
    finally:
        if automation is not None:
            await automation.close()
        await desk.close()


def run(
    *,
    profile: Path | None = None,
    server: str | None = None,
    language: str | None = None,
    theme: Theme | None = None,
    automation: Path | None = None,
) -> int:
    """Runs the seat; gives the exit status."""
    folder = profile or default_profile()
    try:
        settings = Settings(folder)
        keep_log(folder)
        if server:
            settings.kept.server = server
        if theme is not None:
            settings.kept.theme = theme
        app, spoken = make_application(settings, language)
        desk = Desk(settings, spoken)
        desk.load()
    except (StorageFault, OSError) as error:
        return _cannot_start(error)
    window = Window(desk, desk.use_server)
    window.show_in_place()
    with event_loop(app) as loop:
        loop.run_until_complete(stay(desk, window, automation))
        window.deleteLater()
    return 0


def _cannot_start(error: Exception) -> int:
    """Says why there is no seat, on the screen and on standard error; gives the exit status."""
    says = error.says if isinstance(error, StorageFault) else None
    spoken = languages.system_language()
    text = says.of(spoken) if says is not None else str(error)
    sys.stderr.write(f"grid-console: {text}\n")
    if not isinstance(QApplication.instance(), QApplication):
        QApplication(["grid-console"])
    box = QMessageBox(QMessageBox.Icon.Critical, "grid-console", text)
    box.finished.connect(QApplication.quit)
    box.open()
    QApplication.exec()
    return 1
