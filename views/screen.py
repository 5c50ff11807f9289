"""What every screen is: a widget with a key, a title, a live count, and keys of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.mandate import Mandate
from contract.ticket import Ticket
from views.context import Context
from views.docks import Panel, Share, Workspace
from widgets.keys import Binding, KeyMap


@dataclass(frozen=True, slots=True)
class Here:
    """Something to do on a screen, for the palette: what it is called in every run, words, key or number,
    what it is done to, how."""

    name: str
    text: str
    key: str
    on: str
    act: Callable[[], object]


class Elsewhere(Protocol):
    """The windows beside a seat's own, as that one asks them."""

    def front(self) -> Screen | None:
        """The screen of the window that is worked in, None when that is the seat's own."""

    def held(self) -> Collection[str]:
        """The keys of the screens that stand in windows of their own."""

    def over(self) -> QWidget:
        """The window worked in, for what is laid over it."""

    def bring(self, key: str) -> bool:
        """Brings the window of a screen to the front; False where the screen stands in the seat's own, which
        comes to the front instead."""


class Screen(QWidget):
    """A screen of the frame. `count_changed` when the number beside its title may be another."""

    count_changed = Signal()

    def __init__(self, context: Context, key: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"screen.{key}")
        self.setAccessibleName(title)
        self.context = context
        self.key = key
        self.title = title
        self.keys = KeyMap(self)
        self._workspace: Workspace | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def dock(self, panels: Sequence[Panel], shares: Sequence[Share]) -> Workspace:
        """Makes the screen a workspace of docks, its layout kept per role."""
        actor = self.context.desk.actor
        role = actor.role if actor is not None else ""
        self._workspace = Workspace(f"{role}/{self.key}", panels, shares, self.context.desk.settings, self)
        self._layout.addWidget(self._workspace)
        # A panel in a window of its own keeps the keys of its screen.
        self._workspace.floated.connect(self.keys.hold_in)
        for window in self._workspace.torn_off():
            self.keys.hold_in(window)
        return self._workspace

    @property
    def docks(self) -> Workspace | None:
        """Its panels, None for a screen that is one widget."""
        return self._workspace

    def fill(self, widget: QWidget) -> None:
        """Makes the screen one widget."""
        self._layout.addWidget(widget)

    # --- what the frame asks -----------------------------------------------------------------------------
    def count(self) -> int | None:
        """The number beside the title, None for none."""
        return None

    def here(self) -> list[Here]:
        """What may be done on it now that is no step of a ticket."""
        return []

    def bindings(self) -> list[Binding]:
        """The keys of this screen now, for the key sheet."""
        return self.keys.bindings()

    def enter(self) -> None:
        """The screen comes to the front: the focus goes where work starts."""
        if self._workspace is not None:
            self._workspace.show_torn_off()

    def leave(self) -> None:
        """Another screen comes to the front."""
        if self._workspace is not None:
            self._workspace.hide_torn_off()

    def escape(self) -> None:
        """Escape was pressed and nothing smaller took it."""

    def show_ticket(self, ticket_id: str) -> bool:
        """Puts the cursor on a ticket; False where this screen does not have it."""
        del ticket_id
        return False

    def notice_ground(self) -> QWidget | None:
        """The part over whose foot notices stand where the screen has a window of its own; None: the whole
        window's."""
        return None

    def show_page(self, page: str, entry: str = "") -> None:
        """Shows one of its pages, and an entry there; nothing on a screen of one page."""

    def take_step(self, step_id: str) -> bool:
        """Opens the form of a step of the ticket shown; False where it is not offered here and now."""
        del step_id
        return False

    def citing(self) -> tuple[Ticket | None, bool]:
        """The ticket shown, None for none, and whether a step of it cites an entry of the duty or powers
        list now."""
        return None, False

    def cite(self, entry: Mandate) -> bool:
        """Cites an entry in the step that is open, else in the likeliest one that does; False for none."""
        del entry
        return False

    def take_up_call(self) -> None:
        """Opens the form of a call with what was half typed in it."""

    def keep(self) -> None:
        """Puts what is to be kept between runs into the settings."""
        if self._workspace is not None:
            self._workspace.keep()

    def reset_layout(self) -> None:
        """Puts the panels back."""
        if self._workspace is not None:
            self._workspace.reset()
