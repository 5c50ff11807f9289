"""The fields of a campaign's plan: what, who, where, how much, when; and the days that its rounds come to."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Literal, cast

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QWidget

from contract.campaign.action import PlanCampaign
from contract.campaign.advance import rounds_kept, rounds_laid
from contract.campaign.campaign import MOST_ROUNDS, Campaign
from contract.counting import days
from contract.reference import Reference
from views import words
from views.campaigns.several import GoalsField, SeveralAreas
from views.context import Context
from views.joint.forms_held import HeldField, NumberField, SeveralUnits, choose_unit, unit_box
from views.joint_figures.spans import typed_day
from views.step_fields import OneOfField
from widgets import theme
from widgets.choice import ChoiceBox
from widgets.form import Form
from widgets.moments import day_time
from widgets.text import TextArea, TextField

translate = QCoreApplication.translate

NAME = "campaigns.plan"
_MOST_TITLE = 200
_SHOWN = 4
"""So many rounds are named in the preview, then the last."""
_MOST_EVERY = 366


def typed_minute(text: str) -> int | None:
    """A time of day (9:00, 0900) as minutes; None where it is none."""
    said = text.strip().replace("：", ":")
    parts = said.split(":") if ":" in said else [said[:-2], said[-2:]]
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        return None
    hour, minute = map(int, parts)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


class PlanFields(Form):
    """The form. `edited` when anything is another than before; a reason is asked for where the plan of a
    campaign is changed."""

    edited = Signal()

    def __init__(self, context: Context, parent: QWidget, *, changing: Campaign | None) -> None:
        super().__init__(2, parent)
        self._context = context
        self._before = changing.rounds if changing is not None else ()
        self._filling = False
        reference: Reference = context.reference
        title = TextField(translate("Campaigns", "What it is about, in a line"))
        title.setMaxLength(_MOST_TITLE)
        self._put("title", translate("Campaigns", "Title"), title, 2)
        kinds = [(k.key, words.begun(words.pick(k.names))) for k in reference.district.joint.kinds]
        self._put("kind", translate("Campaigns", "Kind"), OneOfField(f"{NAME}.kind", kinds), 2)
        lead = unit_box(reference, f"{NAME}.lead", self)
        self._put("lead", translate("Campaigns", "Leading department"), lead, 1)
        wanted = SeveralUnits(reference, f"{NAME}.wanted")
        self._put("wanted", translate("Campaigns", "Further departments"), wanted, 1)
        self._put("areas", translate("Campaigns", "Areas"), SeveralAreas(context, f"{NAME}.areas"), 2)
        example = translate("Campaigns", "Day, such as {day}")
        now = words.local(context.now(), reference)
        for key, caption in (
            ("first", translate("Campaigns", "From")),
            ("last", translate("Campaigns", "To, that day within")),
        ):
            self._put(key, caption, TextField(example.format(day=f"{now:%Y-%m-%d}")), 1)
        self._put("every", translate("Campaigns", "Every"), NumberField(_MOST_EVERY), 1)
        units = [
            ("days", translate("Campaigns", "days")),
            ("weeks", translate("Campaigns", "weeks")),
            ("months", translate("Campaigns", "months")),
        ]
        self._put("rhythm", translate("Campaigns", "Counted in"), OneOfField(f"{NAME}.rhythm", units), 1)
        self._put("minute", translate("Campaigns", "Time of day"), TextField("09:00"), 1)
        answers = [
            ("yes", translate("Campaigns", "On the next working day")),
            ("no", translate("Campaigns", "On that day all the same")),
        ]
        off = translate("Campaigns", "A round that falls on a day off is held")
        self._put("workdays", off, OneOfField(f"{NAME}.workdays", answers), 1)
        self.preview = QLabel(self)
        self.preview.setObjectName(f"{NAME}.preview")
        self.preview.setWordWrap(True)
        theme.set_role(self.preview, "dim")
        self.add("preview", translate("Campaigns", "The rounds would be"), self.preview, span=2)
        self._put("goals", translate("Campaigns", "Goals"), GoalsField(f"{NAME}.goals"), 2)
        text = TextArea(translate("Campaigns", "What is to be done in each round"), lines=2)
        self._put("text", translate("Campaigns", "Text (optional)"), text, 2)
        if changing is not None:
            reason = TextArea(translate("Campaigns", "Why the plan is another"), lines=2)
            self._put("reason", translate("Campaigns", "Reason"), reason, 2)

    def _put(self, key: str, caption: str, field: QWidget, span: int) -> None:
        field.setObjectName(f"{NAME}.{key}")
        told = partial(self._on_edit, key)
        match field:
            case HeldField():
                field.changed.connect(told)
                field.submitted.connect(self.submitted)
            case ChoiceBox():
                field.chosen.connect(told)
                field.cleared.connect(told)
                field.edited.connect(told)
            case OneOfField():
                field.chosen.connect(told)
            case TextArea() | TextField():
                field.textChanged.connect(told)
            case _:
                pass
        self.add(key, caption, field, span=span)

    def _on_edit(self, key: str, *_: object) -> None:
        if self._filling:
            return
        self.set_error(key, "")
        self.say_rounds()
        self.edited.emit()

    # --- what is in them ---------------------------------------------------------------------------------
    def suggest(self) -> None:
        """What most plans have: every month on working days, at nine."""
        self.fill({"every": "1", "rhythm": "months", "minute": "09:00", "workdays": "yes"})

    def show_plan(self, plan: PlanCampaign) -> None:
        """Shows a plan as it stands."""
        reference = self._context.reference
        goals = {one.measure: str(one.target) for one in plan.goals}
        self.fill(
            {
                "title": plan.title,
                "kind": plan.kind,
                "lead": plan.lead,
                "wanted": {"units": list(plan.wanted)},
                "areas": {"areas": list(plan.areas)},
                "first": f"{words.local(plan.from_at, reference):%Y-%m-%d}",
                "last": f"{words.local(plan.to_at, reference):%Y-%m-%d}",
                "every": str(plan.every),
                "rhythm": plan.rhythm,
                "minute": f"{plan.minute // 60:02}:{plan.minute % 60:02}",
                "workdays": "yes" if plan.workdays else "no",
                "goals": goals,
                "text": plan.text,
            }
        )

    def fill(self, kept: dict[str, Any]) -> None:
        """Shows what a draft kept."""
        self._filling = True
        for key, field in self.fields().items():
            match field:
                case HeldField():
                    field.take(kept.get(key, {}))
                case ChoiceBox():
                    choose_unit(field, str(kept.get(key, "")), self._context.reference)
                    if kept.get(f"{key}?"):
                        field.set_text(str(kept[f"{key}?"]))
                case OneOfField():
                    field.set_value(str(kept.get(key, "")))
                case TextArea():
                    field.setPlainText(str(kept.get(key, "")))
                case TextField():
                    field.setText(str(kept.get(key, "")))
                case _:
                    pass
        self._filling = False
        self.say_rounds()

    def draft(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        kept: dict[str, Any] = {}
        for key, field in self.fields().items():
            match field:
                case HeldField():
                    kept[key] = field.kept()
                case ChoiceBox():
                    kept[key] = str(field.value() or "")
                    if not kept[key]:
                        kept[f"{key}?"] = field.text()
                case OneOfField():
                    kept[key] = field.value()
                case TextArea():
                    kept[key] = field.toPlainText()
                case TextField():
                    kept[key] = field.text()
                case _:
                    pass
        return {key: value for key, value in kept.items() if value}

    def _text(self, key: str) -> str:
        field = self.fields().get(key)
        return field.toPlainText().strip() if isinstance(field, TextArea) else cast(TextField, field).text()

    def _held(self, key: str) -> Any:
        return cast(HeldField, self.field(key)).value()

    def _one(self, key: str) -> str:
        return str(cast("OneOfField | ChoiceBox", self.field(key)).value() or "")

    def reason(self) -> str:
        """Why the plan is changed."""
        return self._text("reason")

    def _days(self) -> tuple[date, date] | None:
        first, last = typed_day(self._text("first")), typed_day(self._text("last"))
        return None if first is None or last is None or last < first else (first, last)

    def plan(self) -> PlanCampaign | None:
        """The plan, None while its time can't be read."""
        between, minute = self._days(), typed_minute(self._text("minute"))
        every = cast(NumberField, self.field("every")).number()
        rhythm = cast(Literal["days", "weeks", "months"], self._one("rhythm"))
        if between is None or minute is None or not every or not rhythm:
            return None
        period = days(self._context.reference.calendar, *between)
        return PlanCampaign(
            kind=self._one("kind"),
            title=self._text("title").strip(),
            text=self._text("text"),
            lead=self._one("lead"),
            wanted=self._held("wanted"),
            areas=self._held("areas"),
            goals=self._held("goals"),
            from_at=period.from_at,
            to_at=period.to_at - 1,
            every=every,
            rhythm=rhythm,
            minute=minute,
            workdays=self._one("workdays") != "no",
        )

    def say_rounds(self) -> None:
        """The days that its rounds come to."""
        plan, reference = self.plan(), self._context.reference
        if plan is None:
            self.preview.setText(translate("Campaigns", "Say from when to when, how often, at what time"))
            return
        found = rounds_laid(self._before, plan, reference.calendar)
        if not found:
            self.preview.setText(translate("Campaigns", "No round lies in that time"))
            return
        if len(found) > MOST_ROUNDS:
            many = translate("Campaigns", "More than {n} rounds: take fewer").format(n=MOST_ROUNDS)
            self.preview.setText(many)
            return
        kept = rounds_kept(self._before)
        more = [day_time(words.local(one.at, reference)) for one in found[len(kept) :]]
        shown = more if len(more) <= _SHOWN + 1 else [*more[:_SHOWN], "…", more[-1]]
        days_ = words.listed(shown)
        stay = max((one.n for one in kept), default=0)
        if not stay:
            said = translate("Campaigns", "{n} rounds: {days}").format(n=len(more), days=days_)
        elif more:
            said = translate("Campaigns", "Up to round {stay} as it is, then {n} more: {days}").format(
                stay=stay, n=len(more), days=days_
            )
        else:
            said = translate("Campaigns", "Up to round {stay} as it is, and no further one").format(stay=stay)
        self.preview.setText(said)

    # --- what is wrong -----------------------------------------------------------------------------------
    def faults(self) -> dict[str, str]:
        """What is missing or wrong, by field."""
        found: dict[str, str] = {}
        if not self._text("title").strip():
            found["title"] = translate("Campaigns", "Give it a title")
        if not self._one("kind"):
            found["kind"] = translate("Campaigns", "Choose of which kind its joint actions are")
        if not self._one("lead"):
            found["lead"] = translate("Campaigns", "Choose the department that leads")
        for key in ("wanted", "areas", "goals"):
            said = cast(HeldField, self.field(key)).wrong()
            if said:
                found[key] = said
        if "areas" not in found and not self._held("areas"):
            found["areas"] = translate("Campaigns", "Choose at least one area")
        first, last = typed_day(self._text("first")), typed_day(self._text("last"))
        day = translate("Campaigns", "Type a day, such as 2026-07-01")
        if first is None:
            found["first"] = day
        if last is None:
            found["last"] = day
        elif first is not None and last < first:
            found["last"] = translate("Campaigns", "The last day comes before the first")
        if not cast(NumberField, self.field("every")).number():
            found["every"] = translate("Campaigns", "A whole number above zero")
        if not self._one("rhythm"):
            found["rhythm"] = translate("Campaigns", "Choose days, weeks or months")
        if typed_minute(self._text("minute")) is None:
            found["minute"] = translate("Campaigns", "Type a time of day, such as 09:00")
        plan = self.plan()
        if plan is not None:
            count = len(rounds_laid(self._before, plan, self._context.reference.calendar))
            if not count:
                found["last"] = translate("Campaigns", "No round lies in that time")
            elif count > MOST_ROUNDS:
                found["every"] = translate("Campaigns", "More than {n} rounds: take fewer").format(
                    n=MOST_ROUNDS
                )
        if "reason" in self.fields() and len(self._text("reason")) < 2:
            found["reason"] = translate("Campaigns", "Give the reason")
        return found

    def begin(self) -> None:
        """The caret goes to the title."""
        self.field("title").setFocus()
