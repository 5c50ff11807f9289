"""Choosing the component that a matter is about: those near its place first, or by code, kind or place; off
line by a typed code, which the centre checks when it is sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console.components import Sought
from console.errors import ConsoleError
from contract.component import ComponentFound, ComponentPage
from views.choices import Spot
from views.components import component_words as said
from views.context import Context
from views.on_line import why_not
from widgets.choice import Candidate, ChoiceBox

translate = QCoreApplication.translate

_ASK_MS = 250
_MOST = 20
_CODE = re.compile(r"^(?=.*\d)[0-9A-Za-z_.:-]{1,64}$")
"""What is taken for a code without being chosen: a word alone (lamp) is looked for, and is none."""
_FEWEST = 2


class ComponentBox(ChoiceBox):
    """`value()` is a code: of what was chosen, or as it was typed. `told(ComponentFound | None)` when what
    the register says of it is known."""

    told = Signal(object)

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Components", "Code, kind or place of the component"),
            parent,
            name=translate("Components", "Component"),
        )
        self.setObjectName(name)
        self._context = context
        self._spot: Spot | None = None
        self._asked = 0
        self._near: tuple[ComponentFound, ...] = ()
        self._found: tuple[ComponentFound, ...] = ()
        self._known: dict[str, ComponentFound] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ASK_MS)
        self._timer.timeout.connect(self._look)
        self.set_provider(self._offers)
        self.edited.connect(lambda _text: self._timer.start())
        self.chosen.connect(lambda _code: self._tell())
        self.cleared.connect(self._tell)

    # --- what is chosen ----------------------------------------------------------------------------------
    def value(self) -> object:
        """The code; what was typed and looks like one is one, too."""
        chosen = super().value()
        text = self.text().strip()
        if chosen is None and self.candidate() is None and _CODE.fullmatch(text):
            return text
        return chosen

    def found(self) -> ComponentFound | None:
        """What the register says of it, as far as that was heard."""
        return self._known.get(str(self.value() or ""))

    def take(self, code: str) -> None:
        """Puts a code in, as a draft kept it."""
        known = self._known.get(code)
        if known is not None:
            self.set_value(said.candidate(known, self._context.reference))
        else:
            self.set_text(code)

    # --- what there is -----------------------------------------------------------------------------------
    def near(self, spot: Spot | None) -> None:
        """Those about this place come first from here on."""
        if spot != self._spot:
            self._spot, self._near = spot, ()
            if self.line.hasFocus():
                self._look()

    def focus_came(self, reason: Qt.FocusReason) -> None:
        """As every box, and what is near is asked for."""
        super().focus_came(reason)
        if not self.text() and not self._near:
            self._look()
        self._tell()

    def _offers(self, query: str) -> Sequence[Candidate]:
        reference = self._context.reference
        text = query.strip()
        rows = self._found if text else self._near
        offers = [said.candidate(found, reference) for found in rows]
        if text and _CODE.fullmatch(text) and text not in [one.data for one in offers]:
            checked = translate("Components", "Its code is checked when it is sent")
            offers.append(Candidate(text, text, "", checked, text))
        return offers

    def _sought(self, text: str) -> Sought | None:
        spot = self._spot
        if len(text) >= _FEWEST:
            return Sought(text=text, limit=_MOST)
        if text or spot is None:
            return None
        if spot.lon is not None and spot.lat is not None:
            return Sought(lon=spot.lon, lat=spot.lat, limit=_MOST)
        return Sought(area=spot.code, limit=_MOST)

    def _look(self) -> None:
        """Asks the centre for what fits the line now."""
        desk, text = self._context.desk, self.text().strip()
        if self.candidate() is not None or why_not(desk):
            return
        sought = self._sought(text)
        if sought is None:
            return
        self._asked += 1
        asked = self._asked

        def done(page: ComponentPage) -> None:
            if asked != self._asked:
                return
            self._known |= {found.component.code: found for found in page.found}
            if text:
                self._found = page.found
            else:
                self._near = page.found
            if self.line.hasFocus() and self.text().strip() == text and self.candidate() is None:
                self.open_list()
            self._tell()

        def failed(_error: ConsoleError) -> None:
            # What was typed stands as a code; the centre checks it when it is sent.
            return

        desk.run("components near", desk.components.search(sought), done, failed, self)

    def _tell(self) -> None:
        self.told.emit(self.found())

    def wrong(self) -> str:
        """What is to be done about what was typed and is no code, "" where nothing is."""
        if self.text().strip() and self.value() is None:
            return translate("Components", "Choose one of the list, type its code, or clear the line")
        return ""

    def hint(self) -> str:
        """What stands under the field: whose it is, that nobody owns it, or what can be done off line."""
        found, reference = self.found(), self._context.reference
        if found is not None:
            mark, owner = said.owner_cell(found.component.owner, reference)
            sign = "◆ " if mark is not mark.NONE else ""
            state = said.state_text(found.component.state)
            parts = (f"{sign}{owner}", state, said.open_text(found.open_tickets))
            return " · ".join(part for part in parts if part)
        if why_not(self._context.desk):
            return translate("Components", "Off line: type the code; it is checked when it is sent")
        return ""
