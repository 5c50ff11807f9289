"""What is done on a joint action: at once where nothing has to be said, else in a form over the window.

What was typed is kept as a draft per action and step until it is sent. What can be taken back is offered
to be.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.errors import ConsoleError
from console.ids import uuid7
from console.joints.joints import JointChanges
from console.outbox import OutboxRow
from contract.action import Report
from contract.joint.action import JointAct
from contract.joint.joint import Joint
from contract.machine import Names
from contract.mandate import Mandate
from contract.refused import Refused
from views import words
from views.context import Context
from views.correcting import REPLACES, give_up_corrected
from views.joint import approval_words, forms_words, mediation_words, naming
from views.joint.correcting import Again, fault_fields, refused_fields, same_id, who_was_first
from views.joint.forms_acts import AGAIN, ASKS, About, acts_of, named, step_of, target_kind, targets
from views.joint.forms_fields import WIDE, JointFields
from views.joint.forms_scores import scorable
from views.joint.forms_sheet import FormSheet, paragraphs
from views.joint.forms_words import target_text
from views.on_line import why_not

__all__ = ["About", "JointActing"]

CHANNELS = ("patrol", "seat", "walk_in", "hotline")
"""How a problem found on the spot comes in: the first of these that the district has."""
_NAME = "joint.form"


class JointActing(QObject):
    """Of one screen, `host`. `ended(taken)` when a step was taken, or its form was left."""

    ended = Signal(bool)

    def __init__(self, context: Context, host: QWidget) -> None:
        super().__init__(host)
        self._context = context
        self._host = host
        self._sheet: FormSheet | None = None
        self._fields: JointFields | None = None
        self._joint_id = self._step = self._target = self._replaces = ""
        self._asks: tuple[str, ...] = ()
        self._aimed = self._overtaken = False
        context.desk.joints.changed.connect(self._on_changed)

    # --- beginning ---------------------------------------------------------------------------------------
    def begin(self, joint_id: str, action: str, outcome: str = "", about: About = About()) -> None:  # noqa: B008
        """Takes a step (its action as the table names it), or shows its form first. What it is about and
        `about` does not say is asked for where there is more than one."""
        desk = self._context.desk
        joint, actor = desk.joints.get(joint_id), desk.actor
        if joint is None or actor is None:
            return
        step = step_of(action, outcome)
        target, several = named(about, step), list[tuple[str, str]]()
        if target_kind(step) and not target:
            found = targets(step, joint, actor)
            if not found:
                self._context.tell(self.tr("There is nothing here to take this step on now"))
                self.ended.emit(False)
                return
            target = found[0] if len(found) == 1 else ""
            several = [] if target else [(one, target_text(step, joint, one, self._context)) for one in found]
        if step == "score/department" and not scorable(joint, actor):
            self._context.tell(self.tr("Nobody scores their own department; the centre does"))
            self.ended.emit(False)
            return
        if self.is_open():
            self.leave()  # what stands in the form is about another step
        self._joint_id, self._step, self._target, self._replaces = joint_id, step, target, ""
        self._asks = ()
        if step in ASKS or several:
            self._open(joint, several)
        else:
            self._at_once(joint)

    def correct(self, row: OutboxRow, again: Again) -> str:
        """Opens the form of an act that came to nothing, with what had been given, and what was said against
        it beside the field it names; the act goes once the form is sent. Gives why not, "" if it opened."""
        desk = self._context.desk
        joint = desk.joints.get(row.joint_id)
        if joint is None or not self._is_offered(row.joint_id, again.step):
            return self.tr("The joint action does not allow this step now; what you wrote is kept here")
        if target_kind(again.step) and again.target not in self._targets(again.step, joint):
            return self.tr("What it was done to has changed; what you wrote is kept here")
        if self.is_open():
            self.leave()
        self._joint_id, self._step, self._target = row.joint_id, again.step, again.target
        self._asks = AGAIN.get(again.step, ())
        held = desk.drafts.load(self._key())
        if held and held.get(REPLACES) != row.action_id:
            return self.tr("That form holds something half written: send or discard it first")
        if not held:
            desk.drafts.save(self._key(), {**again.values, REPLACES: row.action_id})
        self._open(joint, [])
        fields, sheet, problem = self._fields, self._sheet, row.problem
        if fields is None or sheet is None or problem is None:
            return ""
        if not fields.refuse(refused_fields(row)):
            sheet.say(words.pick(Names(problem.zh, problem.en)))
        return ""

    def _is_offered(self, joint_id: str, step: str) -> bool:
        offered = self._context.desk.joints.offers(joint_id)
        return any(step_of(one.action, one.outcome) == step for one in offered)

    def _targets(self, step: str, joint: Joint) -> list[str]:
        actor = self._context.desk.actor
        return targets(step, joint, actor) if actor is not None else []

    def is_open(self) -> bool:
        """Whether a form is shown."""
        return self._sheet is not None and self._sheet.isVisible()

    def cites(self) -> bool:
        """Whether the form that is shown cites an entry of the duty or powers list."""
        return self.is_open() and self._fields is not None and self._fields.cites()

    def cite(self, entry: Mandate) -> bool:
        """Cites an entry in the form that is shown; False where it takes none."""
        return self.cites() and self._fields is not None and self._fields.cite(entry)

    def step(self) -> str:
        """The step whose form is shown, "" for none."""
        return self._step if self.is_open() else ""

    def _verb(self) -> str:
        action, _, outcome = self._step.partition("/")
        return words.begun(self._context.desk.joints.action_name(f"joint_{action}", outcome))

    # --- the form ----------------------------------------------------------------------------------------
    def _open(self, joint: Joint, several: list[tuple[str, str]]) -> None:
        sheet = self._over()
        fields = JointFields(self._context, self._step, joint, several, _NAME, sheet, asks=self._asks)
        kept = self._context.desk.drafts.load(self._key())
        self._replaces = str(kept.get(REPLACES, ""))
        fields.fill(kept)
        self._prefill(fields, joint)
        fields.edited.connect(self._keep)
        fields.submitted.connect(self.submit)
        self._fields = fields
        self._aimed = bool(self._target) and self._target in self._targets(self._step, joint)
        self._overtaken = False
        title = words.dotted((self._verb(), joint.number, joint.title))
        wide = self._step in WIDE
        sheet.open(title, self._verb(), fields, told=self._told(joint), warned=self._warned(), wide=wide)
        if not fields.begin():
            sheet.focus_foot()

    def _over(self) -> FormSheet:
        """The sheet over the window in which the screen stands now."""
        window = self._host.window()
        if self._sheet is None:
            sheet = self._sheet = FormSheet(window, _NAME)
            sheet.submitted.connect(self.submit)
            sheet.left.connect(self.leave)
            sheet.destroyed.connect(self._forget_sheet)
            self.destroyed.connect(sheet.deleteLater)
        else:
            self._sheet.stand_over(window)
        return self._sheet

    def _forget_sheet(self) -> None:
        self._sheet = self._fields = None

    def _told(self, joint: Joint) -> str:
        """What is to be known before it is done."""
        reference, parts = self._context.reference, list[str]()
        parts.append(who_was_first(self._replaces, joint, self._context))
        if self._target:
            parts.append(target_text(self._step, joint, self._target, self._context))
        if self._step in ("approve", "refuse"):
            asked = naming.unit(joint.origin.unit, joint.origin.unit_name, reference) or joint.origin.name
            parts.append(words.dotted((naming.way(joint.origin.way), asked, naming.urgency(joint.urgency))))
            parts.append(joint.origin.reason)
        if self._step.startswith("decide"):
            party = joint.party(self._target)
            objection = party.objection if party is not None else None
            if objection is not None:
                entry = self._context.desk.mandates.entry(objection.entry) if objection.entry else None
                cited = words.pick(entry.names) if entry is not None else objection.entry
                parts.append(words.dotted((objection.name, objection.reason, cited)))
        parts.append(forms_words.left_undone(self._step, joint, self._target))
        if self._step == "complete":
            parts += forms_words.in_the_way(joint, reference)
        elif self._step in ("evidence/brought", "hand_over", "verify/passed", "close"):
            parts.append(forms_words.evidence_missing(joint, reference))
        parts += mediation_words.told(self._step, joint, self._context.now(), reference)
        parts += approval_words.told(self._step, joint, self._target, self._context.now(), reference)
        if self._step == "agree/signed_outside" and joint.agreement is not None:
            parts.append(joint.agreement.text)
        return paragraphs(parts)

    def _warned(self) -> str:
        said = forms_words.final(self._step)
        return f"◆ {said}" if said else ""

    def _prefill(self, fields: JointFields, joint: Joint) -> None:
        """A problem that becomes a ticket has its words and its place."""
        if self._step != "problem/ticketed" or self._asks or self._context.desk.drafts.load(self._key()):
            return
        problem = next((p for p in joint.problems if p.id == self._target), None)
        if problem is None:
            return
        place = problem.place or joint.place
        exact = problem.lon is not None and problem.lat is not None
        point = (problem.lon, problem.lat) if exact else (joint.lon, joint.lat)
        first = problem.text.splitlines()[0][:200] if problem.text.strip() else ""
        fields.fill({"title": first, "text": problem.text, "place": place, "area": (joint.area, *point)})
        if exact and problem.lon is not None and problem.lat is not None:
            # Its own point may lie in another grid than the action's.
            fields.point(problem.lon, problem.lat)

    def leave(self) -> None:
        """Closes the form; what was typed is kept."""
        if self._sheet is not None:
            self._sheet.dismiss()
        self._fields = None
        self.ended.emit(False)

    def _key(self) -> str:
        again = ":again" if self._asks else ""
        return f".joint:{self._step}:{self._joint_id}:{self._target}{again}"

    def _keep(self) -> None:
        if self._fields is not None:
            kept = self._fields.draft()
            replaced = {REPLACES: self._replaces} if kept and self._replaces else {}
            self._context.desk.drafts.save(self._key(), {**kept, **replaced})

    def _on_changed(self, changes: JointChanges) -> None:
        """What has to be known first may be otherwise now; a form over an action that has gone, or has gone
        on to where the step is no longer to be taken, says so."""
        if not self.is_open() or self._sheet is None or self._joint_id not in changes.changed | changes.gone:
            return
        joint = self._context.desk.joints.get(self._joint_id)
        if joint is None:
            self._sheet.say(self.tr("It is no longer yours to see; what you wrote is kept"))
        else:
            self._sheet.tell(self._told(joint), self._warned())
            overtaken = self._why_overtaken(joint)
            if overtaken or self._overtaken:
                self._sheet.say(overtaken)
            self._overtaken = bool(overtaken)

    def _why_overtaken(self, joint: Joint) -> str:
        if not self._is_offered(joint.id, self._step):
            return self.tr("The joint action does not allow this step now; what you wrote is kept here")
        if self._aimed and self._target not in self._targets(self._step, joint):
            return self.tr("What it was done to has changed; what you wrote is kept here")
        return ""

    # --- doing -------------------------------------------------------------------------------------------
    def submit(self) -> None:
        """Says what is missing under its field, or does it."""
        fields, sheet = self._fields, self._sheet
        if fields is None or sheet is None:
            return
        fields.clear_errors()
        sheet.say("")
        faults = fields.faults()
        if faults:
            fields.set_errors(faults)
            return
        joint = self._context.desk.joints.get(self._joint_id)
        if joint is None:
            sheet.say(self.tr("It is no longer yours to see; what you wrote is kept"))
            return
        values = fields.values()
        target = str(values.get("target") or self._target)
        draft = self._key()
        try:
            done = self._perform(joint, target, values)
        except Refused as refusal:
            self._refused(refusal)
            return
        except ConsoleError as error:
            sheet.say(self._context.desk.say(error.says))
            return
        self._context.desk.drafts.forget(draft)
        if self._replaces:
            give_up_corrected(self._context, self._replaces)
            self._replaces = ""
        sheet.dismiss()
        self._fields = None
        self._say_done(joint, target, done)

    def _at_once(self, joint: Joint) -> None:
        try:
            done = self._perform(joint, self._target, {})
        except Refused as refusal:
            self._context.tell(self._context.desk.say(refusal.says))
            self.ended.emit(False)
        except ConsoleError as error:
            self._context.tell(self._context.desk.say(error.says))
            self.ended.emit(False)
        else:
            self._say_done(joint, self._target, done)

    def _perform(self, joint: Joint, target: str, values: dict[str, Any]) -> tuple[str, ...]:
        """Into the outbox, one after the other; the action_ids. A problem's ticket goes before the act that
        names it. Nothing goes where any of it would not be taken."""
        desk, first = self._context.desk, tuple[str, ...]()
        if self._step == "agree/signed" and joint.agreement is not None:
            values = values | {"text": joint.agreement.text}
        shown, reports = joint, self._step == "problem/ticketed" and not self._asks
        for act in acts_of(self._step, target, values | ({"ticket": uuid7()} if reports else {})):
            shown = desk.joints.check(shown, act)
        if reports:
            ticket_id, action_id = desk.report(self._report(joint, target, values))
            values, first = values | {"ticket": ticket_id}, (action_id,)
        acts: list[JointAct] = acts_of(self._step, target, values)
        was = next((row for row in desk.outbox if row.action_id == self._replaces), None)
        if was is not None and acts:
            acts[0] = same_id(acts[0], was.joint_act)
        return (*first, *(desk.joints.submit(joint.id, act) for act in acts))

    def _report(self, joint: Joint, target: str, values: dict[str, Any]) -> Report:
        problem = next(one for one in joint.problems if one.id == target)
        area, lon, lat = values["area"]
        said = self.tr("Found in joint action {number}").format(number=joint.number)
        return Report(
            channel=self._channel(),
            title=values["title"],
            text=paragraphs((str(values.get("text") or ""), said)),
            place=str(values.get("place") or ""),
            area=area,
            lon=lon,
            lat=lat,
            files=problem.files,
        )

    def _channel(self) -> str:
        reference = self._context.reference
        known = (key for key in CHANNELS if reference.channel(key) is not None)
        return next(known, reference.channels[0].key)

    def _refused(self, refusal: Refused) -> None:
        sheet, fields = self._sheet, self._fields
        assert sheet is not None
        assert fields is not None
        errors = fault_fields(refusal.faults)
        if not fields.refuse(errors):
            sheet.say(self._context.desk.say(refusal.says))

    def _say_done(self, joint: Joint, target: str, done: tuple[str, ...]) -> None:
        on = target_text(self._step, joint, target, self._context) if target else ""
        text = words.dotted((self._verb(), joint.number, on))
        if len(done) > 1:
            text = words.dotted((text, self.tr("{n} entries").format(n=len(done))))
        if self._step == "remind" and not why_not(self._context.desk):
            self._context.tell(words.dotted((text, forms_words.gone_out())))
        elif forms_words.final(self._step):
            self._context.tell(text)
        else:
            self._context.tell_undo(text, done)
        self.ended.emit(True)
