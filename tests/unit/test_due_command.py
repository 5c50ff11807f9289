"""`grid-backend due`: the instant and its account as JSON, by whose hours, and what cannot be read."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backend.cli import parser
from backend.service.refusal import ServiceRefused

ROOT = Path(__file__).parents[2]


def ask(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> dict[str, Any]:
    options = parser().parse_args(["due", *arguments])
    assert asyncio.run(options.run(options)) == 0
    answer: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
    return answer


def lines(answer: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [line for line in answer["why"] if line["kind"] == kind]


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-11-18T09:00:00+08:00", "3 working days", "2026-11-23T09:00:00+08:00"),
        ("2026-11-18T08:00", "1 working day", "2026-11-18T18:00:00+08:00"),
        ("2026-11-18T00:00:00Z", "1 working day", "2026-11-18T18:00:00+08:00"),
        ("2026-11-20 17:30:00.250", "2 working hours", "2026-11-23T09:30:00.250+08:00"),
        ("2026-09-30T17:00", "2 working hours", "2026-10-08T09:00:00+08:00"),
        ("2026-02-13T18:00", "1 working_hour", "2026-02-14T09:00:00+08:00"),
        ("2026-11-20T23:50", "15 minutes", "2026-11-21T00:05:00+08:00"),
        ("2026-11-20T17:30", "4 urgent working hours", "2026-11-20T21:30:00+08:00"),
        ("2026-11-20T17:30", "4 urgent hours", "2026-11-20T21:30:00+08:00"),
        ("2026-11-20T17:30", "1.5 natural days", "2026-11-22T05:30:00+08:00"),
        ("2026-11-20T17:30", "2 hours", "2026-11-20T19:30:00+08:00"),
    ],
)
def test_due(capsysbinary: pytest.CaptureFixture[bytes], start: str, limit: str, due: str) -> None:
    answer = ask(capsysbinary, "--start", start, "--limit", limit)
    assert (answer["due"], answer["provisional"]) == (due, False)


def test_the_account_says_all_of_it(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    answer = ask(
        capsysbinary, "--start", "2026-09-28T18:30", "--limit", "8 working days",
        "--pause", "2026-10-13T09:00/2026-10-13T10:30", "--at", "2026-10-14T18:00",
        "--extend", "1 working day", "--extend", "4 working hours",
    )  # fmt: skip
    assert answer["due"] == "2026-10-16T15:30:00+08:00"
    assert lines(answer, "rule")[0]["zh"].startswith("8个工作日")
    assert lines(answer, "begins")[0]["at"] == "2026-09-29T08:00:00+08:00"
    assert [(line["day_kind"], line["from"], line["to"]) for line in lines(answer, "calendar")] == [
        ("holiday", "2026-10-01", "2026-10-07"),
        ("made_up", "2026-10-10", "2026-10-10"),
        ("weekend", "2026-10-11", "2026-10-11"),
    ]
    assert "国庆节" in lines(answer, "calendar")[0]["zh"]
    assert lines(answer, "days")[0]["days"] == 10
    assert lines(answer, "pause")[0]["kept_ms"] == 90 * 60_000
    assert lines(answer, "extension")[0]["ms"] == 720 * 60_000
    assert (
        lines(answer, "left")[0]["en"] == "1 working day 5 h 30 min of working time left at 2026-10-14 18:00"
    )
    assert all(line["zh"] and line["en"] for line in answer["why"])


def test_what_stands_is_due_only_where_it_was_past_before(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    stands = ("--start", "2026-11-18T09:00", "--limit", "1 hour")
    answer = ask(capsysbinary, *stands, "--pause", "2026-11-18T09:30/", "--at", "2026-11-18T20:00")
    assert (answer["due"], answer["standing"], answer["left_ms"]) == (None, True, 30 * 60_000)
    answer = ask(capsysbinary, *stands, "--pause", "2026-11-18T10:30/", "--at", "2026-11-18T20:00")
    assert (answer["due"], answer["left_ms"]) == ("2026-11-18T10:00:00+08:00", -30 * 60_000)


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2026-12-30T10:00", "3 working days", True),
        ("2026-12-31T17:00", "1 working hour", False),
        ("2026-12-31T17:00", "61 working minutes", None),
        ("2026-12-31T17:00:00.001", "1 working hour", True),
        ("2026-12-30T10:00", "9 natural days", True),
        ("2026-12-30T10:00", "1 natural day", False),
        ("2027-03-01T10:00", "1 working hour", True),
    ],
)
def test_a_year_that_is_not_announced_is_provisional(
    capsysbinary: pytest.CaptureFixture[bytes], start: str, limit: str, provisional: bool | None
) -> None:
    if provisional is None:
        with pytest.raises(ServiceRefused, match="not a unit"):
            ask(capsysbinary, "--start", start, "--limit", limit)
        return
    answer = ask(capsysbinary, "--start", start, "--limit", limit)
    assert answer["provisional"] is provisional
    assert bool(lines(answer, "provisional")) is provisional
    assert not provisional or "2027" in lines(answer, "provisional")[0]["zh"]


def test_a_district_counts_by_its_own_hours(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "late"
    folder.mkdir()
    profile = 'code = "1"\ntimezone = "Asia/Urumqi"\nworking_hours = ["10:00-13:00", "15:00-19:30"]\n'
    (folder / "profile.toml").write_text(profile, "utf-8")
    asked = ("--start", "2026-11-18T10:00", "--limit", "1 working day", "--district")
    assert ask(capsysbinary, *asked, str(folder))["due"] == "2026-11-19T10:30:00+06:00"
    for name in ("baohe", "340111"):
        assert ask(capsysbinary, *asked, name)["due"] == "2026-11-19T10:00:00+08:00"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--start", "soon", "--limit", "1 hour"), "not an instant"),
        (("--start", "0001-01-01", "--limit", "1 hour"), "year"),
        (("--start", "2026-01-01", "--limit", "3 fortnights"), "not a unit of time"),
        (("--start", "2026-01-01", "--limit", "3 days"), "not a unit of time"),
        (("--start", "2026-01-01", "--limit", "-3 hours"), "not a length"),
        (("--start", "2026-01-01", "--limit", "nan hours"), "not a length"),
        (("--start", "2026-01-01", "--limit", "1 hour", "--pause", "2026-01-02"), "FROM/TO"),
        (("--start", "2026-01-01", "--limit", "1 hour", "--pause", "2026-01-03/2026-01-02"), "ends before"),
        (("--start", "2026-01-01", "--limit", "1 hour", "--pause", "2025-01-01/20260102"), "after the start"),
        (("--start", "2026-01-01", "--limit", "1 hour", "--extend", "1 working day"), "the limit's kind"),
        (("--start", "2026-01-01", "--limit", "1 hour", "--district", "atlantis"), "no such district"),
        (("--start", "2026-01-01", "--limit", "1 hour", "--database", "sqlite:///no.db"), "no such database"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(arguments: tuple[str, ...], words: str) -> None:
    options = parser().parse_args(["due", *arguments])
    with pytest.raises(ServiceRefused, match=words):
        asyncio.run(options.run(options))


@pytest.mark.parametrize(
    "arguments",
    [(), ("--start", "2026-11-18T09:00"), ("--limit", "1 hour"), ("--lines", "--limit", "1 hour")],
)
def test_what_is_not_asked_is_wrong_usage(
    capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    options = parser().parse_args(["due", *arguments])
    assert asyncio.run(options.run(options)) == 2
    assert "--start and --limit" in capfd.readouterr().err


def test_a_shell_gets_a_sentence_and_a_status() -> None:
    for arguments, status in (
        (["--start", "2026-11-18T09:00", "--limit", "1 hour"], 0),
        (["--start", "soon", "--limit", "1 hour"], 1),
        (["--start"], 2),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "backend.cli", "due", *arguments],
            cwd=ROOT, env={**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C"}, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == status
        assert b"Traceback" not in done.stderr
        assert json.loads(done.stdout)["due"] if status == 0 else done.stderr


def test_many_are_answered_line_by_line() -> None:
    asked = [
        {"start": "2026-11-18T08:00", "limit": "1 working day"},
        {"start": "2026-11-18T08:00", "limit": "1 hour", "pause": ["2026-11-18T08:30/"]},
        {"start": "2026-12-31T17:00", "limit": "1 working hour", "extend": ["1 working hour"]},
        {"start": "2026-11-18T08:00", "limit": "1 fortnight"},
        {"start": "2026-11-18T08:00"},
    ]
    done = subprocess.run(
        [sys.executable, "-m", "backend.cli", "due", "--lines"],
        cwd=ROOT, input="\n".join(map(json.dumps, asked)).encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[:3] == [
        {"due": "2026-11-18T18:00:00+08:00", "provisional": False, "standing": False},
        {"due": None, "provisional": False, "standing": True},
        {"due": "2027-01-01T09:00:00+08:00", "provisional": True, "standing": False},
    ]
    assert ["error" in answer for answer in answers[3:]] == [True, True]
