"""What every screen is given: the desk, the second hand, the window's ways to tell and to lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from console.desk import Desk
from contract.reference import Reference
from widgets.countdown import Ticker


class Whistle(Protocol):
    """What opens the form of a joint action."""

    def __call__(
        self,
        tickets: Sequence[str] = ...,
        ring: tuple[tuple[float, float], ...] = ...,
        lon: float | None = ...,
        lat: float | None = ...,
        area: str = ...,
    ) -> None: ...


@dataclass(slots=True)
class Context:
    """The window puts its ways in when it is made; the parts put in the rest (`views.parts`)."""

    desk: Desk
    ticker: Ticker
    tell: Callable[[str], None]
    """Shows a toast."""
    tell_undo: Callable[[str, tuple[str, ...]], None]
    """Shows a toast that takes back what waits under these action ids."""
    open_ticket: Callable[[str], None]
    """Opens a ticket, by its id, on its own screen."""
    go: Callable[[str], None]
    """Opens a screen, by its name."""
    awake: Callable[[], bool]
    """Whether somebody sits here."""
    take_up: Callable[[str], bool]
    """Opens a half-typed form by its draft's key; False where its ticket does not allow that now."""
    look_at_component: Callable[[str], None] = lambda _code: None
    """Shows a component, by its code, on the register's screen (`ComponentsPart` puts it in)."""
    many: Callable[[str, Sequence[str]], None] = lambda _step, _ids: None
    """Looks at a step on several tickets before it is done (`BulkPart` puts it in)."""
    offers_of_many: Callable[[Sequence[str]], list[tuple[str, str, str, int]]] = lambda _ids: []
    """The steps there are for several tickets: step, name, key, how many of them take it (`BulkPart`)."""

    report_at: Callable[[float, float], None] = lambda _lon, _lat: None
    """Opens the form of a report with a place, longitude and latitude (`MapPart` puts it in)."""

    whistle: Whistle | None = None
    """Opens the form of a joint action, prefilled from tickets, an outline, a point, an area; None for who
    can't start one (`ProposingPart` puts it in)."""

    look_at_joint: Callable[[str], None] | None = None
    """Shows a joint action, by its id, on the board; None for a role without one (`JointPart` puts it in)."""

    look_at_campaign: Callable[[str], None] | None = None
    """Shows a campaign, by its id; None for a role without them (`CampaignPart` puts it in)."""

    @property
    def reference(self) -> Reference:
        """The district's reference; screens exist only once there is one."""
        found = self.desk.reference
        assert found is not None
        return found

    def now(self) -> int:
        """The backend's time, ms."""
        return self.desk.clock.now()
