"""The two lists in versions: from files and back, refused rows, what is withdrawn, what is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend.cli import parser
from backend.service.mandates.command import run
from backend.service.refusal import ServiceRefused
from backend.services import Services
from tests.backend.catalogue.conftest import Room, room
from tests.backend.running import DISTRICT

__all__ = ["room"]

HEAD = "条目编码,条目名称,条目名称（英文）,责任单位,层级,类别,依据,依据（英文）,对应事项\n"


class Line:
    """The command line on a room's services."""

    def __init__(self, services: Services, said: pytest.CaptureFixture[str]) -> None:
        self._services = services
        self._said = said
        self.words = ""

    async def __call__(self, *arguments: str) -> tuple[int, Any]:
        options = parser().parse_args(["mandates", *arguments, "--lang", "zh"])
        status = await run(self._services, DISTRICT, options)
        out, self.words = self._said.readouterr()
        return status, json.loads(out)


@pytest.fixture
def line(room: Room, capsys: pytest.CaptureFixture[str]) -> Line:
    """The command line."""
    return Line(room.services, capsys)


def given(path: Path, version: str, day: str, *more: str, of: str = "duty") -> tuple[str, ...]:
    return ("import", of, str(path), "--version", version, "--effective-from", day, *more)


async def test_what_comes_with_the_profile_is_found_by_code_words_and_initials(line: Line) -> None:
    for asked, code in (
        ("2-031", "2-031"),
        ("井盖", "2-032"),
        ("井盖 更换", "2-032"),
        ("fwls", "2-040"),
        ("penalty", "CF-001"),
        ("住房建设局", "2-040"),
        ("行政检查", "JC-001"),
    ):
        status, found = await line("find", asked)
        assert (status, [entry["code"] for entry in found]) == (0, [code]), asked
    status, found = await line("find", "没有这个词")
    assert (status, found) == (1, [])
    _, of_item = await line("find", "", "--item", "1-1-01")
    assert [e["code"] for e in of_item] == ["3-001", "CF-001", "JC-001"]
    _, of_unit = await line("find", "", "--unit", "T-S2-ZF")
    assert [e["code"] for e in of_unit] == ["3-001", "JC-001"]
    _, of_list = await line("find", "道路", "--list", "powers")
    assert [e["code"] for e in of_list] == ["CF-001"]
    # The nearest first: what begins with it, before what holds it.
    _, near = await line("find", "2-03")
    assert [e["code"] for e in near] == ["2-031", "2-032"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_list_goes_out_and_comes_in_again_without_a_difference(
    line: Line, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"duty.{form}"
    _, told = await line("export", "duty", "--out", str(out))
    assert (told["version"], told["entries"]) == ("2026.1", 4)
    status, again = await line(*given(out, "2026.2", "2026-12-01"))
    assert (status, again["proposal"]["difference"]["unchanged"]) == (0, 4)
    assert again["proposal"]["in_force"]
    _, versions = await line("versions")
    assert [(v["list"], v["version"], v["standing"], v["rows"]) for v in versions] == [
        ("duty", "2026.1", "current", 4),
        ("duty", "2026.2", "coming", 0),
        ("powers", "2026.1", "current", 2),
    ]


async def test_a_row_that_is_wrong_is_named_by_line_field_and_rule(line: Line, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(
        HEAD
        + "A-1,清扫,,样区城市管理局,街道,,条例,,2-1-01\n"
        + "A-2,巡查,,不存在的局,,,,,\n"
        + "A-3,核查,,street_team,月球,罚酒,,,9-9-99\n"
        + "A-1,再来一次,,T-D-ZJ,,,,,\n"
        + ",没有编码,,T-D-ZJ,,,,,\n"
        + "A-6,,,T-D-ZJ,,,,,\n"
    )
    report = tmp_path / "refused.csv"
    status, told = await line(*given(ledger, "2026.2", "2026-12-01", "--report", str(report)))
    assert status == 3
    assert [(f["line"], f.get("field"), f["rule"]) for f in told["proposal"]["faults"]] == [
        (3, "unit", "known"),
        (4, "level", "known"),
        (4, "kind", "known"),
        (4, "items", "known"),
        (5, "code", "doubled"),
        (6, "code", "required"),
        (7, "names", "required"),
    ]
    assert "第 3 行 [责任单位]：责任单位不是本区的单位或承办角色（不存在的局）" in line.words
    assert len(report.read_text("utf-8-sig").splitlines()) == 8
    _, versions = await line("versions")
    assert len(versions) == 2
    status, told = await line(*given(ledger, "2026.2", "2026-12-01", "--accept-partial"))
    assert (status, told["proposal"]["items"], told["proposal"]["refused"]) == (1, 1, 5)
    # A row without a code may stand for any entry: none is withdrawn.
    assert told["proposal"]["difference"]["withdrawn"] == []


async def test_a_new_version_withdraws_what_it_leaves_out_from_its_day_on(
    line: Line, room: Room, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(HEAD + "3-001,街面秩序的处置,,street_team,街道,,,,1-1-01\nN-1,新职责,,T-D-ZJ,,,,,\n")
    status, told = await line(*given(ledger, "2026.2", "2026-11-20"))
    changed = told["proposal"]["difference"]
    assert status == 0
    assert [c["code"] for c in changed["added"]] == ["N-1"]
    assert {c["code"] for c in changed["withdrawn"]} == {"2-031", "2-032", "2-040"}
    assert [(f["field"], f["after_words"]["zh"]) for f in changed["changed"][0]["fields"]] == [
        ("names", "街面秩序的处置"),
        ("basis", "（空）"),
        ("items", "1-1-01"),
    ]
    assert len((await line("find", "井盖"))[1]) == 1
    room.clock.move(2 * 86_400_000)
    assert (await line("find", "井盖"))[0] == 1
    assert [e["code"] for e in (await line("find", "新职责"))[1]] == ["N-1"]
    status, told = await line("diff", "duty", "2026.2", "2026.1")
    assert [c["code"] for c in told["withdrawn"]] == ["N-1"]
    with pytest.raises(ServiceRefused, match="no such version"):
        await line("diff", "duty", "2026.2", "1999.1")
    status, told = await line(*given(ledger, "2026.2", "2027-01-01"))
    assert (status, told["refused"]) == (3, "taken")
    status, told = await line(*given(ledger, "2026.3", "2026-11-17"))
    assert (status, told["refused"]) == (3, "past")


async def test_a_supplement_leaves_the_rest_as_it_is(line: Line, tmp_path: Path) -> None:
    mapping = tmp_path / "theirs.toml"
    mapping.write_text(
        'name = "theirs"\n[names]\nzh = "台账"\nen = "Ledger"\n'
        '[fields.code]\ncolumns = ["no"]\n[fields.name_zh]\ncolumns = ["what"]\n'
        '[fields.unit]\ncolumns = ["who"]\nvalues = { "住建" = "T-D-ZJ" }\n'
        '[fields.kind]\nconstant = "permit"\n'
    )
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("no,what,who\nXK-1,占用城市道路的许可,住建\n")
    more = ("--keep-rest", "--mapping", str(mapping))
    status, told = await line(*given(ledger, "2026.2", "2026-11-18", *more, of="powers"))
    assert (status, told["proposal"]["difference"]["unchanged"]) == (0, 2)
    (found,) = (await line("find", "zycsdl"))[1]
    assert (found["code"], found["kind"], found["version"]) == ("XK-1", "permit", "2026.2")
    mapping.write_text('name = "theirs"\n')
    status, told = await line(*given(ledger, "2026.3", "2026-11-20", *more, of="powers"))
    assert (status, told["refused"]) == (3, "mapping")
