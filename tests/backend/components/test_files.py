"""Files of the register: refused row by row, taken in once, given out and read again; as API and command."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from backend.cli import parser
from backend.service.components.command import run
from tests.backend.catalogue.conftest import Room, room  # noqa: F401 - the fixture
from tests.backend.running import DISTRICT, RunningBackend, Seat, new_id

FILES = "/api/component-files"
HEAD = "部件编码,类别,位置描述,经度,纬度,权属单位,状态"
GOOD = (
    "F-1,雨水井盖,东门路1号,117.2101,31.7201,T-D-CG,完好",
    "F-2,lamp,东门路2号,117.2102,31.7202,某供电公司,破损",
    "F-3,立杆,东门路3号,117.2103,31.7203,无主,",
    "F-4,果皮箱,,117.2104,31.7204,样区城市管理局,完好",
)


@pytest.fixture(scope="module")
def admin(backend: RunningBackend) -> Seat:
    """The administrator."""
    return backend.seat("admin01")


def content(*rows: str) -> bytes:
    """A file of the register's own shape."""
    return ("\n".join((HEAD, *rows)) + "\n").encode("utf-8-sig")


def sent(admin: Seat, body: bytes, to: str = "imports", **more: Any) -> httpx.Response:
    """Send a file and what is to be done with it."""
    sha256 = hashlib.sha256(body).hexdigest()
    assert admin.put(f"/api/files/{sha256}", content=body).is_success
    command = {"action_id": new_id(), "reason": "年度普查", "file": {"sha256": sha256}, **more}
    return admin.post(f"{FILES}/{to}", json=command)


def counts(answer: httpx.Response) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, refused."""
    assert answer.is_success, answer.text
    told = answer.json()
    return told["added"], told["changed"], told["unchanged"], told["refused"]


def test_a_file_is_checked_taken_in_and_changes_nothing_twice(admin: Seat, seat: Seat) -> None:
    asked = sent(admin, content(*GOOD), "check")
    assert counts(asked) == (4, 0, 0, 0)
    assert (asked.json()["written"], asked.json()["ownerless"]) == (False, 1)
    assert seat.get("/api/components/F-1").status_code == 404
    done = sent(admin, content(*GOOD))
    assert (done.status_code, counts(done), done.json()["written"]) == (201, (4, 0, 0, 0), True)
    assert counts(sent(admin, content(*GOOD))) == (0, 0, 4, 0)
    one = seat.get("/api/components/F-4").json()
    assert one["component"]["owner"] == {"unit": "T-D-CG", "name": "样区城市管理局"}
    assert (one["history"][0]["action"], one["history"][0]["reason"]) == ("imported", "年度普查")
    assert seat.get("/api/components/F-2").json()["component"]["owner"] == {"name": "某供电公司"}
    # A change of one is a change of that one; an empty state leaves what it was.
    moved = [GOOD[0].replace("T-D-CG", "无主"), *GOOD[1:]]
    assert counts(sent(admin, content(*moved))) == (0, 1, 3, 0)
    history = seat.get("/api/components/F-1").json()["history"]
    assert [line["version"] for line in history] == [2, 1]
    assert history[0]["fields"] == [{"field": "owner", "before": "样区城市管理局 (T-D-CG)", "after": ""}]


@pytest.mark.parametrize(
    ("row", "field", "rule"),
    [
        ("B 1,路灯,x,117.21,31.72,,完好", "code", "pattern"),
        (",路灯,x,117.21,31.72,,完好", "code", "required"),
        ("B-1,潜艇,x,117.21,31.72,,完好", "kind", "known"),
        ("B-1,路灯,x,东经,31.72,,完好", "lon", "number"),
        ("B-1,路灯,x,117.21,95,,完好", "lat", "range"),
        ("B-1,路灯,x,110.21,31.72,,完好", "lon", "inside"),
        ("B-1,路灯,x,117.21,31.72,,在飞", "state", "known"),
        ("F-9,路灯,x,117.21,31.72,,完好", "code", "doubled"),
        ("B-1,路灯," + "长" * 201 + ",117.21,31.72,,完好", "place", "too_long"),
        ("B-1,路灯,x", "", "columns"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_keeps_the_file_out(
    admin: Seat, seat: Seat, row: str, field: str, rule: str
) -> None:
    body = content("F-9,路灯,x,117.21,31.72,,完好", row)
    asked = sent(admin, body, "check").json()
    assert (asked["accepted"], asked["refused"]) == (False, 1)
    fault = asked["faults"][0]
    assert (fault["line"], fault.get("field", ""), fault["rule"]) == (3, field, rule)
    refused = sent(admin, body)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["rule"] == rule
    assert refused.json()["errors"][0]["field"].startswith("line 3")
    assert seat.get("/api/components/F-9").status_code == 404


def test_good_rows_go_in_where_it_is_said(admin: Seat, seat: Seat) -> None:
    body = content("P-1,路灯,x,117.21,31.72,,完好", "P-2,潜艇,x,117.21,31.72,,完好")
    done = sent(admin, body, partial=True)
    assert counts(done) == (1, 0, 0, 1)
    assert seat.get("/api/components/P-1").status_code == 200
    assert sent(admin, content()).json()["errors"][0]["rule"] == "empty"
    assert sent(admin, b"x,y\n1,2\n").json()["errors"][0]["rule"] == "missing_column"
    lacking = {"action_id": new_id(), "reason": "x", "file": {"sha256": "0" * 64}}
    assert admin.post(f"{FILES}/check", json=lacking).json()["errors"][0]["rule"] == "stored"


def test_a_mapping_of_ones_own_with_map_coordinates(admin: Seat, seat: Seat) -> None:
    toml = """
