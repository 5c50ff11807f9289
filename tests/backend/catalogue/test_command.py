"""`grid-backend catalogue`, as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from backend.cli import parser
from backend.service.catalogue.command import run
from backend.service.refusal import ServiceRefused
from tests.backend.running import DISTRICT, TINY
from tests.backend.test_command_line import call

from .conftest import Room

LEDGER = """
name = "ledger"
[names]
zh = "台账"
en = "Ledger"
[units]
"天" = "working_days"
[code]
columns = ["no"]
[fields.category]
constant = "7"
[fields.category_zh]
constant = "台账"
[fields.name_zh]
columns = ["what"]
[fields.handler]
columns = ["who"]
[limits.handle]
text = "limit"
"""


class Said(NamedTuple):
    """What a command said: status, JSON, words."""

    status: int
    json: Any
    words: str


class Line:
    """The command line on a room's services, language Chinese."""

    def __init__(self, room: Room, said: pytest.CaptureFixture[str]) -> None:
        self._room = room
        self._said = said

    async def __call__(self, *arguments: str) -> Said:
        options = parser().parse_args(["catalogue", *arguments, "--lang", "zh"])
        await self._room.services.references.refresh(DISTRICT)
        status = await run(self._room.services, DISTRICT, options)
        out, err = self._said.readouterr()
        return Said(status, json.loads(out), err)


@pytest.fixture
def line(room: Room, capsys: pytest.CaptureFixture[str]) -> Line:
    """The command line."""
    return Line(room, capsys)


async def test_from_a_ledger_to_a_version_and_back(line: Line, tmp_path: Path) -> None:
    ledger, mapping, out = tmp_path / "ledger.csv", tmp_path / "ledger.toml", tmp_path / "out.xlsx"
    mapping.write_text(LEDGER, "utf-8")
    ledger.write_text("no,what,who,limit\nL-1,树枝,street_team,3天\nL-2,噪声,T-D-CG,2个月\n", "utf-8")
    given = ["import", str(ledger), "--mapping", str(mapping), "--version", "2027.1"]
    given += ["--effective-from", "2027-01-01"]
    report = tmp_path / "refused.csv"
    dry = await line(*given, "--dry-run", "--report", str(report))
    assert report.read_text("utf-8-sig").splitlines()[1].startswith("3,limit,handle,unit,个月,")
    assert dry.status == 3
    assert [(f["line"], f["rule"], f["value"]) for f in dry.json["faults"]] == [(3, "unit", "个月")]
    assert "第 3 行 [limit]" in dry.words
    assert "--accept-partial" in dry.words
    assert (await line(*given)).status == 3
    assert "2027.1" not in {v["version"] for v in (await line("versions")).json}
    partial = await line(*given, "--accept-partial", "--keep-rest")
    assert (partial.status, partial.json["in_force"]) == (1, True)
    again = await line(*given, "--accept-partial")
    assert (again.status, again.json["refused"]) == (3, "taken")
    assert (await line("export", "--out", str(out), "--version", "2027.1")).json["items"] == 9
    back = await line("import", str(out), "--version", "2027.2", "--effective-from", "2027-02-01")
    assert back.status == 0
    assert (await line("diff", "2027.1", "2027.2")).json == {
        "before": "2027.1", "after": "2027.2", "added": [], "withdrawn": [], "changed": [], "unchanged": 9,
    }  # fmt: skip
    assert "+ L-1  树枝" in (await line("diff", "2026.1", "2027.1")).words
    standing = {v["version"]: v["standing"] for v in (await line("versions")).json}
    assert standing["2027.2"] == "coming"


async def test_what_cannot_be_read_writes_nothing(line: Line, room: Room, tmp_path: Path) -> None:
    torn = tmp_path / "torn.csv"
    torn.write_text('a,b\n"1', "utf-8")
    digest = room.reference.digest
    given = ("--version", "2027.1", "--effective-from", "2027-01-01")
    assert (await line("import", str(torn), *given)).json["refused"] == "truncated"
    assert (await line("import", str(tmp_path / "none.csv"), *given)).json["refused"] == "unreadable"
    assert (await line("import", str(torn), "--mapping", "nothing", *given)).status == 3
    old = await line("import", str(torn), "--version", "a b", "--effective-from", "2027-01-01")
    assert old.status == 3
    with pytest.raises(ServiceRefused, match=r"1999\.1"):
        await line("diff", "2026.1", "1999.1")
    with pytest.raises(ServiceRefused, match="csv or xlsx"):
        await line("export", "--out", str(tmp_path / "x.pdf"))
    await room.services.references.refresh(DISTRICT)
    assert room.reference.digest == digest


def test_it_is_a_command_of_the_program(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'grid.db'}"
    assert call("load-district", str(TINY), "--database", url).returncode == 0
    said = call("catalogue", "versions", "--lang", "en", "--database", url)
    assert [v["version"] for v in json.loads(said.stdout)] == ["2026.1", "2099.1"]
    assert "2026.1  2026-01-01  current  8 items" in said.stderr
    unknown = call("catalogue", "diff", "2026.1", "1999.1", "--database", url)
    assert (unknown.returncode, "1999.1" in unknown.stderr) == (1, True)
