"""What every screen is given: the desk, the second hand, the window's ways to tell and to lead on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from console.desk import Desk
from contract.reference import Reference
from widgets.countdown import Ticker


@dataclass(slots=True)
class Context:
    """`tell(text, action, key, token)` shows a toast, `open_ticket` a ticket on its own screen, `go` another
    screen; a token comes back through `acted` of the window's toasts. `awake`: whether somebody sits here.
    """

    desk: Desk
    ticker: Ticker
    tell: Callable[[str], None]
    tell_undo: Callable[[str, tuple[str, ...]], None]
    open_ticket: Callable[[str], None]
    go: Callable[[str], None]
    awake: Callable[[], bool]

    @property
    def reference(self) -> Reference:
        """The district's reference; screens exist only once there is one."""
        found = self.desk.reference
        assert found is not None
        return found

    def now(self) -> int:
        """The backend's time, ms."""
        return self.desk.clock.now()
