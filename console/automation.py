"""Answers questions about the windows: where a control is, what it says, what this seat holds.

For the tour and for other programs that work the real windows (``--automation SOCKET``): a JSON object a
line in, one a line out. It only looks. Every key and every click goes through the window system, as a
person's does. The socket is its owner's alone.

    {"find": NAME}     the visible control of that object name (else accessible name): place in px of the
                       screen, text, enabled, and the number of rows of a table; {} where there is none
    {"tree": true}     the object names that are to be seen
    {"state": true}    session, connection, outbox, number of rows, feed cursor, language, theme
    {"row": ID}        a ticket as the seat shows it, and whether something of it is still to be sent
    {"shot": PATH}     a picture of the screen
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from console.desk import Desk
from widgets import theme


class Automation:
    """The server. `desk` is the seat it looks at."""

    def __init__(self, desk: Desk, socket: Path) -> None:
        self._desk = desk
        self._socket = socket
        self._server: asyncio.AbstractServer | None = None
        self._lines: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Listens. Raises OSError."""
        self._socket.unlink(missing_ok=True)
        before = os.umask(0o077)
        try:
            self._server = await asyncio.start_unix_server(self._serve, self._socket)
        finally:
            os.umask(before)

    async def close(self) -> None:
        """Ends every conversation."""
        if self._server is None:
            return
        self._server.close()
        for line in tuple(self._lines):
            line.close()
        await self._server.wait_closed()
        self._socket.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        try:
            while said := await reader.readline():
                try:
                    answer = self._answer(json.loads(said))
                except (ValueError, KeyError, TypeError, OSError) as error:
                    answer = {"error": f"{type(error).__name__}: {error}"}
                writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            pass  # whoever asked has gone
        finally:
            self._lines.discard(writer)
            writer.close()

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        if "find" in asked:
            return found(str(asked["find"]))
        if "tree" in asked:
            return {"names": sorted({w.objectName() for w in _seen() if w.objectName()})}
        if "state" in asked:
            return self._state()
        if "row" in asked:
            return self._row(str(asked["row"]))
        if "shot" in asked:
            return _shot(Path(str(asked["shot"])))
        raise ValueError("not a question this console answers")

    def _state(self) -> dict[str, Any]:
        desk = self._desk
        return {
            "session": desk.session,
            "actor": msgspec.to_builtins(desk.actor),
            "connection": desk.connection.link,
            "outbox": [
                {"id": row.action_id, "ticket": row.ticket_id, "action": row.action, "state": row.state}
                for row in desk.outbox
            ],
            "rows": desk.store.count(),
            "now": desk.clock.now(),
            "language": desk.language,
            "theme": theme.current().mode,
            "density": theme.current().density.value,
        }

    def _row(self, ticket_id: str) -> dict[str, Any]:
        ticket = self._desk.store.get(ticket_id)
        if ticket is None:
            return {}
        waiting = any(row.ticket_id == ticket_id for row in self._desk.outbox)
        return {"ticket": msgspec.to_builtins(ticket), "pending": waiting}


def _seen() -> Iterator[QWidget]:
    return (widget for widget in QApplication.allWidgets() if widget.isVisible())


def _shown_part(widget: QWidget) -> QRect:
    """What of a widget is to be seen, in px of the screen; null where it is covered or scrolled away."""
    region = widget.visibleRegion()
    if region.isEmpty():
        return QRect()
    return QRect(widget.mapToGlobal(region.boundingRect().topLeft()), region.boundingRect().size())


def found(name: str) -> dict[str, Any]:
    """A control that is to be seen; {} where there is none of that name."""
    for menu in (w for w in _seen() if isinstance(w, QMenu)):
        for action in menu.actions():
            if action.objectName() == name and action.isVisible():
                place = menu.actionGeometry(action)
                place.moveTopLeft(menu.mapToGlobal(place.topLeft()))
                return _place(place, action.text(), enabled=action.isEnabled())
    named = sorted(
        (w for w in _seen() if name in (w.objectName(), w.accessibleName())),
        key=lambda w: w.objectName() != name,
    )
    for widget in named:
        part = _shown_part(widget)
        if part.isNull():
            continue
        answer = _place(part, _text(widget), enabled=widget.isEnabled())
        answer["focus"] = widget.hasFocus()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            answer["rows"] = widget.model().rowCount()
        return answer
    return {}


def _place(rect: QRect, text: str, *, enabled: bool) -> dict[str, Any]:
    return {
        "visible": True,
        "x": rect.x(),
        "y": rect.y(),
        "width": rect.width(),
        "height": rect.height(),
        "text": text,
        "enabled": enabled,
    }


def _text(widget: QObject) -> str:
    """What a control says, by whichever of Qt's properties it says it with."""
    for name in ("plainText", "text", "currentText", "title", "accessibleName"):
        said = widget.property(name)
        if isinstance(said, str) and said:
            return said
    return ""


def _shot(path: Path) -> dict[str, Any]:
    screen = QGuiApplication.screenAt(QPoint(0, 0)) or QGuiApplication.primaryScreen()
    # The whole screen, as a person sees it: menus, several windows and all.
    picture = screen.grabWindow(0)
    if picture.isNull() or not picture.save(str(path), "PNG"):
        raise OSError(f"no picture could be written to {path}")
    return {"shot": str(path), "width": picture.width(), "height": picture.height()}
