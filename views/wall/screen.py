"""大屏: the wall. Read only, counted from this desk's replica, renewed by what changes and by the second."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.replica.columns import Changes
from views import words
from views.clocks import shown_left
from views.context import Context
from views.screen import Screen
from views.status import age_words, link_words
from views.wall.boards import DeadlineBoard, LightBoard, StateBoard, WallHead, WallRow
from views.wall.figures import SteadyRows, figures
from views.wall.ground import WallMap
from views.wall.type import unit, wall_font
from widgets import theme
from widgets.keys import Binding
from widgets.light import Light
from widgets.moments import full_clock

LATER_MS = 300
"""What the feed brings in so short a time is counted once."""
ROWS_MOST = 24


class WallScreen(Screen):
    """The screen; it stands in a window without the frame."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "wall", "")
        self.title = self.tr("Wall")
        self.setAccessibleName(self.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.set_surface(self, "base")
        self.head = WallHead(self)
        self.map = WallMap(context, self)
        self.lights = LightBoard(self)
        self.states = StateBoard(self)
        self._past_rows, self._soon_rows = SteadyRows(), SteadyRows()
        self.past = DeadlineBoard(
            self.tr("Longest past the limit"), self.tr("Nothing is past its limit"), self._row
        )
        self.soon = DeadlineBoard(
            self.tr("Next to reach the limit"), self.tr("No limit is running"), self._row
        )
        for name, board in (
            ("head", self.head),
            ("lights", self.lights),
            ("states", self.states),
            ("past", self.past),
            ("soon", self.soon),
        ):
            board.setObjectName(f"wall.{name}")
        self._hint = QLabel(self)
        self._hint.setProperty("floating", True)
        self._hint.setObjectName("wall.hint")
        theme.set_surface(self._hint, "raised")
        theme.set_role(self._hint, "dim")
        self._hint.hide()
        self._column = QWidget(self)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for part in (self.lights, self.states, self.past, self.soon):
            column.addWidget(part, 1 if isinstance(part, DeadlineBoard) else 0)
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.map, 1)
        row.addWidget(self._column)
        whole = QWidget(self)
        lines = QVBoxLayout(whole)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        lines.addWidget(body, 1)
        self.fill(whole)
        self._changed: set[str] | None = None
        """Tickets that changed since the map was drawn; None: any may have."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self._count_anew)
        self.keys.bind("Home", self.map.release, self.tr("The map follows the tickets again"))
        self.keys.bind("Escape", self._close, self.tr("Close the wall"))
        self.map.locked_changed.connect(self._on_locked)
        desk = context.desk
        desk.changed.connect(self._on_changed)
        desk.reloaded.connect(self._on_all_changed)
        desk.reference_changed.connect(self._on_all_changed)
        desk.connection_changed.connect(self._say)
        context.ticker.tick.connect(self._on_tick)
        theme.current().changed.connect(self._measure)

    # --- what is shown -----------------------------------------------------------------------------------
    def _on_changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if self._changed is not None:
            self._changed.update(changes.ids)
        if not self._later.isActive():
            self._later.start()

    def _on_all_changed(self) -> None:
        self._changed = None
        self._later.start()

    def _on_tick(self) -> None:
        # The map is painted once a second at most: a large one takes its time.
        if self.isVisible():
            self._count_anew()
            self._draw_anew()

    def refresh(self) -> None:
        """Counts and draws anew; what says the same is not painted again."""
        self._changed = None
        self._count_anew()
        self._draw_anew()

    def _draw_anew(self) -> None:
        if self.isVisible():
            changed, self._changed = self._changed, set()
            self.map.refresh(changed)

    def _count_anew(self) -> None:
        if self.context.desk.reference is None or not self.isVisible():
            return
        desk = self.context.desk
        found = figures(desk.store, self.context.now(), ROWS_MOST)
        lights = (Light.RED, Light.AMBER, Light.GREEN) + ((Light.NONE,) if found.lights[Light.NONE] else ())
        self.lights.show_counts([(light, found.lights[light]) for light in lights])
        high = self.states.high(unit(self))
        self.states.show_counts([(desk.state_name(state), count) for state, count in found.states])
        if self.states.high(unit(self)) != high:
            self._measure()
        for board, rows, wanted in (
            (self.past, self._past_rows, found.past),
            (self.soon, self._soon_rows, found.soon),
        ):
            rows.show(wanted, min(board.capacity(), ROWS_MOST))
            board.show_rows(rows.rows)
        self._say()

    def _row(self, ticket_id: str) -> WallRow | None:
        desk, reference = self.context.desk, self.context.reference
        ticket = desk.store.get(ticket_id)
        if ticket is None:
            return None
        return WallRow(
            shown_left(ticket, self.context.now(), reference.calendar),
            words.dotted(words.subject(ticket, reference)),
            words.dotted(
                (
                    ticket.number,
                    words.area(ticket, reference),
                    ticket.unit_name,
                    desk.state_name(ticket.state),
                )
            ),
        )

    def _say(self) -> None:
        desk = self.context.desk
        reference = desk.reference
        if reference is None:
            return
        text, light = link_words(desk)
        if light is not Light.GREEN:
            text = words.dotted((text, age_words(desk)))
        self.head.say(
            words.pick(reference.district.centre),
            self._scope(),
            text,
            light,
            full_clock(words.local(desk.clock.now(), reference)),
        )

    def _scope(self) -> str:
        actor, reference = self.context.desk.actor, self.context.reference
        area = (
            reference.area(actor.area_path.split("/")[-1]) if actor is not None and actor.area_path else None
        )
        return words.pick(area.names) if area is not None else ""

    # --- measures ----------------------------------------------------------------------------------------
    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._measure()
        self.refresh()

    def _measure(self) -> None:
        u = unit(self)
        self.head.setFixedHeight(round(72 * u))
        self._column.setFixedWidth(min(round(780 * u), self.width() // 2))
        self.lights.setFixedHeight(round(132 * u))
        self.states.setFixedHeight(self.states.high(u))
        self._hint.setFont(wall_font(18 * u))
        self._hint.setContentsMargins(round(16 * u), round(8 * u), round(16 * u), round(8 * u))
        self._place_hint()
        self._later.start()

    def _place_hint(self) -> None:
        self._hint.adjustSize()
        u = unit(self)
        self._hint.move(round(16 * u), self.head.height() + round(16 * u))
        self._hint.raise_()

    def _on_locked(self, locked: bool) -> None:
        self._hint.setText(self.tr("The map is held by hand. Home: it follows the tickets again"))
        self._place_hint()
        self._hint.setVisible(locked)

    # --- what the frame asks -----------------------------------------------------------------------------
    def enter(self) -> None:
        """The map takes the arrows, plus and minus."""
        super().enter()
        self.map.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def bindings(self) -> list[Binding]:
        """The map's keys after the wall's."""
        return [
            *super().bindings(),
            Binding("← → ↑ ↓", self.tr("Draw the map along")),
            Binding("+ -", self.tr("Zoom")),
        ]

    def notice_ground(self) -> QWidget:
        """The map: a notice never stands before a deadline."""
        return self.map

    def escape(self) -> None:
        """Closes the wall."""
        self._close()

    def _close(self) -> None:
        self.window().close()
