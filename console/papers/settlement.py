"""调解协议书: what the sides agree on, what is paid by when, and where they sign."""

from __future__ import annotations

from contract.joint.joint import Joint
from contract.joint.mediation import Settlement, yuan
from contract.machine import Names

from .mediation_parts import mediators, money, named, role, signatures
from .paper import Block, Paper, Row, Table, Text
from .parts import paper_of
from .writing import Sections, Writing

NAMES = Names("调解协议书", "Mediation settlement")
_COPIES = 1
"""Beside one for each side: for who leads."""


def lacking(joint: Joint) -> Names | None:
    """Why there is no such paper yet."""
    if joint.settlement is None:
        return Names("拟订调解协议后可出具", "there is one once a settlement is drawn up")
    return None


def settlement(joint: Joint, writing: Writing) -> Paper:
    """The settlement, with what is known of it in the system: signed, confirmed, performed."""
    held = joint.settlement
    assert held is not None
    say, section = writing.say, Sections(writing)
    blocks: list[Block] = [
        Text(f"{role(side, writing)}{say('：', ': ')}{named(side, writing)}", "left", indented=False)
        for side in joint.at_table
    ]
    blocks += [
        Text(_opening(joint, writing)),
        section("纠纷事项", "What they were at odds about"),
        *_lines(joint.text or joint.origin.reason, writing),
        section("协议内容", "What they agree on"),
        *_lines(held.text, writing),
    ]
    if held.fen:
        blocks += [section("金额和履行期限", "The sum, and by when"), Text(_money(held, writing))]
    blocks += [section("效力", "What it binds to"), *_force(writing)]
    blocks += [
        section("附则", "Closing provisions"),
        Text(_closing(joint, writing)),
        signatures(joint, writing),
    ]
    if held.performed:
        blocks += [section("履行情况", "What was performed"), _performed(held, writing)]
    blocks += [Text(line, "left") for line in _known(joint, held, writing)]
    return paper_of("settlement", NAMES, joint, writing, blocks)


def _lines(text: str, writing: Writing) -> list[Text]:
    return [Text(line) for line in writing.words(text).splitlines() if line.strip()]


def _opening(joint: Joint, writing: Writing) -> str:
    units = writing.listed(mediators(joint, writing))
    times = sum(one.state == "held" for one in joint.sessions)
    title = writing.words(joint.title)
    sat_zh = f"经{times}次调解，" if times else ""
    sat_en = f" in {times} session(s)" if times else ""
    return writing.say(
        f"上列各方因“{title}”（编号{joint.number}）发生纠纷，由{units}主持调解。"
        f"{sat_zh}各方在平等、自愿的基础上达成如下协议。",
        f'The sides named above were at odds over "{title}" ({joint.number}). Mediated by {units}{sat_en}, '
        "they agree of their own free will as follows.",
    )


def _money(held: Settlement, writing: Writing) -> str:
    until = writing.time(held.until)
    sum_ = money(held.fen, writing)
    return writing.say(
        f"应付款项合计{sum_}，于{until}前履行完毕。", f"To be paid in all: {sum_}, by {until}."
    )


def _force(writing: Writing) -> list[Text]:
    say = writing.say
    return [
        Text(
            say(
                "本协议自各方签名（盖章、按指印）之日起生效，对各方具有法律约束力，各方应当按照约定履行。",
                "The settlement binds the sides by law from the day all have signed; each performs what it "
                "has promised.",
            )
        ),
        Text(
            say(
                "各方认为有必要的，可以自本协议生效之日起三十日内共同向人民法院申请司法确认；经确认有效后"
                "一方拒绝履行或者未全部履行的，对方可以申请强制执行。",
                "Within thirty days the sides may together ask the court to confirm it; once confirmed it "
                "may be enforced where a side does not perform.",
            )
        ),
    ]


def _closing(joint: Joint, writing: Writing) -> str:
    copies = len(joint.at_table) + _COPIES
    lead = joint.lead
    keeper = writing.unit(lead.unit, lead.unit_name) if lead is not None else writing.office
    return writing.say(
        f"本协议一式{copies}份，各方当事人各执一份，{keeper}留存一份。",
        f"There are {copies} copies: one for each side, one for {keeper}.",
    )


def _performed(held: Settlement, writing: Writing) -> Table:
    say = writing.say
    head = (
        say("序号", "No."),
        say("时间", "When"),
        say("金额（元）", "Sum (CNY)"),
        say("说明", "What"),
        say("登记人", "Entered by"),
    )
    rows = [
        Row((str(n), writing.short(one.at), yuan(one.fen), writing.words(one.words) or "—", one.by))
        for n, one in enumerate(held.performed, 1)
    ]
    return Table(head, (8, 22, 20, 32, 18), tuple(rows))


def _known(joint: Joint, held: Settlement, writing: Writing) -> list[str]:
    """What the system knows of it, each with when."""
    say, names = writing.say, {side.id: writing.words(side.name) for side in joint.sides}
    found = []
    for one in held.signatures:
        name, when = names.get(one.side, ""), writing.time(one.at)
        found.append(
            say(
                f"{name}签署的协议文本于{when}存入系统（SHA-256：{one.file.sha256}）。",
                f"The text signed by {name} was put into the system on {when} (SHA-256: {one.file.sha256}).",
            )
        )
    if held.confirmed_at is not None:
        when = writing.time(held.confirmed_at)
        found.append(
            say(
                f"本协议已经人民法院司法确认（{held.document}），于{when}登记。",
                f"A court has confirmed the settlement ({held.document}), entered on {when}.",
            )
        )
    if held.signed_at is not None and held.fen:
        now, paid, due = writing.time(writing.now), yuan(held.paid), yuan(held.fen - held.paid)
        found.append(
            say(
                f"截至{now}，已履行{paid}元，未履行{due}元。",
                f"As of {now}: CNY {paid} paid, CNY {due} outstanding.",
            )
        )
    if held.defaulted_at is not None:
        when, why = writing.time(held.defaulted_at), writing.words(held.defaulted_reason)
        found.append(say(f"{when}登记未履行：{why}", f"Entered as not performed on {when}: {why}"))
    return found
