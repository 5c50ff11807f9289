"""A file's place: typed, or chosen in a dialog that stops nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from widgets.text import TextField

translate = QCoreApplication.translate


class PathField(QWidget):
    """`edited` with every change. `saving`: the file is to be written, else to be read."""

    edited = Signal()
    submitted = Signal()

    def __init__(
        self, name: str, caption: str, filters: list[str], *, saving: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._name = name
        self._caption = caption
        self._filters = filters
        self._saving = saving
        self.line = TextField("", self, name=caption)
        self.line.setObjectName(f"{name}.line")
        self.line.textChanged.connect(self.edited)
        self.line.submitted.connect(self.submitted)
        self.browse = QPushButton(translate("PathField", "Choose…"), self)
        self.browse.setObjectName(f"{name}.choose")
        self.browse.clicked.connect(self.choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.line)

    def path(self) -> Path | None:
        """What stands there, None for nothing."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, text: str) -> None:
        """Puts a place in."""
        if text != self.line.text():
            self.line.setText(text)

    def choose(self) -> None:
        """Opens the dialog at what stands there."""
        dialog = QFileDialog(self, self._caption)
        dialog.setObjectName(f"{self._name}.dialog")
        saving = QFileDialog.AcceptMode.AcceptSave if self._saving else QFileDialog.AcceptMode.AcceptOpen
        dialog.setAcceptMode(saving)
        dialog.setFileMode(
            QFileDialog.FileMode.AnyFile if self._saving else QFileDialog.FileMode.ExistingFile
        )
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, QGuiApplication.platformName() != "windows")
        dialog.setNameFilters(self._filters)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.path()
        if place is not None:
            if place.parent.is_dir():
                dialog.setDirectory(str(place.parent))
            dialog.selectFile(place.name)
        dialog.fileSelected.connect(self.set_path)
        dialog.open()


def table_filters() -> list[str]:
    """What a catalogue's file may be."""
    return [
        translate("PathField", "Tables (*.xlsx *.csv)"),
        translate("PathField", "All files (*)"),
    ]
