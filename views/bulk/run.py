"""A plan being done: what went out for each ticket, how the centre answered, what was taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.desk import Desk
from console.errors import ConsoleError, UndoRefused
from console.many import TakenBack
from console.outbox import OutboxRow
from contract.refused import Refused
from views import words
from views.acting import ONLINE
from views.bulk.plan import Fate, Line, Plan


class Stage(StrEnum):
    """Where one ticket's part stands."""

    LEFT = "left"
    """Not done: it was refused, or lacked something."""
    SENT = "sent"
    TAKEN = "taken"
    CONFLICT = "conflict"
    PARKED = "parked"
    FAILED = "failed"
    """A command that the centre did not take: nothing of it waits."""
    BACK = "back"
    GOING_BACK = "going back"
    MOVED_ON = "moved on"


UNDER_WAY = (Stage.SENT, Stage.GOING_BACK)


@dataclass(slots=True)
class Part:
    """One ticket of it. `says` are the words of a refusal."""

    line: Line
    stage: Stage
    actions: tuple[str, ...] = ()
    open: int = 0
    says: str = ""


class BulkRun(QObject):
    """Does what is ready in a plan, and hears how each part ends. `changed` after every such change; `ended`
    when the centre has answered all commands of a step that is none of the table's: the step, how many it
    did not take, how it went in words.

    It lasts for as long as somebody can still ask for it: it has no parent, who shows it or can take it back
    holds it, and so does what is still to be done of it.
    """

    changed = Signal()
    ended = Signal(str, int, str)

    def __init__(self, desk: Desk, plan: Plan) -> None:
        super().__init__()
        self._desk = desk
        self.plan = plan
        self.parts = [Part(line, Stage.LEFT, says=line.says) for line in plan.lines]
        self._of_action: dict[str, Part] = {}
        desk.settled.connect(self._on_settled)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The action_ids, one group a ticket, as `Desk.undo_many` takes them."""
        return tuple(part.actions for part in self.parts if part.actions)

    def stuck(self) -> list[OutboxRow]:
        """What of it waits for a decision."""
        rows = self._desk.outbox
        return [r for r in rows if r.action_id in self._of_action and r.state in ("conflict", "parked")]

    def count(self, *stages: Stage) -> int:
        """Tickets in these stages."""
        return sum(part.stage in stages for part in self.parts)

    def perform(self, values: Mapping[str, Any]) -> None:
        """Does it. Raises LoginRequired, StorageFault; then nothing was done."""
        doing = [part for part in self.parts if part.line.fate is Fate.READY]
        if self.plan.step in ONLINE:
            for part in doing:
                part.stage = Stage.SENT
            self._desk.run(self.plan.step, self._one_by_one(doing, values))
            self.changed.emit()
            return
        found = self._desk.submit_many([(part.line.ticket_id, part.line.acts) for part in doing])
        for part, made in zip(doing, found, strict=True):
            if isinstance(made, Refused):
                part.says = self._desk.say(made.says)
                continue
            part.stage, part.actions, part.open = Stage.SENT, made, len(made)
            for action_id in made:
                self._of_action[action_id] = part
        self.changed.emit()

    async def _one_by_one(self, parts: Sequence[Part], values: Mapping[str, Any]) -> None:
        """Commands go straight to the centre; one that fails leaves the others be. What is still to be done
        when this person goes is nobody else's to do."""
        desk, note = self._desk, str(values.get("note", ""))
        who = desk.actor
        for part in parts:
            if desk.actor is None or who is None or desk.actor.id != who.id:
                return
            ticket_id = part.line.ticket_id
            try:
                match self.plan.step:
                    case "claim":
                        await desk.claim(ticket_id)
                    case "take_over":
                        await desk.claim(ticket_id, take_over=True, note=note)
                    case "release":
                        await desk.release(ticket_id)
                    case "note":
                        await desk.note(ticket_id, note)
                    case _:
                        await desk.attach(ticket_id, values.get("files", ()), note)
            except ConsoleError as error:
                part.stage, part.says = Stage.FAILED, desk.say(error.says)
            else:
                part.stage = Stage.TAKEN
            self.changed.emit()
        why = [part.says for part in self.parts if part.stage is Stage.FAILED]
        only = self.parts[0].line.number if len(self.parts) == 1 else ""
        how = words.dotted((self.plan.verb, only, self.told(), *dict.fromkeys(why)))
        self.ended.emit(self.plan.step, len(why), how)

    def took_back(self, how: Sequence[TakenBack]) -> None:
        """`Desk.undo_many` answered for `groups`."""
        for part, answer in zip((p for p in self.parts if p.actions), how, strict=True):
            if isinstance(answer, UndoRefused):
                part.stage, part.says = Stage.MOVED_ON, self._desk.say(answer.says)
            else:
                part.stage = Stage.BACK if answer == "withdrawn" else Stage.GOING_BACK
        self.changed.emit()

    def _on_settled(self, row: OutboxRow) -> None:
        part = self._of_action.get(row.action_id)
        if part is None:
            part = self._going_back(row)
            if part is None:
                return
            if row.state == "done":
                part.stage = Stage.BACK
            else:
                part.stage, part.says = Stage.MOVED_ON, self._why(row)
        elif row.state == "done":
            part.open -= 1
            if not part.open and part.stage is Stage.SENT:
                part.stage = Stage.TAKEN
        elif row.state == "withdrawn":
            part.stage = Stage.BACK
        else:
            part.stage = Stage.CONFLICT if row.state == "conflict" else Stage.PARKED
            part.says = self._why(row)
        self.changed.emit()

    def _going_back(self, row: OutboxRow) -> Part | None:
        if row.action != "recall":
            return None
        return next(
            (p for p in self.parts if p.stage is Stage.GOING_BACK and p.line.ticket_id == row.ticket_id), None
        )

    def _why(self, row: OutboxRow) -> str:
        problem = row.problem
        if problem is None:
            return ""
        if problem.first is not None:
            first = problem.first
            what = self._desk.action_name(*first.action.split()) if first.action else ""
            return words.dotted((self.tr("{who} was first").format(who=first.by), what))
        return problem.zh if words.language().startswith("zh") else problem.en

    # --- in words ----------------------------------------------------------------------------------------
    def said(self, part: Part) -> str:
        """How one ticket stands."""
        match part.stage:
            case Stage.LEFT:
                return part.says
            case Stage.SENT if self.plan.step in ONLINE:
                return self.tr("on the way")
            case Stage.SENT:
                return (
                    self.tr("waits to be sent") if self._desk.connection.link != "live" else self.tr("sent")
                )
            case Stage.TAKEN:
                return self.tr("done")
            case Stage.CONFLICT:
                return words.dotted((self.tr("somebody was first"), part.says))
            case Stage.PARKED:
                return words.dotted((self.tr("refused by the centre"), part.says))
            case Stage.FAILED:
                return words.dotted((self.tr("not done"), part.says))
            case Stage.BACK:
                return self.tr("taken back")
            case Stage.GOING_BACK:
                return self.tr("being taken back")
            case _:
                return words.dotted((self.tr("not taken back"), part.says))

    def told(self) -> str:
        """How all of it stands, in one line."""
        text = {
            Stage.TAKEN: self.tr("{n} done"),
            Stage.SENT: self.tr("{n} on the way"),
            Stage.CONFLICT: self.tr("{n} in conflict"),
            Stage.PARKED: self.tr("{n} refused by the centre"),
            Stage.FAILED: self.tr("{n} not done"),
            Stage.BACK: self.tr("{n} taken back"),
            Stage.GOING_BACK: self.tr("{n} being taken back"),
            Stage.MOVED_ON: self.tr("{n} not taken back"),
            Stage.LEFT: self.tr("{n} left as they were"),
        }
        counted = Counter(part.stage for part in self.parts)
        return words.dotted(text[stage].format(n=counted[stage]) for stage in text if counted[stage])
