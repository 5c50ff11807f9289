"""The intake desk: what was reported, the ticket under the cursor, and the form of a call."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.replica.standing import WELFARE
from contract.lifecycle import ENDED_STATES
from contract.lifecycle_beside import AT_UNIT
from views.choices import Spot
from views.context import Context
from views.desks.queue_screen import QueueScreen
from views.docks import Panel
from views.intake.call_form import CallForm
from views.queue_spec import AllBut, Page, QueueSpec
from widgets.keys import Binding

translate = QCoreApplication.translate

_SEAT_CHANNELS = ("hotline", "seat", "walk_in")
_GRID_CHANNELS = ("grid_worker", "grid", "app")


class IntakeScreen(QueueScreen):
    """A queue with a form beside the ticket."""

    def __init__(
        self,
        context: Context,
        title: str,
        spec: QueueSpec,
        empty: tuple[str, str],
        form_title: str,
        form_text: str,
        *,
        seat: bool,
    ) -> None:
        self._call: CallForm | None = None
        self._seat = seat
        extra = (Panel("call", form_title, self._make_call, "tab", "ticket"),)
        super().__init__(context, title, spec, empty, extra=extra, claims=seat)
        self.workspace.put_first("ticket")
        self.keys.bind("T", self.take_call, form_text)

    def _make_call(self) -> CallForm:
        channels = _SEAT_CHANNELS if self._seat else _GRID_CHANNELS
        name = "call" if self._seat else "found"
        made = self._call = CallForm(self.context, name, channels, can_file=self._seat)
        made.left.connect(self._back_to_list)
        made.opened.connect(self.context.open_ticket)
        made.submitted.connect(self._on_submitted)
        made.located.connect(self._on_located)
        return made

    @property
    def call(self) -> CallForm:
        """The form of a call."""
        if self._call is None:
            self.workspace.fill()
        assert self._call is not None
        return self._call

    def take_call(self) -> None:
        """Opens the form; the caret stands where typing starts. What was half typed is still there."""
        self.workspace.raise_panel("call")
        self.call.focus_first()

    def take_up_call(self) -> None:
        """Opens the form with what its draft holds."""
        self.call.take_up()
        self.take_call()

    def _back_to_list(self) -> None:
        self.workspace.raise_panel("ticket")
        self.queue.table.setFocus()

    def _on_located(self, spot: Spot | None) -> None:
        if spot is not None:
            self.map.show_place(spot.code, spot.lon, spot.lat)

    def _on_submitted(self, ticket_id: str) -> None:
        self.queue.select(ticket_id)

    def _on_pointed(self, lon: float, lat: float) -> None:
        if self.call.isVisible():
            self.call.point(lon, lat)
        else:
            super()._on_pointed(lon, lat)

    def bindings(self) -> list[Binding]:
        """The form's keys after the queue's."""
        form = [
            Binding("Ctrl+Enter", translate("Intake", "Send the form, as far as it is filled")),
            Binding("Ctrl+Shift+Enter", translate("Intake", "Record only")),
        ]
        if self.key == "intake":
            form.append(Binding("Ctrl+D", translate("Intake", "Record, file and dispatch")))
        return super().bindings() + form


def intake_screen(context: Context) -> IntakeScreen:
    """The seat's intake desk."""
    spec = QueueSpec(
        key="intake",
        pages=(
            Page("new", translate("Intake", "To take in"), frozenset(("reported", "accepted"))),
            Page("reported", translate("Intake", "Reported"), frozenset(("reported",))),
            Page("accepted", translate("Intake", "Accepted, not filed"), frozenset(("accepted",))),
            Page("mine", translate("Intake", "Mine"), frozenset(("reported", "accepted")), mine=True),
        ),
        columns=("due", "number", "subject", "area", "channel", "state", "claim"),
        filters=("area", "channel", "light"),
        empty_title=translate("Intake", "Nothing to take in"),
        empty_text=translate("Intake", "Reports of all channels come here. T opens the form for a call."),
        hints=lambda: translate(
            "Intake", "T a call · F accept and file · A accept · X refuse · M merge · N next · ? all keys"
        ),
    )
    empty = (
        translate("Intake", "No ticket chosen"),
        translate("Intake", "N takes the first one that nobody is in; T opens the form for a call."),
    )
    form_text = translate("Intake", "Take a call")
    return IntakeScreen(
        context, translate("Intake", "Intake"), spec, empty, translate("Intake", "Call"), form_text, seat=True
    )


def grid_screen(context: Context) -> IntakeScreen:
    """网格台: what the grid worker is to verify, and the form to report what was found on the round."""
    spec = QueueSpec(
        key="grid",
        pages=(
            Page("verify", translate("Grid", "To verify"), frozenset(("handled",))),
            Page("visit", translate("Grid", "To visit"), frozenset(AT_UNIT), flags=WELFARE),
            Page("open", translate("Grid", "Open in my grid"), AllBut(ENDED_STATES)),
            Page("closed", translate("Grid", "Closed"), frozenset(("closed", "evaluated"))),
        ),
        columns=("due", "number", "subject", "area", "unit", "state"),
        filters=("light",),
        empty_title=translate("Grid", "Nothing to verify"),
        empty_text=translate(
            "Grid", "What units have handled in your grid comes here. T reports what you found on your round."
        ),
        hints=lambda: translate("Grid", "T report · P passed · X failed · Space files · N next · ? all keys"),
    )
    empty = (
        translate("Grid", "No ticket chosen"),
        translate("Grid", "N goes to the one that is due first; T reports a new one."),
    )
    return IntakeScreen(
        context,
        translate("Grid", "Grid"),
        spec,
        empty,
        translate("Grid", "Report"),
        translate("Grid", "Report what I found"),
        seat=False,
    )
