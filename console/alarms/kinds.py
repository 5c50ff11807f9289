"""The kinds of alarm, how urgent each is, and the figures that the standards set.

Sources: ISA-18.2-2016 (states, latching, chattering, stale), EEMUA 191 ed. 3 (rates, shares by priority).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from contract.clock import MINUTE

Kind = Literal[
    "new",
    "near",
    "past",
    "back",
    "urged",
    "sign",
    "reply",
    "visit",
    "safety",
    "overdue",
    "conflict",
    "parked",
    "delayed",
    "lost",
]
"""new       a ticket that waits for somebody here: reported and free, dispatched to my unit, to be verified
near      of mine, near its limit (amber)
past      of mine, past its limit (red)
back      came back to me: returned by the unit that I sent it to; for a unit, verification failed
urged     of mine, urged since anybody last acted on it
sign      something was asked for that waits for my signature
reply     a supervision whose answer is overdue: my unit's to give, or one that I watch over
visit     a sensor's alarm: I or my unit is asked to go there, and nobody has been there yet
overdue   a clock of a joint action is past its limit: my department's, or the duty officer's to know
safety    people of a joint action on dangerous ground were to say that they are well, and did not
conflict  an act of mine: somebody was first
parked    an act of mine: refused by the centre
delayed   connected, but nothing heard for longer than a heartbeat and a half
lost      no backend, or no session"""

Priority = Literal["high", "medium", "low"]
PRIORITIES: tuple[Priority, ...] = ("high", "medium", "low")

HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds of a kind.

    Kinds of one `family` are stages of one alarm: a later stage of higher priority is a new alarm in place
    of the former. `latches`: one whose condition ends before anybody took it stays to be read
    (returned-unacknowledged); one that does not is simply gone, since nothing is left to do. `again`: so
    long after it was acknowledged it demands anew where it still stands, doubled each time (ms).
    """

    family: str
    priority: Priority
    latches: bool
    again: int


RULES: dict[Kind, Rule] = {
    "new": Rule("new", "low", latches=False, again=HOUR),
    "near": Rule("limit", "low", latches=False, again=HOUR),
    "past": Rule("limit", "high", latches=True, again=HOUR),
    "back": Rule("back", "medium", latches=True, again=30 * MINUTE),
    "urged": Rule("urged", "medium", latches=True, again=HOUR),
    "sign": Rule("sign", "medium", latches=False, again=HOUR),
    "reply": Rule("reply", "medium", latches=False, again=HOUR),
    "visit": Rule("visit", "high", latches=False, again=5 * MINUTE),
    "safety": Rule("safety", "high", latches=True, again=5 * MINUTE),
    "overdue": Rule("overdue", "medium", latches=False, again=HOUR),
    "conflict": Rule("outbox", "medium", latches=False, again=30 * MINUTE),
    "parked": Rule("outbox", "medium", latches=False, again=30 * MINUTE),
    "delayed": Rule("link", "low", latches=False, again=10 * MINUTE),
    "lost": Rule("link", "high", latches=True, again=10 * MINUTE),
}
assert set(RULES) == set(get_args(Kind))

RANK: dict[Priority, int] = {"low": 0, "medium": 1, "high": 2}

WINDOW = 10 * MINUTE
"""Rates are counted over ten minutes (EEMUA 191)."""
STEADY = 2
"""At most so many in ten minutes can be dealt with for hours (EEMUA 191: 1–2)."""
FLOOD = 10
"""From so many in ten minutes on it is a flood (EEMUA 191)."""
CALM_BELOW = 5
"""A flood ends when the rate falls below this (EEMUA 191)."""
CHATTER = 3
"""An alarm that rises so often within the window chatters and is held until it has been calm as long."""
STALE = DAY
"""An alarm that stands longer is a fault of the alarm system (EEMUA 191)."""
SHARES: dict[Priority, float] = {"high": 0.05, "medium": 0.15, "low": 0.80}
"""How alarms should be spread over the priorities (EEMUA 191)."""
LONGEST_SHELF = 8 * HOUR
"""A shift: nobody shelves for whoever comes after."""


def rank(kind: Kind) -> int:
    """How urgent a kind is, 2 the most."""
    return RANK[RULES[kind].priority]
