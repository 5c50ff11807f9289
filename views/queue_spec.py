"""What tells one queue from another: its pages, its columns, what stands there when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from contract.lifecycle import ENDED_STATES
from widgets.table import Column, ColumnKind
from widgets.table.needs import made_width

translate = QCoreApplication.translate

NUMBER = "BH20261120-00532"
"""As wide as a ticket's number: district, day, count."""

LEAST = ("channel", "area", "first", "level", "unit", "state", "bounces", "from")
"""Columns in the order in which they go where the queue is narrow."""


class AllBut:
    """Every state but these; those of a newer backend, too, which are not known here."""

    def __init__(self, states: Collection[str]) -> None:
        self._not = frozenset(states)

    def __contains__(self, state: object) -> bool:
        return state not in self._not


@dataclass(frozen=True, slots=True)
class Page:
    """A chip of the queue: tickets in these states (none named: in any), or those this seat is in.

    `flags` and `without` are bits of `console.replica.standing`: any of the first, none of the second.
    `past`: past their limit. `to_sign`: waiting for this person's signature. `shows` are columns that stand
    on this page alone.
    """

    key: str
    text: str
    states: frozenset[str] | AllBut
    mine: bool = False
    flags: int = 0
    without: int = 0
    past: bool = False
    to_sign: bool = False
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """What tells one queue from another. `filters` are the choices offered besides the pages."""

    key: str
    pages: tuple[Page, ...]
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ("area", "unit", "channel", "light")
    sort: tuple[tuple[str, bool], ...] = (("due", True),)
    empty_title: str = ""
    empty_text: str = ""
    unit_title: str = ""
    hints: Callable[[], str] = field(default=lambda: "")

    def columns_elsewhere(self, page: Page) -> set[str]:
        """Columns that stand on other pages alone."""
        return {key for other in self.pages for key in other.shows} - set(page.shows)


def ticket_pages() -> tuple[Page, ...]:
    """The pages of the list of all tickets."""
    return (
        Page("open", translate("Tickets", "Open"), AllBut(ENDED_STATES)),
        Page("closed", translate("Tickets", "Closed"), frozenset(("closed", "evaluated"))),
        Page("other", translate("Tickets", "Refused or merged"), frozenset(("refused", "merged"))),
        Page("suspended", translate("Tickets", "Suspended"), frozenset(("suspended",)), shows=("until",)),
        Page("all", translate("Tickets", "All"), frozenset()),
    )


def columns_of(spec: QueueSpec) -> list[Column]:
    """The columns of a queue, with their titles in the language installed."""
    unit = spec.unit_title or translate("QueuePanel", "Unit")
    words = translate("QueuePanel", "Item · words")
    known = {
        "due": Column("due", translate("QueuePanel", "Left"), ColumnKind.COUNTDOWN, 148),
        "number": Column("number", translate("QueuePanel", "Number"), ColumnKind.NUMBER, 152, sample=NUMBER),
        "subject": Column("subject", words, ColumnKind.TWO_PART, 120, stretch=True),
        "area": Column("area", translate("QueuePanel", "Grid"), ColumnKind.TEXT, 112),
        "unit": Column("unit", unit, ColumnKind.TEXT, 156),
        "channel": Column("channel", translate("QueuePanel", "Channel"), ColumnKind.TEXT, 132),
        "state": Column("state", translate("QueuePanel", "State"), ColumnKind.TEXT, 84),
        "claim": Column("claim", translate("QueuePanel", "In it"), ColumnKind.PILL, 72),
        "reported": Column("reported", translate("QueuePanel", "Reported"), ColumnKind.TIME, 150),
        "changed": Column("changed", translate("QueuePanel", "Changed"), ColumnKind.TIME, 150),
        "asked": Column("asked", translate("QueuePanel", "Asked for"), ColumnKind.TEXT, 330),
        "until": Column("until", translate("QueuePanel", "Suspended until"), ColumnKind.TIME, 150),
        "reply": Column("reply", translate("QueuePanel", "Answer due"), ColumnKind.COUNTDOWN, 148),
        "follow": Column(
            "follow", translate("QueuePanel", "Supervised for"), ColumnKind.TEXT, 240, sortable=False
        ),
        "account": Column(
            "account", translate("QueuePanel", "Held to account"), ColumnKind.TEXT, 240, sortable=False
        ),
        "parts": Column("parts", translate("QueuePanel", "Parts"), ColumnKind.TEXT, 240, sortable=False),
        "from": Column("from", translate("QueuePanel", "Came from"), ColumnKind.TEXT, 148, sortable=False),
        "reason": Column("reason", translate("QueuePanel", "Reason"), ColumnKind.TEXT, 200, sortable=False),
        "first": Column(
            "first", translate("QueuePanel", "First taker"), ColumnKind.TEXT, 148, sortable=False
        ),
        "level": Column("level", translate("QueuePanel", "Level"), ColumnKind.TEXT, 84, sortable=False),
        "bounces": Column("bounces", translate("QueuePanel", "Given back"), ColumnKind.COUNT, 96),
        "failures": Column(
            "failures", translate("QueuePanel", "Failed in a row"), ColumnKind.COUNT, 110, sortable=False
        ),
    }
    return [known[key] for key in spec.columns]


def without_room(columns: Sequence[Column], room: int) -> set[str]:
    """The columns that say least, as many of them as have to go for the others to have their width in `room`
    px."""
    width = {column.key: made_width(column) for column in columns}
    left_out: set[str] = set()
    for key in LEAST:
        if sum(width.values()) <= room:
            break
        if width.pop(key, None) is not None:
            left_out.add(key)
    return left_out
