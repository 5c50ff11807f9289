"""The duty and powers lists of the demo districts: whole, one with catalogue and units, made anew alike."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from backend.service.mandates.profiled import FILE
from contract.mandate import KINDS
from tests.layers import ROOT

FOLDER = ROOT / "resources" / "districts"
KEYS = ("baohe", "laoshan", "yicheng", "tongnan", "chancheng")


def rows(path: Path) -> list[dict[str, str]]:
    """A table of a district's folder."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("key", KEYS)
def test_every_item_has_its_duty_and_powers(key: str) -> None:
    found = rows(FOLDER / key / FILE)
    items = {row["code"]: row for row in rows(FOLDER / key / "catalogue.csv")}
    units = rows(FOLDER / key / "organisations.csv")
    assert len({(row["list"], row["code"]) for row in found}) == len(found)
    assert len({(row["list"], row["unit"], row["name_zh"]) for row in found}) == len(found)
    assert {row["unit"] for row in found} <= {unit["role"] for unit in units}
    assert {row["items"] for row in found if row["list"] == "duty"} == set(items)
    assert {row["items"] for row in found if row["list"] == "powers"} == set(items)
    assert {row["kind"] for row in found} <= KINDS.keys()
    assert all(row["name_zh"] and row["name_en"] and row["basis_zh"] and row["initials"] for row in found)
    # What the catalogue and the units cite is in the list, and the handler's.
    duties = {row["code"]: row for row in found if row["list"] == "duty"}
    for item in items.values():
        assert duties[item["duty"]]["unit"] == item["handler"]
        assert duties[item["duty"]]["items"] == item["code"]
    assert {code for unit in units for code in unit["duty"].split(";") if code} <= duties.keys()


def test_yicheng_has_as_many_as_it_published() -> None:
    assert Counter(row["list"] for row in rows(FOLDER / "yicheng" / FILE)) == {"duty": 498, "powers": 4242}


@pytest.mark.parametrize("key", KEYS)
def test_they_are_made_anew_alike(key: str, tmp_path: Path) -> None:
    made = tmp_path / FILE
    work = (
        "import sys, pathlib, compose, mandates; "
        "compose.write(mandates.rows(sys.argv[1]), pathlib.Path(sys.argv[2]))"
    )
    command = [sys.executable, "-B", "-c", work, key, str(made)]
    subprocess.run(command, check=True, cwd=FOLDER)
    assert made.read_bytes() == (FOLDER / key / FILE).read_bytes()
