"""Taking in what a device said, in one transaction: which ticket it belongs to is seen under the district's
lock, so that two alarms of one device that come together are one matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import msgspec
from msgspec.structs import replace
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.service.alarms_rule import NAMESPACE, done_by_rule, know_who
from backend.service.checks import content_of, replayed
from backend.service.derived import derived_id
from backend.service.kept import Kept
from backend.service.ledger import Ledger
from backend.service.refusal import wrong_input
from backend.service.steps import Done, Origin, Pending, Taken
from backend.service.transition import Performer
from backend.store import tables as t
from contract import action as a
from contract.clock import MINUTE
from contract.feed import Entry
from contract.lifecycle import ENDED_STATES
from contract.machine import Names
from contract.ticket import Ticket
from contract.visit import AlarmRule, Sensed, Visit
from contract.visiting import begun

ENTRY = "alarm"
"""What the timeline calls a line of a device; its outcome is repeated or over."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an alarm: `news` is opened (a new ticket), repeated or over (a line on the one there
    is); the ticket's number and state."""

    id: str
    news: Literal["opened", "repeated", "over"]
    ticket: str
    state: str


class Sensing(msgspec.Struct, frozen=True, kw_only=True):
    """One message of a device. `key` is its own, `report` that of the ticket's report."""

    key: str
    report: str
    id: str
    ended: bool
    sensed: Sensed
    area: str
    place: str
    lon: float | None
    lat: float | None
    performer: Performer

    async def read(self, connection: AsyncConnection, ledger: Ledger, piece: Pending) -> None:
        """The ticket of the device's last alarm, as far as it was merged, and who would be sent."""
        d, sensed = t.device.c, self.sensed
        query = select(d.ticket).where(
            d.district == ledger.district,
            d.channel == piece.actor.channel,
            d.device == sensed.device,
            d.kind == sensed.kind,
        )
        held = await connection.scalar(query)
        ledger.beside.setdefault(self._slot(piece), (held, held is not None))
        while held:
            await ledger.fetch(connection, [held])
            kept = ledger.tickets.get(held)
            held = kept.ticket.merged_into if kept is not None else ""
        likely = self._ticket(ledger, piece)
        if likely is not None:
            await know_who(connection, ledger, likely, piece.received_at)

    def _slot(self, piece: Pending) -> tuple[str, str]:
        return "device", f"{piece.actor.channel}\0{self.sensed.device}\0{self.sensed.kind}"

    def _ticket(self, ledger: Ledger, piece: Pending) -> Ticket | None:
        """The ticket that would be reported, as far as it is known now; it is never written."""
        area = ledger.reference.area(self.area)
        rule = ledger.reference.district.alarm(self.sensed.kind)
        if area is None or rule is None or self.ended:
            return None
        blank = Ticket(
            id="",
            district=ledger.district,
            number="",
            version=0,
            seq=0,
            state="reported",
            channel="",
            title="",
            reported_at=piece.received_at,
            changed_at=piece.received_at,
            area=area.code,
            area_path=area.path,
        )
        return replace(blank, beside=replace(blank.beside, visit=begun(self.sensed, ledger.reference)))

    def perform(self, ledger: Ledger, piece: Pending) -> Done:
        """Take it in; raises ServiceRefused."""
        about = (self.id, self.ended, self.area, self.place, self.lon, self.lat)
        content = content_of(piece.actor, self.sensed, f"alarm {about!r}")
        replay = replayed(ledger, self.key, content)
        if replay is not None:
            return replay
        kept = self._last(ledger, piece)
        if self.ended:
            if kept is None:
                raise wrong_input(
                    "device",
                    "known",
                    self.sensed.device,
                    "该设备没有这种告警的工单",
                    "no ticket of this device and kind of alarm",
                )
            return self._line(ledger, piece, kept, content, "over")
        if kept is not None and kept.ticket.state not in ENDED_STATES:
            return self._line(ledger, piece, kept, content, "repeated")
        return self._open(ledger, piece, kept, content)

    def _last(self, ledger: Ledger, piece: Pending) -> Kept | None:
        """The ticket of the last alarm, or what that was merged into."""
        held, _ = ledger.beside[self._slot(piece)]
        kept = ledger.tickets.get(held) if held else None
        while kept is not None and kept.ticket.state == "merged":
            kept = ledger.tickets.get(kept.ticket.merged_into)
        return kept

    def _line(
        self, ledger: Ledger, piece: Pending, kept: Kept, content: bytes, news: Literal["repeated", "over"]
    ) -> Done:
        """One more line on a ticket, by which its version stays."""
        before, sensed, at = kept.ticket, self.sensed, piece.received_at
        rule = ledger.reference.district.alarm(sensed.kind)
        after = replace(before, beside=replace(before.beside, visit=_heard(before, sensed, news)))
        _json, row = ledger.place(kept, after, at)
        entry = Entry(
            n=kept.entries + 1,
            action=ENTRY,
            outcome=news,
            source=before.state,
            target=before.state,
            by=piece.actor.id,
            name=piece.actor.name,
            role=piece.actor.role,
            at=min(sensed.at, at),
            received_at=at,
            late=at - sensed.at > MINUTE,
            words=said(sensed, rule, ledger) if rule is not None else sensed.device,
        )
        ledger.enter(kept, entry, piece.actor.id, None)
        ledger.record(
            piece, ENTRY, before.id, key=self.key, version=before.version, content=content.hex(), row=row
        )
        ledger.follow(
            Taken(
                district=ledger.district,
                seq=kept.ticket.seq,
                before=before,
                after=kept.ticket,
                entry=entry,
                actor=piece.actor,
            )
        )
        return self._answer(ledger, piece, kept, content, news, 200)

    def _open(self, ledger: Ledger, piece: Pending, last: Kept | None, content: bytes) -> Done:
        """A new ticket, and what the rule does with it at once."""
        sensed, reference = self.sensed, ledger.reference
        rule = reference.district.alarm(sensed.kind)
        assert rule is not None  # seen before it was submitted
        area, place, lon, lat = self.area, self.place, self.lon, self.lat
        if not area and last is not None:
            was = last.ticket
            area, place = was.area, place or was.place
            lon, lat = was.lon, was.lat
        known = reference.area(area)
        if known is None:
            raise wrong_input(
                "device",
                "placed",
                sensed.device,
                "该设备没有登记位置，须给出经纬度或网格编码",
                "where this device is, is not known: state coordinates or an area",
            )
        where = place or known.short or known.names.zh
        name = f"{ledger.district}\0{piece.actor.channel}\0{self.id}"
        action = a.Action(
            action_id=self.report,
            ticket_id=derived_id(NAMESPACE, f"ticket\0{name}", sensed.at),
            act=a.Report(
                channel=piece.actor.channel,
                title=f"{where}，{rule.names.zh}"[:200],
                text=said(sensed, rule, ledger),
                place=place,
                area=area,
                lon=lon,
                lat=lat,
                item=rule.item if reference.item_at(rule.item, piece.received_at) is not None else "",
                reported_at=min(sensed.at, piece.received_at),
                alarm=sensed,
            ),
        )
        origin = Origin(f"sensor:{piece.actor.channel}", self.id)
        self.performer.act(ledger, Pending(piece.actor, piece.received_at, action, origin), action)
        kept = ledger.tickets[action.ticket_id]
        done_by_rule(self.performer, ledger, kept, piece.received_at)
        self._remember(ledger, piece, action.ticket_id)
        return self._answer(ledger, piece, kept, content, "opened", 201)

    def _remember(self, ledger: Ledger, piece: Pending, ticket: str) -> None:
        """Which ticket the device's next alarm belongs to."""
        _, there = ledger.beside[self._slot(piece)]
        d, sensed = t.device, self.sensed
        here: dict[str, Any] = {
            "district": ledger.district,
            "channel": piece.actor.channel,
            "device": sensed.device,
            "kind": sensed.kind,
        }
        now = {"ticket": ticket, "at": piece.received_at}
        if there:
            query = update(d).where(*(d.c[name] == value for name, value in here.items())).values(now)
            ledger.statements.append(query)
        else:
            ledger.statements.append(insert(d).values(here | now))
        ledger.beside[self._slot(piece)] = (ticket, True)

    def _answer(
        self,
        ledger: Ledger,
        piece: Pending,
        kept: Kept,
        content: bytes,
        news: Literal["opened", "repeated", "over"],
        status: int,
    ) -> Done:
        ticket = kept.ticket
        told = Told(id=self.id, news=news, ticket=ticket.number, state=ticket.state)
        body = msgspec.json.encode(told)
        ledger.answer(self.key, content, status, body, ticket.id, piece.received_at)
        return Done(status, body, ticket, ticket.seq)


