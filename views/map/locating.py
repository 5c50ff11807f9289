"""Going to a place by words: an address, a community, a crossing, a grid's code, coordinates."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console.errors import ConsoleError
from contract.feed import Located
from views.choices import Spot, coordinates, located_candidate
from views.context import Context
from widgets.choice import Candidate, ChoiceBox

translate = QCoreApplication.translate

ASK_MS = 160
"""Words are asked about when nobody has typed for so long."""
FEWEST = 2


class LocateBox(ChoiceBox):
    """The line of the map. `found(Spot, str)`: a place was chosen, and what it is called; `told(str)`: what
    came of words that lead nowhere, "" again when that is over."""

    found = Signal(object, str)
    told = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Map", "Address, community, crossing, grid or lon, lat"),
            parent,
            name=translate("Map", "Go to a place"),
        )
        self.setObjectName("map.locate")
        self.line.setObjectName("map.locate.line")
        self.name_list("map.locate.list")
        self._context = context
        self._asked = ""
        self._found: tuple[Located, ...] = ()
        self._of = ""
        """The words that `_found` answers."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_MS)
        self._timer.timeout.connect(self._ask)
        self.set_provider(self._offers)
        self.edited.connect(self._on_edited)
        self.chosen.connect(self._on_chosen)
        self.submitted.connect(self._ask)

    def _offers(self, query: str) -> Sequence[Candidate]:
        if query.strip() != self._of:
            return ()
        return [located_candidate(one) for one in self._found if one.code or one.lon is not None]

    def _on_edited(self, text: str) -> None:
        self.told.emit("")
        if len(text.strip()) >= FEWEST:
            self._timer.start()
        else:
            self._timer.stop()

    def _ask(self) -> None:
        words, desk = self.text().strip(), self._context.desk
        if self.candidate() is not None or len(words) < FEWEST:
            return
        self._timer.stop()
        self._asked = words
        point = coordinates(words)
        work = desk.locate(words) if point is None else desk.locate_point(*point)

        def done(found: list[Located]) -> None:
            if words != self._asked or self.text().strip() != words or self.candidate() is not None:
                return
            self._of, self._found = words, tuple(found)
            known = [one for one in found if one.code]
            if known and self.line.hasFocus():
                self.open_list()
            if not known:
                said = desk.say(found[0].reason) if found else ""
                self.told.emit(said or translate("Map", "Nothing here is called that: try a road, a grid"))

        def failed(error: ConsoleError) -> None:
            if words == self._asked:
                self.told.emit(desk.say(error.says))

        desk.run("locate", work, done, failed, self)

    def _on_chosen(self, data: object) -> None:
        assert isinstance(data, Spot)
        candidate = self.candidate()
        self.found.emit(data, candidate.text if candidate is not None else "")
