"""联合行动通知书: whom the centre calls, where to, by when, and what each has to bear in mind."""

from __future__ import annotations

from contract.joint.guards import form_of
from contract.joint.joint import Joint
from contract.joint.party import Party
from contract.machine import Names

from . import approval_list
from .paper import Block, Paper, Row, Table, Text
from .parts import closing, map_section, paper_of, parties_of, tickets_table
from .writing import EVIDENCE, URGENCIES, WAYS, Sections, Writing

NAMES = Names("联合行动通知书", "Notice of joint action")


def lacking(joint: Joint) -> Names | None:
    """Why there is no such paper yet."""
    if joint.approved_at is None or not joint.active:
        return Names("批准后可出具", "there is one once it is approved")
    return None


def notice(joint: Joint, writing: Writing) -> Paper:
    """The notice to the departments."""
    say, section = writing.say, Sections(writing)
    parties = parties_of(joint)
    names = writing.listed([writing.unit(p.unit, p.unit_name) for p in parties])
    kind, spot = writing.kind(joint), form_of(joint, writing.reference) != "approval"
    blocks: list[Block] = [
        Text(f"{names}{say('：', ':')}", "left", indented=False),
        Text(
            say(
                f"经{writing.office}批准，现组织开展“{writing.words(joint.title)}”{kind}行动。"
                "请各单位按本通知明确的时限签收、到场，依职责分工共同处置。现将有关事项通知如下。",
                f'{writing.office} has approved the {kind} "{writing.words(joint.title)}". Each department '
                "is asked to sign in and to be on the spot by the times below, and to act within its duties.",
            )
            if spot
            else say(
                f"经{writing.office}批准，现就“{writing.words(joint.title)}”开通绿色通道，实行并联审批。"
                "请各单位按本通知明确的时限签收、受理、办结。现将有关事项通知如下。",
                f'{writing.office} has opened the green channel for "{writing.words(joint.title)}": '
                "approvals run beside each other. Each department signs in and decides by the times below.",
            )
        ),
        section("行动概况", "The action"),
        writing.facts(
            (say("行动编号", "Number"), joint.number),
            (say("行动类型", "Kind"), kind),
            (say("紧急程度", "Urgency"), writing.known(URGENCIES, joint.urgency)),
            (say("发起方式", "Started by"), _started(joint, writing)),
            (say("行动事由", "Reason"), writing.words(joint.origin.reason)),
            (say("情况说明", "What is known"), writing.words(joint.text)),
            (say("行动地点", "Place"), writing.where(joint)),
            (say("集合时间", "To meet"), writing.time(joint.meet_at)),
            (say("批准时间", "Approved"), writing.time(joint.approved_at)),
            (say("召集时间", "Called"), writing.time(joint.called_at)),
        ),
        section("参加单位及时限", "Departments and limits"),
        Table(
            tuple(
                say(*pair)
                for pair in (
                    ("序号", "No."),
                    ("单位", "Department"),
                    ("分工", "Part"),
                    ("职责依据", "Ground"),
                    ("签收时限", "Sign in by"),
                    ("到场时限", "Arrive by"),
                )[: None if spot else -1]
            ),
            (8, 22, 11, 25, 17, 17) if spot else (8, 28, 14, 28, 22),
            tuple(_party(n, party, writing, spot=spot) for n, party in enumerate(parties, 1)),
        ),
    ]
    if joint.approvals:
        blocks += [section("并联审批事项及时限", "Approvals and limits"), approval_list.asked(joint, writing)]
    if joint.tickets:
        blocks += [section("关联工单", "Tickets"), tickets_table(joint, writing)]
    blocks += [section("工作要求", "What is asked"), *_asked(joint, writing)]
    blocks += map_section(joint, writing, section)
    blocks += closing(writing, joint.called_at or joint.approved_at or writing.now)
    return paper_of("notice", NAMES, joint, writing, blocks)


def _started(joint: Joint, writing: Writing) -> str:
    """In what way and by which unit or street; no person is named."""
    origin = joint.origin
    name = writing.unit(origin.unit, origin.unit_name)
    way = writing.known(WAYS, origin.way)
    return f"{way}{writing.say('（', ' (')}{name}{writing.say('）', ')')}" if name else way


