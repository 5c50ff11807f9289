"""A contract type for import-linter: a package may import this list, and nothing else.

import-linter's own contracts forbid; here the table of the house says what is allowed, down to the submodule
(`PySide6.QtCore` but not `PySide6.QtWidgets`): in its graph an outside package is a single node.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = Path(__file__).parents[1]


def imports_of(source: Path) -> Iterator[tuple[int, str]]:
    """Each import of a file, also those inside functions and type-checking blocks, as (line, dotted name).

    `from a import b` gives `a.b`: whether b is a module or a name, a rule on `a` or on `a.b` matches it.
    """
    for node in ast.walk(ast.parse(source.read_bytes(), filename=str(source))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            # One dot is the folder of the file itself, each further one its parent.
            home = ".".join(source.relative_to(ROOT).parts[: -node.level]) if node.level else ""
            origin = ".".join(part for part in (home, node.module) if part)
            for name in node.names:
                yield node.lineno, f"{origin}.{name.name}"


def is_within(name: str, packages: list[str]) -> bool:
    """Whether the dotted name is one of the packages or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


class MayImport(Contract):
    """`packages` (without `apart_from`) import the standard library and `allowed`, less `forbidden`."""

    packages = fields.ListField(subfield=fields.StringField())
    apart_from = fields.ListField(subfield=fields.StringField(), required=False)
    allowed = fields.ListField(subfield=fields.StringField())
    forbidden = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Reads the modules' sources; every import outside the list is a breach `file:line: name`."""
        packages = cast(list[str], self.packages)
        apart = cast(list[str], self.apart_from or [])
        allowed = cast(list[str], self.allowed)
        forbidden = cast(list[str], self.forbidden or [])
        breaches: list[str] = []
        for module in sorted(graph.modules):
            if not is_within(module, packages) or is_within(module, apart):
                continue
            place = ROOT / module.replace(".", "/")
            source = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
            for line, name in imports_of(source):
                if name.partition(".")[0] in sys.stdlib_module_names:
                    continue
                if not is_within(name, allowed) or is_within(name, forbidden):
                    breaches.append(f"{source.relative_to(ROOT)}:{line}: {name}")
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Prints the breaches, one a line."""
        for breach in check.metadata["breaches"]:
            output.print_error(breach)
