"""部件: the register of what stands in the street. A seat reads it; duty officer and administrator enter and
change, the administrator reads tables in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console.components import FORMS
from console.errors import Conflict, ConsoleError
from console.ids import uuid7
from contract.component import Component, ComponentDetail, ComponentImport, RemoveComponent
from views import words
from views.catalogue.inline_form import Ask, InlineForm, reason
from views.catalogue.path_field import PathField, table_filters
from views.components import component_words as said
from views.components.edit_form import NEW, EditForm
from views.components.ground import ComponentGround
from views.components.import_page import ImportPage
from views.components.list_panel import ComponentList
from views.context import Context
from views.on_line import why_not
from views.screen import Screen
from widgets import theme
from widgets.action_bar import ActionBar, BarAction

WRITERS = ("duty", "admin")


class ComponentScreen(Screen):
    """The screen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "components", "")
        self.title = self.tr("Components")
        self.setAccessibleName(self.title)
        theme.set_surface(self, "panel")
        actor = context.desk.actor
        role = actor.role if actor is not None else ""
        self._writes, self._imports = role in WRITERS, role == "admin"
        self._exports = role in (*WRITERS, "leader")
        self._keys: dict[str, str] = {}
        self._detail: ComponentDetail | None = None
        self._asked = ""
        self.list = ComponentList(context, self)
        self.ground = ComponentGround(context, self)
        self.form = EditForm(context, self)
        self.small = InlineForm("components.small", context.desk.drafts, self)
        self.page = ImportPage(context, self)
        self.bar = ActionBar(self)
        self.bar.setObjectName("components.actions")
        theme.set_property(self.bar, "edge", "top")
        self._stand()
        self._bind()
        self._connect()
        self._offer()

    def _stand(self) -> None:
        right = QWidget(self)
        theme.set_surface(right, "panel")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.ground, self.form, self.small, self.bar):
            column.addWidget(part, 1 if part is self.ground else 0)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("components.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setStretchFactor(0, 6)
        split.setStretchFactor(1, 5)
        split.setSizes([760, 560])
        self.stack = QStackedWidget(self)
        self._desk_page = split
        self.stack.addWidget(split)
        self.stack.addWidget(self.page)
        self.fill(self.stack)

    def _connect(self) -> None:
        desk = self.context.desk
        desk.heard.connect(self._on_heard)
        desk.connection_changed.connect(self._offer)
        desk.session_changed.connect(self._on_session)
        self.list.current_changed.connect(self._on_current)
        self.list.listed.connect(self.count_changed)
        self.list.refused.connect(self.context.tell)
        self.list.search.left.connect(self._to_list)
        self.list.search.submitted.connect(self._to_list)
        self.list.table.menu_requested.connect(lambda _ids, point: self._menu(point))
        self.list.table.activated_row.connect(lambda _slot: self._do("tickets"))
        self.ground.opened.connect(self.context.open_ticket)
        self.bar.triggered.connect(self._do)
        self.form.submitted.connect(self._on_form)
        self.form.opened.connect(partial(self.ground.yield_room, True))
        self.form.closed.connect(partial(self.ground.yield_room, False))
        self.form.closed.connect(self._to_list)
        self.small.submitted.connect(self._on_small)
        self.small.closed.connect(self._to_list)
        self.page.taken.connect(self._on_taken)
        self.page.left.connect(self._leave)

    def _bind(self) -> None:
        bind = self.keys.bind
        deeds = [("O", "ownerless", self.tr("Ownerless only")), ("T", "tickets", self.tr("Its tickets"))]
        if self._writes:
            deeds += [
                ("W", "owner", self.tr("Change the owner")),
                ("S", "state", self.tr("Change the state")),
                ("E", "change", self.tr("Change")),
                ("A", "register", self.tr("Register a component")),
                ("R", "remove", self.tr("It stands there no more")),
            ]
        if self._imports:
            deeds.append(("I", "import", self.tr("Read a table in")))
        if self._exports:
            deeds.append(("X", "export", self.tr("Write out as a table")))
        bind("/", self._look, self.tr("Search"))
        for key, what, text in deeds:
            bind(key, partial(self._do, what), text)
        bind("M", self.list.more, self.tr("More of the list"))
        bind("Escape", self.escape, self.tr("Back"))
        hints = " · ".join(f"{key} {text}" for key, _, text in deeds[:4])
        self.list.set_hints(f"/ {self.tr('Search')} · {hints}")

    # --- what the frame asks -----------------------------------------------------------------------------
    def count(self) -> int | None:
        """How many there are of what is sought."""
        return self.list.total or None

    def enter(self) -> None:
        """What there is, is asked for anew; the list takes the keys, or the form that is open."""
        super().enter()
        self.list.ask()
        self._to_list()

    def escape(self) -> None:
        """The smallest thing that is open is closed; then every filter is taken away."""
        if self.stack.currentWidget() is self.page:
            self._leave()
        elif self.form.deed:
            self.form.close_form()
        elif self.small.deed:
            self.small.close_form()
        else:
            if self.list.table.hasFocus():
                self.list.show_all()
            self._to_list()

    def show_page(self, page: str, entry: str = "") -> None:
        """Shows a component by its code."""
        del page
        if entry:
            self.list.show_one(entry)

    def _to_list(self) -> None:
        if self.stack.currentWidget() is self._desk_page and not (self.form.deed or self.small.deed):
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    # --- asking ------------------------------------------------------------------------------------------
    def _on_heard(self, kind: str) -> None:
        if kind in ("", "component") and self.isVisible():
            self.list.ask()

    def _on_session(self) -> None:
        self._offer()
        if self.context.desk.session == "in" and self.isVisible():
            self.list.ask()

    def _on_current(self) -> None:
        found = self.list.current()
        one = found.component if found is not None else None
        known = self._detail
        if known is not None and (one is None or known.component.code != one.code):
            known = self._detail = None
        self.ground.show_one(known.component if known is not None and one is not None else one, known)
        self._offer()
        if one is not None:
            self._ask_detail(one.code)

    def _ask_detail(self, code: str) -> None:
        desk = self.context.desk
        self._asked = code
        if why_not(desk):
            return

        def done(found: ComponentDetail) -> None:
            if self._asked == code:
                self._detail = found
                self.ground.show_one(found.component, found)
                self._offer()

        desk.run("component", desk.components.detail(code), done, lambda _error: None, self)

    def current(self) -> Component | None:
        """The component under the cursor, as it was last heard of."""
        found = self.list.current()
        if found is None:
            return None
        known = self._detail
        return (
            known.component
            if known is not None and known.component.code == found.component.code
            else found.component
        )

    # --- doing -------------------------------------------------------------------------------------------
    def _offer(self) -> None:
        offline, one = why_not(self.context.desk), self.current()

        def on_line(
            id_: str, text: str, key: str, *, primary: bool = False, danger: bool = False
        ) -> BarAction:
            return BarAction(id_, text, key, primary, enabled=not offline, reason=offline, danger=danger)

        found = []
        if self._writes and one is not None:
            owner = self.tr("Enter the owner") if one.ownerless else self.tr("Change owner")
            found.append(on_line("owner", owner, "W", primary=True))
            found.append(on_line("state", self.tr("Change state"), "S"))
            found.append(on_line("change", self.tr("Change"), "E"))
        if self._detail is not None and self._detail.tickets:
            found.append(BarAction("tickets", self.tr("Its tickets"), "T"))
        if self._writes:
            found.append(on_line("register", self.tr("Register"), "A"))
            if one is not None and one.state != "removed":
                found.append(on_line("remove", self.tr("Removed"), "R", danger=True))
        if self._imports:
            found.append(on_line("import", self.tr("Read a table in"), "I"))
        if self._exports:
            found.append(on_line("export", self.tr("Write out"), "X"))
        self.bar.set_actions(found)
        self.bar.setVisible(bool(found))

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.bar.actions_shown():
            entry = menu.addAction(f"{action.text}\t{action.key}")
            entry.setEnabled(action.enabled)
            entry.triggered.connect(lambda _on=False, what=action.id: self._do(what))
        menu.popup(point)

    def _do(self, what: str) -> None:
        if what == "ownerless":
            self.list.only_ownerless()
            return
        action = next((one for one in self.bar.actions_shown() if one.id == what), None)
        if action is None or self.form.deed or self.small.deed or self.stack.currentWidget() is self.page:
            return
        if not action.enabled:
            self.context.tell(action.reason)
            return
        one = self.current()
        match what:
            case "tickets":
                self.ground.first_ticket()
            case "register":
                self.form.open(None)
            case "import":
                self.stack.setCurrentWidget(self.page)
                self.page.open()
            case "export":
                self._ask_where()
            case "remove" if one is not None:
                self._ask_why(one)
            case _ if one is not None:
                self.form.open(one, "" if what == "change" else what)

    def _key(self, what: str) -> str:
        """One key for one thing to do, until it is answered."""
        return self._keys.setdefault(what, uuid7())

    def _on_form(self) -> None:
        desk, offline = self.context.desk, why_not(self.context.desk)
        if offline:
            self.form.say(offline)
            return
        before = self.form.before
        key = f"{self.form.deed} {before.code if before is not None else ''}"

        def done(one: Component) -> None:
            self._keys.pop(key, None)
            self.form.done()
            text = self.tr("{code} is registered") if before is None else self.tr("{code} is changed")
            self.context.tell(text.format(code=one.code))
            if before is None:
                self.list.show_one(one.code)
            else:
                self.list.ask()

        if self.form.deed == NEW or before is None:
            work = desk.components.register(self.form.registering(self._key(key)))
        else:
            command = self.form.changing(self._key(key))
            if command is None:
                self.form.say(self.tr("Nothing is other than before"))
                return
            work = desk.components.change(before.code, command)
        desk.run("component", work, done, partial(self._refused, key), self)

    def _refused(self, key: str, error: ConsoleError) -> None:
        if error.problem is not None:
            self._keys.pop(key, None)
        self.form.refuse(error)
        if isinstance(error, Conflict):
            again = self.tr("Look at it and open the form again")
            self.form.say(words.dotted((self.context.desk.say(error.says), again)))
            self.list.ask()

    # --- small forms -------------------------------------------------------------------------------------
    def _ask_why(self, one: Component) -> None:
        title = self.tr("{what} stands there no more").format(
            what=words.dotted((said.kind_text(one.kind), one.code))
        )
        ask = reason(self.tr("Reason"))
        self._about = one
        self.small.open("remove", one.code, title, self.tr("Mark it as removed"), [ask], danger=True)

    def _ask_where(self) -> None:
        label = self.tr("Where to (XLSX or CSV)")

        def make(parent: QWidget) -> PathField:
            return PathField("components.export", label, table_filters(), saving=True, parent=parent)

        place = str(Path.home() / self.tr("components.xlsx"))
        ask = Ask("path", label, make, place, self.tr("Say where the file shall be"))
        self.small.open("export", "", self.tr("Write the register out"), self.tr("Write it"), [ask])

    def _on_small(self, deed: str, values: dict[str, str]) -> None:
        desk, offline = self.context.desk, why_not(self.context.desk)
        if offline:
            self.small.say(offline)
            return
        if deed == "export":
            place = Path(values["path"]).expanduser()
            form = place.suffix.lower().removeprefix(".")
            if form not in FORMS:
                self.small.say(self.tr("The name must end in .xlsx or .csv"))
                return

            def written(_size: int) -> None:
                self.small.done()
                self.context.tell(self.tr("Written: {path}").format(path=place))

            desk.run("write out", desk.components.write_out(form, place), written, self._small_failed, self)
            return
        one, key = self._about, f"remove {self._about.code}"
        command = RemoveComponent(action_id=self._key(key), base_version=one.version, reason=values["reason"])

        def gone(_one: Component) -> None:
            self._keys.pop(key, None)
            self.small.done()
            self.context.tell(self.tr("{code} is marked as removed").format(code=one.code))
            self.list.ask()

        def failed(error: ConsoleError) -> None:
            if error.problem is not None:
                self._keys.pop(key, None)
                self.list.ask()
            self._small_failed(error)

        desk.run("remove component", desk.components.remove(one.code, command), gone, failed, self)

    def _small_failed(self, error: ConsoleError) -> None:
        self.small.say(self.context.desk.say(error.says))

    # --- the import --------------------------------------------------------------------------------------
    def _on_taken(self, told: ComponentImport) -> None:
        text = self.tr("The register has {added} new and {changed} changed components")
        self.context.tell(text.format(added=told.added, changed=told.changed))
        self._leave()
        self.list.ask()

    def _leave(self) -> None:
        self.stack.setCurrentWidget(self._desk_page)
        self._to_list()
