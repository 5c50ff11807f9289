"""What the catalogue's screen is made of, and how it is laid out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from views.catalogue.changes_panel import ChangesPanel
from views.catalogue.draft_head import DraftHead
from views.catalogue.faults_panel import FaultsPanel
from views.catalogue.import_page import ImportPage
from views.catalogue.item_page import ItemPage
from views.catalogue.items_panel import ItemsPanel
from views.catalogue.versions_panel import VersionsPanel
from views.context import Context
from views.screen import Screen
from widgets import theme
from widgets.action_bar import ActionBar
from widgets.chips import Chip, ChipBar
from widgets.text import SearchField

translate = QCoreApplication.translate

PAGES = ("items", "changes", "faults")


def page_text(page: str) -> str:
    """What a page is called."""
    return {
        "items": translate("CatalogueScreen", "Items"),
        "changes": translate("CatalogueScreen", "What changes"),
        "faults": translate("CatalogueScreen", "Faults"),
    }[page]


def deeds(*, edits: bool) -> list[tuple[str, str, str]]:
    """What can be done by a key: key, deed, text."""
    found = [("X", "export", translate("CatalogueScreen", "Write out as a table"))]
    if edits:
        found += [
            ("N", "new", translate("CatalogueScreen", "New version")),
            ("I", "import", translate("CatalogueScreen", "Read a table in")),
            ("E", "change", translate("CatalogueScreen", "Change the item")),
            ("A", "add", translate("CatalogueScreen", "Add an item")),
            ("W", "withdraw", translate("CatalogueScreen", "Withdraw the item")),
            ("U", "undo", translate("CatalogueScreen", "Leave the item as it was")),
            ("C", "check", translate("CatalogueScreen", "Check the draft")),
            ("P", "put", translate("CatalogueScreen", "Put in force")),
            ("L", "lay_over", translate("CatalogueScreen", "Lay the changes over the new version")),
            ("D", "discard", translate("CatalogueScreen", "Discard the draft")),
            ("B", "restore", translate("CatalogueScreen", "Bring the draft back")),
            ("O", "call_off", translate("CatalogueScreen", "Call a coming version off")),
        ]
    return found


class CatalogueParts(Screen):
    """Versions at the left; at the right the pages, over them what is searched and what a draft is called,
    under them a small form and the actions. `edits`: with what a draft needs."""

    def __init__(self, context: Context, title: str, form: QWidget, *, edits: bool) -> None:
        super().__init__(context, "catalogue", title)
        theme.set_surface(self, "panel")
        self.pages = PAGES if edits else PAGES[:2]
        self.versions = VersionsPanel(context, self)
        self.items = ItemsPanel(context, self)
        self.changes = ChangesPanel("catalogue.changes", context.ticker, self)
        self.faults = FaultsPanel("catalogue.faults", context.ticker, self)
        self._imports: ImportPage | None = None
        self._item: ItemPage | None = None
        self.head = DraftHead(self)
        self.bar = ActionBar(self)
        self.bar.setObjectName("catalogue.actions")
        self.chips = ChipBar(self)
        self.chips.setObjectName("catalogue.chips")
        self.chips.set_chips([Chip(page, page_text(page), count=0) for page in self.pages])
        self.search = SearchField(translate("CatalogueScreen", "Code, name, keyword or initials"), self)
        self.search.setObjectName("catalogue.search")
        self.stack = QStackedWidget(self)
        for page in (self.items, self.changes, self.faults):
            self.stack.addWidget(page)
        self._lay_out(form)
        self.search.searched.connect(self._search)
        self.search.left.connect(self.to_list)
        self.search.submitted.connect(self.to_list)

    @property
    def imports(self) -> ImportPage:
        """The page of a table that is read in, made when it is first needed."""
        if self._imports is None:
            self._imports = ImportPage(self)
            self.stack.addWidget(self._imports)
            self.import_made(self._imports)
        return self._imports

    @property
    def item(self) -> ItemPage:
        """The page of an item that is changed, made when it is first needed."""
        if self._item is None:
            self._item = ItemPage(self.context, self)
            self.stack.addWidget(self._item)
            self.item_made(self._item)
        return self._item

    def import_made(self, page: ImportPage) -> None:
        """The page is there now."""

    def item_made(self, page: ItemPage) -> None:
        """The page is there now."""

    def on_item(self) -> bool:
        """Whether the page of an item is in front."""
        return self._item is not None and self.stack.currentWidget() is self._item

    def _lay_out(self, form: QWidget) -> None:
        bar = QWidget(self)
        theme.set_surface(bar, "panel")
        theme.set_property(bar, "edge", "bottom")
        line = QHBoxLayout(bar)
        line.setContentsMargins(12, 6, 12, 6)
        line.addWidget(self.chips, 1)
        self.search.setMinimumWidth(theme.current().px(110))
        self.search.setMaximumWidth(theme.current().px(280))
        line.addWidget(self.search, 1)
        right = QWidget(self)
        theme.set_surface(right, "panel")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, self.head, self.stack, form, self.bar):
            column.addWidget(part, 1 if part is self.stack else 0)
        theme.set_property(self.bar, "edge", "top")
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("catalogue.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.versions)
        split.addWidget(right)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.current().px(304), 1100])
        self.fill(split)

    def to_list(self) -> None:
        """The list of the page in front takes the keys."""
        page = self.stack.currentWidget()
        table = {
            self.items: self.items.table,
            self.changes: self.changes.table,
            self.faults: self.faults.table,
        }.get(page)
        if table is not None:
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._imports is not None and page is self._imports:
            self._imports.form.focus_first()

    def look(self) -> None:
        """The caret goes to what is searched."""
        self.show_page("items")
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search(self, text: str) -> None:
        self.items.look_for(text)
        self.chips.set_count("items", self.items.count())
