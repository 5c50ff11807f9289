"""What every screen is given: the desk, the second hand, the window's ways to tell and to lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from console.desk import Desk
from contract.reference import Reference
from widgets.countdown import Ticker


@dataclass(slots=True)
class Context:
    """`tell(text, action, key, token)` shows a toast, `open_ticket` a ticket on its own screen, `go` another
    screen; a token comes back through `acted` of the window's toasts. `awake`: whether somebody sits here.
    `take_up` opens a half-typed form by its draft's key; False where its ticket does not allow that now.
    `many` looks at a step on several tickets before it is done, `offers_of_many` gives the steps there are for
    them (step, name, key, how many take it), `undo` takes back what was done last; `BulkPart` puts them in.
    """

    desk: Desk
    ticker: Ticker
    tell: Callable[[str], None]
    tell_undo: Callable[[str, tuple[str, ...]], None]
    open_ticket: Callable[[str], None]
    go: Callable[[str], None]
    awake: Callable[[], bool]
    take_up: Callable[[str], bool]
    many: Callable[[str, Sequence[str]], None] = lambda _step, _ids: None
    offers_of_many: Callable[[Sequence[str]], list[tuple[str, str, str, int]]] = lambda _ids: []
    undo: Callable[[], None] = lambda: None

    @property
    def reference(self) -> Reference:
        """The district's reference; screens exist only once there is one."""
        found = self.desk.reference
        assert found is not None
        return found

    def now(self) -> int:
        """The backend's time, ms."""
        return self.desk.clock.now()
