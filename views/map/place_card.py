"""What a place comes to: its grid and what that lies in, who is on duty there, which units cover it, what is
near, how many tickets are open; and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from console.errors import ConsoleError
from contract.address import PlaceAt
from contract.reference import Area
from views import words
from views.context import Context
from views.duty import telling
from views.map.house import Place
from views.on_line import why_not
from widgets import theme
from widgets.elided import ElidedLabel
from widgets.facts import Fact, FactsGrid
from widgets.flow import FlowLayout
from widgets.keys import KeyMap
from widgets.light import Light
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate

WIDE = 340
"""Px at 100 %."""
_PEOPLE, _UNITS, _NEAR = 3, 3, 2
REPORT, NARROW, COPY, WHISTLE = "report", "narrow", "copy", "whistle"


class PlaceCard(QFrame):
    """Laid over the map. `chosen(deed)` is one of REPORT, NARROW, COPY, WHISTLE; `closed()` when a person
    puts it away."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._around = parent
        self.setProperty("floating", True)
        self.setObjectName("map.place")
        self.setAccessibleName(self.tr("This place"))
        self._place: Place | None = None
        self._area: Area | None = None
        self._known: PlaceAt | None = None
        self._meant = False
        """Whether the area was named, not met."""
        self._lacking = ""
        self._title = ElidedLabel("", self)
        self._title.setObjectName("map.place.title")
        theme.set_role(self._title, "strong")
        self._under = QLabel("", self)
        self._under.setObjectName("map.place.under")
        self._under.setWordWrap(True)
        theme.set_role(self._under, "dim")
        close = QPushButton("×", self)
        close.setObjectName("map.place.close")
        close.setAccessibleName(self.tr("Put the place away"))
        theme.set_property(close, "flat", True)
        close.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        close.clicked.connect(self.close_card)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(close)
        self._facts = FactsGrid(columns=1)
        self._buttons: dict[str, QPushButton] = {}
        row = QWidget(self)
        flow = FlowLayout(row, spacing=6)
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        for deed, text, primary in (
            (REPORT, self.tr("File a report here"), True),
            (NARROW, translate("PlaceCard", "Only this grid"), False),
            (WHISTLE, self.tr("Propose a joint action"), False),
            (COPY, self.tr("Copy coordinates"), False),
        ):
            button = self._buttons[deed] = QPushButton(text, self)
            button.setObjectName(f"map.place.{deed}")
            theme.set_property(button, "primary" if primary else "small", True)
            theme.set_property(button, "small", True)
            button.clicked.connect(partial(self.chosen.emit, deed))
            flow.addWidget(button)
        self._buttons[WHISTLE].setVisible(context.whistle is not None)
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for widget in (self._under, self._facts, row):
            lines.addWidget(widget)
        self._lines = YieldingArea(inside, self, least=64)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._lines)
        KeyMap(self).bind("Escape", self.close_card)
        self.hide()

    # --- what it shows -----------------------------------------------------------------------------------
    def area(self) -> Area | None:
        """The smallest area known of the place."""
        return self._area

    def show_place(self, place: Place, area: Area | None, called: str = "", *, meant: bool = False) -> None:
        """Shows a place; `area` is what the map says of it (`meant`: it was asked for by name, whatever
        smaller one lies there), `called` the words it was found by."""
        self._place, self._area, self._known, self._lacking = place, area, None, ""
        self._called, self._meant = called, meant
        self._ask(place)
        self._say()
        self.show()
        self.raise_()

    def may_report(self, may: bool) -> None:
        """Whether whoever sits here takes reports."""
        self._buttons[REPORT].setVisible(may)

    def close_card(self) -> None:
        """Goes."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _ask(self, place: Place) -> None:
        desk = self._context.desk
        self._lacking = why_not(desk)
        if self._lacking:
            return

        def done(found: PlaceAt) -> None:
            if place == self._place:
                self._known = found
                if not self._meant:
                    self._area = self._context.reference.area(found.located.code) or self._area
                self._say()

        def failed(error: ConsoleError) -> None:
            if place == self._place:
                self._lacking = desk.say(error.says)
                self._say()

        desk.run("what a place comes to", desk.place_at(*place), done, failed, self)

    def _say(self) -> None:
        assert self._place is not None
        reference, area = self._context.reference, self._area
        grid = telling.named(area.code, reference) if area is not None else ""
        nowhere = translate("Map", "Outside every grid of the district")
        self._title.setText(self._called or grid or nowhere)
        self._buttons[NARROW].setText(self._narrow_text(area))
        lon, lat = self._place
        above = [reference.area(code) for code in area.path.split("/")[1:-1]] if area is not None else []
        lies = [words.pick(one.names) for one in above if one is not None]
        self._under.setText(
            words.dotted((grid if self._called else "", *reversed(lies), f"{lon:.6f}, {lat:.6f}"))
        )
        self._facts.set_facts(self._told())
        self._buttons[NARROW].setEnabled(area is not None)
        self.refit()

    def _narrow_text(self, area: Area | None) -> str:
        if area is None or "grid" in area.kind:
            return translate("PlaceCard", "Only this grid")
        return translate("Map", "Only this area")

    def _told(self) -> list[Fact]:
        known = self._known
        if known is None:
            said = self._lacking or translate("Map", "being asked for")
            return [Fact(translate("Map", "On duty and units"), said, key="lacking")]
        facts = [*self._people(known), *self._units(known)]
        near = [
            translate("Map", "{name}, {far}").format(name=one.name, far=telling.far(one.metres))
            for one in known.near[:_NEAR]
        ]
        if near:
            drawn = any(one.schematic for one in known.near[:_NEAR])
            note = translate("Map", "demo register") if drawn else ""
            facts.append(Fact(translate("Map", "Nearby"), words.dotted((*near, note)), key="near"))
        return facts

    def _people(self, known: PlaceAt) -> list[Fact]:
        caption = translate("Map", "On duty")
        now, reference = self._context.now(), self._context.reference
        on = [one for one in known.people if one.since <= now < one.until]
        if not on:
            return [Fact(caption, translate("Map", "nobody"), key="duty", light=Light.AMBER)]
        return [
            Fact(
                caption if n == 0 else "",
                telling.person(one, now, reference),
                key=f"duty {n}",
                light=Light.RED if one.overdue else Light.NONE,
            )
            for n, one in enumerate(on[:_PEOPLE])
        ]

    def _units(self, known: PlaceAt) -> list[Fact]:
        names = [words.pick(unit.names) for unit in known.units[:_UNITS]]
        if not names:
            return []
        return [Fact(translate("Map", "Units here"), words.dotted(names), key="units")]

    # --- where it stands ---------------------------------------------------------------------------------
    def refit(self) -> None:
        """As high as what it says, as wide as there is room; at the upper right of the map."""
        around = self._around
        px = theme.current().px
        width = min(px(WIDE), around.width() - 2 * px(12))
        layout = self.layout()
        assert layout is not None
        self.resize(width, self.height())
        layout.activate()
        high = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.resize(width, min(high, around.height() - 2 * px(12)))
        self.move(around.width() - width - px(12), px(12))

    def event(self, event: QEvent) -> bool:
        """What it says has another height only when its lines have been laid out."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.refit()
        return done

    def focus_first(self) -> None:
        """The keyboard reaches what can be done."""
        button = next((b for b in self._buttons.values() if b.isVisible() and b.isEnabled()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.PopupFocusReason)
