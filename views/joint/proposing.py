"""A joint action is proposed: a street whistles, a department applies, a committee takes a trouble on, the
district's centre opens the green channel. The form is prefilled from the tickets, the place or the outline
that it is begun from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.errors import ConsoleError
from console.outbox import OutboxRow
from contract.joint.action import Propose
from contract.machine import Names
from contract.refused import Refused
from views import words
from views.context import Context
from views.correcting import REPLACES, give_up_corrected
from views.joint import approval_forms
from views.joint.correcting import Again, fault_fields, refused_fields
from views.joint.forms_sheet import FormSheet
from views.joint.forms_tickets import MOST
from views.joint.proposal_fields import NAME, ProposalFields, Ring


class Proposing(QObject):
    """Of one window; `over` gives the one that is worked in. `ended(joint_id)`, "" where it was left."""

    ended = Signal(str)

    def __init__(self, context: Context, over: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._over = over
        self._sheet: FormSheet | None = None
        self._fields: ProposalFields | None = None
        self._draft = self._replaces = ""

    def begin(
        self,
        tickets: Sequence[str] = (),
        ring: Ring = (),
        lon: float | None = None,
        lat: float | None = None,
        area: str = "",
    ) -> None:
        """Shows the form, prefilled from these; what was half typed for the same comes back."""
        about = (
            tickets[0] if tickets else f"{lon:.5f},{lat:.5f}" if lon is not None and lat is not None else area
        )
        self._draft = f".joint:propose:{about or (f'{ring[0][0]:.5f}' if ring else '')}"
        kept = self._context.desk.drafts.load(self._draft)
        fields = self._show(ring, kept)
        if fields is None:
            return
        if kept:
            # Half written for the first of them, and meant for all of these now.
            fields.add_tickets(tickets[:MOST])
        else:
            fields.prefill(tickets[:MOST], lon, lat, area)
        told = ""
        if len(tickets) > MOST:
            told = self.tr("The first {n} of {all} tickets are taken").format(n=MOST, all=len(tickets))
        self._open(fields, told)

    def correct(self, row: OutboxRow, again: Again) -> str:
        """Opens the form of a proposal that came to nothing, with what had been given and what was said
        against it; the proposal goes once the form is sent. Gives why not, "" where it opened."""
        drafts = self._context.desk.drafts
        self._draft = f".joint:propose:{row.object_id}"
        kept = drafts.load(self._draft) or {**again.values, REPLACES: row.action_id}
        drafts.save(self._draft, kept)
        fields = self._show((), kept)
        if fields is None:
            return self.tr("Your post does not propose now; what you wrote is kept here")
        self._open(fields, "")
        if row.problem is not None and not fields.refuse(refused_fields(row)) and self._sheet is not None:
            self._sheet.say(words.pick(Names(row.problem.zh, row.problem.en)))
        return ""

    def _show(self, ring: Ring, kept: dict[str, Any]) -> ProposalFields | None:
        """The form over the window that is worked in; None where this post proposes nothing."""
        offered = [row.outcome for row in self._context.desk.joints.proposals()]
        ways = approval_forms.ways(offered, self._context.reference)
        if not ways:
            self._context.tell(
                self.tr("A street whistles, a department applies, a committee proposes: your post does not")
            )
            return None
        window = self._over()
        if self._sheet is None:
            sheet = self._sheet = FormSheet(window, NAME)
            sheet.submitted.connect(self.submit)
            sheet.left.connect(self.leave)
            sheet.destroyed.connect(self._forget_sheet)
            self.destroyed.connect(sheet.deleteLater)
        else:
            self._sheet.stand_over(window)
        fields = ProposalFields(self._context, ways, ring, self._sheet)
        self._replaces = str(kept.get(REPLACES, ""))
        if kept:
            fields.fill(kept)
        return fields

    def _forget_sheet(self) -> None:
        self._sheet = self._fields = None

    def _open(self, fields: ProposalFields, told: str) -> None:
        assert self._sheet is not None
        fields.edited.connect(self._keep)
        fields.way_changed.connect(self._say_way)
        fields.submitted.connect(self.submit)
        self._fields = fields
        verb = self._verb(fields.way())
        self._sheet.open(verb, verb, fields, told=told, wide=True)
        fields.begin()

    def _verb(self, way: str) -> str:
        return words.begun(self._context.desk.joints.action_name("joint_propose", way))

    def _say_way(self) -> None:
        if self._sheet is not None and self._fields is not None:
            self._sheet.name_it(self._verb(self._fields.way()))

    def is_open(self) -> bool:
        """Whether the form is shown."""
        return self._sheet is not None and self._sheet.isVisible()

    def leave(self) -> None:
        """Closes the form; what was typed is kept."""
        if self._sheet is not None:
            self._sheet.dismiss()
        self._fields = None
        self.ended.emit("")

    def hide(self) -> None:
        """The person goes."""
        if self._sheet is not None:
            self._sheet.hide()

    def _keep(self) -> None:
        if self._fields is not None:
            kept = self._fields.draft()
            replaced = {REPLACES: self._replaces} if kept and self._replaces else {}
            self._context.desk.drafts.save(self._draft, {**kept, **replaced})

    def submit(self) -> None:
        """Says what is missing under its field, or proposes it."""
        fields, sheet = self._fields, self._sheet
        if fields is None or sheet is None:
            return
        sheet.say("")
        faults = fields.faults()
        fields.set_errors(faults)
        if faults:
            return
        desk, act = self._context.desk, fields.act()
        was = next((row.joint_act for row in desk.outbox if row.action_id == self._replaces), None)
        if isinstance(was, Propose):
            act = replace(act, text=was.text)  # the form asks for the rest
        try:
            joint_id, action_id = desk.joints.propose(act)
        except Refused as refusal:
            if not fields.refuse(fault_fields(refusal.faults)):
                sheet.say(desk.say(refusal.says))
            return
        except ConsoleError as error:
            sheet.say(desk.say(error.says))
            return
        desk.drafts.forget(self._draft)
        if self._replaces:
            give_up_corrected(self._context, self._replaces)
            self._replaces = ""
        sheet.dismiss()
        self._fields = None
        self._context.tell_undo(words.dotted((self._verb(act.outcome), act.title)), (action_id,))
        self.ended.emit(joint_id)
