"""The papers of a mediation: what they say, when there is one, and that sums are written out rightly."""

import asyncio
from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QApplication

from console.papers.mediation_parts import capital
from console.papers.offered import Kind, kinds
from console.papers.writing import Writing
from contract.clock import DAY
from contract.joint import action as a
from tests.papers.test_papers_laid import packed, written_text
from tests.papers.test_papers_said import words
from tests.unit.mediation_town import FEN, LEAD, REF, Table
from views.joint.paper_files import FORMATS, Order, write_papers


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (1_000, "壹拾元整"),
        (10_500_000, "壹拾万伍仟元整"),
        (100_500_00, "壹拾万零伍佰元整"),
        (1_826_405_0, "壹拾捌万贰仟陆佰肆拾元伍角整"),
        (100_000_001_00, "壹亿零壹元整"),
        (100_001_000_00, "壹亿零壹仟元整"),
        (1_000_000_000_000_00, "壹万亿元整"),
        (2_005_000_036, "贰仟零伍万元叁角陆分"),
        (123_456_00, "壹拾贰万叁仟肆佰伍拾陆元整"),
    ],
)
def test_a_sum_is_written_out(fen: int, said: str) -> None:
    assert capital(fen) == said


def settled() -> Table:
    """Two sessions, one called off, all signed, a part paid, confirmed."""
    table = Table()
    table.acting()
    table.sides()
    table.sit("s1")
    table.now += 2 * DAY
    table.held("s1", mediators=("d1", "d2"))
    table.sit("s2")
    table.do(LEAD, a.SessionStep(outcome="cancelled", session="s2", reason="一方改期"))
    table.drawn(text="一、用工单位付清工资\n二、联系电话13812345678")
    table.sign("x")
    table.sign("y")
    table.do(LEAD, a.SettlementStep(outcome="confirmed", document="民调确118号"))
    table.pay(3_456_00)
    return table


def of(table: Table) -> dict[str, Kind]:
    """The papers that there are now."""
    return {kind.key: kind for kind in kinds(table.joint, REF) if kind.lacking(table.joint) is None}


def test_there_is_one_where_it_applies() -> None:
    spot = Table("enforcement")
    assert [kind.key for kind in kinds(spot.joint, REF)] == ["notice", "minutes", "agreement", "evidence"]
    table = Table()
    table.acting()
    keys = [kind.key for kind in kinds(table.joint, REF)]
    assert keys == ["notice", "minutes", "record", "settlement", "evidence"]
    assert list(of(table)) == ["notice", "minutes"]
    assert list(of(settled())) == ["notice", "minutes", "record", "settlement"]


def test_they_say_sides_sessions_terms_and_sums_and_no_numbers_of_persons() -> None:
    table = settled()
    papers = of(table)
    zh = Writing("zh_CN", REF, table.now)
    agreed = words(papers["settlement"].write(table.joint, zh))
    for said in (
        "申请方：方x（3人）",
        "人民币123,456.00元（大写：壹拾贰万叁仟肆佰伍拾陆元整）",
        "一、用工单位付清工资",
        "民调确118号",
        "已履行3,456.00元，未履行120,000.00元",
        "签名（盖章、按指印）",
    ):
        assert said in agreed
    assert "13812345678" not in agreed
    record = words(papers["record"].write(table.joint, zh))
    for said in ("第1次调解", "各让一步", "取消原因：一方改期", "各方达成调解协议"):
        assert said in record
    english = words(papers["settlement"].write(table.joint, Writing("en", REF, table.now)))
    assert "CNY 123,456.00" in english
    broken = Table()
    broken.acting()
    broken.sides()
    broken.held("s1", place="中心")
    broken.broken()
    assert "调解未成：分歧过大" in words(of(broken)["record"].write(broken.joint, zh))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_they_are_read_again(tmp_path: Path, qapp: QApplication, language: str) -> None:
    table = settled()
    found = [kind for key, kind in of(table).items() if key in ("record", "settlement")]
    writing = Writing(language, REF, table.now)
    order = Order(table.joint, found, FORMATS, tmp_path, writing, None, b"", b"")
    files = await asyncio.wait_for(write_papers(order), 60)
    assert len(files) == 2 * len(found)
    for n, kind in enumerate(found):
        paper = kind.write(table.joint, writing)
        document = docx.Document(str(files[2 * n]))
        text = written_text(files[2 * n + 1])
        assert document.paragraphs[0].text == paper.title
        for block in paper.blocks:
            said = packed(str(getattr(block, "text", "")))
            assert said in packed("".join(one.text for one in document.paragraphs))
            assert said in text
    assert table.joint.settlement.fen == FEN  # type: ignore[union-attr]
