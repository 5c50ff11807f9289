"""Alarms that are not about a ticket's own condition: acts that could not be done, and the link."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.connection import Connection
from console.outbox import OutboxRow

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


def hear_link(board: Board, link: Connection, session: str, now: int) -> None:
    """No backend or no session, or a backend that is not heard of."""
    about = About(since=link.since or now)
    if session == "expired" or link.link == "offline":
        board.hear(LINK, "lost", now, about)
    elif link.link == "delayed":
        board.hear(LINK, "delayed", now, about)
    elif link.link == "live":
        board.end(LINK, now)