def _heard(ticket: Ticket, sensed: Sensed, news: str) -> Visit | None:
    """The visit of a ticket with what its device said again; what an alarm was merged into may have none."""
    visit = ticket.beside.visit
    if visit is None:
        return None
    if news == "over":
        return replace(visit, over_at=sensed.at)
    return replace(visit, repeats=visit.repeats + 1, again_at=sensed.at, over_at=None)


def said(sensed: Sensed, rule: AlarmRule, ledger: Ledger) -> str:
    """What a device said, in both languages."""
    offset = ledger.reference.calendar.utc_offset

    def local(at: int) -> str:
        when = datetime.fromtimestamp(at / 1000, UTC) + timedelta(minutes=offset)
        return f"{when:%Y-%m-%d %H:%M}"

    zh, en = [f"设备{sensed.device}"], [f"device {sensed.device}"]
    if sensed.measure is not None:
        amount = Names(f"{sensed.measure:g}{rule.unit.zh}", f"{sensed.measure:g} {rule.unit.en}")
        zh.append(f"{rule.measure.zh}{amount.zh}")
        en.append(f"{rule.measure.en} {amount.en}")
    if sensed.since is not None:
        zh.append(f"自{local(sensed.since)}起")
        en.append(f"since {local(sensed.since)}")
    return f"{rule.names.zh}：{'，'.join(zh)}\n{rule.names.en}: {', '.join(en)}"
