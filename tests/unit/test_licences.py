"""Nothing is depended on whose licence nobody has decided about."""

import re

from tests.licences import DEV_LOCK, ROOT, RUN_LOCK, licence_of, locked, table

PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Zlib",
}
# Unchanged files, and shared libraries that stay replaceable: docs/decisions/0010-licences.md.
RUN = PERMISSIVE | {"MPL-2.0", "LGPL-2.1-only", "LGPL-3.0-only"}
DEV = RUN | {"GPL-2.0-or-later", "GPL-2.0-or-later WITH Bootloader-exception"}


def allowed(expression: str, licences: set[str]) -> bool:
    """Whether one alternative of the expression consists of allowed licences only."""
    return any(
        all(term.strip("() ") in licences for term in alternative.split(" AND "))
        for alternative in expression.split(" OR ")
    )


def test_what_is_handed_on_is_permissive_or_replaceable() -> None:
    wrong = {name: licence_of(name) for name in locked(RUN_LOCK)}
    assert {name: said for name, said in wrong.items() if not allowed(said, RUN)} == {}


def test_tools_have_a_free_licence() -> None:
    stated = {name: licence_of(name) for name in locked(DEV_LOCK)}
    assert {name: said for name, said in stated.items() if not allowed(said, DEV)} == {}


def test_the_page_lists_what_is_locked() -> None:
    page = (ROOT / "docs" / "decisions" / "0010-licences.md").read_text()
    written = re.findall(r"^\| [^|]+ \| [^|]+ \| (?:run|dev) \|$", page, re.MULTILINE)
    assert written == table(), "python -m tests.licences prints the table"


def test_run_time_versions_are_those_that_were_tested() -> None:
    def pins(text: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9._-]+==[^ \\]+)", text, re.MULTILINE))

    assert pins(RUN_LOCK.read_text()) <= pins(DEV_LOCK.read_text())
