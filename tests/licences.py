"""The licence of every package in the lock files, as the installed package itself states it.

`python -m tests.licences` prints the table that docs/decisions/0010-licences.md holds.
"""

import importlib.metadata
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"

# What packages wrote before licence expressions (PEP 639) existed, and the SPDX name of what they mean; where
# a package states a family only ("BSD License"), its licence file was read.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache Software License OR GNU General Public License v2 (GPLv2)": "GPL-2.0-or-later AND Apache-2.0",
    "Apache Software License OR MIT License": "Apache-2.0 OR MIT",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "GPLv2-or-later with a special exception which allows to use PyInstaller to build and distribute "
    "non-free programs (including commercial ones)": "GPL-2.0-or-later WITH Bootloader-exception",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "PySide6-QtAds is licensed under GNU LGPL v2.1.": "LGPL-2.1-only",
}
# Packages that run on other systems only: not installed here, read from their pages once.
ELSEWHERE = {
    "async-timeout": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "macholib": "MIT",
    "pefile": "MIT",
    "pywin32-ctypes": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
}


def locked(lock: Path) -> list[str]:
    """The names of the packages in a lock file, each once."""
    return sorted(set(re.findall(r"^([a-z0-9._-]+)==", lock.read_text(), re.MULTILINE)))


def licence_of(package: str) -> str:
    """The SPDX expression of a package's licence; where it states none of its own, the text it does state.

    Raises:
        importlib.metadata.PackageNotFoundError: it is not installed, and not one of another system.
    """
    if package in ELSEWHERE:
        return ELSEWHERE[package]
    about = importlib.metadata.metadata(package)
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    stated = (about.get("License") or "").strip().split("\n")[0]
    kinds = [
        c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if c.startswith("License :: OSI")
    ]
    text = stated or " OR ".join(sorted(kinds))
    return SPDX.get(text, text)


def table() -> list[str]:
    """Markdown rows `| package | licence | where |`, run time first."""
    run = locked(RUN_LOCK)
    rows = [f"| {name} | {licence_of(name)} | run |" for name in run]
    return rows + [f"| {name} | {licence_of(name)} | dev |" for name in locked(DEV_LOCK) if name not in run]


if __name__ == "__main__":
    print("\n".join(table()))
