"""How far a campaign is: its rounds by its areas, and its goals, counted from its joint actions."""

from __future__ import annotations

from collections.abc import Iterable

from contract.joint.joint import Joint

from .campaign import Campaign, Cell, Goal, GoalReached

_ENDED = ("handled", "handed_on", "ticketed")


def cells(campaign: Campaign, joints: Iterable[Joint]) -> tuple[Cell, ...]:
    """Every round that has a joint action, or is still in the plan, in every area, round by round in the
    plan's order of areas. An area that has left the plan keeps its cells that were opened, at the end of the
    round."""
    found = {(j.campaign.round, j.area): j for j in joints if j.campaign is not None}
    planned = [area.code for area in campaign.areas]
    out = []
    for one in campaign.rounds:
        left = sorted(area for n, area in found if n == one.n and area not in planned)
        out += [_cell(one.n, area, found.get((one.n, area))) for area in (*planned, *left)]
    return tuple(out)


def _cell(n: int, area: str, joint: Joint | None) -> Cell:
    if joint is None:
        return Cell(round=n, area=area)
    return Cell(
        round=n,
        area=area,
        joint=joint.id,
        number=joint.number,
        state=joint.state,
        people=joint.people,
        problems=len(joint.problems),
        ended_problems=sum(one.state in _ENDED for one in joint.problems),
    )


def reached(campaign: Campaign, joints: Iterable[Joint]) -> tuple[GoalReached, ...]:
    """How much of each goal is reached."""
    own = tuple(joints)
    return tuple(GoalReached(goal.measure, goal.target, _counted(goal, own)) for goal in campaign.goals)


def _counted(goal: Goal, joints: tuple[Joint, ...]) -> int:
    match goal.measure:
        case "actions":
            return sum(one.state == "closed" for one in joints)
        case "areas":
            return len({one.area for one in joints if one.state == "closed"})
        case "people":
            return sum(one.people for one in joints)
        case "problems":
            return sum(len(one.problems) for one in joints)
        case _:
            return sum(problem.state in _ENDED for one in joints for problem in one.problems)
