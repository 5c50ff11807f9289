"""The lifecycle's page is the one that the table draws."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_current() -> None:
    script = runpy.run_path(str(ROOT / "packaging" / "lifecycle_page.py"))
    assert script["PAGE"].read_text(encoding="utf-8") == script["page"](), (
        "run python packaging/lifecycle_page.py"
    )
