"""Who is near the place pinned, or the ticket beside the map: on duty or not, how far, how old that is, what
they have in hand; and on to the form that sends the ticket there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from console.errors import ConsoleError
from contract.duty import Called
from contract.nearby import Nearby, NearPerson, NearUnit
from contract.ticket import Ticket
from views import words
from views.duty import telling
from views.duty.on_ticket import PHONES
from views.map.house import MapHouse, Place
from views.map.near_list import NearList, NearRow
from views.map.posts import NEAR, posts_of
from views.on_line import why_not
from views.screen import Screen
from widgets import theme
from widgets.action_bar import ActionBar, BarAction
from widgets.empty import PanelState, StatePanel
from widgets.keys import KeyMap
from widgets.light import Light
from widgets.map import MapPost, PostKind
from widgets.moments import age, short_time

translate = QCoreApplication.translate

SEND, CALL_IN, PHONE, LOOK = "send", "call_in", "phone", "look"
KEYS = {SEND: "D", CALL_IN: "W", PHONE: "P", LOOK: "G"}
_STEPS = {SEND: "assign", CALL_IN: "part/given"}
"""The steps of a ticket whose forms they open."""
_AGAIN_MS = 8_000
"""However many check in meanwhile, it is asked for once in so long."""
_STALE_MS = 60_000
_CLOSE_M = 600.0
_UNIT, _PERSON = "u ", "p "


_Asked = tuple[Place | None, tuple[str, float | None, float | None, str] | None]


def _who(asked: _Asked) -> object:
    """What it was about: a ticket that moves stays the one."""
    place, ticket = asked
    return place if ticket is None else ticket[0]


def near_panel(house: MapHouse) -> QWidget:
    """The side tool of the map."""
    return NearPanel(house)


class NearPanel(QWidget):
    """The place pinned goes before the ticket shown: it was asked about last."""

    def __init__(self, house: MapHouse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("near.panel")
        self.setAccessibleName(self.tr("Who is near"))
        theme.set_surface(self, "panel")
        self._house, self._context = house, house.context
        self._found: Nearby | None = None
        self._asked: _Asked = (None, None)
        self._phones: dict[str, str] = {}
        self._title = QLabel(self)
        self._title.setObjectName("near.title")
        self._title.setWordWrap(True)
        theme.set_role(self._title, "strong")
        self._under = QLabel(self)
        self._under.setObjectName("near.under")
        self._under.setWordWrap(True)
        theme.set_role(self._under, "dim")
        self._state = StatePanel(parent=self)
        self.list = NearList(self, self.tr("Who is near"))
        self.list.setObjectName("near.list")
        self.bar = ActionBar(self)
        self.bar.setObjectName("near.actions")
        theme.set_property(self.bar, "edge", "top")
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 6)
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._under)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._state, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.bar)
        self.setFocusProxy(self.list)
        self._keys = KeyMap(self)
        for deed, key in KEYS.items():
            self._keys.bind(key, partial(self._do, deed), self._verb(deed))
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._ask)
        self.bar.triggered.connect(self._do)
        self.list.current_changed.connect(lambda _key: self._refresh_bar())
        self.list.opened.connect(lambda _key: self._do(LOOK))
        house.place_changed.connect(lambda _place: self._on_asked())
        house.ticket_changed.connect(lambda _ticket: self._on_asked())
        desk = self._context.desk
        desk.heard.connect(self._on_heard)
        desk.connection_changed.connect(self._on_connection)
        self._context.ticker.tick.connect(self._on_tick)
        self._show()

    # --- what is asked -----------------------------------------------------------------------------------
    def _point(self) -> tuple[Place | None, Ticket | None]:
        place = self._house.place()
        return (place, None) if place is not None else (None, self._house.ticket())

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._on_asked()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._again.stop()
        posts_of(self._house).put(NEAR, None)

    def _on_asked(self) -> None:
        """Another place or ticket, or somebody looks again."""
        place, ticket = self._point()
        where = (ticket.id, ticket.lon, ticket.lat, ticket.area) if ticket is not None else None
        wanted: _Asked = (place, where)
        if wanted != self._asked:
            before, self._asked = self._asked, wanted
            if _who(before) != _who(wanted):
                self._found, self._phones = None, {}
        if self.isVisible():
            self._ask()

    def _on_heard(self, kind: str) -> None:
        soon = self._again.isActive() and self._again.remainingTime() <= _AGAIN_MS
        if kind in ("", "duty") and self.isVisible() and not soon:
            self._again.start(_AGAIN_MS)

    def _on_connection(self) -> None:
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        desk, wanted = self._context.desk, self._asked
        place, ticket = self._point()
        self._show()
        if (place is None and ticket is None) or why_not(desk):
            return
        self._again.start(_STALE_MS)

        def done(found: Nearby) -> None:
            if wanted == self._asked:
                self._found = found
                self._show()

        def failed(error: ConsoleError) -> None:
            if wanted == self._asked and self._found is None:
                self._say(PanelState.ERROR, self.tr("Not known who is near"), desk.say(error.says))

        work = desk.near.point(*place) if place is not None else desk.near.ticket(ticket.id if ticket else "")
        desk.run("who is near", work, done, failed, self)

    # --- what it shows -----------------------------------------------------------------------------------
    def _say(self, state: PanelState, title: str, text: str) -> None:
        self._state.set_state(state, title, text)
        self._state.show()
        self.list.hide()

    def _show(self) -> None:
        place, ticket = self._point()
        away, found = why_not(self._context.desk), self._found
        self._title.setText(self._called(place, ticket))
        if place is None and ticket is None:
            self._under.setText("")
            hint = self.tr("Choose a ticket, or click the map where you want to know it.")
            self._say(PanelState.EMPTY, self.tr("Who is near"), hint)
        elif found is None:
            self._under.setText("")
            title = self.tr("Known on line only") if away else self.tr("Asking the centre")
            self._say(PanelState.OFFLINE if away else PanelState.LOADING, title, away)
        else:
            on = sum(one.on for one in found.people)
            said = self.tr("{n} of the nearest {all} on duty").format(n=on, all=len(found.people))
            old = self.tr("off line, as of {age}").format(age=self._age(found.at)) if away else ""
            self._under.setText(words.dotted((said, old)))
            self._state.hide()
            self.list.show()
            self.list.show_rows([*self._rows(found)])
        self._put_posts()
        self._refresh_bar()

    def _called(self, place: Place | None, ticket: Ticket | None) -> str:
        found = self._found
        area = self._context.reference.area(found.area) if found is not None else None
        where = telling.named(area.code, self._context.reference) if area is not None else ""
        if ticket is not None:
            return words.dotted((self.tr("Near {number}").format(number=ticket.number), where))
        if place is not None:
            return words.dotted((self.tr("Near this place"), where))
        return self.tr("Who is near")

    def _age(self, at: int) -> str:
        return age(max(0, self._context.now() - at) / 1000)

    def _when(self, at: int) -> str:
        reference = self._context.reference
        return short_time(words.local(at, reference), words.local(self._context.now(), reference))

    def _rows(self, found: Nearby) -> Iterator[NearRow]:
        if found.people:
            yield NearRow("", self.tr("People of the grids"))
        for person in found.people:
            yield self._person(person)
        if found.units:
            yield NearRow("", self.tr("Units around"))
        for unit in found.units:
            yield self._unit(unit)

    def _load(self, open_: int, overdue: int) -> str:
        if not open_:
            return self.tr("nothing open")
        late = self.tr("{n} overdue").format(n=overdue) if overdue else ""
        return words.dotted((self.tr("{n} open").format(n=open_), late))

    def _person(self, one: NearPerson) -> NearRow:
        who = words.dotted((f"{one.name} {words.pick(one.post_names)}".rstrip(), words.pick(one.place_names)))
        if one.on:
            instead = self.tr("for {name}").format(name=one.for_name) if one.for_name else ""
            until = self.tr("on until {when}").format(when=self._when(one.until)) if one.until else ""
            under = words.dotted((self._known(one), until, instead, self._phone(one)))
        else:
            back = self.tr("on again {when}").format(when=self._when(one.next_at)) if one.next_at else ""
            under = words.dotted((self.tr("off duty, place of the grid"), back))
        light = Light.NONE if not one.on else Light.AMBER if one.late else Light.GREEN
        load = self._load(one.open, one.overdue)
        far = telling.far(one.distance)
        return NearRow(_PERSON + one.holder, who, far, under, load, light, one.overdue > 0)

    def _phone(self, one: NearPerson) -> str:
        return self._phones.get(one.holder, "" if one.private else one.phone)

    def _known(self, one: NearPerson) -> str:
        """Where the place comes from, and how old that is."""
        if one.seen_at is None:
            return self.tr("place of the grid, no check-in") if one.patrols else self.tr("place of the grid")
        text = self.tr("at the post {age}") if one.source == "post" else self.tr("checked in {age}")
        return text.format(age=self._age(one.seen_at))

    def _unit(self, one: NearUnit) -> NearRow:
        covers = self.tr("covers this place") if one.covers else words.pick(one.area_names)
        if one.on:
            duty = self.tr("on duty: {names}").format(names=words.listed(one.on[:2]))
        elif one.next_at:
            duty = self.tr("on again {when}").format(when=self._when(one.next_at))
        else:
            duty = self.tr("nobody on duty")
        at_work = ""
        if one.spot is not None:
            at_work = self.tr("at work {far} off since {when}").format(
                far=telling.far(one.spot.distance), when=self._when(one.spot.since)
            )
        return NearRow(
            _UNIT + one.unit,
            words.pick(one.names),
            telling.far(one.distance) if not one.covers else "",
            words.dotted((covers, duty, at_work)),
            self._load(one.open, one.overdue),
            Light.GREEN if one.on else Light.NONE,
            one.overdue > 0,
        )

    def _put_posts(self) -> None:
        found = self._found
        if found is None or not self.isVisible():
            posts_of(self._house).put(NEAR, None)
            return
        now = self._context.now()
        people = [
            MapPost(
                one.account or one.holder,
                one.lon,
                one.lat,
                PostKind.PERSON,
                one.name,
                max(0, now - one.seen_at) if one.seen_at is not None else None,
            )
            for one in found.people
            if one.on
        ]
        teams = [
            MapPost(
                _UNIT + one.unit,
                one.spot.lon,
                one.spot.lat,
                PostKind.TEAM,
                words.pick(one.names),
                max(0, now - one.spot.since),
            )
            for one in found.units
            if one.spot is not None
        ]
        posts_of(self._house).put(NEAR, [*people, *teams])

    def _on_tick(self) -> None:
        if self.isVisible() and self._found is not None and self._context.now() // 1000 % 15 == 0:
            self._show()

    # --- what a person does ------------------------------------------------------------------------------
    def _verb(self, deed: str) -> str:
        return {
            SEND: self.tr("Dispatch to them"),
            CALL_IN: self.tr("Call them in"),
            PHONE: self.tr("Show phone"),
            LOOK: self.tr("Go there on the map"),
        }[deed]

    def _chosen(self) -> NearPerson | NearUnit | None:
        key, found = self.list.current_key(), self._found
        if found is None or not key:
            return None
        if key.startswith(_UNIT):
            return next((one for one in found.units if _UNIT + one.unit == key), None)
        return next((one for one in found.people if _PERSON + one.holder == key), None)

    def _offered(self) -> Iterator[str]:
        one, ticket = self._chosen(), self._house.ticket()
        actor = self._context.desk.actor
        if isinstance(one, NearUnit):
            if ticket is not None and actor is not None and actor.role in ("seat", "duty"):
                yield SEND
                yield CALL_IN
            yield LOOK
        elif one is not None:
            hidden = one.private and one.phone and one.holder not in self._phones
            if hidden and actor is not None and actor.role in PHONES and not why_not(self._context.desk):
                yield PHONE
            yield LOOK

    def _refresh_bar(self) -> None:
        offered = [*self._offered()]
        one = self._chosen()
        texts = {deed: self._verb(deed) for deed in offered}
        if isinstance(one, NearUnit):
            name = words.pick(one.names)
            texts[SEND] = self.tr("Dispatch to {unit}").format(unit=name)
            texts[CALL_IN] = self.tr("Call in {unit}").format(unit=name)
        self.bar.set_actions(
            [BarAction(deed, texts[deed], KEYS[deed], primary=deed == SEND) for deed in offered]
        )
        self.bar.setVisible(bool(offered))

    def _do(self, deed: str) -> None:
        one = self._chosen()
        if one is None or deed not in self._offered():
            return
        match one:
            case NearUnit() if deed in _STEPS:
                self._open_form(_STEPS[deed], one)
            case NearPerson() if deed == PHONE:
                self._show_phone(one.holder)
            case _:
                lon, lat = one.lon, one.lat
                if isinstance(one, NearUnit) and one.spot is not None:
                    lon, lat = one.spot.lon, one.spot.lat
                self._house.canvas.centre_on(lon, lat, _CLOSE_M)

    def _open_form(self, step: str, unit: NearUnit) -> None:
        """The step's own form, with the unit in it, beside the map where the ticket stands there."""
        ticket, desk = self._house.ticket(), self._context.desk
        if ticket is None:
            return
        key = f"{step}:{ticket.id}"
        before = desk.drafts.load(key)
        desk.drafts.save(key, {**before, "unit": unit.unit})
        if not self._take(step, key):
            if before:
                desk.drafts.save(key, before)
            else:
                desk.drafts.forget(key)
            self._context.tell(self.tr("{number} does not take this step now").format(number=ticket.number))

    def _take(self, step: str, key: str) -> bool:
        """On the screen that it stands on; torn off, on that of all tickets."""
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, Screen):
            around = around.parentWidget()
        return around.take_step(step) if around is not None else self._context.take_up(key)

    def _show_phone(self, holder: str) -> None:
        asked, desk = self._asked, self._context.desk

        def done(called: Called) -> None:
            if asked == self._asked:
                self._phones[holder] = called.phone
                self._show()

        def failed(error: ConsoleError) -> None:
            self._context.tell(desk.say(error.says))

        desk.run("show a phone", desk.duty.phone(holder), done, failed, self)

    def begin(self) -> None:
        """The list takes the keys."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
