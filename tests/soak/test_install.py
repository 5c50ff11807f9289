"""The lock files are enough: an empty environment out of them, each file's hash checked, runs the seat."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stage.screen import VirtualScreen
from tests.layers import ROOT

PROBE = """
from PySide6.QtWidgets import QApplication, QLabel
# WORKAROUND PySide6QtAds 4.4.1: imported before QtWidgets, it crashes the process at its exit.
import PySide6QtAds
import alembic, argon2, asyncpg, httpx_sse, litestar, msgspec, numpy, openpyxl
import pypinyin, qasync, shapely, sqlalchemy.ext.asyncio, structlog, uvicorn
application = QApplication([])
label = QLabel("网格")
label.show()
application.processEvents()
print(label.grab().size().width() > 0)
"""


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_an_empty_environment_out_of_the_lock(lock: str, xdisplay: VirtualScreen, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / "bin" / "python"
    install = [python, "-m", "pip", "--quiet", "install", "--require-hashes", "--no-deps", "-r", ROOT / lock]
    subprocess.run(install, check=True)
    subprocess.run([python, "-m", "pip", "check"], check=True)
    done = subprocess.run(
        [python, "-W", "error", "-c", PROBE],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True"
