"""What things of a campaign are called, and what its list and its rounds show."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from contract.campaign.advance import next_at
from contract.campaign.campaign import (
    MEASURES,
    Campaign,
    CampaignDetail,
    CampaignLine,
    Cell,
    GoalReached,
    Round,
)
from contract.campaign.lifecycle import TABLE, TOLD
from contract.joint.joint import Joint
from contract.joint.lifecycle import ENDED
from contract.reference import Reference
from views import words
from views.clocks import left_of
from views.joint import naming
from views.joint.running import pressing
from widgets.countdown import Remaining
from widgets.light import Light
from widgets.matrix import MatrixCell, MatrixRow, MatrixStep
from widgets.moments import day_time, full_clock
from widgets.table import Column, ColumnKind
from widgets.timeline import Mark, TimelineEntry

translate = QCoreApplication.translate

_LIGHTS = {"running": Light.GREEN, "paused": Light.AMBER}
_MARKS = {
    "campaign_note": Mark.NOTE,
    "campaign_start": Mark.GOOD,
    "campaign_resume": Mark.GOOD,
    "campaign_end": Mark.GOOD,
    "campaign_pause": Mark.WARN,
    "campaign_call_off": Mark.WARN,
}


NOTHING_YET = "–"
"""What stands where no joint action was proposed yet."""


def state(name: str) -> str:
    """A state."""
    known = TABLE.state(name)
    return words.begun(words.pick(known.names)) if known is not None else name


def act(action: str) -> str:
    """What is done."""
    return words.begun(words.pick(TABLE.names_of(action) or TOLD.get(action))) or action


def measure(key: str) -> str:
    """What a goal counts."""
    return words.begun(words.pick(MEASURES.get(key))) or key


def rhythm(every: int, unit: str) -> str:
    """How its rounds follow each other."""
    said = {
        "days": translate("Campaigns", "every {n} days"),
        "weeks": translate("Campaigns", "every {n} weeks"),
        "months": translate("Campaigns", "every {n} months"),
    }
    one = {
        "days": translate("Campaigns", "every day"),
        "weeks": translate("Campaigns", "every week"),
        "months": translate("Campaigns", "every month"),
    }
    return one[unit] if every == 1 else said[unit].format(n=every)


def lead(campaign: Campaign, reference: Reference) -> str:
    """The unit that leads."""
    return naming.short_unit(campaign.lead, campaign.lead_name, reference)


def goal(one: GoalReached) -> str:
    """A goal in figures."""
    return translate("Campaigns", "{measure} {reached}/{target} ({share}%)").format(
        measure=measure(one.measure),
        reached=f"{one.reached:,}",
        target=f"{one.target:,}",
        share=one.reached * 100 // one.target,
    )


def round_name(n: int) -> str:
    """A round."""
    return translate("Campaigns", "Round {n}").format(n=n)


def until_next(campaign: Campaign, now: int) -> Remaining | None:
    """How long until its next round opens by itself."""
    at = next_at(campaign, now)
    return Remaining((at - now) // 1000) if at is not None else None


def next_words(campaign: Campaign, now: int, reference: Reference) -> str:
    """The round that comes, and whether it comes by itself."""
    at = next_at(campaign, now)
    waits = next((one for one in campaign.rounds if one.at == at), campaign.next_round)
    if waits is None or campaign.ended_at is not None:
        return ""
    said = translate("Campaigns", "Next: round {n}, {when}").format(
        n=waits.n, when=naming.moment(waits.at, now, reference)
    )
    if at is not None:
        return said
    passed = translate("Campaigns", "its time is past: it is opened by hand")
    stands = translate("Campaigns", "no round opens by itself now")
    return words.dotted((said, passed if waits.at <= now and campaign.state == "running" else stands))


LEAST = ("kind", "number", "lead")
"""Columns of the list in the order in which they go where it is narrow: the head of the one in front has
them."""


def columns() -> list[Column]:
    """Of the list."""
    states = max((f"● {state(one.name)}" for one in TABLE.states), key=len)
    return [
        Column("title", translate("Campaigns", "Campaign"), ColumnKind.TEXT, 270, stretch=True),
        Column("state", translate("Campaigns", "State"), ColumnKind.LIGHT, 84, sample=states),
        Column("next", translate("Campaigns", "Next round"), ColumnKind.COUNTDOWN, 132),
        Column("goals", translate("Campaigns", "Goals"), ColumnKind.COUNT, 56, sample="100%"),
        Column("lead", translate("Campaigns", "Lead"), ColumnKind.TEXT, 100),
        Column("kind", translate("Campaigns", "Kind"), ColumnKind.TEXT, 90),
        Column("number", translate("Campaigns", "Number"), ColumnKind.NUMBER, 130, sample="TT20261123001"),
    ]


def cell(row: tuple[int, CampaignLine], column: str, now: int, reference: Reference) -> object:
    """A cell of the list."""
    line = row[1]
    campaign = line.campaign
    match column:
        case "state":
            return _LIGHTS.get(campaign.state, Light.NONE), state(campaign.state)
        case "next":
            return until_next(campaign, now)
        case "goals":
            return share(line.goals)
        case "lead":
            return lead(campaign, reference)
        case "kind":
            return naming.kind(campaign.kind, reference)
        case "number":
            return campaign.number
        case _:
            return campaign.title


def share(goals: Iterable[GoalReached]) -> str:
    """How much is reached of the goal that lies furthest behind, "" without goals."""
    least = min((one.reached * 100 // one.target for one in goals), default=None)
    return f"{least}%" if least is not None else ""


def weigh(row: tuple[int, CampaignLine], column: str, now: int, reference: Reference) -> str | float:
    """What the list is sorted by; by state as the centre gives them."""
    if column == "state":
        return float(row[0])
    if column == "next":
        return float(next_at(row[1].campaign, now) or 1 << 60)
    if column == "goals":
        return float(share(row[1].goals).rstrip("%") or -1)
    return str(cell(row, column, now, reference))


# --- rounds by areas ---------------------------------------------------------------------------------------
def areas(detail: CampaignDetail, reference: Reference) -> list[MatrixStep]:
    """The areas of its plan, then those that left it and had joint actions."""
    names = {area.code: area.name for area in detail.campaign.areas}
    for one in detail.cells:
        known = reference.area(one.area)
        names.setdefault(one.area, (known.short or words.pick(known.names)) if known else one.area)
    return [MatrixStep(code, name) for code, name in names.items()]


def rounds(detail: CampaignDetail, now: int, reference: Reference) -> list[MatrixRow]:
    """Its rounds, each with its time."""
    waits = detail.campaign.next_round

    def row(one: Round) -> MatrixRow:
        hint, at = "", words.local(one.at, reference)
        if one.opened_at is not None:
            hint = translate("Campaigns", "opened {when} by {who}").format(
                when=naming.moment(one.opened_at, now, reference),
                who=one.opened_by or translate("Campaigns", "the system"),
            )
        return MatrixRow(
            str(one.n), round_name(one.n), f"{at:%m-%d}", one == waits, words.dotted((day_time(at), hint))
        )

    return [row(one) for one in detail.campaign.rounds]


def matrix_cell(one: Cell, held: Joint | None, now: int, reference: Reference) -> MatrixCell:
    """A round in an area; a quiet dash where no joint action was proposed yet."""
    if not one.joint:
        hint = translate("Campaigns", "No joint action was proposed there yet")
        return MatrixCell(row=str(one.round), step=one.area, text=NOTHING_YET, hint=hint)
    at = held.state if held is not None else one.state
    light = Light.NONE
    if at == "closed":
        light = Light.GREEN
    elif at == "stopped":
        light = Light.AMBER
    elif held is not None and at not in ENDED:
        found = pressing(held, now)
        left = left_of(found.clock, now, reference.calendar) if found is not None else None
        light = left.light if left is not None else Light.NONE
    figures = translate("Campaigns", "people {people} · problems {problems}, dealt with {ended}").format(
        people=one.people, problems=one.problems, ended=one.ended_problems
    )
    return MatrixCell(
        row=str(one.round),
        step=one.area,
        light=light,
        text=naming.phase(at, reference),
        done=at in ENDED,
        hint=f"{one.number}\n{figures}",
    )


# --- its log -----------------------------------------------------------------------------------------------
def log(detail: CampaignDetail, now: int, reference: Reference) -> list[TimelineEntry]:
    """The log, newest first."""
    found = []
    for one in reversed(detail.log):
        what = act(one.action)
        if one.round:
            what = words.dotted((what, round_name(one.round)))
        many = translate("Campaigns", "joint actions proposed: {n}").format(n=one.opened)
        who = translate("Campaigns", "System") if one.role == "system" else one.name
        found.append(
            TimelineEntry(
                time=naming.moment(one.at, now, reference),
                who=who,
                what=what,
                detail=words.dotted((many if one.opened else "", words.spoken(one.words, one.role))),
                mark=_MARKS.get(one.action, Mark.PLAIN),
                key=one.n,
                hint=full_clock(words.local(one.at, reference)),
            )
        )
    return found