def _party(n: int, party: Party, writing: Writing, *, spot: bool) -> Row:
    say = writing.say
    part = say("主办", "lead") if party.lead else say("协办", "co-handler")
    ground = writing.words(party.ground)
    if party.entry and party.entry not in ground:
        ground = f"{party.entry} {ground}".strip()
    return Row(
        (
            str(n),
            writing.unit(party.unit, party.unit_name),
            part,
            ground or "—",
            writing.until(party.sign_in, party.sign_in_limit, Names("召集后", "call +")),
            writing.until(party.arrive, party.arrive_limit, Names("签收后", "sign-in +")),
        )[: None if spot else -1]
    )


def _asked(joint: Joint, writing: Writing) -> list[Text]:
    say, rules = writing.say, writing.reference.district.joint
    kind = rules.kind(joint.kind)
    lead = joint.lead
    leader = writing.unit(lead.unit, lead.unit_name) if lead is not None else say("主办单位", "the lead")
    if kind is not None and kind.form == "approval":
        return _numbered(_asked_at_desks(leader, writing), writing)
    asked = [
        say(
            "各参加单位应在签收时限内签收。认为不属于本单位职责的，应在到场前提出异议并写明依据，"
            "由中心研判决定；决定作出前不免除到场责任。",
            "Each department signs in by its limit. One that holds the matter is not its own objects before "
            "it is due on the spot and cites its ground; the centre decides. Until then it remains called.",
        ),
        say(
            f"{leader}为主办单位，负责现场统筹、召开现场协调会、议定处置方案；协办单位服从现场统筹，"
            "按议定分工完成任务。",
            f"{leader} leads: it directs the work on the spot, holds the meeting there and settles the plan. "
            "Co-handlers follow its direction and carry out the tasks agreed on.",
        ),
        say(
            f"到场后应即时报到并登记到场人数，报到位置以行动地点周边{rules.radius}米范围内为准；"
            "不能按时到场的，应提前向中心说明。",
            f"On arrival each reports with the number of people sent, within {rules.radius} m of the place. "
            "Whoever cannot come in time tells the centre beforehand.",
        ),
        say(
            f"进入危险区域作业的，现场人员应每{rules.safety_minutes}分钟报告一次安全情况。",
            f"People on dangerous ground report every {rules.safety_minutes} minutes that they are safe.",
        ),
    ]
    if kind is not None and kind.evidence:
        wanted = [
            say(
                f"{writing.known(EVIDENCE, key)}不少于{n}份",
                f"{writing.known(EVIDENCE, key)}: at least {n}",
            )
            for key, n in kind.evidence.items()
        ]
        asked.append(
            say(
                f"处置全程应留存证据，本类行动须具备：{writing.listed(wanted)}。证据不齐的，不予结案。",
                f"Evidence is kept throughout. This kind of action demands: {writing.listed(wanted)}. "
                "It cannot be closed while any of it is missing.",
            )
        )
    return _numbered(asked, writing)


def _numbered(asked: list[str], writing: Writing) -> list[Text]:
    say = writing.say
    return [Text(say(f"（{'一二三四五'[n]}）{text}", f"({n + 1}) {text}")) for n, text in enumerate(asked)]


def _asked_at_desks(leader: str, writing: Writing) -> list[str]:
    """Where departments approve beside each other."""
    say = writing.say
    return [
        say(
            "各单位应在签收时限内签收。认为不属于本单位职责的，应写明依据提出异议，由中心研判决定。",
            "Each department signs in by its limit. One that holds the matter is not its own objects and "
            "cites its ground; the centre decides.",
        ),
        say(
            "主要材料齐备、次要材料欠缺的，实行容缺受理，写明待补材料及补齐时限；确需补正的，一次性告知，"
            "补正期间停止计时。",
            "Where minor papers are missing the matter is taken in with papers to follow by a date that is "
            "said. What must be put right is told once and in full; the limit stands meanwhile.",
        ),
        say(
            f"{leader}为牵头单位，负责跟踪各项审批、协调企业补齐材料；各单位同步办理，互不前置。",
            f"{leader} leads: it follows the approvals and sees to it that papers come. All departments work "
            "at the same time; none waits for another.",
        ),
        say(
            "作出批准或不予批准决定的，应即时登记文号或理由并上传结果文件。",
            "Who grants or denies enters the permit's number or the reason at once, with the paper.",
        ),
    ]
