"""A superior platform (the city's 12345, its 数字城管) as a way in.

It hands tickets down under its own number and with its own limit, and asks for steps on them. Everything it
sends is signed (`service/signing.py`) and may be sent again: a ticket is known by the platform's number,
a step by the id that the platform gave it.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Protocol

import msgspec
from sqlalchemy import select

from backend.service import signing
from backend.service.accounts import actor_of
from backend.service.clock import Clock
from backend.service.coordinates import to_wgs84
from backend.service.derived import derived_id
from backend.service.reference import References
from backend.service.refusal import ServiceRefused, missing, wrong_input
from backend.service.steps import Done, Origin, Pending
from backend.store import tables as t
from backend.store.engine import Store
from contract.account import Actor
from contract.action import Action, Evaluate, Latitude, Longitude, Note, Report, Reporter, Short, Urge, Words
from contract.machine import Names
from contract.ticket import Ticket

NAMESPACE = uuid.UUID("b7a9d1de-3c0b-5b0e-8a53-0d3c0f2f5e21")
ATTEMPTS = 5

Number = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Performs(Protocol):
    """What performs one piece of work and gives its outcome, or raises ServiceRefused."""

    async def __call__(self, piece: Pending, /) -> Done: ...


class Handed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ticket from above: `number` is the platform's own, `due_at` the limit it set (RFC 3339 with offset).

    `coordinates` is the system of `lon` and `lat`; `area`, `kind` and `item` are this district's codes.
    """

    number: Number
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    text: Words = ""
    place: Short = ""
    area: Annotated[str, msgspec.Meta(max_length=64)] = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    coordinates: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    kind: Annotated[str, msgspec.Meta(max_length=64)] = ""
    item: Annotated[str, msgspec.Meta(max_length=64)] = ""
    reporter: Reporter | None = None
    reported_at: Moment | None = None
    due_at: Moment | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step asked for on a ticket handed down: `id` is the platform's own name for this wish."""

    id: Number
    number: Number
    step: Literal["urge", "evaluate"]
    note: Note = ""
    satisfaction: Literal["satisfied", "basically", "not_satisfied"] | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The ticket as it stands: the platform's number, ours, the state, the limit kept (RFC 3339)."""

    number: str
    ticket: str
    state: str
    received_at: datetime
    due_at: datetime | None = None