name = "survey"
coordinates = "gcj02"
[names]
zh = "普查"
en = "Survey"
[fields.code]
columns = ["no"]
[fields.kind]
columns = ["what"]
values = { "污水井" = "cover_sewage" }
[fields.lon]
columns = ["x"]
[fields.lat]
columns = ["y"]
"""
    body = "no,what,x,y\nM-1,污水井,117.2155,31.7180\n".encode()
    sha256 = hashlib.sha256(body).hexdigest()
    done = sent(admin, body, file={"sha256": sha256, "mapping_toml": toml})
    assert counts(done) == (1, 0, 0, 0)
    one = seat.get("/api/components/M-1").json()["component"]
    assert one["kind"] == "cover_sewage"
    assert 200 < abs(117.2155 - one["lon"]) * 94_600 < 700
    # What a mapping leaves out stays as it is.
    assert counts(sent(admin, body, file={"sha256": sha256, "mapping_toml": toml})) == (0, 0, 1, 0)


def test_what_goes_out_comes_in_as_it_was(admin: Seat, seat: Seat) -> None:
    for form in ("csv", "xlsx"):
        table = admin.get(f"{FILES}/table/{form}")
        assert table.status_code == 200
        told = counts(sent(admin, table.content))
        assert told[:2] == (0, 0)
        assert told[2] == seat.get("/api/components", params={"removed": True}).json()["total"]
    sheet = load_workbook(io.BytesIO(admin.get(f"{FILES}/table/xlsx").content)).active
    assert sheet is not None
    assert next(iter(sheet.iter_rows(max_row=1, values_only=True)))[0] == "部件编码"
    names = admin.get(f"{FILES}/mappings").json()
    assert [one["name"] for one in names] == ["own"]


async def test_the_command_line(
    room: Room,  # noqa: F811 - the fixture
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    async def call(*arguments: str) -> tuple[int, dict[str, Any], str]:
        options = parser().parse_args(["components", *arguments, "--lang", "en"])
        status = await run(room.services, DISTRICT, options)
        out, err = capsys.readouterr()
        return status, json.loads(out), err

    file, report = tmp_path / "register.csv", tmp_path / "refused.csv"
    file.write_bytes(content(*GOOD, "B-1,潜艇,x,117.21,31.72,,完好"))
    status, told, words = await call("import", str(file), "--report", str(report))
    assert (status, told["written"]) == (3, False)
    assert "nothing was written" in words
    assert "line 6 [类别]" in words
    assert "潜艇" in report.read_text("utf-8-sig")
    assert (await call("import", str(file), "--accept-partial", "--dry-run"))[1]["written"] is False
    status, told, _ = await call("import", str(file), "--accept-partial")
    assert (status, told["added"], told["refused"]) == (1, 4, 1)
    out = tmp_path / "out.xlsx"
    assert (await call("export", "--out", str(out)))[1] == {"out": str(out), "components": 4}
    status, told, words = await call("import", str(out))
    assert (status, told["unchanged"]) == (0, 4)
    assert (await call("import", str(tmp_path / "none.csv")))[0] == 3
