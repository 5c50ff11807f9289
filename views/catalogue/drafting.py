"""The version that is being written: kept with every key, checked by the centre, put in force by it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, Signal

from console.catalogue_draft import (
    CatalogueDraft,
    Line,
    begins_on,
    draft_of,
    name_for,
    starts,
)
from console.errors import ConsoleError, InputWrong, NotAllowed
from console.ids import uuid7
from contract.catalogue import CatalogueVersion, Proposal, ProposedItem, ProposeVersion
from contract.reference import Item
from views.catalogue import preview
from views.context import Context
from views.kept_draft import KeptDraft
from views.on_line import why_not

translate = QCoreApplication.translate

KEY = ".catalogue draft"
"""The draft's own, one a person: it stands on its screen, not among the half-written forms."""


class Drafting(KeptDraft[CatalogueDraft, Proposal]):
    """`put` when a version was put in force."""

    put = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(context, parent, KEY, draft_of)
        self.overtaken = False
        """Whether somebody's version came first."""
        self._asked: ProposeVersion | None = None

    # --- writing -----------------------------------------------------------------------------------------
    def begin(self, versions: tuple[CatalogueVersion, ...], *, of_file: bool) -> None:
        """A new one, from tomorrow on, over what is in force then; the one that is there stays."""
        if self.draft is not None:
            return
        today = self._today()
        day = today + timedelta(days=1)
        draft = CatalogueDraft(
            version=name_for(day, starts(versions)), day=day.isoformat(), known=starts(versions)
        )
        self.take(replace(draft, file_name=str(Path.home()) + "/") if of_file else draft)

    def with_item(self, item: ProposedItem) -> None:
        """An item as it shall be."""
        if self.draft is not None:
            self.take(self.draft.with_item(item, self.base()))

    def withdraw(self, code: str) -> None:
        """An item shall go."""
        if self.draft is not None:
            self.take(self.draft.withdrawing(code))

    def undo(self, code: str) -> None:
        """Nothing shall be done to an item."""
        if self.draft is not None:
            self.take(self.draft.without(code))

    def lay_over(self, versions: tuple[CatalogueVersion, ...]) -> None:
        """The same changes over what is in force now: it is to be looked at anew."""
        if self.draft is not None:
            self.take(self.draft.laid_over(versions))

    def outdated(self) -> None:
        """The catalogue, or what it is to carry, is other than when the draft was checked."""
        self._is_other(translate("Drafting", "Something else was decided meanwhile: check it again"))

    def _unsaid(self) -> None:
        self._asked = None
        super()._unsaid()

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.overtaken = False
        super()._say(text, wrong=wrong)

    # --- what it is laid over ----------------------------------------------------------------------------
    def begins(self) -> int:
        """The instant from which it would be in force; from tomorrow on while no day can be read."""
        day = self.day() or self._today() + timedelta(days=1)
        return begins_on(day, self._context.reference.calendar, self._context.now())

    def base(self) -> tuple[Item, ...]:
        """The items in force until then."""
        return self._context.reference.items_at(self.begins())

    def lines(self) -> list[Line]:
        """All items as the draft has them."""
        return [] if self.draft is None else self.draft.lines(self.base())

    # --- the centre --------------------------------------------------------------------------------------
    def _command(self) -> ProposeVersion | None:
        """The draft as a command; None where something is missing, which is said."""
        draft, day = self.draft, self.day()
        if draft is None:
            return None
        offline = why_not(self._context.desk)
        if offline:
            self._say(offline, wrong=True)
            return None
        if not draft.version.strip():
            self._say(translate("Drafting", "Give the version a name"), wrong=True)
            return None
        if day is None:
            self._say(translate("Drafting", "Write the day as 2026-12-01"), wrong=True)
            return None
        if draft.of_file:
            draft = self._with_file(draft)
            if draft is None:
                return None
        # One key for one thing to do: the answer to it that was lost is asked for again.
        self._action = self._action or uuid7()
        return draft.command(self._action, day, self.begins(), self.base())

    def _with_file(self, draft: CatalogueDraft) -> CatalogueDraft | None:
        """The draft with the file as it is now."""
        try:
            ref = self._context.desk.files.add(Path(draft.file_name).expanduser())
        except ConsoleError as error:
            self._say(self._context.desk.say(error.says), wrong=True)
            return None
        return replace(draft, sha256=ref.sha256)

    def check(self) -> None:
        """Asks what it would change and what is wrong with it."""
        command = self._command()
        if command is None:
            return
        self._asked, self.busy = command, True
        self.told.emit()

        def done(proposal: Proposal) -> None:
            if self._asked is command:
                self.busy, self.proposal = False, proposal
                self._say(preview.text(proposal), wrong=not proposal.accepted)

        self._run("check the catalogue", self._context.desk.catalogue.check(command), command, done)

    def put_in_force(self) -> None:
        """Puts it in force as it was checked."""
        command = self._asked
        if command is None or not self.ready():
            return
        offline = why_not(self._context.desk)
        if offline:
            self._say(offline, wrong=True)
            return
        self.busy = True
        self.told.emit()

        def done(proposal: Proposal) -> None:
            self._done()
            self.put.emit(proposal)

        self._run("put the catalogue in force", self._context.desk.catalogue.put(command), command, done)

    def _run(self, name: str, work: Any, command: ProposeVersion, done: Any) -> None:
        def failed(error: ConsoleError) -> None:
            if self._asked is not command:
                return
            self.busy = False
            problem = error.problem
            told = self._context.desk.say(error.says)
            if isinstance(error, InputWrong | NotAllowed):
                # It was taken and refused: the next is another.
                self._action, self.proposal = "", None
            self._say(told, wrong=True)
            if problem is not None and problem.type.endswith(":step"):
                self.overtaken = True
                self.told.emit()

        self._context.desk.run(name, work, done, failed, self)
