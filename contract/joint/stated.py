"""What a step of a joint action states that counts, for its line of the log: so that the figures can be told
over from the log, without the rows (`contract.joint.figures`)."""

from __future__ import annotations

from collections.abc import Iterator

from .joint import Joint
from .log import ApprovalDue, JointStated, LineCalled, LineDue, LineScored, TableSettled
from .party import Party


def stated(before: Joint | None, after: Joint) -> JointStated | None:
    """What a step stated that led from one row to another; None where it stated nothing that counts."""
    old = before.parties if before is not None else ()
    pairs = [(n, old[n] if n < len(old) else None, now) for n, now in enumerate(after.parties)]
    found = JointStated(
        kind=after.kind if before is None or before.kind != after.kind else "",
        area_path=after.area_path if before is None or before.area_path != after.area_path else "",
        called=tuple(
            LineCalled(n, now.unit, now.unit_path, now.lead)
            for n, was, now in pairs
            if now.state != "named" and (was is None or was.state == "named")
        ),
        dues=tuple(due for n, was, now in pairs for due in _dues(n, was, now)),
        scores=tuple(score for n, was, now in pairs for score in _scores(n, was, now)),
        approvals=tuple(_approvals(before, after)),
        settled=_settled(before, after),
    )
    return found if found != JointStated() else None


def _dues(n: int, was: Party | None, now: Party) -> Iterator[LineDue]:
    for name in ("sign_in", "arrive"):
        new, old = getattr(now, name), getattr(was, name, None)
        if new is not None and (old is None or old.due_at != new.due_at):
            yield LineDue(n, name, new.due_at)


def _scores(n: int, was: Party | None, now: Party) -> Iterator[LineScored]:
    for whistle, name in ((False, "score"), (True, "whistle_score")):
        new, old = getattr(now, name), getattr(was, name, None)
        if new is not None and new != old:
            yield LineScored(n, whistle, new.value)


def _approvals(before: Joint | None, after: Joint) -> Iterator[ApprovalDue]:
    old = {one.id: one for one in before.approvals} if before is not None else {}
    for now in after.approvals:
        was = old.get(now.id)
        clock = was.clock if was is not None else None
        if now.clock is not None and (clock is None or clock.due_at != now.clock.due_at):
            yield ApprovalDue(now.id, now.unit, now.clock.due_at)


def _settled(before: Joint | None, after: Joint) -> TableSettled | None:
    old, new = _table(before), _table(after)
    return new if new != old else None


def _table(joint: Joint | None) -> TableSettled | None:
    held = joint.settlement if joint is not None else None
    return None if held is None else TableSettled(held.signed_at is not None, held.fen, held.paid)
