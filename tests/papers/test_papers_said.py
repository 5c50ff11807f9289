"""What the papers say, and when there is one."""

import pytest

from console.papers.offered import KINDS
from console.papers.paper import Map, Paper, Signatures, Table, Text
from console.papers.place import place_of
from console.papers.writing import Writing
from contract.joint import action as a
from contract.joint.joint import Joint
from tests.papers.matter import DUTY, LEAD, PEOPLE, POINTS, RING, T0, Story, reference, whole

NOW = T0 + 5 * 3_600_000
BY_KEY = {kind.key: kind for kind in KINDS}


def paper(key: str, joint: Joint, language: str = "zh_CN") -> Paper:
    return BY_KEY[key].write(joint, Writing(language, reference(), NOW))


def words(of: Paper) -> str:
    """All that it says."""
    lines = [of.title, of.number]
    for block in of.blocks:
        match block:
            case Table():
                lines += block.head
                lines += [text for row in block.rows for text in (*row.cells, row.under)]
            case Signatures():
                lines += [text for place in block.places for said in place for text in said]
            case Map():
                lines.append(block.caption)
            case _:
                lines.append(block.text)
    return "\n".join(lines)


def tables(of: Paper) -> list[Table]:
    return [block for block in of.blocks if isinstance(block, Table)]


def ready(joint: Joint) -> list[str]:
    return [kind.key for kind in KINDS if kind.lacking(joint) is None]


def test_each_paper_is_there_from_its_step_on() -> None:
    assert ready(Story().joint) == []
    assert ready(Story().approved().joint) == ["notice"]
    assert ready(Story().met().joint) == ["notice", "minutes"]
    assert ready(whole()) == ["notice", "minutes", "agreement", "evidence"]


def test_files_are_called_by_number_and_title() -> None:
    stems = [paper(kind.key, whole()).stem for kind in KINDS]
    assert stems == [
        "LD26-0117 联合行动通知书",
        "LD26-0117 现场协调会纪要",
        "LD26-0117 移交维护协议书",
        "LD26-0117 证据清单",
    ]


def test_a_notice_before_the_call_says_limits_and_after_it_instants() -> None:
    before = tables(paper("notice", Story().approved().joint))[1]
    assert before.rows[0].cells == (
        "1",
        "包河区住房和城乡建设局",
        "主办",
        "3-009 城镇房屋使用安全管理",
        "召集后20分钟",
        "签收后60分钟",
    )
    joint = Story().called().joint
    after = tables(paper("notice", joint))[1]
    # Called at 09:06: 20 minutes for the lead, 30 for the others.
    assert [row.cells[4] for row in after.rows] == ["2026-11-23 09:26"] + ["2026-11-23 09:36"] * 3
    assert "集合时间\n2026年11月23日 10:33" in words(paper("notice", joint)).replace("日1", "日 1")


def test_a_notice_names_the_lead_first_and_nobody_who_was_released() -> None:
    story = Story().called()
    story.act(a.Object(unit="BH-D-GA", reason="不属本单位职责"), PEOPLE["BH-D-GA"])
    released = a.DecideObjection(outcome="released", unit="BH-D-GA", reason="依据成立")
    said = paper("notice", story.act(released, DUTY).joint)
    first = said.blocks[0]
    assert isinstance(first, Text)
    assert first.text.startswith("包河区住房和城乡建设局、")
    assert "公安" not in words(said)


def test_a_notice_asks_for_the_evidence_of_its_kind() -> None:
    assert "移交维护协议不少于1份" in words(paper("notice", Story("repair").approved().joint))
    enforcement = words(paper("notice", Story("enforcement").approved().joint))
    assert "法律文书不少于1份" in enforcement
    assert "移交维护协议" not in enforcement


def test_minutes_say_who_was_there_and_who_was_not() -> None:
    said = paper("minutes", whole())
    attendance = tables(said)[1]
    assert [row.cells[1:4] for row in attendance.rows] == [
        ("包河区住房和城乡建设局", "主办", "3"),
        ("包河区市场监督管理局", "协办", "4"),
        ("包河区市政设施养护中心", "协办", "6"),
        ("骆岗物业服务有限公司", "邀请单位", "2"),
    ]
    assert "未出席单位：包河公安分局。" in words(said)
    tasks = tables(said)[2]
    assert tasks.rows[0].cells[4] == "已完成：已围挡并铺设钢板"
    assert "已移交 合肥市城市照明管理单位（包河）：属照明设施养护范围" in words(said)


