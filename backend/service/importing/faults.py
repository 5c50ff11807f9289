"""What can be wrong with an import: with its mapping, its file, or one of its rows.

ImportRefused
├── MappingRefused   the mapping itself is not one, or names what does not exist
└── FileRefused      the file can't be read as the mapping says: nothing is written
"""

from __future__ import annotations

import msgspec

from contract.machine import Names


class ImportRefused(Exception):
    """The import stops before anything is written; `says` tells people why, `rule` tells programs."""

    def __init__(self, rule: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.rule = rule
        self.says = Names(zh, en)


class MappingRefused(ImportRefused):
    """The mapping is wrong."""


class FileRefused(ImportRefused):
    """The file can't be read."""


class RowFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why one row stays out: its first line in the file, the column and the field, the rule, the reason.

    `value` is what stood there, cut at 80 characters; it is left empty for a citizen's words and person.
    """

    line: int
    rule: str
    column: str = ""
    field: str = ""
    value: str = ""
    zh: str
    en: str
