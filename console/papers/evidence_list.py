"""证据清单: every item of the pack with who, when, where and its hash, and whether it counts."""

from __future__ import annotations

from contract.joint.guards import demanded, form_of
from contract.joint.joint import Joint
from contract.joint.spot import Evidence
from contract.machine import Names

from .paper import Block, Paper, Row, Signatures, Table, Text
from .parts import map_section, paper_of
from .writing import DATE_BY_HAND, EVIDENCE, MARKS, Sections, Writing

NAMES = Names("证据清单", "Evidence list")


def lacking(joint: Joint) -> Names | None:
    """Why there is no such paper yet."""
    if not joint.evidence:
        return Names("登记证据后可出具", "there is one once evidence has been brought")
    return None


def evidence_list(joint: Joint, writing: Writing) -> Paper:
    """The list of evidence as it stands now."""
    say, section = writing.say, Sections(writing)
    lead = joint.lead
    counted = sum(item.counts for item in joint.evidence)
    blocks: list[Block] = [
        writing.facts(
            (say("行动名称", "Action"), writing.words(joint.title)),
            (say("行动编号", "Number"), joint.number),
            (say("行动类型", "Kind"), writing.kind(joint)),
            (say("行动地点", "Place"), writing.where(joint)),
            (say("主办单位", "Lead"), writing.unit(lead.unit, lead.unit_name) if lead is not None else ""),
            (
                say("证据数量", "Items"),
                say(
                    f"登记{len(joint.evidence)}份，有效{counted}份",
                    f"{len(joint.evidence)} brought, {counted} of them count",
                ),
            ),
        ),
    ]
    asked = _demanded(joint, writing)
    if asked:
        blocks += [section("本类行动应具备的证据", "What this kind demands"), asked]
    blocks += [section("证据明细", "The items"), _items(joint, writing)]
    blocks += map_section(joint, writing, section)
    when = writing.say(DATE_BY_HAND, "")
    blocks += [
        Text(
            say(
                f"本清单所列为{writing.time(writing.now)}系统登记情况。SHA-256 为文件内容的校验值，"
                "文件改动后校验值随之改变，可据此核对所附文件是否为登记时的原件。",
                f"As registered on {writing.time(writing.now)}. The SHA-256 of a file changes with its "
                "content: by it the files that go along can be compared with those that were registered.",
            )
        ),
        Signatures(
            (
                ((say("制表人", "Drawn up by"), ""), (say("日期", "Date"), when)),
                ((say("审核人", "Checked by"), ""), (say("日期", "Date"), when)),
            )
        ),
    ]
    return paper_of("evidence", NAMES, joint, writing, blocks)


def _demanded(joint: Joint, writing: Writing) -> Table | None:
    wanted = demanded(joint, writing.reference)
    if not wanted:
        return None
    say = writing.say
    sits = form_of(joint, writing.reference) == "mediation"
    rows = []
    for one in wanted:
        verdict = say("齐全", "complete") if one.have >= one.want else say("欠缺", "missing")
        settled = sits and one.kind == "agreement"
        name = say("调解协议", "settlement") if settled else writing.known(EVIDENCE, one.kind)
        rows.append(Row((name, str(one.want), str(one.have), verdict)))
    return Table(
        (say("类别", "Kind"), say("应有", "Wanted"), say("有效", "Counts"), say("结论", "So it is")),
        (46, 18, 18, 18),
        tuple(rows),
    )


def _items(joint: Joint, writing: Writing) -> Table:
    say = writing.say
    return Table(
        (
            say("序号", "No."),
            say("类别", "Kind"),
            say("名称", "Name"),
            say("提供单位及人员", "Brought by"),
            say("拍摄或登记时间", "Taken or brought"),
            say("地点", "Where"),
            say("认定", "Counts"),
        ),
        (7, 12, 20, 17, 15, 19, 10),
        tuple(_item(n, item, writing) for n, item in enumerate(joint.evidence, 1)),
    )


def _item(n: int, item: Evidence, writing: Writing) -> Row:
    say = writing.say
    name = writing.words(item.file.name) or say("未命名", "unnamed")
    if item.document:
        name = f"{name}{say('，文书号', ', document ')}{item.document}"
    taken = item.file.taken_at if item.file.taken_at is not None else item.at
    under = f"SHA-256  {item.file.sha256}"
    said = writing.words(item.words)
    return Row(
        (
            str(n),
            writing.known(EVIDENCE, item.kind),
            name,
            " ".join(part for part in (writing.unit(item.unit, item.unit_name), item.name) if part),
            writing.short(taken),
            _where(item, writing),
            _verdict(item, writing),
        ),
        under + (f"\n{say('说明：', 'Note: ')}{said}" if said else "") + _why_not(item, writing),
    )


def _where(item: Evidence, writing: Writing) -> str:
    if item.lon is None or item.lat is None:
        return "—"
    say = writing.say
    point = say(f"东经{item.lon:.5f}\n北纬{item.lat:.5f}", f"{item.lon:.5f} E\n{item.lat:.5f} N")
    if item.metres is None:
        return point
    return f"{point}\n{say(f'距行动地点{item.metres}米', f'{item.metres} m from the place')}"


def _verdict(item: Evidence, writing: Writing) -> str:
    if item.struck_at is not None:
        return writing.say("已剔除", "struck")
    return writing.say("有效", "yes") if item.counts else writing.say("存疑", "in doubt")


def _why_not(item: Evidence, writing: Writing) -> str:
    """Why it counts for nothing, as lines of its own."""
    say = writing.say
    lines = ""
    if item.marks:
        marks = writing.listed([writing.known(MARKS, mark) for mark in item.marks])
        lines += f"\n{say('存疑：', 'In doubt: ')}{marks}"
    if item.struck_at is not None:
        reason = writing.words(item.struck_reason)
        lines += f"\n{say('剔除：', 'Struck: ')}{reason}"
        lines += f"{say('（', ' (')}{item.struck_by}, {writing.short(item.struck_at)}{say('）', ')')}"
    return lines
