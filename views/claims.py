"""Who is in a ticket, as seen from this seat."""

from __future__ import annotations

from typing import Literal

from contract.account import Actor
from contract.clock import MINUTE
from contract.ticket import Claim

Holder = Literal["", "me", "other", "silent"]
"""Nobody, this seat, another, or another that has not been heard for some minutes."""

LEASE = 10 * MINUTE
"""How long a claim lasts after it was last renewed (the backend's rule)."""
SILENT_AFTER = 4 * MINUTE
"""A claim not renewed for so long is shown as silent."""


def silence(claim: Claim, now: int) -> int:
    """How long its holder has not been heard, ms."""
    return max(0, now - (claim.until - LEASE))


def holder(claim: Claim | None, actor: Actor | None, now: int) -> Holder:
    """Who holds a claim; one that has run out holds nothing."""
    if claim is None or claim.until <= now:
        return ""
    if actor is not None and claim.by == actor.id:
        return "me"
    return "silent" if silence(claim, now) >= SILENT_AFTER else "other"
