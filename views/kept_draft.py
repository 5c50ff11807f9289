"""A draft of something that the centre decides: kept with every key, checked by the centre as it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from console.catalogue_draft import day_of, today_of
from views.context import Context


class Written(Protocol):
    """What is written so far."""

    @property
    def day(self) -> str:
        """From when on it shall hold, as it was typed."""

    def kept(self) -> dict[str, Any]:
        """As drafts are kept."""


class Answered(Protocol):
    """What the centre makes of it."""

    @property
    def accepted(self) -> bool:
        """Whether it could be done."""


D = TypeVar("D", bound=Written)
P = TypeVar("P", bound=Answered)


class KeptDraft(QObject, Generic[D, P]):
    """`changed` when the draft is another, `told` when what the centre says of it is. `key` is the draft's
    own, one a person: it stands on its screen, not among the half-written forms."""

    changed = Signal()
    told = Signal()

    def __init__(
        self, context: Context, parent: QObject, key: str, read: Callable[[dict[str, Any]], D | None]
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._key, self._read = key, read
        self._action = ""
        self.proposal: P | None = None
        """What the centre made of the draft as it stands, None where it was not asked."""
        self.says = ""
        self.wrong = False
        self.busy = False
        self.draft = read(context.desk.drafts.load(key))

    def take(self, draft: D) -> None:
        """The draft as it is now: kept, and no longer checked."""
        if draft != self.draft:
            self.draft = draft
            self._context.desk.drafts.save(self._key, draft.kept())
            self._unsaid()
            self.changed.emit()

    def discard(self) -> None:
        """Throws it away; it can be brought back for as long as this person sits here."""
        self._context.desk.drafts.discard(self._key)
        self._gone()

    def can_restore(self) -> bool:
        """Whether one was thrown away."""
        return self.draft is None and any(d.key == self._key for d in self._context.desk.drafts.discarded)

    def restore(self) -> None:
        """Brings it back."""
        if self._context.desk.drafts.restore(self._key):
            self.draft = self._read(self._context.desk.drafts.load(self._key))
            self.changed.emit()

    def ready(self) -> bool:
        """Whether it was checked as it stands, and can be done."""
        return self.proposal is not None and self.proposal.accepted and not self.busy

    def day(self) -> date | None:
        """The day that is typed, None where it can't be read."""
        return None if self.draft is None else day_of(self.draft.day, self._today())

    def _today(self) -> date:
        return today_of(self._context.reference.calendar, self._context.now())

    def _done(self) -> None:
        """It was done: there is no draft any more."""
        self._action = ""
        self._context.desk.drafts.forget(self._key)
        self._gone()

    def _gone(self) -> None:
        self.draft = None
        self._unsaid()
        self.changed.emit()

    def _is_other(self, says: str) -> None:
        """What it was checked over is other than it was then."""
        if self.proposal is not None and not self.busy:
            self._unsaid()
            self._say(says)

    def _unsaid(self) -> None:
        # An answer that is under way is of the draft as it was.
        self.proposal, self.busy = None, False
        self._say("")

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.says, self.wrong = text, wrong
        self.told.emit()
