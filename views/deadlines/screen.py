"""时限台: lanes of open tickets in time, the ticket under the cursor, and what turns red next."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from contract.lifecycle import ENDED_STATES
from views.context import Context
from views.deadlines.forecast_panel import ForecastPanel
from views.deadlines.panel import BoardPanel
from views.desks.list_screen import ListScreen
from views.docks import Panel, Share
from views.queue_spec import AllBut, Page, QueueSpec
from widgets.keys import Binding

translate = QCoreApplication.translate


class DeadlineScreen(ListScreen):
    """The screen. Its number counts the open tickets past their limit."""

    def __init__(self, context: Context) -> None:
        title = translate("Deadlines", "Deadlines")
        self._board = BoardPanel(context, _spec(context))
        empty = (
            translate("Deadlines", "No ticket chosen"),
            translate("Deadlines", "Arrow keys go from one to the next in time, N takes the first free one."),
        )
        super().__init__(context, self._board, title, empty)
        self.forecast = ForecastPanel(context, self.key)
        self._stand(
            [
                Panel("queue", title, self._board),
                Panel("ticket", self.tr("Ticket"), self.ticket, "right", "queue"),
                Panel("forecast", translate("Deadlines", "Forecast"), self.forecast, "bottom", "ticket"),
                Panel("map", self.tr("Place"), self.map, "tab", "forecast"),
            ],
            (Share("queue", (64, 36)), Share("ticket", (64, 36), across=False, low=(70, 30))),
        )
        self.workspace.put_first("forecast")
        self._board.foretelling.told.connect(self._on_foretold)
        self.forecast.unit_chosen.connect(self._on_unit)

    @property
    def queue(self) -> BoardPanel:
        """The board."""
        return self._board

    def count(self) -> int | None:
        """Open tickets past their limit."""
        return self._board.count_of(self._board.spec.pages[0])

    def _ways(self) -> list[Binding]:
        return [
            Binding("← →", translate("Deadlines", "Earlier or later in the lane")),
            Binding("↑ ↓", translate("Deadlines", "Another lane")),
            Binding("+ −", translate("Deadlines", "Zoom")),
            Binding("PgUp PgDn", translate("Deadlines", "A screen of time back or on")),
            Binding("Home", translate("Deadlines", "Now")),
        ]

    def _on_foretold(self) -> None:
        self.forecast.show_forecast(self._board.foretelling.forecast)

    def _on_unit(self, path: str) -> None:
        """A unit's row was opened: the board shows what turns red at that unit."""
        self._board.show_turning_of(path)
        self._board.ground.setFocus(Qt.FocusReason.OtherFocusReason)


def _spec(context: Context) -> QueueSpec:
    """Kinds of lanes in place of pages; a unit begins with stages, having itself alone."""
    still = AllBut(ENDED_STATES)
    pages = [
        Page("unit", translate("Deadlines", "By unit"), still),
        Page("stage", translate("Deadlines", "By stage"), still),
        Page("street", translate("Deadlines", "By street"), still),
    ]
    actor = context.desk.actor
    if actor is not None and actor.role == "handler":
        pages = [pages[1], pages[0], pages[2]]
    return QueueSpec(
        key="deadlines",
        pages=tuple(pages),
        columns=(),
        empty_title=translate("Deadlines", "No open ticket"),
        empty_text=translate(
            "Deadlines", "Every open ticket stands here at the instant at which it falls due."
        ),
        hints=lambda: translate(
            "Deadlines", "← → in time · ↑ ↓ lanes · + − zoom · Home now · Space files · Y why · ? all keys"
        ),
    )
