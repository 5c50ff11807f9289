"""The versions of the catalogue, newest first, the draft above them; and what is known of the one chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.catalogue import CatalogueVersion
from views import words
from views.catalogue.plain_rows import PlainRows
from views.context import Context
from widgets import theme
from widgets.facts import Fact, FactsGrid
from widgets.light import Light
from widgets.moments import day_time
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView

translate = QCoreApplication.translate

_LEAST = 290
"""Px at 100 %: its columns side by side."""
DRAFT = "draft "
"""The key of the draft's row; no version is called so, since names hold no spaces."""


class Row(NamedTuple):
    """A version, or the draft where there is none."""

    key: str
    place: int
    version: CatalogueVersion | None
    name: str
    size: int


def standing_words(standing: str) -> str:
    """How a version stands."""
    return {
        "past": translate("CatalogueVersions", "past"),
        "current": translate("CatalogueVersions", "in force"),
        "coming": translate("CatalogueVersions", "coming"),
        "draft": translate("CatalogueVersions", "draft"),
    }.get(standing, standing)


class VersionsPanel(QWidget):
    """`chosen(key)` when the cursor comes to a version, or to the draft (`DRAFT`)."""

    chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._widen()
        theme.current().changed.connect(self._widen)
        theme.set_surface(self, "panel")
        self._rows = PlainRows[Row](self._cell, self._weigh)
        self._known: dict[str, CatalogueVersion] = {}
        columns = (
            Column("name", translate("CatalogueVersions", "Version"), ColumnKind.TEXT, 80, stretch=True),
            Column(
                "standing",
                translate("CatalogueVersions", "Standing"),
                ColumnKind.LIGHT,
                84,
                sample="● " + standing_words("current"),
            ),
            Column(
                "from", translate("CatalogueVersions", "From"), ColumnKind.NUMBER, 88, sample="2026-12-31"
            ),
            Column("items", translate("CatalogueVersions", "Items"), ColumnKind.COUNT, 52),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("from", True)])
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName("catalogue.versions")
        self.table.setAccessibleName(translate("CatalogueVersions", "Versions"))
        self.table.set_empty(
            translate("CatalogueVersions", "No version"),
            translate("CatalogueVersions", "The versions of the catalogue stand here."),
        )
        self._facts = FactsGrid(1, self)
        self._facts.setObjectName("catalogue.version.facts")
        holder = self._about = QWidget(self)
        theme.set_surface(holder, "panel")
        theme.set_property(holder, "edge", "top")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(self._facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(holder)
        self.table.current_changed.connect(self._on_current)

    def _widen(self) -> None:
        self.setMinimumWidth(theme.current().px(_LEAST))

    def show_versions(self, versions: Sequence[CatalogueVersion], draft: str | None, size: int) -> None:
        """Shows these (oldest first) and the draft by its name (None: there is none)."""
        self._known = {one.version: one for one in versions}
        number = len(versions)
        fresh = {
            one.version: Row(one.version, number - n, one, one.version, one.items)
            for n, one in enumerate(versions)
        }
        if draft is not None:
            fresh[DRAFT] = Row(DRAFT, 0, None, draft, size)
        changed = self._rows.put(fresh)
        if changed:
            self._model.changed(changed)
            self._model.sort_by([("from", True)])
        if self.current() == "":
            self.select(next((v.version for v in versions if v.standing == "current"), ""))
        self._show_facts()

    def current(self) -> str:
        """The version under the cursor, `DRAFT`, or "" for none."""
        row = self._rows.row(self.table.current_id())
        return "" if row is None else row.key

    def select(self, key: str) -> bool:
        """Puts the cursor on one; False where it is not here (yet)."""
        slot = self._rows.slot(key)
        return slot >= 0 and self.table.select_row(slot)

    def before(self, version: str) -> str:
        """The version before one, "" for none."""
        names = list(self._known)
        place = names.index(version) if version in names else 0
        return names[place - 1] if place > 0 else ""

    def _on_current(self, _slot: object) -> None:
        self._show_facts()
        key = self.current()
        if key:
            self.chosen.emit(key)

    def _show_facts(self) -> None:
        one = self._known.get(self.current())
        facts: list[Fact] = []
        if one is not None:
            reference = self._context.desk.reference

            def when(instant: int) -> str:
                return day_time(words.local(instant, reference))

            facts.append(Fact(translate("CatalogueVersions", "In force from"), when(one.effective_from)))
            if one.put_at is not None:
                facts.append(
                    Fact(translate("CatalogueVersions", "Decided"), words.dotted((one.by, when(one.put_at))))
                )
                source = one.source or translate("CatalogueVersions", "written here")
                facts.append(Fact(translate("CatalogueVersions", "Source"), source))
            else:
                facts.append(
                    Fact(
                        translate("CatalogueVersions", "Source"),
                        translate("CatalogueVersions", "the district's profile"),
                    )
                )
            changes = translate("CatalogueVersions", "{n} rows of its own, {w} withdrawn")
            facts.append(
                Fact(translate("CatalogueVersions", "Holds"), changes.format(n=one.rows, w=one.withdrawn))
            )
        self._facts.set_facts(facts)
        self._about.setVisible(bool(facts))

    def _cell(self, row: Row, column: str) -> object:
        one = row.version
        match column:
            case "name":
                return row.name
            case "standing":
                key = "draft" if one is None else one.standing
                return (Light.GREEN if key == "current" else Light.NONE), standing_words(key)
            case "from":
                if one is None:
                    return ""
                return f"{words.local(one.effective_from, self._context.desk.reference):%Y-%m-%d}"
            case _:
                return str(row.size) if row.size else ""

    def _weigh(self, row: Row, column: str) -> str | float:
        return float(row.size) if column == "items" else float(row.place)
