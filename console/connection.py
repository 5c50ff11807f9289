"""How the console stands with its backend, as the status bar says it."""

from __future__ import annotations

from typing import Literal

import msgspec

from contract.machine import Names

Link = Literal["offline", "connecting", "live", "delayed"]
"""`delayed`: connected, but nothing was heard for longer than a heartbeat and a half."""


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """The link's state. `since` is when it began and `heard_at` when the replica was last known to be
    current (backend's time, ms; None: never in this profile). `polling` says that the feed comes by
    long polls because a proxy swallows the stream. `reason` is why it is off line, or what happened to
    what is shown (fetched anew after a gap, set back with the centre, woken from sleep)."""

    link: Link = "offline"
    since: int = 0
    heard_at: int | None = None
    polling: bool = False
    reason: Names | None = None
