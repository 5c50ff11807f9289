"""The bundle that is handed to seats: built here, and every view of it opened on its own replica."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stage.screen import VirtualScreen
from tests.backend.running import PASSWORD, RunningBackend
from tests.layers import ROOT

BUILD_LIMIT_S = 900
SELF_TEST_LIMIT_S = 400
SIZE_LIMIT_MB = 400

pytestmark = pytest.mark.timeout(BUILD_LIMIT_S)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that PyInstaller makes out of packaging/console.spec."""
    folder = tmp_path_factory.mktemp("bundle")
    done = subprocess.run(
        [
            *(Path(sys.executable).parent / "pyinstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", folder / "dist", "--workpath", folder / "build"),
            ROOT / "packaging" / "console.spec",
        ],
        cwd=folder,
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(ROOT / ".cache" / "pyinstaller")},
        capture_output=True,
        text=True,
        check=False,
        timeout=BUILD_LIMIT_S,
    )
    assert done.returncode == 0, done.stderr
    return folder / "dist" / "grid-console"


def run(bundle: Path, home: Path, *arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    """Runs the bundle as a seat does: no Python of ours, no repository, a home of its own."""
    kept = {name: os.environ[name] for name in ("DISPLAY", "PATH") if name in os.environ}
    screen = {name: value for name, value in os.environ.items() if name.startswith("QT_")}
    return subprocess.run(
        [bundle / "grid-console", *arguments],
        cwd=home,
        env={**kept, **screen, "HOME": str(home), "LANG": "C.UTF-8"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=SELF_TEST_LIMIT_S,
    )


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_self_test(bundle: Path, xdisplay: VirtualScreen, tmp_path: Path, language: str) -> None:
    profile = tmp_path / "profile"
    done = run(bundle, tmp_path, "--self-test", "--lang", language, "--profile", str(profile))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_refuses_an_unknown_option(bundle: Path, xdisplay: VirtualScreen, tmp_path: Path) -> None:
    done = run(bundle, tmp_path, "--no-such-option")
    assert done.returncode == 2, done.stdout + done.stderr


def test_exports_a_map(bundle: Path, tmp_path: Path) -> None:
    """What is imported for an exported map alone, and its files, are there."""
    file = tmp_path / "map.html"
    with RunningBackend(f"sqlite+aiosqlite:///{tmp_path / 'grid.sqlite'}", tmp_path / "files") as backend:
        given = ("--server", backend.url, "--user", "seat01", "--out", str(file), "--lang", "zh_CN")
        done = run(bundle, tmp_path, "export-map", *given, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["bytes"] == file.stat().st_size


def test_holds_the_seat_and_nothing_else(bundle: Path) -> None:
    names = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    inside = {name.removeprefix("_internal/") for name in names}
    # LGPL libraries stay files of their own, their licences beside them.
    assert any(name.startswith("PySide6/Qt/lib/libQt6Widgets.so") for name in inside)
    assert "licences/PySide6/LGPL-3.0.txt" in inside
    assert any(name.startswith("licences/pyside6-qtads/gnu-lgpl") for name in inside)
    assert any(name.startswith("resources/themes/") for name in inside)
    assert {f"resources/sounds/{priority}.wav" for priority in ("high", "medium", "low")} <= inside
    assert "resources/pinyin/initials.txt" in inside
    assert {f"resources/leaflet/{name}" for name in ("leaflet.js", "LICENSE-leaflet.txt")} <= inside
    assert {"licences/folium", "licences/jinja2"} <= {name.rpartition("/")[0] for name in inside}
    # What plays the sounds is loaded with the first of them.
    assert [name for name in inside if name.startswith("_miniaudio.")]
    assert [name for name in inside if name.startswith("_cffi_backend.")]
    assert "licences/miniaudio" in {name.rpartition("/")[0] for name in inside}
    strangers = ("libQt6Quick", "libQt6WebEngine", "litestar", "asyncpg", "uvloop", "resources/districts/")
    assert [name for name in inside if any(part in name for part in strangers)] == []
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    assert size < SIZE_LIMIT_MB * 1_000_000, f"{size / 1e6:.0f} MB"
