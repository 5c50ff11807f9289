"""What goes back to superior platforms: the answer, the refusal, and each step that they asked to hear of.

A message is a row of the table `delivery`, written in the transaction of the step that it tells of, so that
neither is without the other. `Sender` posts it, signed, until the platform takes it (any 2xx): after each
failure it waits twice as long, up to ten minutes, a fifth more or less by chance; messages on one ticket go
one after the other. ``X-Grid-Event`` is the same at every try, so that a platform that took a message
whose answer was lost knows it again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any, Literal

import msgspec

from backend.service.reference import Held
from backend.service.steps import Committed, Taken
from backend.service.superior import NAMESPACE
from contract import action as a
from contract.ticket import Ticket

DUE = "due"
"""What a platform asks for to hear that a ticket of its own is near its limit or past it."""
Kind = Literal["answer", "refusal", "withdrawal", "step", "fan_out"]


class Peer(msgspec.Struct, frozen=True):
    """Where a platform takes messages, the secret shared with it, the actions that it asked to hear of."""

    url: str
    secret: str
    steps: frozenset[str] = frozenset()


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a platform is told.

    `kind`: `answer` (closed, with what was done), `refusal` (with the reason), `withdrawal` (an answer or a
    refusal no longer holds: recalled or reopened), `step` (anything it asked to hear of, and a merge).
    `number` is the platform's, `ticket` ours; `words` are the result or the reason. A step `due` says which
    `clock` came near or past its limit `due`.
    """

    event: str = ""
    kind: Kind
    channel: str
    number: str
    ticket: str
    step: str
    outcome: str = ""
    state: str
    at: str
    words: str = ""
    unit: str = ""
    in_time: bool | None = None
    merged_into: str = ""
    clock: str = ""
    due: str = ""


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A delivery as it is stored: the message, and the ticket whose result it is to carry ("" for none)."""

    message: Message
    result_of: str = ""


class Peers:
    """The platforms of every district, as the follower needs them: in memory, kept fresh by the sender."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Peer] = {}

    def follow(self, taken: Taken, held: Held) -> Iterable[dict[str, Any]]:
        """The rows to be delivered for a step (a follower of the performer)."""
        ticket = taken.after
        if taken.act is None and taken.entry.action != DUE:
            return
        offset = held.reference.calendar.utc_offset
        superior = ticket.superior
        peer = self.known.get((taken.district, superior.channel)) if superior is not None else None
        if superior is not None and peer is not None and taken.actor.role != "channel":
            kind = _kind(taken, peer)
            if kind is not None:
                yield row(
                    taken.district,
                    superior.channel,
                    ticket.id,
                    taken.seq,
                    taken.entry.received_at,
                    _kept(kind, taken, offset),
                )
        if ticket.repeats and self.known and _decides(taken):
            # What is said of this ticket holds for those merged into it, too; the sender finds them.
            kept = Kept(message=_message("fan_out", ticket, taken, offset), result_of=ticket.id)
            yield row(taken.district, "", ticket.id, taken.seq, taken.entry.received_at, kept)


def row(
    district: str, channel: str, ticket: str, seq: int, at: int, kept: Kept, id_: str = ""
) -> dict[str, Any]:
    """A row of the table `delivery`, due at once."""
    id_ = id_ or str(uuid.uuid5(NAMESPACE, f"event\0{district}\0{ticket}\0{seq}\0{kept.message.kind}"))
    message = msgspec.structs.replace(kept.message, event=id_)
    return {
        "district": district,
        "id": id_,
        "channel": channel,
        "ticket": ticket,
        "seq": seq,
        "kind": message.kind,
        "body": msgspec.json.encode(msgspec.structs.replace(kept, message=message)),
        "created_at": at,
        "next_at": at,
        "tries": 0,
    }


def _closes(act: a.Act | None) -> bool:
    return isinstance(act, a.Close) or (isinstance(act, a.ForceClose) and act.outcome == "approved")


def _decides(taken: Taken) -> bool:
    """Whether a step answers a matter, or takes its answer back."""
    was = taken.before.state if taken.before is not None else ""
    return (
        _closes(taken.act)
        or isinstance(taken.act, a.Reopen)
        or (isinstance(taken.act, a.Recall) and was in ("refused", "closed", "merged"))
    )


def _kind(taken: Taken, peer: Peer) -> Kind | None:
    match taken.act:
        case a.Refuse():
            return "refusal"
        case act if _closes(act):
            return "answer"
        case a.Merge() | a.Unmerge():
            return "step"
        case None:
            return "step" if taken.entry.action in peer.steps else None
        case act if _decides(taken):
            return "withdrawal"
        case act:
            return "step" if a.name_of(act) in peer.steps else None


def _kept(kind: Kind, taken: Taken, offset: int) -> Kept:
    message = _message(kind, taken.after, taken, offset)
    return Kept(message=message, result_of=taken.after.id if kind == "answer" else "")


def _message(kind: Kind, ticket: Ticket, taken: Taken, offset: int) -> Message:
    act = taken.act
    superior = ticket.superior
    # A note is the centre's own; a reason and a result are meant for who asked.
    words = getattr(act, "reason", "") or getattr(act, "result", "")
    return Message(
        kind=kind,
        channel=superior.channel if superior is not None else "",
        number=superior.number if superior is not None else "",
        ticket=ticket.number,
        step=taken.entry.action,
        outcome=taken.entry.outcome,
        state=ticket.state,
        at=moment(taken.entry.at, offset),
        words=words,
        unit=ticket.unit_name,
        in_time=ticket.in_time,
        merged_into=ticket.merged_into,
        clock=taken.entry.clock,
        due=moment(taken.entry.due_at, offset) if taken.entry.due_at is not None else "",
    )


def for_merged(merged: Ticket, fan_out: Message) -> Message:
    """What is said to the platform of a ticket that was merged into the one that a fan-out tells of."""
    superior = merged.superior
    assert superior is not None
    return msgspec.structs.replace(
        fan_out,
        event="",
        kind="answer" if fan_out.step in ("close", "force_close") else "withdrawal",
        channel=superior.channel,
        number=superior.number,
        ticket=merged.number,
        merged_into=fan_out.ticket,
    )


def moment(at: int, utc_offset: int) -> str:
    """RFC 3339 with the district's offset."""
    zone = timezone(timedelta(minutes=utc_offset))
    return datetime.fromtimestamp(at / 1000, zone).isoformat(timespec="milliseconds")


def concerns(committed: Committed) -> bool:
    """Whether a transaction may have left something to send."""
    return any(taken.after.superior is not None or taken.after.repeats for taken in committed.taken)
