"""网格划分: the grids on the map; for the administrator a division of them that is drawn, imported, checked
and adopted from a day on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, Qt

from console.errors import ConsoleError
from contract.division import Cede, Division, DivisionDetail, DivisionProposal, Merge, Split
from views.context import Context
from views.division import rows
from views.division.division_words import called, change_text
from views.division.drafting import Drafting
from views.division.offers import Standing, deeds, offers
from views.division.parts import PAGES, DivisionParts, page_text
from views.division.small_deeds import SmallDeeds
from views.on_line import nothing_here, why_not
from widgets.map import Tool

translate = QCoreApplication.translate

NEAR_M = 900.0
"""Metres across when a finding is looked at."""


class DivisionScreen(DivisionParts):
    """The screen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        actor = context.desk.actor
        self._edits = actor is not None and actor.role == "admin"
        self._page = "grids"
        self._picked: list[str] = []
        self._drawing = ""
        self._fitted = False
        self._wanted = ""
        self._known: tuple[Division, ...] = ()
        self._heard = False
        self._details: dict[str, DivisionDetail] = {}
        self.drafting = Drafting(context, self)
        self.small = SmallDeeds(context, self.form, self.drafting)
        self._bind()
        self._say_empty()
        desk = context.desk
        desk.reference_changed.connect(self._on_reference)
        desk.connection_changed.connect(self._on_connection)
        self.ground.came.connect(self._on_came)
        self.ground.failed.connect(self.canvas.set_note)
        self.canvas.clicked.connect(self._on_clicked)
        self.canvas.drawn.connect(self._on_drawn)
        self.canvas.tool_left.connect(self._on_tool_left)
        self.divisions.chosen.connect(self._on_division)
        self.findings.chosen.connect(self._on_finding)
        self.grids.chosen.connect(self._on_grid)
        self.chips.toggled.connect(lambda key, _on: self.show_page(key))
        self.bar.triggered.connect(self._do)
        self.head.edited.connect(self._on_head)
        self.drafting.changed.connect(self.refresh)
        self.drafting.told.connect(self.refresh)
        self.drafting.adopted.connect(self._on_adopted)
        self.small.called_off.connect(self._ask)
        self.small.found.connect(self._on_found)
        self.form.opened.connect(self._offer)
        self.form.closed.connect(self._on_form_closed)
        self.refresh()

    def _bind(self) -> None:
        self.keys.bind("Escape", self.escape, self.tr("Back"))
        for number, page in enumerate(PAGES, 1):
            self.keys.bind(str(number), partial(self.show_page, page), page_text(page))
        for key, what, text in deeds() if self._edits else ():
            self.keys.bind(key, partial(self._do, what), text)

    # --- what stands -------------------------------------------------------------------------------------
    def count(self) -> int | None:
        """Grids in force."""
        areas = self.context.reference.areas
        parents = {area.parent for area in areas}
        return sum(area.code not in parents for area in areas)

    def enter(self) -> None:
        """The map takes the keys; what there is, is asked for anew."""
        super().enter()
        self.ground.fetch()
        self._ask()
        if self.drafting.draft is not None and self.drafting.proposal is None:
            self.drafting.check()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> None:
        """The smallest thing that is open is closed: a form, a line that is drawn, what is picked."""
        if self.form.deed:
            self.form.close_form()
        elif self._drawing:
            self.canvas.set_tool(Tool.PAN)
            self._on_tool_left()
        elif self._picked:
            self._picked.clear()
            self.refresh()

    def picked(self) -> tuple[str, ...]:
        """The codes of the grids that are picked."""
        return tuple(self._picked)

    def pick(self, *codes: str) -> None:
        """Picks these and no others."""
        self._picked = list(codes)
        self.refresh()

    # --- asking ------------------------------------------------------------------------------------------
    def _ask(self) -> None:
        desk = self.context.desk
        if why_not(desk):
            self._offer()
            return

        def done(found: tuple[Division, ...]) -> None:
            self._known = found
            self._heard = True
            self.divisions.show_rows({one.id: one for one in found})
            if found and (self._wanted or not self.divisions.current()):
                self.divisions.select(self._wanted or found[-1].id)
            self._wanted = ""
            self._say_empty()
            self.refresh()

        desk.run("divisions", desk.divisions.all(), done, lambda _error: None, self)

    def _on_division(self, key: str) -> None:
        if key and key not in self._details and not why_not(self.context.desk):
            desk = self.context.desk

            def done(found: DivisionDetail) -> None:
                self._details[key] = found
                self.refresh()

            desk.run("division", desk.divisions.one(key), done, self._failed, self)
        self.refresh()

    def _failed(self, error: ConsoleError) -> None:
        self.context.tell(self.context.desk.say(error.says))

    def _on_reference(self) -> None:
        self.ground.forget()
        self.drafting.outdated()
        self._picked = [code for code in self._picked if self.context.reference.withdrawn(code) is None]
        if self.isVisible():
            self.ground.fetch()
            self._ask()
        self.refresh()

    def _on_connection(self) -> None:
        if self.isVisible() and self.context.desk.connection.link == "live":
            self.ground.fetch()
        self._say_empty()
        self._offer()

    def _say_empty(self) -> None:
        none = translate("Division", "The first division")
        text = translate("Division", "Nobody has divided this district anew yet.")
        self.divisions.table.set_empty(*nothing_here(self.context.desk, self._heard, none, text))

    def _on_came(self, level: str) -> None:
        self.canvas.set_note("")
        if level == self.ground.levels()[1] and not self._fitted:
            # Once: who looks at a part of it goes on looking at it when the grids are others.
            self._fitted = True
            self.canvas.fit_areas(level)
        self._show_ground()

    # --- showing -----------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Everything as it is now; cursors, the map's part and what is open stay."""
        draft, told = self.drafting.draft, self._told()
        self.head.setVisible(draft is not None)
        self.changes.setVisible(draft is not None)
        proposal = self.drafting.proposal
        if draft is not None:
            for field, text in ((self.head.name, draft.id), (self.head.day, draft.day)):
                if field.text() != text:
                    field.setText(text)
            says = self.tr("The centre works it out …") if self.drafting.busy else self.drafting.says
            self.head.say(says, wrong=self.drafting.wrong and not self.drafting.busy)
            wrong = {one.change for one in proposal.faults} if proposal is not None else set()
            name = rows.names_of(proposal)
            self.changes.show_rows(
                {
                    str(n): rows.ChangeRow(
                        n, change, change_text(change, name, self.context.reference), n in wrong
                    )
                    for n, change in enumerate(draft.changes, 1)
                }
            )
        reference = self.context.reference
        self.grids.show_rows(rows.grid_rows(told, reference) if told is not None else {})
        findings = rows.finding_rows(proposal if draft is not None else None, reference)
        self.findings.show_rows(findings)
        number = len(told.gone) + len(told.grids) if told is not None else 0
        self.chips.set_count("grids", number)
        self.chips.set_count("findings", len(findings))
        if proposal is not None and proposal.faults:
            self._page = "findings"
        self._show_page()
        self._show_ground()
        self.count_changed.emit()

    def _told(self) -> DivisionProposal | DivisionDetail | None:
        if self.drafting.draft is not None:
            return self.drafting.proposal
        return self._details.get(self.divisions.current())

    def _show_ground(self) -> None:
        proposal = self.drafting.proposal
        grids = proposal.grids if proposal is not None else ()
        self.ground.show(self._picked, grids, proposal.marks if proposal is not None else ())
        if self._drawing:
            return
        if self.drafting.draft is not None and not self._picked:
            self.show_hint(self.tr("Click a grid to pick it; click more to merge"))
        elif self._picked:
            name = rows.names_of(proposal)
            reference = self.context.reference
            said = [name.get(code) or called(reference.area(code), code) for code in self._picked[:4]]
            more = "" if len(self._picked) < 5 else f" +{len(self._picked) - 4}"
            self.show_hint(self.tr("Picked: {grids}").format(grids=", ".join(said) + more))
        else:
            self.show_hint("")

    def show_page(self, page: str, entry: str = "") -> None:
        """What changes, or the findings."""
        del entry
        if page in PAGES:
            self._page = page
            self._show_page()
            self._page_list().table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page_list(self) -> Any:
        return self.grids if self._page == "grids" else self.findings

    def _show_page(self) -> None:
        self.stack.setCurrentWidget(self._page_list())
        for key in PAGES:
            self.chips.set_on(key, key == self._page)
        self._offer()

    def _offer(self) -> None:
        key = self.divisions.current()
        standing = Standing(
            edits=self._edits,
            draft=self.drafting.draft,
            picked=len(self._picked),
            division=next((one for one in self._known if one.id == key), None),
            last=bool(self._known) and self._known[-1].id == key,
            ready=self.drafting.ready(),
            refused=self.drafting.proposal is not None and not self.drafting.proposal.accepted,
            can_restore=self.drafting.can_restore(),
            overtaken=self.drafting.overtaken(),
            why_not=why_not(self.context.desk),
        )
        self.bar.set_actions(offers(standing))
        self.bar.setVisible(not self.form.deed and self._edits)

    # --- the map -----------------------------------------------------------------------------------------
    def _on_clicked(self, lon: float, lat: float) -> None:
        if self._drawing:
            return
        proposal = self.drafting.proposal
        gone = {one.area.code for one in proposal.gone} if proposal is not None else set()
        code = self.ground.grid_at(lon, lat, proposal.grids if proposal is not None else (), gone)
        if code in self._picked:
            self._picked.remove(code)
        elif code and self.drafting.draft is not None:
            self._picked.append(code)
        elif code:
            self._picked = [code]
        self.refresh()

    def _on_drawn(self, drawn: NDArray[np.float64]) -> None:
        points = tuple((float(lon), float(lat)) for lon, lat in drawn)
        what, codes = self._drawing, self._picked
        if not codes:
            return
        if what == "split" and len(points) >= 2:
            grid = codes[0]
            self._picked = []
            self.drafting.add(Split(grid=grid, line=points))
        elif what == "cede" and len(points) >= 3:
            self.drafting.add(Cede(to=codes[0], ring=points))

    def _on_found(self, code: str) -> None:
        """A grid that was looked for is picked, and the map goes there."""
        proposal = self.drafting.proposal
        drawn = {one.area.code: one.area for one in proposal.grids} if proposal is not None else {}
        area = drawn.get(code) or self.context.reference.area(code)
        if area is None:
            return
        if code not in self._picked:
            self._picked = [*self._picked, code] if self.drafting.draft is not None else [code]
        self.canvas.centre_on(area.lon, area.lat, NEAR_M)
        self.refresh()

    def _on_tool_left(self) -> None:
        self._drawing = ""
        self.refresh()

    def _draw(self, what: str) -> None:
        self._drawing = what
        self.canvas.set_tool(Tool.LINE if what == "split" else Tool.POLYGON)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_hint(
            self.tr("Draw a line across the grid, from border to border; Enter ends it, Esc leaves")
            if what == "split"
            else self.tr("Draw around the ground that it is to get; Enter ends it, Esc leaves")
        )

    def _on_finding(self, key: str) -> None:
        found = rows.finding_rows(self.drafting.proposal, self.context.reference).get(key)
        if found is not None and found.finding.lon is not None and found.finding.lat is not None:
            self.canvas.centre_on(found.finding.lon, found.finding.lat, NEAR_M)

    def _on_grid(self, key: str) -> None:
        told = self._told()
        found = rows.grid_rows(told, self.context.reference).get(key) if told is not None else None
        if found is not None and found.area.lon:
            across = max(NEAR_M, 4 * found.m2**0.5)
            self.canvas.centre_on(found.area.lon, found.area.lat, across)

    # --- doing -------------------------------------------------------------------------------------------
    def _do(self, what: str) -> None:
        action = next((one for one in self.bar.actions_shown() if one.id == what), None)
        if action is None or self.form.deed or self._drawing:
            return
        if not action.enabled:
            self.context.tell(action.reason)
            return
        drafting = self.drafting
        acts: dict[str, Callable[[], None]] = {
            "new": drafting.begin,
            "split": lambda: self._draw("split"),
            "merge": self._merge,
            "cede": lambda: self._draw("cede"),
            "find": self.small.find,
            "rename": lambda: self.small.rename(self._picked[0]),
            "import": self._import,
            "undo": drafting.undo,
            "check": drafting.check,
            "lay_over": drafting.lay_over,
            "adopt": self.small.adopt,
            "discard": self._discard,
            "restore": drafting.restore,
            "call_off": lambda: self.small.call_off(self.divisions.current()),
        }
        acts[what]()

    def _merge(self) -> None:
        codes, self._picked = tuple(self._picked), []
        self.drafting.add(Merge(grids=codes))

    def _import(self) -> None:
        self.drafting.begin()
        self.small.import_file()

    def _discard(self) -> None:
        self._picked.clear()
        self.drafting.discard()
        self.context.tell(self.tr("The draft is discarded; B brings it back until you log out"))

    def _on_head(self) -> None:
        draft = self.drafting.draft
        if draft is not None:
            self.drafting.take(replace(draft, id=self.head.name.text(), day=self.head.day.text()))

    def _on_form_closed(self) -> None:
        self._offer()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_adopted(self, proposal: DivisionProposal) -> None:
        self._picked.clear()
        self._wanted = proposal.id
        told = self.tr("Division {name} is adopted; open tickets keep their grids")
        self.context.tell(told.format(name=proposal.id))
        self._ask()
        self.refresh()
