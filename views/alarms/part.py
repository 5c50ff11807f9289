"""The part of the window that is alarms: gauge, keys, panel, sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from console.alarms.alarm import Alarm
from console.alarms.calling import Calling
from console.alarms.kinds import FLOOD, PRIORITIES, STEADY
from console.alarms.sound import Sounds
from console.clock import boot_ms
from views import words
from views.alarms import alarm_words
from views.everywhere import Deed
from widgets.gauge import RateGauge
from widgets.light import Light
from widgets.moments import span

if TYPE_CHECKING:
    from views.alarms.panel import AlarmPanel
    from views.seat_window import SeatWindow

START_MS = 600
"""Alarms begin so long after the window stands: its first screen is painted and takes keys first."""


class AlarmsPart(QObject):
    """Made with the finished window."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self._seat = seat
        self._alarms = seat.desk.alarms
        self._calling = Calling()
        self._sounds = Sounds(self)
        self._sounds.heard_of.connect(self._on_heard)
        self._silent = False
        self._panel: AlarmPanel | None = None
        actor = seat.desk.actor
        self._role = actor.role if actor is not None else ""
        self._gauge = RateGauge(STEADY, FLOOD, seat.frame.status)
        self._gauge.setObjectName("status.alarms")
        self._gauge.clicked.connect(self.toggle)
        seat.frame.status.add_widget(self._gauge)
        add = seat.everywhere.add
        add(Deed("alarms", self.tr("Alarms"), "F8", self.toggle, in_menu=True))
        add(Deed("alarms.report", self.tr("Alarm report: worst sources"), "Shift+F8", self.open_report))
        add(
            Deed(
                "alarms.mute",
                self.tr("Alarm sound off for 10 min, or on"),
                "Ctrl+F8",
                self.mute,
                in_menu=True,
            )
        )
        add(
            Deed("alarms.queue", self.tr("Alarms of the queue, too, or only of mine"), "", self._toggle_queue)
        )
        self._alarms.changed.connect(self.refresh)
        self._alarms.demanded.connect(self._on_demanded)
        seat.context.ticker.tick.connect(self._on_tick)
        seat.ticket_opened.connect(self._alarms.taken)
        self._start = QTimer(self)
        self._start.setSingleShot(True)
        self._start.timeout.connect(self._alarms.start)
        self._start.start(START_MS)
        self.refresh()

    # --- the gauge ---------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Shows the rate and what waits."""
        demanding = self._alarms.waiting()
        rate = self._alarms.rate
        count = rate.now(self._seat.desk.clock.now())
        light, waiting = Light.NONE, ""
        if demanding:
            calling = {alarm.priority for alarm in self._alarms.latest()}
            worst = next(p for p in PRIORITIES if p in calling)
            light, waiting = alarm_words.LIGHTS[worst], self.tr("{n} waiting").format(n=demanding)
        hint = self.tr("{n} not acknowledged; good: up to {steady} in 10 min, flood: from {flood}").format(
            n=demanding, steady=STEADY, flood=FLOOD
        )
        self._gauge.show_rate(
            self.tr("Alarms"), light, waiting, count, alarm_words.rate_text(count, rate.level), hint
        )

    def _on_tick(self) -> None:
        self._alarms.tick()
        self.refresh()
        self._say_sound()
        self._say_log()
        self._call()

    # --- calling -----------------------------------------------------------------------------------------
    def _on_demanded(self, alarm: Alarm) -> None:
        """A screen reader says it, the most urgent ones at once."""
        if not QAccessible.isActive():
            return
        said = words.dotted(
            (alarm_words.what(alarm.kind, self._role), alarm.about.number, alarm.about.subject)
        )
        event = QAccessibleAnnouncementEvent(self._gauge, said)
        if alarm.priority == "high":
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def _call(self) -> None:
        priority = self._calling.due(self._alarms.latest(), boot_ms())
        if priority is not None:
            self._sounds.play(priority)

    def _on_heard(self, heard: bool) -> None:
        self._silent = not heard
        self._say_sound()

    def mute(self) -> None:
        """Quiet for ten minutes; once more: sound again."""
        now = boot_ms()
        if self._calling.muted(now):
            self._calling.unmute()
            self._seat.context.tell(self.tr("Alarms sound again"))
        else:
            self._calling.mute(now)
            self._seat.context.tell(self.tr("Alarms are quiet for 10 minutes"))
        self._say_sound()

    def _say_sound(self) -> None:
        left = self._calling.muted(boot_ms())
        text = ""
        if left:
            text = self.tr("Sound off, {span} left").format(span=span(max(left / 1000, 10.0)))
            self._seat.frame.status.set_item("sound", text, Light.AMBER, self.tr("Ctrl+F8 turns it on"))
        else:
            self._seat.frame.status.remove_item("sound")
            if self._silent:
                text = self.tr("This machine has no sound device: alarms are shown, not heard")
        if self._panel is not None:
            self._panel.say_sound(text)

    def _say_log(self) -> None:
        status = self._seat.frame.status
        if self._alarms.log_refused:
            hint = self.tr("The disk refuses it; tried again every second, until then kept in this run alone")
            status.set_item("alarm.log", self.tr("Alarm log not written"), Light.AMBER, hint)
        else:
            status.remove_item("alarm.log")

    def _toggle_queue(self) -> None:
        on = not self._seat.desk.settings.kept.alarm_queue
        self._alarms.watch_queue(on)
        self._seat.context.tell(
            self.tr("The queue that nobody is in calls this seat, too")
            if on
            else self.tr("Only what this seat has in hand calls it")
        )

    # --- the panel ---------------------------------------------------------------------------------------
    def panel(self) -> AlarmPanel:
        """The panel, made when it is first asked for."""
        if self._panel is None:
            from views.alarms.panel import AlarmPanel

            self._panel = AlarmPanel(self._seat.context, self._alarms, self._seat.over())
            self._panel.muting.connect(self.mute)
            self._panel.opened.connect(self._seat.open_ticket)
            look = self._seat.context.look_at_joint
            if look is not None:
                self._panel.action_opened.connect(look)
            self._say_sound()
        return self._panel

    def toggle(self) -> None:
        """Opens the panel, or takes it away."""
        panel = self.panel()
        if panel.isVisible():
            panel.dismiss()
        else:
            frame = self._seat.frame
            panel.open(frame.top.height(), frame.status.height())

    def open_report(self) -> None:
        """Opens the panel on its report."""
        if not self.panel().isVisible():
            self.toggle()
        self.panel().show_page("report")

    # --- Part --------------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Nothing of it is kept in the settings but what is saved when it is chosen."""

    def leave(self) -> None:
        """The person goes."""
        self._start.stop()
        self._alarms.changed.disconnect(self.refresh)
        self._alarms.demanded.disconnect(self._on_demanded)
        self._seat.context.ticker.tick.disconnect(self._on_tick)
        self._sounds.close()
