"""并联审批结果单: what each department was asked to approve, within what time, and what came of it."""

from __future__ import annotations

from contract.clock import light
from contract.joint.approval import APPROVAL_STATES, Approval
from contract.joint.joint import Joint
from contract.machine import Names

from .paper import Block, Paper, Row, Table, Text
from .parts import closing, paper_of
from .writing import Sections, Writing

NAMES = Names("并联审批结果单", "Results of approvals beside each other")


def lacking(joint: Joint) -> Names | None:
    """Why there is no such paper yet."""
    if joint.called_at is None or not joint.approvals:
        return Names("召集后可出具", "there is one once the departments are called")
    return None


def asked(joint: Joint, writing: Writing) -> Table:
    """What each department is to approve, and by when: for the notice."""
    say = writing.say
    return Table(
        (
            say("序号", "No."),
            say("审批单位", "Department"),
            say("审批事项", "To approve"),
            say("依据", "Ground"),
            say("办理时限", "Decide by"),
        ),
        (8, 24, 26, 22, 20),
        tuple(
            Row(
                (
                    str(n),
                    writing.unit(one.unit, one.unit_name),
                    writing.words(one.matter),
                    _ground(one, writing),
                    f"{writing.limit(one.limit)}\n{writing.until(one.clock, None, NAMES)}"
                    if one.clock is not None and one.clock.due_at is not None
                    else writing.limit(one.limit),
                )
            )
            for n, one in enumerate(_standing(joint), 1)
        ),
    )


def _standing(joint: Joint) -> list[Approval]:
    return [one for one in joint.approvals if one.state != "withdrawn"]


def _ground(one: Approval, writing: Writing) -> str:
    ground = writing.words(one.ground)
    return f"{one.entry} {ground}".strip() if one.entry and one.entry not in ground else ground or "—"


def results(joint: Joint, writing: Writing) -> Paper:
    """The list of results as it stands now."""
    say, section = writing.say, Sections(writing)
    standing, lead = _standing(joint), joint.lead
    decided = sum(one.ended and not one.owes for one in standing)
    granted = sum(one.state == "granted" for one in standing)
    late = sum(_late(one, writing) for one in standing)
    blocks: list[Block] = [
        writing.facts(
            (say("项目", "Appeal"), writing.words(joint.title)),
            (say("行动编号", "Number"), joint.number),
            (say("行动类型", "Kind"), writing.kind(joint)),
            (say("牵头单位", "Lead"), writing.unit(lead.unit, lead.unit_name) if lead is not None else ""),
            (say("召集时间", "Called"), writing.time(joint.called_at)),
            (
                say("审批事项", "Approvals"),
                say(
                    f"共{len(standing)}项，已办结{decided}项，其中批准{granted}项，超时限{late}项",
                    f"{len(standing)} in all, {decided} decided, {granted} granted, {late} past the limit",
                ),
            ),
            (say("办理结果", "Result"), writing.words(joint.result)),
        ),
        section("审批结果", "Results"),
        Table(
            tuple(
                say(*pair)
                for pair in (
                    ("序号", "No."),
                    ("审批单位", "Department"),
                    ("审批事项", "Approved"),
                    ("时限", "Limit"),
                    ("结果", "Result"),
                    ("批准文号", "Permit"),
                    ("办结时间", "Decided"),
                )
            ),
            (7, 18, 20, 12, 11, 17, 15),
            tuple(_row(n, one, writing) for n, one in enumerate(joint.approvals, 1)),
        ),
        Text(
            say(
                f"本单所列为{writing.time(writing.now)}系统登记情况。补正期间审批时限停止计算。",
                f"As registered on {writing.time(writing.now)}. A limit stands while papers are lacking.",
            )
        ),
        *closing(writing, joint.completed_at or writing.now),
    ]
    return paper_of("approvals", NAMES, joint, writing, blocks)


def _late(one: Approval, writing: Writing) -> bool:
    return one.state != "withdrawn" and light(one.clock, writing.now) == "red"


def _row(n: int, one: Approval, writing: Writing) -> Row:
    say = writing.say
    verdict = writing.known(APPROVAL_STATES, one.state)
    if _late(one, writing):
        verdict = f"{verdict}\n{say('（超时限）', '(late)')}"
    return Row(
        (
            str(n),
            writing.unit(one.unit, one.unit_name),
            writing.words(one.matter),
            writing.limit(one.limit),
            verdict,
            one.document or "—",
            writing.short(one.decided_at),
        ),
        _under(one, writing),
    )


def _under(one: Approval, writing: Writing) -> str:
    """Papers that were to follow, and the words of the decision, as lines of their own."""
    say, lines = writing.say, list[str]()
    if one.owed:
        came = (
            say(f"已于{writing.time(one.supplied_at)}补齐", f"came on {writing.time(one.supplied_at)}")
            if one.supplied_at is not None
            else say(f"须于{writing.time(one.owed_until)}前补齐", f"due by {writing.time(one.owed_until)}")
        )
        owed = writing.words(one.owed)
        lines.append(say(f"容缺受理：{owed}，{came}", f"Taken with papers to follow: {owed}, {came}"))
    if one.lacking:
        lines.append(f"{say('待补正：', 'Lacking: ')}{writing.words(one.lacking)}")
    if one.result:
        lines.append(f"{say('说明：', 'Note: ')}{writing.words(one.result)}")
    return "\n".join(lines)
