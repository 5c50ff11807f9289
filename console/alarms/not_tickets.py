"""Alarms that are not about a ticket's own condition: acts that could not be done, and the link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from console.connection import Connection
from console.outbox import OutboxRow
from contract.account import Actor, in_path
from contract.joint.guards import is_proposer
from contract.joint.joint import Joint

from .alarm import About
from .board import Board
from .kinds import RULES, Kind

LINK = "link"


def hear_outbox(
    board: Board, outbox: Sequence[OutboxRow], about: Callable[[OutboxRow], About], now: int
) -> None:
    """Acts that are in conflict or that the centre refused stand until they are dealt with."""
    stuck = {f"outbox {row.action_id}": row for row in outbox if row.state in ("conflict", "parked")}
    for key, row in stuck.items():
        kind: Kind = "conflict" if row.state == "conflict" else "parked"
        board.hear(key, kind, now, about(row))
    for key, alarm in tuple(board.alarms.items()):
        if RULES[alarm.kind].family == "outbox" and key not in stuck:
            board.end(key, now)


def about_joint(row: OutboxRow, shown: Joint | None) -> About:
    """What an act on a joint action is about; `shown` is that as the seat shows it."""
    joint = shown or row.seen_joint
    if joint is None:
        return About(since=row.done_at)
    return About(
        since=row.done_at,
        number=joint.number,
        subject=joint.title,
        area_path=joint.area_path,
        area_name=joint.area_name,
    )


def hear_safety(board: Board, joints: Iterable[Joint], actor: Actor, now: int) -> None:
    """People of whom nothing was heard in time: the duty officer's to know, the lead's, their own
    department's, and of who called them together."""
    heard = set()
    for joint in joints:
        for watch in joint.safety:
            if watch.overdue(now) and _concerns(joint, watch.unit, actor):
                key = f"safety {joint.id} {watch.unit}"
                heard.add(key)
                if key in board.alarms and board.alarms[key].stands:
                    continue
                about = About(
                    since=watch.clock.due_at or now,
                    joint_id=joint.id,
                    number=joint.number,
                    subject=joint.title,
                    unit_name=watch.unit_name,
                    area_path=joint.area_path,
                    area_name=joint.area_name,
                )
                board.hear(key, "safety", now, about)
    for key, alarm in tuple(board.alarms.items()):
        if RULES[alarm.kind].family == "safety" and key not in heard:
            board.end(key, now)


def _concerns(joint: Joint, unit: str, actor: Actor) -> bool:
    if actor.role == "duty" or is_proposer(joint, actor):
        return True
    own = joint.own(actor)
    party = joint.party(unit)
    there = party is not None and actor.role == "handler" and in_path(party.unit_path, actor.unit_path)
    return there or (own is not None and own.lead)


def hear_link(board: Board, link: Connection, session: str, now: int) -> None:
    """No backend or no session, or a backend that is not heard of."""
    about = About(since=link.since or now)
    if session == "expired" or link.link == "offline":
        board.hear(LINK, "lost", now, about)
    elif link.link == "delayed":
        board.hear(LINK, "delayed", now, about)
    elif link.link == "live":
        board.end(LINK, now)
