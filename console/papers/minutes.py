"""现场协调会纪要: who met on the spot, what they agreed on, who does what by when."""

from __future__ import annotations

from contract.joint.joint import Joint
from contract.joint.spot import JointProblem, Task
from contract.machine import Names

from .paper import Block, Paper, Row, Signatures, Table, Text
from .parts import map_section, paper_of, parties_of
from .writing import DATE_BY_HAND, Sections, Writing

NAMES = Names("现场协调会纪要", "Minutes of the meeting on the spot")
_TASKS = {
    "given": Names("已交办", "given"),
    "taken": Names("办理中", "in hand"),
    "done": Names("已完成", "done"),
    "withdrawn": Names("已撤回", "withdrawn"),
}
_PROBLEMS = {
    "open": Names("处理中", "open"),
    "handled": Names("现场已处理", "handled on the spot"),
    "handed_on": Names("已移交", "handed on"),
    "ticketed": Names("已转工单", "made a ticket"),
}


def lacking(joint: Joint) -> Names | None:
    """Why there is no such paper yet."""
    if joint.minutes is None:
        return Names("议定方案后可出具", "there is one once a plan is agreed on")
    return None


def minutes(joint: Joint, writing: Writing) -> Paper:
    """The minutes; what became of tasks and problems stands in them as of now."""
    held = joint.minutes
    assert held is not None
    say, section = writing.say, Sections(writing)
    lead = joint.lead
    blocks: list[Block] = [
        writing.facts(
            (
                say("行动名称", "Action"),
                f"{writing.words(joint.title)}{say('（', ' (')}{joint.number}{say('）', ')')}",
            ),
            (say("会议时间", "Time"), writing.time(held.at)),
            (say("会议地点", "Place"), writing.where(joint)),
            (say("主办单位", "Lead"), writing.unit(lead.unit, lead.unit_name) if lead is not None else ""),
            (say("记录", "Kept by"), held.name),
        ),
        section("出席情况", "Attendance"),
        _attendance(joint, writing),
    ]
    absent = [
        writing.unit(p.unit, p.unit_name)
        for p in parties_of(joint)
        if p.unit not in {one.unit for one in held.attended}
    ]
    if absent:
        blocks.append(
            Text(say(f"未出席单位：{writing.listed(absent)}。", f"Not present: {writing.listed(absent)}."))
        )
    blocks.append(section("议定事项", "What was agreed"))
    blocks += [Text(line) for line in writing.words(held.text).splitlines() if line.strip()]
    if joint.tasks:
        blocks += [section("任务分工", "Tasks"), _tasks(joint.tasks, writing)]
    if joint.problems:
        blocks += [section("现场发现的问题", "Problems found"), _problems(joint.problems, writing)]
    blocks += map_section(joint, writing, section)
    blocks.append(section("与会单位签字", "Signed by those present"))
    when = writing.say(DATE_BY_HAND, "")
    signs = say("签字", "Signed"), say("日期", "Date")
    blocks.append(
        Signatures(
            tuple(
                ((writing.unit(one.unit, one.name),), (signs[0], ""), (signs[1], when))
                for one in held.attended
            )
            or (((say("主办单位", "Lead"),), (signs[0], ""), (signs[1], when)),)
        )
    )
    blocks.append(
        Text(
            say(
                f"任务和问题的办理情况截至{writing.time(writing.now)}。",
                f"Tasks and problems as they stood on {writing.time(writing.now)}.",
            ),
            "left",
        )
    )
    return paper_of("minutes", NAMES, joint, writing, blocks)


def _attendance(joint: Joint, writing: Writing) -> Table:
    assert joint.minutes is not None
    say = writing.say
    rows = []
    for n, one in enumerate(joint.minutes.attended, 1):
        party = joint.party(one.unit) if one.unit else None
        arrival = party.arrival if party is not None else None
        part = (
            say("邀请单位", "invited")
            if party is None
            else say("主办", "lead")
            if party.lead
            else say("协办", "co-handler")
        )
        rows.append(
            Row(
                (
                    str(n),
                    writing.unit(one.unit, one.name),
                    part,
                    str(one.people),
                    writing.short(arrival.at if arrival is not None else None),
                )
            )
        )
    return Table(
        (
            say("序号", "No."),
            say("单位", "Department"),
            say("分工", "Part"),
            say("人数", "People"),
            say("到场时间", "Arrived"),
        ),
        (8, 40, 16, 12, 24),
        tuple(rows),
    )


def _tasks(tasks: tuple[Task, ...], writing: Writing) -> Table:
    say = writing.say
    return Table(
        (
            say("序号", "No."),
            say("责任单位", "Department"),
            say("任务", "Task"),
            say("完成时限", "By"),
            say("办理情况", "State"),
        ),
        (8, 22, 32, 17, 21),
        tuple(
            Row(
                (
                    str(n),
                    writing.unit(task.unit, task.unit_name),
                    writing.words(task.text),
                    writing.short(task.clock.due_at),
                    stated(writing.known(_TASKS, task.state), task.result, writing),
                )
            )
            for n, task in enumerate(tasks, 1)
        ),
    )


def _problems(problems: tuple[JointProblem, ...], writing: Writing) -> Table:
    say = writing.say
    return Table(
        (
            say("序号", "No."),
            say("问题", "Problem"),
            say("位置", "Where"),
            say("发现时间", "Found"),
            say("处理情况", "State"),
        ),
        (8, 34, 18, 17, 23),
        tuple(
            Row(
                (
                    str(one.n),
                    writing.words(one.text),
                    writing.words(one.place) or "—",
                    writing.short(one.found_at),
                    problem_state(one, writing),
                )
            )
            for one in problems
        ),
    )


def stated(state: str, words: str, writing: Writing) -> str:
    """How something stands, with what was said of it."""
    said = writing.words(words)
    return f"{state}{writing.say('：', ': ')}{said}" if said else state


def problem_state(problem: JointProblem, writing: Writing) -> str:
    """How a problem stands: handled, whose it is now, or the ticket made of it."""
    to = {"handed_on": writing.unit(problem.unit, problem.unit_name), "ticketed": problem.number}
    state = writing.known(_PROBLEMS, problem.state)
    name = to.get(problem.state, "")
    return stated(f"{state} {name}" if name else state, problem.result, writing)
