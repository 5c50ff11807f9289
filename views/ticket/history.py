"""A ticket's timeline as lines for people, newest first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from console.desk import Desk
from console.outbox import OutboxRow
from contract.action import Report
from contract.feed import Entry
from contract.reference import Reference
from contract.ticket import Ticket
from views import standing, words
from views.mandates.telling import cited
from views.ticket import fallen, recounted, told
from views.waiting import waiting_words
from widgets.moments import full_clock, short_time
from widgets.timeline import Mark, TimelineEntry

translate = QCoreApplication.translate

_MARKS = {
    "close": Mark.GOOD,
    "verify/passed": Mark.GOOD,
    "evaluate": Mark.GOOD,
    "return": Mark.WARN,
    "refuse": Mark.WARN,
    "urge": Mark.WARN,
    "recall": Mark.WARN,
    "reopen": Mark.WARN,
    "verify/failed": Mark.BAD,
    "note": Mark.NOTE,
    "attach": Mark.NOTE,
    **{f"{fallen.DUE}/{outcome}": mark for outcome, mark in fallen.MARKS.items()},
    **told.MARKS,
}


def _what(entry: Entry, now: int, desk: Desk) -> str:
    """What was done, with what it set."""
    match entry.action:
        case "note":
            done = translate("History", "Note")
        case "attach":
            done = translate("History", "Files added")
        case "claim":
            done = translate("History", "Took the ticket")
        case "release":
            done = translate("History", "Left the ticket")
        case fallen.DUE:
            return fallen.what(entry)
        case recounted.CALENDAR:
            return recounted.what(entry)
        case _:
            done = told.named(entry) or words.begun(desk.action_name(entry.action, entry.outcome))
    target = entry.unit or entry.item or entry.area
    if entry.action in ("dispatch", "redispatch"):
        unit = standing.unit_told(entry.unit, desk.reference)
        target = words.dotted((unit, cited(entry.mandate)))
    elif entry.action == "file":
        target = words.dotted((entry.item, entry.area))
    elif entry.action == "evaluate":
        target = words.satisfaction(entry.satisfaction)
    elif entry.action not in ("accept", "report"):
        target = told.what(entry, now, desk)
    return words.dotted((done, target))


def _detail(entry: Entry, now: int, reference: Reference | None) -> str:
    """What it carried: words, files, and that it was posted late; of what the system says, the instants."""
    if entry.action == fallen.DUE:
        return fallen.detail(entry, now, reference)
    if entry.action == recounted.CALENDAR:
        return recounted.detail(entry, now, reference)
    # What was reported stands above the timeline already.
    parts = [told.words_of(entry) if entry.action != "report" else ""]
    if entry.files:
        parts.append(translate("History", "files: {n}").format(n=len(entry.files)))
    if entry.late:
        parts.append(translate("History", "posted later"))
    return words.dotted(parts)


def entries_of(
    timeline: Iterable[Entry], ticket: Ticket, waiting: Iterable[OutboxRow], now: int, desk: Desk
) -> list[TimelineEntry]:
    """What waits in the outbox, who is in the ticket, then the timeline, newest first."""
    reference = desk.reference
    today = words.local(now, reference)
    found: list[TimelineEntry] = []
    for row in sorted(waiting, key=lambda r: r.n, reverse=True):
        done = words.local(row.done_at, reference)
        what = words.begun(desk.action_name(row.action, row.outcome))
        if isinstance(row.act, Report):
            what = words.begun(desk.action_name("report", ""))
        found.append(
            TimelineEntry(
                time=short_time(done, today),
                who=translate("History", "You"),
                what=what,
                detail=waiting_words(row),
                mark=Mark.WARN if row.state in ("conflict", "parked") else Mark.NOW,
                key=row.action_id,
                hint=full_clock(done),
            )
        )
    claim = ticket.claim
    if claim is not None:
        since = words.local(claim.at, reference)
        found.append(
            TimelineEntry(
                time=short_time(since, today),
                who=claim.name,
                what=translate("History", "is in this ticket"),
                mark=Mark.NOW,
                key="claim",
                hint=full_clock(since),
            )
        )
    for entry in reversed(list(timeline)):
        at = words.local(entry.at, reference)
        name = f"{entry.action}/{entry.outcome}" if entry.outcome else entry.action
        found.append(
            TimelineEntry(
                time=short_time(at, today),
                who=translate("History", "System") if entry.role == "system" else entry.name,
                what=_what(entry, now, desk),
                detail=_detail(entry, now, reference),
                mark=_MARKS.get(name, Mark.PLAIN),
                key=entry.n,
                hint=full_clock(at),
            )
        )
    return found
