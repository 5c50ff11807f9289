"""A table that is read in as a version: which file, and what its columns and its units of time mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from console.catalogue_draft import CatalogueDraft
from contract.catalogue import CatalogueMapping
from views import words
from views.catalogue.path_field import PathField, table_filters
from widgets import theme
from widgets.form import Form
from widgets.text import TextArea
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate

EDITED = ""
"""The choice of a mapping that is edited here."""


class ImportPage(QWidget):
    """`edited` with every change that is the person's; `draft(before)` is what stands there."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self._shipped: dict[str, CatalogueMapping] = {}
        self.file = PathField(
            "catalogue.import.file",
            translate("CatalogueImport", "Table to read in"),
            table_filters(),
            saving=False,
            parent=self,
        )
        self.mapping = QComboBox(self)
        self.mapping.setObjectName("catalogue.import.mapping")
        self.rest = QComboBox(self)
        self.rest.setObjectName("catalogue.import.rest")
        self.rest.addItem(
            translate("CatalogueImport", "the file is the whole catalogue: others are withdrawn"), "withdraw"
        )
        self.rest.addItem(translate("CatalogueImport", "the file is a supplement: others stay"), "keep")
        self.partial = QCheckBox(
            translate("CatalogueImport", "Let the good rows in although others are refused"), self
        )
        self.partial.setObjectName("catalogue.import.partial")
        self.toml = TextArea("", self, name=translate("CatalogueImport", "Mapping"), lines=18)
        self.toml.setObjectName("catalogue.import.toml")
        self.toml.setFont(theme.current().mono_font())
        form = self.form = Form(2, name=translate("CatalogueImport", "Read a table in"))
        form.add("file", translate("CatalogueImport", "File (XLSX or CSV)"), self.file, span=2)
        form.add("mapping", translate("CatalogueImport", "What its columns mean"), self.mapping)
        form.add("rest", translate("CatalogueImport", "Items that it does not name"), self.rest)
        form.add("partial", translate("CatalogueImport", "Rows that are refused"), self.partial, span=2)
        form.add(
            "toml",
            translate("CatalogueImport", "Mapping (TOML): edit it, and it goes with this file only"),
            self.toml,
            span=2,
            hint=translate(
                "CatalogueImport",
                "Under [units] each word for a unit of time says what it means; a word that is not there "
                "refuses its rows.",
            ),
        )
        inside = QWidget()
        theme.set_surface(inside, "panel")
        hold = QVBoxLayout(inside)
        hold.setContentsMargins(16, 12, 16, 12)
        hold.addWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(YieldingArea(inside, self, least=160), 1)
        self.file.edited.connect(self._on_file)
        self.file.submitted.connect(self.submitted)
        self.mapping.currentIndexChanged.connect(self._on_mapping)
        self.rest.currentIndexChanged.connect(self._tell)
        self.partial.toggled.connect(self._tell)
        self.toml.textChanged.connect(self._on_toml)

    def show_mappings(self, mappings: Sequence[CatalogueMapping]) -> None:
        """The mappings that come along."""
        self._shipped = {one.name: one for one in mappings}
        self._filling = True
        chosen = self.mapping.currentData()
        self.mapping.clear()
        for one in mappings:
            self.mapping.addItem(words.pick(one.names), one.name)
        self.mapping.addItem(translate("CatalogueImport", "edited below"), EDITED)
        if chosen is not None:
            self.mapping.setCurrentIndex(max(0, self.mapping.findData(chosen)))
        self._filling = False

    def show_draft(self, draft: CatalogueDraft) -> None:
        """Puts in what was kept."""
        self._filling = True
        self.file.set_path(draft.file_name)
        known = draft.mapping if draft.mapping in self._shipped else "own"
        self.mapping.setCurrentIndex(max(0, self.mapping.findData(EDITED if draft.mapping_toml else known)))
        self.rest.setCurrentIndex(max(0, self.rest.findData(draft.rest)))
        self.partial.setChecked(draft.partial)
        shipped = self._shipped.get(known)
        text = draft.mapping_toml or (shipped.toml if shipped is not None else "")
        if self.toml.toPlainText() != text:
            self.toml.setPlainText(text)
        self._filling = False

    def taken_in(self) -> tuple[str, str, str, bool]:
        """Name of the mapping, its TOML where it was edited, what becomes of the rest, whether in part."""
        name = str(self.mapping.currentData() or "")
        toml = self.toml.toPlainText() if name == EDITED else ""
        return name or "own", toml, str(self.rest.currentData()), self.partial.isChecked()

    def _tell(self) -> None:
        if not self._filling:
            self.edited.emit()

    def _on_file(self) -> None:
        self.form.set_error("file", "")
        self._tell()

    def _on_mapping(self) -> None:
        shipped = self._shipped.get(str(self.mapping.currentData() or ""))
        if shipped is not None and not self._filling:
            self._filling = True
            self.toml.setPlainText(shipped.toml)
            self._filling = False
        self._tell()

    def _on_toml(self) -> None:
        if self._filling:
            return
        place = self.mapping.findData(EDITED)
        if place >= 0 and self.mapping.currentIndex() != place:
            self._filling = True
            self.mapping.setCurrentIndex(place)
            self._filling = False
        self._tell()
