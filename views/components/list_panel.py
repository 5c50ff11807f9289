"""The register as a list that the centre searches: by words or code, kind, state, street, ownerless only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.components import Sought
from console.errors import ConsoleError
from contract.component import KINDS, STATES, ComponentFound, ComponentPage
from views import words
from views.catalogue.plain_rows import PlainRows
from views.components import component_words as said
from views.context import Context
from views.on_line import why_not
from widgets import theme
from widgets.chips import Chip, ChipBar, ChipChoice
from widgets.empty import BusyLine
from widgets.frame import HintLine
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView
from widgets.text import SearchField

translate = QCoreApplication.translate

_ASK_MS = 250
_PAGE = 200


class ComponentList(QWidget):
    """`current_changed` when the cursor comes to another, or that one changed; `listed` after each answer."""

    current_changed = Signal()
    listed = Signal()
    refused = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "panel")
        self._context = context
        self._sought = Sought(limit=_PAGE)
        self._found: dict[str, ComponentFound] = {}
        self._asked = 0
        self._cursor = ""
        self._wanted = ""
        self.total = 0
        self._answered = False
        self._rows = PlainRows[ComponentFound](self._cell, self._weigh)
        self.search = SearchField(translate("Components", "Code, place, kind or owner"), self)
        self.search.setObjectName("components.search")
        self._chips = ChipBar(self)
        self._chips.setObjectName("components.chips")
        self._number = QLabel(self)
        self._number.setObjectName("components.total")
        theme.set_role(self._number, "dim")
        self._busy = BusyLine(self)
        columns = (
            Column("code", translate("Components", "Code"), ColumnKind.NUMBER, 132),
            Column("kind", translate("Components", "Kind"), ColumnKind.TEXT, 104),
            Column("place", translate("Components", "Place"), ColumnKind.TEXT, 150, stretch=True),
            Column("owner", translate("Components", "Owner"), ColumnKind.LIGHT, 150),
            Column("state", translate("Components", "State"), ColumnKind.LIGHT, 96),
            Column("open", translate("Components", "Open"), ColumnKind.COUNT, 52),
        )
        self._model = ColumnTableModel(self._rows, columns, self)
        self._model.sort_by([("code", True)])
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName("components.table")
        self.table.setAccessibleName(translate("Components", "Components"))
        self._hints = HintLine("", self)
        self._stand()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ASK_MS)
        self._timer.timeout.connect(self.ask)
        self.search.searched.connect(self._on_typed)
        self._chips.toggled.connect(lambda key, _on: self.only_ownerless() if key == "ownerless" else None)
        self._chips.chosen.connect(self._on_chosen)
        self.table.current_changed.connect(self._on_current)
        self._say_empty()

    def _stand(self) -> None:
        reference = self._context.reference
        streets = [area for area in reference.areas if area.path.count("/") == 1]
        choices = {
            "kind": tuple(ChipChoice(said.kind_text(key), key) for key in KINDS),
            "state": tuple(ChipChoice(said.state_text(key), key) for key in STATES),
            "area": tuple(ChipChoice(words.pick(area.names), area.code) for area in streets),
        }
        self._chips.set_chips(
            [
                Chip("ownerless", said.ownerless()),
                Chip("kind", translate("Components", "Kind"), choices=choices["kind"]),
                Chip("state", translate("Components", "State"), choices=choices["state"]),
                Chip("area", translate("Components", "Street"), choices=choices["area"]),
            ]
        )
        bar = QWidget(self)
        theme.set_surface(bar, "panel")
        theme.set_property(bar, "edge", "bottom")
        lines = QVBoxLayout(bar)
        lines.setContentsMargins(12, 6, 12, 6)
        lines.setSpacing(6)
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.search, 1)
        first.addWidget(self._number)
        lines.addLayout(first)
        lines.addWidget(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, self._busy, self.table, self._hints):
            column.addWidget(part, 1 if part is self.table else 0)

    def set_hints(self, text: str) -> None:
        """The keys under the list."""
        self._hints.set_text(text)

    # --- what is sought ----------------------------------------------------------------------------------
    def only_ownerless(self) -> None:
        """Only those that nobody owns; the same again: all."""
        self._seek(ownerless=not self._sought.ownerless)

    def show_all(self) -> bool:
        """Takes every filter away; False where there was none."""
        plain = Sought(limit=_PAGE)
        if self._sought == plain and not self.search.text():
            return False
        self._sought = plain
        for key in ("kind", "state", "area"):
            self._chips.set_choice(key, None)
        self._chips.set_on("ownerless", False)
        self.search.clear()
        self.ask()
        return True

    def show_one(self, code: str) -> None:
        """Searches for a code and puts the cursor on it."""
        self.show_all()
        self._wanted = code
        self.search.setText(code)
        self._timer.stop()
        self.ask()

    def _seek(self, **fields: object) -> None:
        values = {name: getattr(self._sought, name) for name in Sought.__struct_fields__} | fields
        self._sought = Sought(**values)
        self._chips.set_on("ownerless", self._sought.ownerless)
        self.ask()

    def _on_chosen(self, key: str, data: object) -> None:
        self._seek(**{key: str(data) if data is not None else ""})

    def _on_typed(self, _text: str) -> None:
        self._timer.start()

    # --- asking ------------------------------------------------------------------------------------------
    def ask(self) -> None:
        """The list as it is now; what is shown stays where the centre does not answer."""
        self._ask("")

    def more(self) -> None:
        """The next page, behind those that are shown."""
        if self._cursor and not self._busy.isVisible():
            self._ask(self._cursor)

    def _ask(self, cursor: str) -> None:
        desk = self._context.desk
        if why_not(desk):
            self._say_empty()
            return
        self._asked += 1
        asked = self._asked
        self._busy.set_busy(True)
        values = {name: getattr(self._sought, name) for name in Sought.__struct_fields__}
        values |= {"text": self.search.text().strip(), "cursor": cursor}

        def done(page: ComponentPage) -> None:
            if asked == self._asked:
                self._busy.set_busy(False)
                self._show(page, fresh=not cursor)

        def failed(error: ConsoleError) -> None:
            if asked == self._asked:
                self._busy.set_busy(False)
                self._say_empty()
                self.refused.emit(desk.say(error.says))

        desk.run("components", desk.components.search(Sought(**values)), done, failed, self)

    def _show(self, page: ComponentPage, *, fresh: bool) -> None:
        slot = self.table.current_id()
        held = self._rows.row(slot)
        if fresh:
            self._found = {}
        self._found |= {found.component.code: found for found in page.found}
        self._cursor, self.total, self._answered = page.cursor, page.total, True
        changed = self._rows.put(self._found)
        if changed:
            self._model.changed(changed)
            self._model.sort_by(self._model.sort_order())
        wanted = self._wanted or (held.component.code if held is not None else "")
        if wanted in self._found:
            self.table.select_row(self._rows.slot(wanted))
        elif self._model.count():
            self.table.select_row(self._model.row_id(0))
        self._wanted = ""
        self._say_number()
        self._say_empty()
        self.listed.emit()
        self.current_changed.emit()

    def put(self, code: str, change: Callable[[ComponentFound], ComponentFound]) -> None:
        """One row is another now, as somebody has just been told."""
        found = self._found.get(code)
        if found is not None:
            self._found[code] = change(found)
            changed = self._rows.put(self._found)
            if changed:
                self._model.changed(changed)

    def current(self) -> ComponentFound | None:
        """The one under the cursor."""
        slot = self.table.current_id()
        return None if slot is None or self._model.view_row(slot) < 0 else self._rows.row(slot)

    def _on_current(self, slot: object) -> None:
        if isinstance(slot, int) and self._model.view_row(slot) >= self._model.count() - 1:
            self.more()
        self.current_changed.emit()

    def _say_number(self) -> None:
        shown = len(self._found)
        text = translate("Components", "{total} components").format(total=self.total)
        if shown < self.total:
            text = translate("Components", "{shown} of {total}").format(shown=shown, total=self.total)
        self._number.setText(text)

    def _say_empty(self) -> None:
        title = translate("Components", "No components here")
        offline = why_not(self._context.desk)
        text = translate("Components", "No component fits; Esc shows all of them.")
        if not self._answered:
            title = translate("Components", "The register lies at the centre")
            text = translate("Components", "It is searched there; what is found stands here.")
        self.table.set_empty(title, offline or text)

    # --- cells -------------------------------------------------------------------------------------------
    def _cell(self, found: ComponentFound, column: str) -> object:
        one = found.component
        match column:
            case "kind":
                return said.kind_text(one.kind)
            case "place":
                return one.place or one.area_name
            case "owner":
                return said.owner_cell(one.owner, self._context.reference)
            case "state":
                return said.state_light(one.state), said.state_text(one.state)
            case "open":
                return str(found.open_tickets) if found.open_tickets else ""
            case _:
                return one.code

    def _weigh(self, found: ComponentFound, column: str) -> str | float:
        one = found.component
        match column:
            case "open":
                return float(found.open_tickets)
            case "owner":
                return said.owner_cell(one.owner, self._context.reference)[1]
            case "state":
                return float(list(STATES).index(one.state) if one.state in STATES else len(STATES))
            case _:
                return str(self._cell(found, column))
