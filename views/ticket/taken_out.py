"""Attachments that leave the console: saved where their person says, or shown by the system's own reader."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from console.errors import ConsoleError
from contract.action import FileRef
from views.context import Context
from views.saving import dialog_for

PDF = "application/pdf"
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


def name_of(ref: FileRef) -> str:
    """A name that any system takes: what its sender called it, without a way to another folder."""
    found = _UNSAFE.sub("_", ref.name).strip(". ")
    return found or ref.sha256[:12]


class TakenOut(QObject):
    """Of one strip of attachments. `told(text)` is what came of it."""

    told = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._folder = ""
        self.told.connect(context.tell)

    def save(self, ref: FileRef, over: QWidget) -> None:
        """Asks where to, and writes it there."""
        dialog = dialog_for(over, self.tr("Save the attachment"), name_of(ref), self._folder)
        dialog.setObjectName("ticket.files.save")
        dialog.fileSelected.connect(lambda path: self.write(ref, Path(path)))
        dialog.open()

    def write(self, ref: FileRef, file: Path) -> None:
        """Writes it there; says when it is, or why not."""
        self._folder = str(file.parent)
        work = self._context.desk.files.copy_out(ref.sha256, file)
        self._context.desk.run("save a file", work, self._saved, self._failed, self)

    def _saved(self, file: Path) -> None:
        self.told.emit(self.tr("Saved: {file}").format(file=file.name))

    def open(self, ref: FileRef) -> None:
        """Has the system's reader show a PDF."""
        work = self._context.desk.files.to_read(ref.sha256)
        self._context.desk.run("open a file", work, partial(self._opened, ref), self._failed, self)

    def _opened(self, ref: FileRef, file: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            text = self.tr("No program here opens {name}: save it instead")
            self.told.emit(text.format(name=ref.name))

    def _failed(self, error: ConsoleError) -> None:
        text = self.tr("The attachment is not to be had: {why}")
        self.told.emit(text.format(why=self._context.desk.say(error.says)))
