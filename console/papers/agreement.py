"""移交维护协议书: what goes from the lead to whom, in what state, and who looks after it from then on."""

from __future__ import annotations

from contract.joint.joint import Joint
from contract.machine import Names

from .minutes import problem_state
from .paper import Block, Paper, Row, Signatures, Table, Text
from .parts import map_section, paper_of
from .writing import DATE_BY_HAND, EVIDENCE, Sections, Writing

NAMES = Names("移交维护协议书", "Hand-over and maintenance agreement")


def lacking(joint: Joint) -> Names | None:
    """Why there is no such paper yet."""
    if joint.agreement is None or joint.lead is None:
        return Names("拟定移交协议后可出具", "there is one once an agreement is drawn up")
    return None


def agreement(joint: Joint, writing: Writing) -> Paper:
    """The agreement, with what has been signed of it in the system."""
    held, lead = joint.agreement, joint.lead
    assert held is not None
    assert lead is not None
    say, section = writing.say, Sections(writing)
    giver = writing.unit(lead.unit, lead.unit_name)
    taker = writing.unit(held.to_unit, held.to_name)
    kind = writing.kind(joint)
    blocks: list[Block] = [
        Text(say(f"甲方（移交方）：{giver}", f"Party A, handing over: {giver}"), "left", indented=False),
        Text(say(f"乙方（接收方）：{taker}", f"Party B, receiving: {taker}"), "left", indented=False),
        Text(
            say(
                f"甲方牵头开展“{writing.words(joint.title)}”{kind}行动（编号{joint.number}，"
                f"地点：{writing.where(joint)}）。为明确处置成果的移交和后续管护责任，防止问题反复，"
                "双方经协商一致，订立本协议。",
                f'Party A led the {kind} "{writing.words(joint.title)}" ({joint.number}; '
                f"{writing.where(joint)}). So that what was achieved is looked after and the trouble "
                "does not come back, the parties agree as follows.",
            )
        ),
        section("移交内容", "What is handed over"),
    ]
    blocks += [Text(line) for line in writing.words(held.text).splitlines() if line.strip()] or [
        Text(say("以本次行动现场处置成果为准。", "What this action achieved on the spot."))
    ]
    if joint.problems:
        blocks += [section("移交时现状", "How things stand"), _state(joint, writing)]
    blocks += [section("双方责任", "Duties"), *_duties(writing)]
    blocks += map_section(joint, writing, section)
    blocks.append(section("附则", "Closing provisions"))
    blocks.append(
        Text(
            say(
                "本协议自双方签字（盖章）之日起生效。履行中有不同意见的，由双方协商；协商不成的，"
                f"提请{writing.office}协调。本协议一式三份，双方及{writing.office}各存一份。",
                "The agreement holds from the day both have signed. Where they differ, they settle it "
                f"between them or ask {writing.office} to mediate. Each party and {writing.office} "
                "keep a copy.",
            )
        )
    )
    blocks.append(
        Signatures(
            (
                _place(say("甲方", "Party A"), giver, held.lead_signed_at, held.lead_signed_by, writing),
                _place(
                    say("乙方", "Party B"),
                    taker,
                    held.to_signed_at,
                    # A body outside signed on paper: the name is on the scan, not known here.
                    held.to_signed_by if held.to_unit else "",
                    writing,
                ),
            )
        )
    )
    if held.signed:
        blocks.append(Text(_signed(joint, writing), "left"))
    return paper_of("agreement", NAMES, joint, writing, blocks)


def _state(joint: Joint, writing: Writing) -> Table:
    say = writing.say
    return Table(
        (say("序号", "No."), say("行动中发现的问题", "Problem found"), say("移交时情况", "At hand-over")),
        (8, 48, 44),
        tuple(
            Row((str(one.n), writing.words(one.text), problem_state(one, writing))) for one in joint.problems
        ),
    )


def _duties(writing: Writing) -> list[Text]:
    say = writing.say
    return [
        Text(
            say(
                "甲方应如实说明处置经过和现状，移交有关资料和证据清单，并在乙方接收前保持现场安全。",
                "Party A says truly what was done and how things stand, hands over the records with the list "
                "of evidence, and keeps the place safe until Party B has taken it over.",
            )
        ),
        Text(
            say(
                "乙方接收后承担日常巡查、养护和维修责任，发现同类问题应及时处理并向所属网格报告。",
                "From then on Party B inspects, maintains and repairs, deals with the same trouble at once "
                "where it comes back, and tells the grid.",
            )
        ),
        Text(
            say(
                "需要多个单位共同处置的新情况，任何一方均可依程序再次提请联合行动。",
                "Where something new needs several departments, either party may ask for another "
                "joint action.",
            )
        ),
    ]


def _place(
    what: str, name: str, signed_at: int | None, by: str, writing: Writing
) -> tuple[tuple[str, str], ...]:
    say = writing.say
    return (
        (say(f"{what}（盖章）", f"{what} (seal)"), name),
        (say("代表签字", "Signed"), by),
        (
            say("日期", "Date"),
            writing.day(signed_at) if signed_at is not None else writing.say(DATE_BY_HAND, ""),
        ),
    )


def _signed(joint: Joint, writing: Writing) -> str:
    held = joint.agreement
    assert held is not None
    say = writing.say
    lead_at, to_at = writing.time(held.lead_signed_at), writing.time(held.to_signed_at)
    if held.file is not None:
        kept = held.file.sha256
        return say(
            f"甲方于{lead_at}在系统中签署；乙方签字文本于{to_at}存入系统（{writing.of(EVIDENCE['agreement'])}，"
            f"SHA-256：{kept}）。",
            f"Party A signed in the system on {lead_at}; the text signed by Party B was put into it on "
            f"{to_at} (SHA-256: {kept}).",
        )
    return say(
        f"甲方于{lead_at}、乙方于{to_at}在系统中签署。",
        f"Signed in the system by Party A on {lead_at}, by Party B on {to_at}.",
    )
