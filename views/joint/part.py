"""The joint board before anybody looks: how many actions are under way, and the board made for the first look
where there are any."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from contract.joint.lifecycle import ENDED

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

KEY = "joint"
_REST_MS = 2_500
"""The rows are read when the screens that count tickets stand already, and where there are none nothing that
counts them is brought into memory: it is asked again after so long."""
_PART_MS = 150
"""A module is read in, or the board made, so long after the one before: keys go between."""
_MODULES = (
    "widgets.matrix",
    "widgets.board",
    "views.joint.offering",
    "views.joint.papers",
    "views.joint.acting",
    "views.joint.page",
    "views.joint.screen",
)
"""Of the board, each after what it is built on: the last ones alone would take a sixth of a second."""


class JointPart(QObject):
    """Counts at the tab of the board and makes it, once the window has come to rest. Nothing of it for a
    role without one."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self.setObjectName("joint.part")
        self._seat = seat
        self._began = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self._begin)
        if KEY in seat.screens():
            seat.context.look_at_joint = self.look
            self._later.start()
        self._making = QTimer(self)
        self._making.setInterval(_PART_MS)
        self._making.timeout.connect(self._make_ready)

    def look(self, joint_id: str) -> None:
        """Shows a joint action on the board."""
        from views.joint.screen import JointScreen

        self._seat.go(KEY)
        screen = self._seat.current()
        if isinstance(screen, JointScreen):
            screen.show_joint(joint_id)

    def _begin(self) -> None:
        if self._seat.busy_making() or not self._seat.desk.holds_joints():
            self._later.start()
            return
        self._began = True
        joints = self._seat.desk.joints
        joints.changed.connect(self._count)
        joints.reloaded.connect(self._count)
        self._count()
        self._making.start()

    def _make_ready(self) -> None:
        """One module, or the board: whoever goes to it first does not wait for what can be done before."""
        missing = next((name for name in _MODULES if name not in sys.modules), "")
        if missing:
            import_module(missing)
            return
        self._making.stop()
        self._seat.screen_of(KEY)

    def _count(self, _changes: object = None) -> None:
        number = sum(one.state not in ENDED for one in self._seat.desk.joints.rows())
        self._seat.frame.top.set_count(KEY, number)

    def keep(self) -> None:
        """Nothing of it is kept."""

    def leave(self) -> None:
        """The person goes."""
        self._later.stop()
        self._making.stop()
        if self._began:
            joints = self._seat.desk.joints
            joints.changed.disconnect(self._count)
            joints.reloaded.disconnect(self._count)
