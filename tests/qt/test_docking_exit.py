"""PySide6QtAds 4.4.1 crashes a process at its exit when it was imported before QtWidgets."""

import subprocess
import sys

from stage.screen import VirtualScreen
from tests.layers import ROOT, imports_of

PROGRAM = """
import sys
{first}
{second}
from PySide6.QtWidgets import QApplication
def main():
    application = QApplication([])
    application.processEvents()
    return 0
sys.exit(main())
"""


def test_docking_is_imported_after_the_widgets() -> None:
    for package in ("console", "widgets", "views"):
        for source in sorted((ROOT / package).rglob("*.py")):
            names = [name for _, name in sorted(imports_of(source))]
            docking = [i for i, name in enumerate(names) if name.startswith("PySide6QtAds")]
            widgets = [i for i, name in enumerate(names) if name.startswith("PySide6.QtWidgets")]
            if docking:
                assert widgets, f"{source.relative_to(ROOT)}: import PySide6.QtWidgets before PySide6QtAds"
                assert widgets[0] < docking[0], f"{source.relative_to(ROOT)}: PySide6.QtWidgets comes first"


def test_that_order_ends_cleanly(xdisplay: VirtualScreen) -> None:
    source = PROGRAM.format(first="import PySide6.QtWidgets", second="import PySide6QtAds")
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
