"""`grid-backend`, as a person calls it: load, user, export, calendar, check; what it says when refused."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from backend.service.profile import ProfileError, load
from contract import action as a
from tests.backend.running import TINY, RunningBackend, dispatched, new_id
from tests.backend.test_kill import log_in, process, serve

ROOT = Path(__file__).parents[2]


def call(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", *arguments],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def used(tmp_path: Path) -> str:
    """A SQLite database in which something has happened."""
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    with RunningBackend(database, tmp_path / "files") as backend:
        seat = backend.seat("seat01")
        dispatched(seat, reporter=a.Reporter(name="王小明", phone="13912345678"))
        seat.done(new_id(), 0, a.Report(channel="app", title="=HYPERLINK(1)", text="+86"))
    return database


def test_check_finds_what_was_changed_behind_its_back(used: str) -> None:
    sound = call("check", "--database", used)
    assert (sound.returncode, json.loads(sound.stdout)["ok"]) == (0, True)
    with sqlite3.connect(used.removeprefix("sqlite:///")) as connection:
        said = "SELECT min(n) FROM audit WHERE instr(body, 'accept')"
        (accepted,) = connection.execute(said).fetchone()
        connection.execute(
            "UPDATE audit SET body = replace(body, 'accept', 'refuse') WHERE n = ?", (accepted,)
        )
        connection.execute("UPDATE ticket SET state = 'closed' WHERE state = 'dispatched'")
        connection.execute("DELETE FROM feed WHERE seq = 2")
    connection.close()
    broken = call("check", "--database", used)
    assert broken.returncode == 1
    faults = "\n".join(json.loads(broken.stdout)["faults"])
    assert f"audit: entry {accepted} does not continue the chain" in faults
    assert "columns and its row differ" in faults
    assert "feed:" in faults


@pytest.mark.parametrize(("language", "heading"), [("zh", "工单编号"), ("en", "number")])
def test_export_writes_tables_that_offices_open(
    used: str, tmp_path: Path, language: str, heading: str
) -> None:
    out = tmp_path / "tickets.csv"
    done = call("export", str(out), "--lang", language, "--database", used)
    assert json.loads(done.stdout)["tickets"] == 2
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == heading
    assert len(rows) == 3
    text = out.read_text("utf-8-sig")
    assert "王**" in text
    assert "13912345678" not in text
    assert "'=HYPERLINK(1)" in text
    sheet = tmp_path / "tickets.xlsx"
    assert call("export", str(sheet), "--lang", language, "--database", used).returncode == 0
    cells = list(load_workbook(sheet).active.iter_rows(values_only=True))
    assert cells[0][0] == heading
    assert len(cells) == 3
    refused = call("export", str(tmp_path / "tickets.pdf"), "--database", used)
    assert refused.returncode == 1
    assert ".csv or .xlsx" in refused.stderr


def test_user_makes_changes_and_closes_accounts(used: str, tmp_path: Path) -> None:
    made = call(
        "user", "chen", "--role", "seat", "--name", "陈一", "--database", used, given="a long password\n"
    )
    assert json.loads(made.stdout) == {"made": 1, "changed": 0}
    again = call("user", "chen", "--role", "duty", "--database", used, given="another password\n")
    assert json.loads(again.stdout) == {"made": 0, "changed": 1}
    short = call("user", "li", "--database", used, given="short\n")
    assert short.returncode != 0
    no_unit = call("user", "li", "--role", "handler", "--database", used, given="a long password\n")
    assert no_unit.returncode == 1
    assert "belongs to a unit" in no_unit.stderr
    with RunningBackend(used, tmp_path / "files") as backend:

        def log_in(password: str) -> int:
            import httpx

            body = {"login": "chen", "password": password}
            return httpx.post(f"{backend.url}/api/session", json=body).status_code

        assert log_in("a long password") == 401
        assert log_in("another password") == 201
        assert call("user", "chen", "--close", "--database", used).returncode == 0
        assert log_in("another password") == 401


def test_a_demo_that_is_there_is_served_from_either_database(database: str, tmp_path: Path) -> None:
    assert call("load-district", str(TINY), "--demo", "--database", database).returncode == 0
    with process([*serve(database, tmp_path), "--demo"]) as (_, url), log_in(url) as client:
        assert client.get("/api/session").json()["name"] == "坐席01"


def test_a_year_is_imported_and_deadlines_know_it(used: str, tmp_path: Path) -> None:
    days = tmp_path / "2027.csv"
    days.write_text("2027-01-01,off\n2027-02-08,off\n2027-02-14,working\n", "utf-8")
    done = call("calendar", "2027", str(days), "--database", used)
    assert json.loads(done.stdout) == {"year": 2027, "days": 3, "tickets": 0}
    asked = ("due", "--start", "2026-12-31T17:00", "--limit", "2 working hours")
    for where, due, provisional in (
        (("--database", used), "2027-01-04T09:00:00+08:00", False),
        (("--database", used, "--district", "990001"), "2027-01-04T09:00:00+08:00", False),
        ((), "2027-01-01T09:00:00+08:00", True),
    ):
        answer = json.loads(call(*asked, *where).stdout)
        assert (answer["due"], answer["provisional"]) == (due, provisional)
    with RunningBackend(used, tmp_path / "files") as backend:
        calendar = backend.services.references.get("990001").reference.calendar
        assert 2027 in calendar.known
        assert {d.isoformat() for d in calendar.made_up if d.year == 2027} == {"2027-02-14"}
    days.write_text("2027-13-01,off\n", "utf-8")
    assert "line 1" in call("calendar", "2027", str(days), "--database", used).stderr


def test_a_wrong_profile_is_refused_whole(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'grid.db'}"
    folder = tmp_path / "wrong"
    folder.mkdir()
    for file in TINY.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    areas = (folder / "areas.csv").read_text("utf-8").replace("990001002,990001,", "990001002,nowhere,")
    (folder / "areas.csv").write_text(areas, "utf-8")
    refused = call("load-district", str(folder), "--database", database)
    assert refused.returncode == 1
    assert "areas.csv:4: parent" in refused.stderr
    assert call("check", "--database", database).stdout == ""


def test_a_profile_with_a_step_that_is_neither_is_refused(tmp_path: Path) -> None:
    for file in TINY.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    profile = (tmp_path / "profile.toml").read_text("utf-8")
    (tmp_path / "profile.toml").write_text(profile.replace("[steps]", '[steps]\nfollow = "skiped"'), "utf-8")
    with pytest.raises(ProfileError, match="skiped"):
        load(tmp_path)


def test_a_catalogue_in_force_is_not_changed_but_by_a_new_version(used: str, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    folder.mkdir()
    for file in TINY.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    catalogue = (folder / "catalogue.csv").read_text("utf-8")
    assert call("load-district", str(folder), "--database", used).returncode == 0
    (folder / "catalogue.csv").write_text(catalogue.replace("2 working_days", "9 working_days"), "utf-8")
    refused = call("load-district", str(folder), "--database", used)
    assert "needs a new version" in refused.stderr
    line = next(x for x in catalogue.splitlines() if x.startswith("2026.1,2026-01-01,1-1-03"))
    newer = line.replace("2026.1,2026-01-01", "2026.2,2026-11-01").replace("2 working_days", "9 working_days")
    (folder / "catalogue.csv").write_text(catalogue + newer + "\n", "utf-8")
    assert call("load-district", str(folder), "--database", used).returncode == 0
    assert json.loads(call("check", "--database", used).stdout)["ok"] is True
