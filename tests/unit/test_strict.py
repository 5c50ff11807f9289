"""The tests' own nets catch: each thing that must fail a test does, in a pytest of its own."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.layers import ROOT

INNER = """
import asyncio, logging, threading, warnings
from tests import strict

strict.THREAD_END_LIMIT_S = 0.1
keep = []


def test_a_log_record():
    logging.getLogger("x").warning("lost")

def test_an_announced_record_that_does_not_come(expect_log):
    expect_log("missing")

def test_a_warning():
    warnings.warn("old")

async def test_a_task():
    keep.append(asyncio.get_running_loop().create_task(asyncio.sleep(60)))

async def test_a_task_of_qts_loop(qapp):
    keep.append(asyncio.get_running_loop().create_task(asyncio.sleep(60)))

async def test_an_error_nobody_reads():
    async def fail():
        raise ValueError("unread")
    await asyncio.wait([asyncio.get_running_loop().create_task(fail())])

def test_a_thread():
    keep.append(threading.Event())
    threading.Thread(target=keep[-1].wait, daemon=True, name="stray").start()

def test_a_window(qapp):
    from PySide6.QtWidgets import QWidget
    keep.append(QWidget())

def test_a_message_of_qt(qapp):
    from PySide6.QtCore import qWarning
    qWarning("no such thing")

async def test_clean_log(expect_log):
    expect_log("lo+st", logger="x")
    logging.getLogger("x.y").warning("loost")

async def test_clean_loop_is_asyncios():
    assert type(asyncio.get_running_loop()).__module__.startswith("asyncio")

async def test_clean_loop_is_qts(qtbot):
    from PySide6.QtWidgets import QLabel
    label = QLabel("x")
    qtbot.addWidget(label)
    with qtbot.waitActive(label):
        label.show()
        label.activateWindow()
    await asyncio.sleep(0)
    assert type(asyncio.get_running_loop()).__module__.startswith("qasync")
"""
CAUGHT = {
    "test_a_log_record": "unexpected log record: x WARNING: lost",
    "test_an_announced_record_that_does_not_come": "expected log record did not come: 'missing'",
    "test_a_warning": "UserWarning: old",
    "test_a_task": "task still ran when its loop ended",
    "test_a_task_of_qts_loop": "task still ran when its loop ended",
    "test_an_error_nobody_reads": "Task exception was never retrieved",
    "test_a_thread": "thread still runs: stray",
    "test_a_window": "window left open",
    "test_a_message_of_qt": "no such thing",
}
CLEAN = ["test_clean_log", "test_clean_loop_is_asyncios", "test_clean_loop_is_qts"]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What this project's conftest and configuration said about each inner test; empty where it passed."""
    folder: Path = tmp_path_factory.mktemp("inner")
    (folder / "test_inner.py").write_text(INNER)
    # As a conftest, not by -p: only what comes after the plugins replaces their fixtures.
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    report = folder / "report.xml"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q"),
            *("-c", ROOT / "pyproject.toml", "--rootdir", folder, "-o", f"cache_dir={folder / 'cache'}"),
            *("--junit-xml", report, folder / "test_inner.py"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    said: dict[str, str] = {}
    for case in ET.parse(report).iter("testcase"):
        texts = [
            f"{child.get('message')} {child.text}" for child in case if child.tag in ("failure", "error")
        ]
        said[case.attrib["name"]] = said.get(case.attrib["name"], "") + "".join(texts)
    return said


@pytest.mark.parametrize("name", CAUGHT)
def test_catches(name: str, outcomes: dict[str, str]) -> None:
    assert CAUGHT[name] in outcomes[name]


@pytest.mark.parametrize("name", CLEAN)
def test_lets_pass(name: str, outcomes: dict[str, str]) -> None:
    assert outcomes[name] == ""
