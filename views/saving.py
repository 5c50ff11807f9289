"""Where a file is saved to: the dialog that asks, which stops nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def documents() -> str:
    """The person's folder of documents; the home folder where there is none."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return found if Path(found).is_dir() else str(Path.home())


def dialog_for(over: QWidget, title: str, name: str, folder: str = "") -> QFileDialog:
    """A dialog for one file, which proposes a name in a folder (else that of documents); to be opened."""
    dialog = QFileDialog(over, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, QGuiApplication.platformName() != "windows")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setDirectory(folder or documents())
    dialog.selectFile(name)
    return dialog
