"""Who is in a ticket, as seen from this seat."""

from __future__ import annotations

from typing import Literal

from contract.account import Actor
from contract.ticket import Claim

Holder = Literal["", "me", "other", "silent"]
"""Nobody, this seat, another, or another that has not been heard for some minutes."""

SILENT_SHARE = 0.4
"""A claim is silent when so much of its lease has passed since it was last renewed: 4 min of 10. The lease is
the backend's, and longer where its clock runs faster."""


def silence(claim: Claim, now: int) -> int:
    """How long its holder has not been heard, ms."""
    return max(0, now - claim.at)


def holder(claim: Claim | None, actor: Actor | None, now: int) -> Holder:
    """Who holds a claim; one that has run out holds nothing."""
    if claim is None or claim.until <= now:
        return ""
    if actor is not None and claim.by == actor.id:
        return "me"
    silent_after = (claim.until - claim.at) * SILENT_SHARE
    return "silent" if silence(claim, now) >= silent_after else "other"
