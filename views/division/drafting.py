"""The division that is being drawn: kept with every change, worked out by the centre, adopted by it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, Signal

from console.catalogue_draft import name_for
from console.division import DivisionDraft, draft_of
from console.errors import ConsoleError, InputWrong, NotAllowed
from console.ids import uuid7
from contract.division import Change, DivisionProposal, ProposeDivision
from views.context import Context
from views.division import division_words
from views.kept_draft import KeptDraft
from views.on_line import why_not

translate = QCoreApplication.translate

KEY = ".division draft"
"""The draft's own, one a person."""


class Drafting(KeptDraft[DivisionDraft, DivisionProposal]):
    """`adopted` when it is in the books."""

    adopted = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(context, parent, KEY, draft_of)
        self._asked: ProposeDivision | None = None
        self._trial = False

    # --- drawing -----------------------------------------------------------------------------------------
    def last(self) -> str:
        """The last division that was adopted, as the reference has it; "" for none."""
        known = self._context.reference.divisions
        return known[-1][0] if known else ""

    def overtaken(self) -> bool:
        """Whether somebody's division came after this draft was begun."""
        return self.draft is not None and self.draft.base != self.last()

    def begin(self) -> None:
        """A new one, from tomorrow on; the one that is there stays."""
        if self.draft is None:
            day = self._today() + timedelta(days=1)
            name = name_for(day, [id_ for id_, _ in self._context.reference.divisions])
            self.take(DivisionDraft(id=name, day=day.isoformat(), base=self.last()))

    def add(self, change: Change) -> None:
        """One more change, worked out at once. One that cannot be made is taken back, and said why."""
        if self.draft is not None:
            self.take(self.draft.with_change(change))
            self._trial = True
            self.check()

    def undo(self) -> None:
        """The last change is taken back."""
        if self.draft is not None and self.draft.changes:
            self.take(self.draft.without_last())
            self.check()

    def lay_over(self) -> None:
        """The same changes over what is adopted by now: they are looked at anew."""
        if self.draft is not None:
            self.take(replace(self.draft, base=self.last()))
            self.check()

    def restore(self) -> None:
        """Brings it back."""
        super().restore()
        if self.draft is not None:
            self.check()

    def outdated(self) -> None:
        """The grids are others than when the draft was worked out."""
        self._is_other(translate("DivisionDraft", "The grids changed meanwhile: check the draft again"))

    def _unsaid(self) -> None:
        self._asked, self._trial = None, False
        super()._unsaid()

    # --- the centre --------------------------------------------------------------------------------------
    def _command(self) -> ProposeDivision | None:
        draft, day = self.draft, self.day()
        if draft is None or not draft.changes:
            return None
        missing = why_not(self._context.desk)
        if not missing and not draft.id.strip():
            missing = translate("DivisionDraft", "Give the division a name: letters, digits, point and dash")
        if not missing and day is None:
            missing = translate("DivisionDraft", "Write the day as 2026-12-01")
        if missing or day is None:
            self._say(missing, wrong=True)
            return None
        # One key for one thing to do: the answer to it that was lost is asked for again.
        self._action = self._action or uuid7()
        return draft.command(self._action, day)

    def check(self) -> None:
        """Asks what it comes to and what is wrong with it."""
        command = self._command()
        if command is None:
            self._trial = False
            return
        self._asked, self.busy = command, True
        self.told.emit()

        def done(proposal: DivisionProposal) -> None:
            if self._asked is not command:
                return
            last = len(command.changes)
            trial, self._trial = self._trial, False
            if trial and any(one.change == last for one in proposal.faults) and self._drawn(last):
                self._take_back(proposal)
                return
            self.busy, self.proposal = False, proposal
            self._say(division_words.summary(proposal), wrong=not proposal.accepted)

        self._run("check the division", self._context.desk.divisions.check(command), command, done)

    def _drawn(self, last: int) -> bool:
        """Whether the last change came from the map, where it is drawn anew in a moment."""
        return self._asked is not None and self._asked.changes[last - 1].__class__.__name__ != "Replace"

    def _take_back(self, proposal: DivisionProposal) -> None:
        draft = self.draft
        if draft is None:
            return
        self.take(draft.without_last())
        says = division_words.first_fault(proposal)
        self.check()
        self._say(says, wrong=True)

    def adopt(self, title: str) -> None:
        """Adopts it as it was worked out."""
        command = self._asked
        if command is None or not self.ready():
            return
        offline = why_not(self._context.desk)
        if offline:
            self._say(offline, wrong=True)
            return
        self._asked = command = replace(command, title=title)
        self.busy = True
        self.told.emit()

        def done(proposal: DivisionProposal) -> None:
            self._done()
            self.adopted.emit(proposal)

        self._run("adopt the division", self._context.desk.divisions.adopt(command), command, done)

    def _run(
        self,
        name: str,
        work: Coroutine[Any, Any, DivisionProposal],
        command: ProposeDivision,
        done: Callable[[DivisionProposal], None],
    ) -> None:
        def failed(error: ConsoleError) -> None:
            if self._asked is command:
                self.busy, self._trial = False, False
                if isinstance(error, InputWrong | NotAllowed):
                    # It was taken and refused: the next is another.
                    self._action = ""
                self._say(self._context.desk.say(error.says), wrong=True)

        self._context.desk.run(name, work, done, failed, self)
