"""What the repository must not hold, and what `make check` says of it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.layers import ROOT

# Written in two parts, so that this file is clean itself.
HOSTS = (
    "pypi" + r"\.org",
    "pythonhosted" + r"\.org",
    "registry" + r"\.npmjs",
    "deb" + r"\.debian\.org",
    "security" + r"\.debian\.org",
    r"pypi\.tuna",
    "mirrors" + r"\.(?:aliyun|cloud|ustc|tuna)",
)
MACHINE = r"(?<![\w.$}/-])/(?:ro" + "ot|wo" + "rk|ho" + "me/[a-z]+|Us" + "ers/[a-z]+|t" + "mp)/"


def tracked() -> Iterator[tuple[Path, str]]:
    """The text files under version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            content = path.read_bytes()
            if b"\0" not in content[:8192]:
                yield path.relative_to(ROOT), content.decode("utf-8")


@pytest.mark.parametrize("pattern", [*HOSTS, MACHINE])
def test_no_file_names_a_registry_or_a_place_of_one_machine(pattern: str) -> None:
    expression = re.compile(pattern, re.IGNORECASE)
    found = [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for path, text in tracked()
        for match in expression.finditer(text)
    ]
    assert found == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert re.search(MACHINE, "open('/" + "root/x')")
    assert not re.search(MACHINE, "https://example.org/api/work/1")


def test_locks_have_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text().splitlines()
        strange = [
            line
            for line in lines
            if line
            and not re.fullmatch(
                r"#.*|[a-z0-9._-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line
            )
        ]
        assert strange == []
        assert any("--hash" in line for line in lines)


@pytest.mark.timeout(600)
def test_format_lint_types_and_layers() -> None:
    check = [sys.executable, ROOT / "packaging" / "check.py"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_scripts_parse() -> None:
    for script in [ROOT / ".ci" / "run", *sorted((ROOT / "packaging").glob("*.sh"))]:
        done = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "set -euo pipefail" in script.read_text()
