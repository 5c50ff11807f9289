"""The lifecycles' pages are the ones that the tables draw."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_pages_are_current() -> None:
    script = runpy.run_path(str(ROOT / "packaging" / "lifecycle_page.py"))
    for path, written in script["PAGES"].items():
        assert path.read_text(encoding="utf-8") == written(), "run python packaging/lifecycle_page.py"
