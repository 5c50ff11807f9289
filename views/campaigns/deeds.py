"""What is done to campaigns: a form for each act, sent at once, held to the row as the person saw it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from console.errors import Conflict, ConsoleError, EnvironmentFault
from console.ids import uuid7
from contract.campaign import action as a
from contract.campaign.advance import plan_of
from contract.campaign.campaign import Campaign, CampaignDetail
from contract.machine import Names
from views import words
from views.campaigns import naming
from views.campaigns.fields import PlanFields
from views.context import Context
from views.joint.forms_sheet import FormSheet
from views.on_line import why_not
from widgets.form import Form
from widgets.text import TextArea

translate = QCoreApplication.translate

_NAME = "campaigns.form"
NEEDED = frozenset(
    {"campaign_pause", "campaign_call_off", "campaign_end", "campaign_note", "campaign_change"}
)
"""Acts that must say something."""
_SHORTEST = 2


def caption(action: str) -> str:
    """What the words of an act are."""
    return {
        "campaign_pause": translate("Campaigns", "Reason"),
        "campaign_call_off": translate("Campaigns", "Reason"),
        "campaign_end": translate("Campaigns", "What came of it"),
        "campaign_note": translate("Campaigns", "Note"),
    }.get(action, translate("Campaigns", "Note (optional)"))


class WordsFields(Form):
    """One field of words."""

    edited = Signal()

    def __init__(self, action: str, parent: QWidget) -> None:
        super().__init__(1, parent)
        self.line = TextArea("", lines=3)
        self.line.setObjectName(f"{_NAME}.words")
        self.line.setAccessibleName(caption(action))
        self.line.textChanged.connect(self.edited)
        self.add("words", caption(action), self.line)

    def text(self) -> str:
        """What is written."""
        return self.line.toPlainText().strip()


class CampaignDeeds(QObject):
    """`done(campaign)` with the row after an act; `stale(id)` where somebody was first."""

    done = Signal(object)
    stale = Signal(str)
    ended = Signal()

    def __init__(self, context: Context, over: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._over = context, over
        self._sheet: FormSheet | None = None
        self._fields: PlanFields | WordsFields | None = None
        self._action = self._draft = ""
        self._campaign: Campaign | None = None
        self._id = ""
        self._round = 0
        self._sent: a.CampaignAction | None = None
        self._busy = False

    @property
    def open_action(self) -> str:
        """The act whose form is open, "" for none."""
        return self._action if self._sheet is not None and self._sheet.isVisible() else ""

    def begin(self, action: str, campaign: Campaign | None = None, n: int = 0) -> None:
        """Opens the form of an act; what was half typed for the same comes back. `n` is the round that is
        opened."""
        if why_not(self._context.desk):
            self._context.tell(why_not(self._context.desk))
            return
        if self._busy:
            return
        if self._sheet is None:
            self._sheet = FormSheet(self._over(), _NAME)
            self._sheet.submitted.connect(self.submit)
            self._sheet.left.connect(self.leave)
        else:
            self._sheet.stand_over(self._over())
        about = campaign.id if campaign is not None else ""
        draft = f".campaign:{action}:{about}"
        if draft != self._draft or self._sent is None or n != self._round:
            self._sent = None
            self._id = about or uuid7()
        self._action, self._draft, self._campaign, self._round = action, draft, campaign, n
        kept = self._context.desk.drafts.load(draft)
        fields = self._fields = self._made(kept)
        verb = naming.act(action)
        if n:
            verb = words.dotted((verb, naming.round_name(n)))
        told = ""
        if campaign is not None:
            told = words.dotted((campaign.number, campaign.title, naming.state(campaign.state)))
        wide = isinstance(fields, PlanFields)
        self._sheet.open(verb, verb, fields, told=told, warned=self._warning(), wide=wide)
        fields.edited.connect(self._keep)
        fields.submitted.connect(self.submit)
        if isinstance(fields, PlanFields):
            fields.begin()
        else:
            fields.focus_first()

    def _made(self, kept: dict[str, Any]) -> PlanFields | WordsFields:
        assert self._sheet is not None
        if self._action in ("campaign_plan", "campaign_change"):
            plan = PlanFields(self._context, self._sheet, changing=self._campaign)
            if kept:
                plan.fill(kept)
            elif self._campaign is not None:
                plan.show_plan(plan_of(self._campaign))
            else:
                plan.suggest()
            return plan
        said = WordsFields(self._action, self._sheet)
        said.line.setPlainText(str(kept.get("words", "")))
        return said

    def _warning(self) -> str:
        campaign = self._campaign
        if self._action == "campaign_open" and campaign is not None:
            many = len(campaign.areas)
            return translate("Campaigns", "Proposes joint actions now, one in each area: {n}").format(n=many)
        if self._action == "campaign_resume":
            return translate("Campaigns", "Rounds whose time is past open by hand only")
        if self._action in ("campaign_end", "campaign_call_off"):
            return translate("Campaigns", "No further round opens; joint actions under way go on")
        return ""

    def leave(self) -> None:
        """Closes the form; what was typed is kept."""
        if self._sheet is not None:
            self._sheet.dismiss()
        self._fields = None
        self.ended.emit()

    def _keep(self) -> None:
        fields = self._fields
        if isinstance(fields, PlanFields):
            self._context.desk.drafts.save(self._draft, fields.draft())
        elif fields is not None:
            text = fields.line.toPlainText()
            self._context.desk.drafts.save(self._draft, {"words": text} if text else {})

    # --- sending -----------------------------------------------------------------------------------------
    def submit(self) -> None:
        """Says what is missing under its field, or does it."""
        fields, sheet, desk = self._fields, self._sheet, self._context.desk
        if fields is None or sheet is None or self._busy:
            return
        act = self._act(fields)
        away = why_not(desk)
        sheet.say(away)
        if act is None or away:
            return
        version = self._campaign.version if self._campaign is not None else 0
        sent = self._sent
        if sent is None or (sent.campaign_id, sent.base_version, sent.act) != (self._id, version, act):
            # One whose answer was lost goes again under its own id; another act is another.
            sent = self._sent = a.CampaignAction(
                action_id=uuid7(), campaign_id=self._id, base_version=version, act=act
            )
        self._busy = True
        desk.run("a campaign", desk.campaigns.act(sent), self._on_done, self._on_failed, self)

    def _act(self, fields: PlanFields | WordsFields) -> a.CampaignAct | None:
        if isinstance(fields, PlanFields):
            faults = fields.faults()
            fields.set_errors(faults)
            plan = fields.plan()
            if faults or plan is None:
                return None
            if self._action == "campaign_change":
                return a.ChangeCampaign(plan=plan, reason=fields.reason())
            return plan
        text = fields.text()
        if self._action in NEEDED and len(text) < _SHORTEST:
            fields.set_errors({"words": translate("Campaigns", "Say it in words")})
            return None
        fields.clear_errors()
        match self._action:
            case "campaign_start":
                return a.StartCampaign(note=text)
            case "campaign_pause":
                return a.PauseCampaign(reason=text)
            case "campaign_resume":
                return a.ResumeCampaign(note=text)
            case "campaign_open":
                return a.OpenRound(round=self._round, note=text)
            case "campaign_end":
                return a.EndCampaign(result=text)
            case "campaign_call_off":
                return a.CallOffCampaign(reason=text)
            case _:
                return a.SayOfCampaign(note=text)

    def _on_done(self, answer: a.CampaignAnswer) -> None:
        self._busy, self._sent = False, None
        self._context.desk.drafts.forget(self._draft)
        if self._sheet is not None:
            self._sheet.dismiss()
        self._fields = None
        self._context.tell(words.dotted((naming.act(self._action), answer.campaign.title)))
        self.done.emit(answer.campaign)
        self.ended.emit()

    def _on_failed(self, error: ConsoleError) -> None:
        self._busy = False
        if not isinstance(error, EnvironmentFault):
            self._sent = None
        said = self._context.desk.say(error.says)
        if self._sheet is None or self._fields is None:
            # Its form was left meanwhile: what was typed is kept, and why it was not done is said.
            self._context.tell(words.dotted((naming.act(self._action), said)))
            return
        problem = error.problem
        if problem is not None and isinstance(self._fields, PlanFields):
            keys = {"from_at": "first", "to_at": "last"}
            faults = {}
            for fault in problem.errors:
                key = fault.field.rpartition(".")[2]
                faults[keys.get(key, key)] = words.pick(Names(fault.zh, fault.en))
            known = {key: text for key, text in faults.items() if key in self._fields.fields()}
            self._fields.set_errors(known)
            said = "" if known else said
        self._sheet.say(said)
        if isinstance(error, Conflict) and self._campaign is not None:
            self._look_again(self._campaign.id)

    def _look_again(self, campaign_id: str) -> None:
        """Somebody was first: what was typed stays, and is held to the row as it is now."""
        desk = self._context.desk

        def came(detail: CampaignDetail) -> None:
            if self._campaign is None or self._campaign.id != campaign_id or self._sheet is None:
                return
            now = self._campaign = detail.campaign
            last = detail.log[-1] if detail.log else None
            by = words.dotted((last.name, naming.act(last.action))) if last is not None else ""
            told = translate("Campaigns", "As it is now: {what}")
            what = words.dotted((now.number, now.title, naming.state(now.state), by))
            self._sheet.tell(told.format(what=what), self._warning())
            self.stale.emit(campaign_id)

        desk.run("a campaign anew", desk.campaigns.one(campaign_id), came, lambda _error: None, self)
