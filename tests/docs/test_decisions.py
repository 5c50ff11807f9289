"""The index of the decisions names every page, by the heading that the page has."""

import re

from tests.layers import ROOT

FOLDER = ROOT / "docs" / "decisions"


def test_the_index_is_current() -> None:
    pages = {}
    for path in sorted(FOLDER.glob("[0-9]*.md")):
        heading = re.fullmatch(r"# (\d+) · (.+)", path.read_text().partition("\n")[0])
        assert heading is not None, f"{path.name}: its first line is '# number · what was decided'"
        assert int(heading[1]) == int(path.name[:4]), f"{path.name}: heading and name differ in number"
        pages[path.name] = f"{int(heading[1])} · {heading[2]}"
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert listed == [(title, name) for name, title in pages.items()]
