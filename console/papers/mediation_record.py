"""调解笔录: who sat together when, what was said, and what came of it."""

from __future__ import annotations

from contract.joint.joint import Joint
from contract.joint.mediation import SESSION_STATES, Session
from contract.machine import Names

from .mediation_parts import money, sides_table, signatures
from .paper import Block, Paper, Row, Table, Text
from .parts import paper_of
from .writing import Sections, Writing

NAMES = Names("调解笔录", "Record of the mediation")


def lacking(joint: Joint) -> Names | None:
    """Why there is no such paper yet."""
    if all(one.state != "held" for one in joint.sessions):
        return Names("记录调解会后可出具", "there is one once a session was held")
    return None


def record(joint: Joint, writing: Writing) -> Paper:
    """The record of all sessions until now."""
    say, section = writing.say, Sections(writing)
    lead = joint.lead
    held = [one for one in joint.sessions if one.state == "held"]
    blocks: list[Block] = [
        writing.facts(
            (say("纠纷名称", "Matter"), writing.words(joint.title)),
            (say("编号", "Number"), joint.number),
            (say("地点", "Place"), writing.where(joint)),
            (say("主办单位", "Lead"), writing.unit(lead.unit, lead.unit_name) if lead is not None else ""),
            (say("事由", "Reason"), writing.words(joint.origin.reason)),
        ),
        section("当事方", "The sides"),
        sides_table(joint, writing),
        section("调解会", "Sessions"),
        _sessions(joint, writing),
        section("调解经过", "What was said"),
    ]
    for one in held:
        units = writing.listed([_unit(joint, code, writing) for code in one.mediators])
        head = say(f"第{one.n}次调解（{writing.time(one.at)}）", f"Session {one.n} ({writing.time(one.at)})")
        by = say(f"，主持：{units}", f", mediated by {units}") if units else ""
        blocks.append(Text(f"{head}{by}{say('：', ':')}"))
        blocks += [Text(line) for line in writing.words(one.words).splitlines() if line.strip()]
        blocks.append(
            Text(say(f"记录人：{one.ended_by}", f"Kept by: {one.ended_by}"), "right", indented=False)
        )
    blocks += [section("调解结果", "What came of it"), Text(_outcome(joint, writing))]
    blocks += [section("签名", "Signed"), signatures(joint, writing)]
    return paper_of("record", NAMES, joint, writing, blocks)


def _unit(joint: Joint, code: str, writing: Writing) -> str:
    party = joint.party(code)
    return writing.unit(code, party.unit_name if party is not None else code)


def _sessions(joint: Joint, writing: Writing) -> Table:
    say = writing.say
    names = {side.id: writing.words(side.name) for side in joint.sides}
    head = (
        say("次数", "No."),
        say("时间", "When"),
        say("地点", "Where"),
        say("时长（分钟）", "Minutes"),
        say("到会当事方", "Sides that came"),
        say("情况", "State"),
    )
    return Table(
        head,
        (8, 20, 22, 12, 24, 14),
        tuple(
            Row(
                (
                    str(one.n),
                    writing.short(one.at),
                    writing.words(one.place) or "—",
                    str(one.minutes) if one.minutes else "—",
                    writing.listed([names[id_] for id_ in one.attended if id_ in names]) or "—",
                    writing.known(SESSION_STATES, one.state),
                ),
                _called_off(one, writing),
            )
            for one in joint.sessions
        ),
    )


def _called_off(one: Session, writing: Writing) -> str:
    if one.state != "cancelled":
        return ""
    return f"{writing.say('取消原因：', 'Cancelled: ')}{writing.words(one.words)}"


def _outcome(joint: Joint, writing: Writing) -> str:
    say, parted, held = writing.say, joint.unsettled, joint.settlement
    if parted is not None:
        why, where = writing.words(parted.reason), writing.words(parted.referred)
        return say(
            f"调解未成：{why}。已引导当事方通过{where}解决。",
            f"The sides did not come to terms: {why}. They were referred to {where}.",
        )
    if held is not None and held.signed_at is not None:
        due = money(held.fen, writing) if held.fen else ""
        sum_ = say(f"，应付{due}", f"; to be paid: {due}") if due else ""
        when = writing.time(held.signed_at)
        return say(
            f"各方达成调解协议，于{when}全部签署{sum_}。",
            f"The sides have settled; all had signed on {when}{sum_}.",
        )
    return say(
        f"截至{writing.time(writing.now)}，调解仍在进行。",
        f"As of {writing.time(writing.now)} the mediation goes on.",
    )