def test_an_agreement_has_lines_to_sign_until_it_is_signed() -> None:
    def places(joint: Joint) -> list[tuple[str, ...]]:
        found = next(b for b in paper("agreement", joint).blocks if isinstance(b, Signatures))
        return [place[1] for place in found.places]

    story = Story().met().act(a.Begin(), PEOPLE[LEAD])
    story.act(a.Agree(outcome="drawn", body="骆岗物业服务有限公司", text="檐口"), PEOPLE[LEAD])
    assert places(story.joint) == [("代表签字", ""), ("代表签字", "")]
    story.act(a.Agree(outcome="signed"), PEOPLE[LEAD])
    assert places(story.joint) == [("代表签字", "吴工"), ("代表签字", "")]
    assert "在系统中签署" not in words(paper("agreement", story.joint))
    assert places(whole()) == [("代表签字", "吴工"), ("代表签字", "骆岗街道王主任")]
    assert "在系统中签署" in words(paper("agreement", whole()))


def test_the_list_of_evidence_says_which_items_count_and_why_others_do_not() -> None:
    story = Story().met().act(a.Begin(), PEOPLE[LEAD])
    story.brought("e0", "before", "檐口.jpg", LEAD).brought(
        "e1", "before", "旧照.jpg", LEAD, taken=T0 - 9**12
    )
    story.brought("e2", "before", "模糊.jpg", LEAD)
    story.act(a.EvidenceStep(outcome="struck", evidence="e2", reason="看不清"), PEOPLE[LEAD])
    said = paper("evidence", story.joint)
    demanded, items = tables(said)[1:]
    assert [row.cells for row in demanded.rows] == [
        ("处置前照片", "1", "1", "齐全"),
        ("处置后照片", "1", "0", "欠缺"),
        ("处置结果", "1", "0", "欠缺"),
        ("移交维护协议", "1", "0", "欠缺"),
    ]
    assert [row.cells[-1] for row in items.rows] == ["有效", "存疑", "已剔除"]
    assert "存疑：拍摄时间不在行动期间" in items.rows[1].under
    assert "剔除：看不清（吴工" in items.rows[2].under
    for row, item in zip(items.rows, story.joint.evidence, strict=True):
        assert item.file.sha256 in row.under


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("key", list(BY_KEY))
def test_no_number_by_which_a_person_is_known_is_in_a_paper(key: str, language: str) -> None:
    joint = whole()
    assert "13812345678" in joint.text + joint.tickets[0].title
    assert "13812345678" not in words(paper(key, joint, language))


@pytest.mark.parametrize("key", list(BY_KEY))
def test_an_english_paper_says_nothing_of_its_own_in_chinese(key: str) -> None:
    """What people wrote, and names of people, stay as they are."""
    joint = whole()
    said = words(paper(key, joint, "en"))
    written = [joint.title, joint.origin.reason, joint.place, *(t.title for t in joint.tickets)]
    written += [joint.text, *(p.ground for p in joint.parties), *(t.text for t in joint.tasks)]
    written += [t.result for t in joint.tasks] + [p.text for p in joint.problems]
    written += [p.place for p in joint.problems] + [p.result for p in joint.problems]
    for item in joint.evidence:
        written += [item.file.name, item.document, item.name, item.struck_reason, item.struck_by]
    if joint.minutes is not None:
        written += joint.minutes.text.splitlines()
        written += [joint.minutes.name, *(one.name for one in joint.minutes.attended)]
    if joint.agreement is not None:
        written += joint.agreement.text.splitlines()
        written += [joint.agreement.lead_signed_by, joint.agreement.to_signed_by]
    pen = Writing("en", reference(), NOW)
    for text in sorted({pen.words(one) for one in written if one}, key=len, reverse=True):
        said = said.replace(text, "")
    assert [letter for letter in said if "一" <= letter <= "鿿"] == []


def test_the_map_numbers_tickets_as_the_list_does() -> None:
    joint = whole()
    place = place_of(joint, 300, {key: POINTS[key] for key in ("t1", "t3")})
    assert place is not None
    assert place.tickets == ((1, POINTS["t1"]), (3, POINTS["t3"]))
    assert place.ring == RING


def test_without_a_place_there_is_no_map() -> None:
    from msgspec.structs import replace

    nowhere = replace(whole(), lon=None, lat=None, ring=())
    assert place_of(nowhere, 300, {}) is None
    assert not [b for b in paper("notice", nowhere).blocks if isinstance(b, Map)]
