"""The status bar: the link, the age of what is shown, what waits, what is in conflict or parked."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from console.desk import Desk
from views import words
from widgets.countdown import Ticker
from widgets.light import Light
from widgets.moments import age, clock_time, day_time
from widgets.status_bar import StatusBar

translate = QCoreApplication.translate


def link_words(desk: Desk) -> tuple[str, Light]:
    """How the link to the centre stands, and its light."""
    link, now = desk.connection, desk.clock.now()
    if desk.session == "expired":
        return translate("Status", "Session ended"), Light.RED
    if link.link == "live":
        return translate("Status", "On line"), Light.GREEN
    if link.link == "delayed":
        late = max(1, (now - (link.heard_at or link.since)) // 1000)
        return translate("Status", "Delayed {n} s").format(n=late), Light.AMBER
    if link.link == "connecting":
        return translate("Status", "Connecting"), Light.AMBER
    if not link.since:
        return translate("Status", "Off line"), Light.RED
    since = words.local(link.since, desk.reference)
    today = words.local(now, desk.reference).date()
    when = clock_time(since) if since.date() == today else day_time(since)
    return translate("Status", "Off line since {when}").format(when=when), Light.RED


def age_words(desk: Desk) -> str:
    """How old what is shown can be."""
    heard = desk.connection.heard_at
    if heard is None:
        return translate("Status", "No data yet")
    seconds = max(0.0, (desk.clock.now() - heard) / 1000)
    return translate("Status", "Data of {age}").format(age=age(seconds))


IMPORTANCE = ("link", "conflicts", "parked", "alarms", "age", "outbox", "sound", "clock", "why", "scope")
"""Which items stay where there is no room for all; the link always does."""


class Status(QObject):
    """Keeps a status bar current: on every signal of the desk, and once a second for what ages."""

    def __init__(self, bar: StatusBar, desk: Desk, ticker: Ticker) -> None:
        super().__init__(bar)
        self._bar = bar
        self._desk = desk
        bar.set_importance(IMPORTANCE)
        desk.connection_changed.connect(self.refresh)
        desk.outbox_changed.connect(self.refresh)
        desk.session_changed.connect(self.refresh)
        ticker.tick.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Sets every item; one that says the same is not painted again."""
        self._link()
        self._age()
        self._waiting()
        self._place()

    def _link(self) -> None:
        desk, link = self._desk, self._desk.connection
        text, light = link_words(desk)
        hint = desk.say(link.reason) if link.reason is not None else ""
        if link.link == "live" and link.polling and not hint:
            hint = translate("Status", "by polling: a proxy holds the stream back")
        again = translate("Status", "a click connects anew")
        self._bar.set_item("link", text, light, words.dotted((hint, again)))
        # What is the matter stands in words beside it; the technical part only in the hint.
        if hint and desk.session != "expired":
            self._bar.set_item("why", hint.partition(" (")[0], None, words.dotted((hint, again)))
        else:
            self._bar.remove_item("why")

    def _age(self) -> None:
        hint = translate("Status", "How old what is shown can be")
        self._bar.set_item("age", age_words(self._desk), None, hint)

    def _waiting(self) -> None:
        rows = self._desk.outbox
        conflicts = sum(row.state == "conflict" for row in rows)
        parked = sum(row.state == "parked" for row in rows)
        waiting = len(rows) - conflicts - parked
        self._bar.set_item("outbox", translate("Status", "To send {n}").format(n=waiting))
        self._bar.set_item(
            "conflicts",
            translate("Status", "Conflicts {n}").format(n=conflicts),
            Light.AMBER if conflicts else None,
        )
        if parked:
            text = translate("Status", "Parked {n}").format(n=parked)
            self._bar.set_item("parked", text, Light.RED)
        else:
            self._bar.remove_item("parked")

    def _place(self) -> None:
        actor = self._desk.actor
        if not self._desk.clock.certain:
            self._bar.set_item("clock", translate("Status", "Time estimated"), Light.AMBER, "", right=True)
        else:
            self._bar.remove_item("clock")
        if actor is not None:
            reference = self._desk.reference
            area = reference.area(actor.area_path.split("/")[-1]) if reference and actor.area_path else None
            scope = words.pick(area.names) if area is not None else ""
            if not scope and reference is not None and actor.unit:
                unit = reference.unit(actor.unit)
                scope = words.pick(unit.names) if unit is not None else ""
            self._bar.set_item("scope", scope, None, translate("Status", "What you see"), right=True)
