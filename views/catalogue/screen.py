"""事项清单: the versions of the catalogue, their items and what each changes; for the administrator the new
version, too, written item by item or read in from a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from console.catalogue_draft import ADDED, WITHDRAWN, Line, proposed
from contract.catalogue import CatalogueMapping, CatalogueVersion, Difference, Proposal, ProposedItem
from views.catalogue.drafting import Drafting
from views.catalogue.import_page import ImportPage
from views.catalogue.item_page import ItemPage
from views.catalogue.offers import Standing, offers
from views.catalogue.parts import CatalogueParts, deeds, page_text
from views.catalogue.small_deeds import SmallDeeds
from views.catalogue.told import Told
from views.catalogue.versions_panel import DRAFT
from views.context import Context
from views.on_line import why_not


class CatalogueScreen(CatalogueParts):
    """The screen. Only the administrator's has a draft."""

    def __init__(self, context: Context) -> None:
        actor = context.desk.actor
        self._edits = actor is not None and actor.role == "admin"
        self._page = "items"
        self._wanted = ""
        self.small = SmallDeeds(context)
        self.form = self.small.form
        title = QCoreApplication.translate("CatalogueScreen", "Catalogue")
        super().__init__(context, title, self.form, edits=self._edits)
        self.small.setParent(self)
        self._seen = False
        self.told = Told(context, self)
        self.drafting = Drafting(context, self)
        self._bind()
        self._connect()

    def _connect(self) -> None:
        desk = self.context.desk
        desk.reference_changed.connect(self._renew)
        desk.connection_changed.connect(self._offer)
        desk.session_changed.connect(self._offer)
        desk.heard.connect(self._on_heard)
        self.versions.chosen.connect(self._on_version)
        self.items.activated.connect(lambda _code: self._do("change"))
        self.items.current_changed.connect(self._offer)
        self.items.table.menu_requested.connect(lambda _ids, point: self._menu(point))
        self.chips.toggled.connect(lambda key, _on: self.show_page(key))
        self.bar.triggered.connect(self._do)
        self.drafting.changed.connect(self._on_draft)
        self.drafting.told.connect(self._on_told)
        self.drafting.put.connect(self._on_put)
        self.head.edited.connect(self._on_head)
        self.small.called_off.connect(lambda _version: self.told.ask())
        self.told.changed.connect(self.refresh)
        self.told.differs.connect(self._show_changes)
        self.form.opened.connect(self._offer)
        self.form.closed.connect(self._offer)
        self.form.closed.connect(self.to_list)

    def import_made(self, page: ImportPage) -> None:
        page.edited.connect(self._on_import)
        page.submitted.connect(self.drafting.check)

    def item_made(self, page: ItemPage) -> None:
        page.taken.connect(self._on_item)
        page.left.connect(self._leave_item)

    def _bind(self) -> None:
        bind = self.keys.bind
        bind("/", self.look, self.tr("Search"))
        bind("Escape", self.escape, self.tr("Back"))
        for number, page in enumerate(self.pages, 1):
            bind(str(number), partial(self.show_page, page), page_text(page))
        for key, what, text in deeds(edits=self._edits):
            bind(key, partial(self._do, what), text)

    # --- what stands -------------------------------------------------------------------------------------
    def chosen(self) -> CatalogueVersion | None:
        """The version under the cursor; None for the draft."""
        key = self.versions.current()
        return next((one for one in self.told.versions() if one.version == key), None)

    def on_draft(self) -> bool:
        """Whether the cursor stands on the draft."""
        return self.versions.current() == DRAFT

    def count(self) -> int | None:
        """Items in force."""
        return len(self.context.reference.items_at(self.context.now()))

    def enter(self) -> None:
        """The list takes the keys; what there is, is asked for anew."""
        super().enter()
        if not self._seen:
            # Until somebody looks, its number is all there is to say of it.
            self._seen = True
            self.refresh()
        self.told.ask()
        self.to_list()

    def escape(self) -> None:
        """The smallest thing that is open is closed."""
        if self.form.deed:
            self.form.close_form()
        elif self.on_item():
            self._leave_item()
        else:
            self.to_list()

    # --- asking ------------------------------------------------------------------------------------------
    def _on_heard(self, kind: str) -> None:
        if kind == "" and self.isVisible():
            self.told.ask()
        if kind in ("", "admission"):
            self.drafting.outdated()

    def _renew(self) -> None:
        self.told.forget()
        self.drafting.outdated()
        self.refresh()
        if self.isVisible():
            self.told.ask()

    def _ask_mappings(self) -> None:
        desk = self.context.desk

        def done(found: tuple[CatalogueMapping, ...]) -> None:
            self.imports.show_mappings(found)
            if self.drafting.draft is not None:
                self.imports.show_draft(self.drafting.draft)

        desk.run("mappings", desk.catalogue.mappings(), done, lambda _error: None, self)

    # --- showing -----------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Everything as it is now; cursor, search and what is open stay."""
        if not self._seen:
            self.count_changed.emit()
            return
        draft = self.drafting.draft if self._edits else None
        name = None
        if draft is not None:
            name = draft.version.strip() or self.tr("Draft")
        size = sum(line.state != WITHDRAWN for line in self.drafting.lines())
        self.versions.show_versions(self.told.versions(), name, size)
        if self._wanted and self.versions.select(self._wanted):
            self._wanted = ""
        self._show_version()
        self.count_changed.emit()

    def _on_version(self, _key: str) -> None:
        self._show_version()

    def _show_version(self) -> None:
        draft = self.drafting.draft
        if self.on_draft() and draft is not None:
            self.head.show_draft(draft.version, draft.day)
            self.items.show_lines(self.drafting.lines(), draft=True)
            if draft.of_file:
                if self.imports.mapping.count() == 0:
                    self._ask_mappings()
                self.imports.show_draft(draft)
        else:
            one = self.chosen()
            at = one.effective_from if one is not None else self.context.now()
            lines = (Line(proposed(item)) for item in self.context.reference.items_at(at))
            self.items.show_lines(lines, draft=False)
        self._on_told()

    def _on_told(self) -> None:
        """What the centre said of the draft is another, or another version is looked at."""
        if not self._seen:
            return
        on_draft = self.on_draft()
        self.head.setVisible(on_draft)
        if on_draft:
            drafting = self.drafting
            says = self.tr("The centre is looking at it …") if drafting.busy else drafting.says
            self.head.say(says, wrong=drafting.wrong and not drafting.busy)
        proposal = self.drafting.proposal if on_draft else None
        self.faults.show_faults(proposal.faults if proposal is not None else ())
        if self._edits:
            self.chips.set_count("faults", len(proposal.faults) if proposal is not None else 0)
        self._show_changes()
        self._show_page()

    def _show_changes(self) -> None:
        told: Difference | None = None
        title, text = self.tr("Nothing changes"), self.tr("This version says the same as the one before it.")
        if self.on_draft():
            proposal = self.drafting.proposal
            told = proposal.difference if proposal is not None else None
            if told is None:
                title = self.tr("Not checked yet")
                text = self.tr("C asks the centre what this draft changes and what is wrong with it.")
        else:
            after = self.versions.current()
            before = self.versions.before(after)
            told = self.told.difference(before, after) if before else None
            if not before:
                title, text = self.tr("The first version"), self.tr("There is none before it.")
            elif told is None:
                title = self.tr("Not asked yet")
                text = why_not(self.context.desk) or self.tr("The centre is asked what it changes.")
        self.changes.show_difference(told, title, text)
        number = 0 if told is None else len(told.added) + len(told.withdrawn) + len(told.changed)
        self.chips.set_count("changes", number)

    def show_page(self, page: str, entry: str = "") -> None:
        """Items, what changes, or faults."""
        if page not in self.pages:
            return
        self._page = page
        if self.on_item():
            self.item.hide_page()
        self._show_page()
        if entry:
            self.items.select(entry)
        self.to_list()

    def _show_page(self) -> None:
        draft = self.drafting.draft
        of_file = self.on_draft() and draft is not None and draft.of_file
        if self._item is not None and self._item.is_open() and self.on_draft() and self._page == "items":
            page: QWidget = self._item
        else:
            page = {"items": self.items, "changes": self.changes, "faults": self.faults}[self._page]
            if of_file and self._page == "items":
                page = self.imports
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)
        for key in self.pages:
            self.chips.set_on(key, key == self._page)
        self.chips.set_count("items", 0 if of_file else self.items.count())
        self.search.setEnabled(page is self.items)
        self._offer()

    def _offer(self) -> None:
        line = self.items.current()
        standing = Standing(
            edits=self._edits,
            on_draft=self.on_draft(),
            draft=self.drafting.draft,
            version=self.chosen(),
            line=line if self.stack.currentWidget() is self.items else None,
            ready=self.drafting.ready(),
            overtaken=self.drafting.overtaken,
            can_restore=self.drafting.can_restore(),
            why_not=why_not(self.context.desk),
        )
        self.bar.set_actions(offers(standing))
        self.bar.setVisible(not self.on_item() and not self.form.deed)

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.bar.actions_shown():
            entry = menu.addAction(f"{action.text}\t{action.key}")
            entry.setEnabled(action.enabled)
            entry.triggered.connect(lambda _on=False, what=action.id: self._do(what))
        menu.popup(point)

    # --- doing -------------------------------------------------------------------------------------------
    def _do(self, what: str) -> None:
        action = next((one for one in self.bar.actions_shown() if one.id == what), None)
        if action is None or self.form.deed:
            return
        if not action.enabled:
            self.context.tell(action.reason)
            return
        line = self.items.current()
        acts: dict[str, Any] = {
            "new": lambda: self._begin(of_file=False),
            "import": lambda: self._begin(of_file=True),
            "export": lambda: self._small(self.small.export),
            "call_off": lambda: self._small(self.small.call_off),
            "change": lambda: self._open_item(line),
            "add": lambda: self._open_item(None),
            "withdraw": lambda: self._on_line(self.drafting.withdraw),
            "undo": lambda: self._on_line(self.drafting.undo),
            "check": self._check,
            "put": self._put,
            "lay_over": self._lay_over,
            "discard": self._discard,
            "restore": self._restore,
        }
        acts[what]()

    def _small(self, deed: Callable[[CatalogueVersion], None]) -> None:
        one = self.chosen()
        if one is not None:
            deed(one)

    def _on_line(self, deed: Callable[[str], None]) -> None:
        line = self.items.current()
        if line is not None:
            deed(line.item.code)

    def _begin(self, *, of_file: bool) -> None:
        if self.drafting.draft is None:
            self.drafting.begin(self.told.versions(), of_file=of_file)
        self._page = "items"
        self.versions.select(DRAFT)
        self._show_version()
        if of_file:
            self.imports.file.line.setFocus()
        else:
            self.to_list()

    def _on_draft(self) -> None:
        self.refresh()

    def _on_head(self) -> None:
        draft = self.drafting.draft
        if draft is not None:
            self.drafting.take(replace(draft, version=self.head.version.text(), day=self.head.day.text()))

    def _on_import(self) -> None:
        draft = self.drafting.draft
        if draft is None or not draft.of_file:
            return
        mapping, toml, rest, partial_ = self.imports.taken_in()
        fresh = replace(
            draft,
            file_name=self.imports.file.line.text() or " ",
            mapping=mapping,
            mapping_toml=toml,
            rest="keep" if rest == "keep" else "withdraw",
            partial=partial_,
        )
        self.drafting.take(fresh)

    def _open_item(self, line: Line | None) -> None:
        self._page = "items"
        self.item.open(None if line is None else line.item, fixed=line is not None and line.state != ADDED)
        self._show_page()

    def _on_item(self, item: ProposedItem) -> None:
        self.drafting.with_item(item)
        self._leave_item()
        self.items.select(item.code)

    def _leave_item(self) -> None:
        self.item.hide_page()
        self._show_page()
        self.to_list()

    def _check(self) -> None:
        self.drafting.check()
        if self.drafting.busy:
            self.show_page("changes")

    def _put(self) -> None:
        if self.drafting.ready():
            self.drafting.put_in_force()
        else:
            # What happens is looked at first.
            self._check()

    def _on_put(self, proposal: Proposal) -> None:
        told = self.tr("Version {version} is decided; tickets that are filed keep theirs")
        self.context.tell(told.format(version=proposal.version))
        self._page = "changes"
        self._wanted = proposal.version
        self.told.ask()

    def _lay_over(self) -> None:
        self.drafting.lay_over(self.told.versions())
        self._check()

    def _discard(self) -> None:
        self.drafting.discard()
        self.context.tell(self.tr("The draft is discarded; B brings it back until you log out"))

    def _restore(self) -> None:
        self.drafting.restore()
        self.versions.select(DRAFT)
