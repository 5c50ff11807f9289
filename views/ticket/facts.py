"""A ticket's facts, clocks and heading as the page shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication

from contract.beside import STAGED
from contract.clock import Clock
from contract.guards import reply_owed
from contract.reference import Reference
from contract.ticket import Ticket
from views import words
from views.clocks import left_of
from views.standing import reply_left
from views.ticket.beside_facts import beside_facts, counted, marks
from views.ticket.visit_facts import visit_cells
from widgets.clock_strip import ClockCell
from widgets.countdown import Remaining
from widgets.facts import Fact
from widgets.light import Light
from widgets.moments import day_time, short_time

translate = QCoreApplication.translate

_MOST_CELLS = 4


def heading(ticket: Ticket, reference: Reference | None) -> str:
    """The item; before it is filed, the words it was reported with."""
    item, rest = words.subject(ticket, reference)
    return item if ticket.filed_at is not None or not rest else rest


def under_heading(ticket: Ticket, state: str, now: int, reference: Reference | None) -> str:
    """Number, state with its time and what stands beside it, channel, category."""
    at = short_time(words.local(ticket.changed_at, reference), words.local(now, reference))
    item = reference.item(ticket.item, ticket.item_version) if reference is not None else None
    category = f"{words.pick(item.category_names)} {item.code}" if item is not None else ""
    return words.dotted(
        (
            ticket.number or translate("Facts", "number on its way"),
            f"{state} {at}",
            marks(ticket, now, reference),
            words.channel(ticket.channel, reference),
            category,
        )
    )


def facts_of(
    ticket: Ticket,
    now: int,
    reference: Reference | None,
    shown: tuple[str, str] | None,
    may_show: bool,
    away: bool = False,
    into: str = "",
) -> list[Fact]:
    """The facts in two columns. `into` is the number of what it was merged into. `shown` are the reporter's
    name and phone in full, once asked for; `away`: the centre, which alone has them, can't be asked now."""
    place = ticket.place or translate("Facts", "not stated")
    facts = [
        Fact(translate("Facts", "Place"), place, key="place"),
        Fact(translate("Facts", "Grid"), _grid(ticket, reference), key="grid"),
        _reporter(ticket, shown, may_show, away),
        Fact(translate("Facts", "Reported"), _moment(ticket.reported_at, reference), key="reported"),
        Fact(translate("Facts", "Unit"), _unit(ticket, reference), key="unit"),
        Fact(translate("Facts", "Kind"), words.kind(ticket.kind, reference), key="kind"),
    ]
    facts[:0] = beside_facts(ticket, now, reference, into)
    counts = _counts(ticket)
    if counts:
        facts.append(Fact(translate("Facts", "So far"), counts, key="counts"))
    if ticket.superior is not None:
        facts.append(Fact(translate("Facts", "Superior no."), ticket.superior.number, key="superior"))
    if ticket.satisfaction:
        facts.append(
            Fact(translate("Facts", "Call-back"), words.satisfaction(ticket.satisfaction), key="satisfaction")
        )
    if ticket.in_time is not None:
        in_time = translate("Facts", "in time") if ticket.in_time else translate("Facts", "past the limit")
        light = Light.GREEN if ticket.in_time else Light.RED
        facts.append(Fact(translate("Facts", "Handled"), in_time, key="in_time", light=light))
    return facts


def _moment(instant: int | None, reference: Reference | None) -> str:
    return day_time(words.local(instant, reference)) if instant is not None else "—"


def _grid(ticket: Ticket, reference: Reference | None) -> str:
    if not ticket.area:
        return translate("Facts", "not located")
    known = reference.area(ticket.area) if reference is not None else None
    if known is None:
        return words.area(ticket, reference)
    name = words.pick(known.names)
    return f"{known.short} · {name}" if known.short and known.short != name else name


def _unit(ticket: Ticket, reference: Reference | None) -> str:
    known = reference.unit(ticket.unit) if reference is not None and ticket.unit else None
    return words.pick(known.names) if known is not None else ticket.unit_name or "—"


def _reporter(ticket: Ticket, shown: tuple[str, str] | None, may_show: bool, away: bool) -> Fact:
    caption = translate("Facts", "Reporter")
    if shown is not None:
        return Fact(caption, " ".join(part for part in shown if part) or "—", key="reporter")
    masked = " ".join(part for part in (ticket.reporter, ticket.reporter_phone) if part)
    if masked and may_show and away:
        masked = words.dotted((masked, translate("Facts", "in full on line only")))
    link = translate("Facts", "Show") if masked and may_show and not away else ""
    return Fact(caption, masked or translate("Facts", "not stated"), key="reporter", link=link)