class Superiors:
    """Takes in what superior platforms send."""

    def __init__(self, store: Store, references: References, clock: Clock, performs: Performs) -> None:
        self._store = store
        self._references = references
        self._clock = clock
        self._performs = performs

    async def recognise(
        self,
        channel: str,
        timestamp: str | None,
        signature: str | None,
        body: bytes,
        type_: str = "superior",
    ) -> Actor:
        """The account whose secret signed this body for a channel of a type; raises ServiceRefused (login).

        Several districts may have a channel of that key: the secret tells them apart.
        """
        c = t.account.c
        query = select(t.account).where(
            c.role == "channel", c.channel == channel, c.active.is_(True), c.webhook_secret != ""
        )
        async with self._store.read() as connection:
            rows = (await connection.execute(query)).all()
        now, worst = self._clock.now(), "unsigned" if not signature or not timestamp else "forged"
        for row in rows:
            verdict = signing.judge(row.webhook_secret, timestamp, signature, body, now)
            if verdict == "valid" and row.district in self._references.districts:
                held = self._references.get(row.district)
                known = held.reference.channel(channel)
                if known is not None and known.type == type_:
                    return actor_of(row, held)
            if verdict == "stale":
                worst = "stale"
        raise ServiceRefused("login", _VERDICTS[worst])

    async def take(self, actor: Actor, handed: Handed) -> tuple[Receipt, bool]:
        """Make the ticket, once; gives its receipt and whether it is new. Raises ServiceRefused."""
        if (handed.lon is None) != (handed.lat is None):
            raise wrong_input("lon", "pair", "", "经纬度须同时给出", "longitude and latitude go together")
        lon = lat = None
        if handed.lon is not None and handed.lat is not None:
            lon, lat = to_wgs84(handed.lon, handed.lat, handed.coordinates)
        for field in ("title", "text", "place", "area", "kind", "item"):
            _no_nul(field, getattr(handed, field))
        if handed.reporter is not None:
            for field in ("name", "phone", "contact"):
                _no_nul(f"reporter.{field}", getattr(handed.reporter, field))
        name = f"{actor.district}\0{actor.channel}\0{handed.number}"
        reported_at = _ms("reported_at", handed.reported_at)
        act = Report(
            channel=actor.channel,
            title=" ".join(handed.title.split()) or handed.number,
            text=handed.text,
            place=handed.place,
            area=handed.area,
            lon=lon,
            lat=lat,
            reporter=handed.reporter,
            kind=handed.kind,
            item=handed.item,
            reported_at=reported_at,
            superior_number=handed.number,
            superior_due_at=_ms("due_at", handed.due_at),
        )
        action = Action(
            action_id=str(uuid.uuid5(NAMESPACE, "ticket\0" + name)),
            ticket_id=derived_id(NAMESPACE, "ticket\0" + name, reported_at or 0),
            act=act,
        )
        origin = Origin(f"superior:{actor.channel}", handed.number)
        done = await self._performs(Pending(actor, self._clock.now(), action, origin))
        return receipt(_ticket(done)), not done.replayed

    async def step(self, actor: Actor, asked: Asked) -> tuple[Receipt, bool]:
        """Take a step asked for, once; gives the receipt and whether it is new. Raises ServiceRefused."""
        _no_nul("note", asked.note)
        if (asked.satisfaction is not None) != (asked.step == "evaluate"):
            raise wrong_input(
                "satisfaction",
                "choice",
                asked.satisfaction or "",
                "评价须给出满意度，催办不得给出",
                "an evaluation states the satisfaction, an urge does not",
            )
        action_id = str(uuid.uuid5(NAMESPACE, f"step\0{actor.district}\0{actor.channel}\0{asked.id}"))
        for attempt in range(1, ATTEMPTS + 1):
            ticket, answered = await self._known(actor, asked.number, action_id)
            act: Urge | Evaluate = Urge(note=asked.note)
            base = 0
            if asked.satisfaction is not None:
                act = Evaluate(satisfaction=asked.satisfaction, note=asked.note)
                # Asked again, it must be the same request: on the version that it was taken on.
                base = ticket.version if answered is None else answered.version - 1
            action = Action(action_id=action_id, ticket_id=ticket.id, base_version=base, act=act)
            try:
                done = await self._performs(Pending(actor, self._clock.now(), action))
            except ServiceRefused as refused:
                # Somebody acted between reading and writing: the wish stands, on the row as it is now.
                if refused.kind != "conflict" or attempt == ATTEMPTS:
                    raise
                continue
            return receipt(_ticket(done)), not done.replayed
        raise missing()

    async def _known(self, actor: Actor, number: str, action_id: str) -> tuple[Ticket, Ticket | None]:
        """The ticket of the platform's number, and the row that this step left when it was taken before (None
        where that was long ago, too: the key is refused then)."""
        c, a = t.ticket.c, t.answer.c
        query = select(c.row).where(
            c.district == actor.district, c.channel == actor.channel, c.superior_number == number
        )
        stored = select(a.body).where(a.district == actor.district, a.action == action_id)
        async with self._store.read() as connection:
            row = (await connection.execute(query)).scalar()
            body = (await connection.execute(stored)).scalar()
        if row is None:
            raise missing()
        ticket = msgspec.msgpack.decode(row, type=Ticket)
        return ticket, _Answered.of(body) if body else None


class _Answered(msgspec.Struct, frozen=True):
    """The part of a stored answer that is needed here."""

    ticket: Ticket

    @staticmethod
    def of(body: bytes) -> Ticket:
        return msgspec.json.decode(body, type=_Answered).ticket


_VERDICTS = {
    "unsigned": Names("请求未签名", "the request is not signed"),
    "forged": Names("签名无效", "the signature is not valid"),
    "stale": Names("签名时间不在允许范围内", "the signature's time lies outside the window"),
}


def _ticket(done: Done) -> Ticket:
    return done.ticket if done.ticket is not None else _Answered.of(done.body)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def receipt(ticket: Ticket) -> Receipt:
    """What the platform gets to keep."""
    superior = ticket.superior
    due = superior.due_at if superior is not None else None
    return Receipt(
        number=superior.number if superior is not None else "",
        ticket=ticket.number,
        state=ticket.state,
        received_at=_moment(ticket.received_at or ticket.reported_at),
        due_at=_moment(due) if due is not None else None,
    )


def _ms(field: str, moment: datetime | None) -> int | None:
    if moment is None:
        return None
    at = round(moment.timestamp() * 1000)
    if not 0 <= at <= 4_102_444_800_000:
        raise wrong_input(field, "range", moment.isoformat(), "超出可能的年份", "outside the years possible")
    return at


def _no_nul(field: str, text: Any) -> None:
    if "\0" in str(text):
        raise wrong_input(field, "control", "", "含有空字符（NUL）", "holds a NUL character")
