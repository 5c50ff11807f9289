"""Brings the interface's translations up to date: texts out of the sources into the .ts, the .ts into .qm.

`make translations` runs it. What it leaves unfinished is for a person with Qt Linguist
(`.venv/bin/pyside6-linguist resources/translations/grid_zh_CN.ts`); a test counts what is unfinished. The .qm
files are committed, so that a console runs without Qt's tools.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
BIN = Path(sys.executable).parent


def sources() -> list[str]:
    """The files that hold texts of the interface, relative to the root."""
    return sorted(
        str(path.relative_to(ROOT))
        for package in ("widgets", "views")
        for path in (ROOT / package).rglob("*.py")
    )


def main() -> int:
    """Updates and compiles; gives the first failing tool's code."""
    update = [
        str(BIN / "pyside6-lupdate"),
        *sources(),
        "-locations",
        "none",
        "-no-obsolete",
        "-source-language",
        "en",
        "-target-language",
        "zh_CN",
        "-ts",
        str((FOLDER / "grid_zh_CN.ts").relative_to(ROOT)),
    ]
    done = subprocess.run(update, cwd=ROOT, check=False)
    for name in ("grid_zh_CN", "docking_zh_CN"):
        if done.returncode:
            break
        # Qt maps a .qm into memory: a running console reads through the old file, and crashes if that is
        # rewritten. It is put in the old one's place instead.
        made = FOLDER / f".{name}.qm.new"
        compile_it = [str(BIN / "pyside6-lrelease"), f"{name}.ts", "-qm", made.name]
        done = subprocess.run(compile_it, cwd=FOLDER, check=False)
        if done.returncode == 0:
            made.replace(FOLDER / f"{name}.qm")
        else:
            made.unlink(missing_ok=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