def _counts(ticket: Ticket) -> str:
    """What has happened to it more than once."""
    parts = []
    if ticket.round > 1:
        parts.append(translate("Facts", "round {n}").format(n=ticket.round))
    for count, text in (
        (ticket.bounces, translate("Facts", "returned {n}×")),
        (ticket.reworks, translate("Facts", "reworked {n}×")),
        (ticket.urges, translate("Facts", "urged {n}×")),
    ):
        if count:
            parts.append(text.format(n=count))
    return words.dotted((*parts, *counted(ticket)))


def clock_cells(
    ticket: Ticket,
    reference: Reference,
    clock_now: Callable[[], int],
    nearby: int | None,
) -> list[ClockCell]:
    """The strip: the stage's clock, the responsibility clock, that of making safe, repair or restoring and of
    an answer owed where there are, repeats. `nearby` counts open tickets that may
    be the same matter, None while nobody knows."""
    cells = []
    if ticket.stage is not None:
        cells.append(_cell("stage", ticket.stage, reference, clock_now))
    else:
        cells.append(
            ClockCell("stage", translate("Facts", "This step"), value=translate("Facts", "no limit"))
        )
    if ticket.responsibility is not None:
        cells.append(_cell("responsibility", ticket.responsibility, reference, clock_now))
    else:
        item = reference.item(ticket.item, ticket.item_version)
        sub = ""
        if item is not None and item.handle is not None and ticket.dispatched_at is None:
            sub = translate("Facts", "{limit} from dispatch").format(limit=words.limit(item.handle))
        cells.append(ClockCell("responsibility", words.stage("responsibility"), value="—", sub=sub))
    cells += _cells_beside(ticket, reference, clock_now)
    if len(cells) >= _MOST_CELLS:
        return cells[:_MOST_CELLS]
    repeats = translate("Facts", "merged into it")
    if nearby:
        repeats = translate("Facts", "like it nearby: {n}").format(n=nearby)
    cells.append(ClockCell("repeats", translate("Facts", "Repeats"), value=str(ticket.repeats), sub=repeats))
    return cells


def _cells_beside(ticket: Ticket, reference: Reference, clock_now: Callable[[], int]) -> Iterator[ClockCell]:
    """The clocks beside the way: of the stage that is under way, else of the last, and of the answer to a
    supervision."""
    begun = [(field, clock) for field in STAGED if (clock := getattr(ticket.beside, field)) is not None]
    under_way = [one for one in begun if one[1].ended_at is None]
    for field, clock in (under_way or begun)[-1:]:
        yield _cell(field, clock, reference, clock_now)
    yield from visit_cells(ticket, reference, clock_now)
    held = reply_owed(ticket)
    if held is not None:
        due = words.local(held.reply_due, reference)
        sub = short_time(due, words.local(clock_now(), reference))
        yield ClockCell(
            "reply",
            words.dotted((words.stage("reply"), words.answer("kind", held.kind))),
            remaining=lambda: reply_left(held, clock_now()),
            sub=translate("Facts", "until {when}").format(when=sub),
        )


def _cell(key: str, clock: Clock, reference: Reference, clock_now: Callable[[], int]) -> ClockCell:
    limit = translate("Facts", "in {limit}").format(limit=words.limit(clock.limit))
    caption = words.dotted((words.stage(clock.name), limit))
    today = words.local(clock_now(), reference)
    if clock.ended_at is not None:
        past = clock.due_at is not None and clock.ended_at > clock.due_at
        value = translate("Facts", "past its limit") if past else translate("Facts", "done in time")
        sub = short_time(words.local(clock.ended_at, reference), today)
        return ClockCell(
            key, caption, value=value, sub=sub, light=Light.RED if past else Light.GREEN, why=True
        )

    def remaining() -> Remaining | None:
        return left_of(clock, clock_now(), reference.calendar)

    if clock.due_at is None:
        sub = translate("Facts", "stands")
    elif clock.standing:
        was = short_time(words.local(clock.due_at, reference), today)
        sub = translate("Facts", "stands, was due {when}").format(when=was)
    else:
        due = words.local(clock.due_at, reference)
        sub = short_time(due, today)
        if due.date() == today.date():
            sub = translate("Facts", "until {when}").format(when=sub)
    return ClockCell(key, caption, remaining=remaining, sub=sub, why=True)
