"""Format, lint, types and layers, side by side: what `make check` runs.

Prints what a failing tool said, and how long each took. The exit status is the number of those that failed.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
TOOLS: dict[str, list[str]] = {
    "types": ["mypy", "--no-error-summary"],
    "layers": ["lint-imports", "--cache-dir", ".cache/import-linter"],
    "lint": ["ruff", "check", "--quiet", "--output-format", "concise", "."],
    "format": ["ruff", "format", "--check", "--quiet", "--output-format", "concise", "."],
}


def run(name: str) -> tuple[str, int, float, str]:
    """One tool: its name, exit status, seconds, and what it said."""
    start = time.monotonic()
    program, *arguments = TOOLS[name]
    done = subprocess.run(
        [BIN / program, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, done.returncode, time.monotonic() - start, done.stdout


def main() -> int:
    """Runs all, in the order of TOOLS the slowest first."""
    failed = 0
    with ThreadPoolExecutor(len(TOOLS)) as pool:
        for name, status, seconds, said in pool.map(run, TOOLS):
            if status:
                failed += 1
                print(said.rstrip())
            print(f"{name}: {'failed' if status else 'ok'} ({seconds:.1f} s)")
    return failed


if __name__ == "__main__":
    sys.exit(main())
