"""What a package imports is declared for it, and what is declared is imported."""

import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.layers import ROOT, imports_of
from tests.licences import DEV_LOCK, RUN_LOCK

OURS = {"contract", "backend", "console", "widgets", "views", "stage", "benchmarks", "tests", "resources"}
# The extra each part of the house is installed with; the contract comes with every one.
PARTS = {"backend": ["contract", "backend"], "console": ["contract", "console", "widgets", "views"]}
# Found by name at run time: drivers by the database URL, the rest by SQLAlchemy, uvicorn, and openpyxl, which
# reads sheets from outside with defusedxml where it is installed.
BY_NAME = {"aiosqlite", "asyncpg", "defusedxml", "greenlet", "httptools", "uvloop"}
# The docking wheel does not say which import package it brings.
UNSAID = {"PySide6QtAds": ["pyside6-qtads"]}


def normal(distribution: str) -> str:
    """A distribution's name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def declared(extra: str) -> set[str]:
    """The distributions of an extra and of the base."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"][extra]]
    return {normal(re.split(r"[^A-Za-z0-9_.-]", line)[0]) for line in lines}


def imported(packages: list[str]) -> dict[str, list[Path]]:
    """The distributions that the sources of the packages import, each with where."""
    owners = {**importlib.metadata.packages_distributions(), **UNSAID}
    found: dict[str, list[Path]] = {}
    for package in packages:
        for source in sorted((ROOT / package).rglob("*.py")):
            for _, name in imports_of(source):
                top = name.partition(".")[0]
                if top in OURS or top in sys.stdlib_module_names:
                    continue
                # PySide6's wheels share one import package, as types' stubs share their library's.
                names = {normal(owner) for owner in owners.get(top, [top])}
                names = {owner for owner in names if not owner.startswith("types-")}
                found.setdefault(min(names), []).append(source.relative_to(ROOT))
    return found


@pytest.mark.parametrize("extra", PARTS)
def test_what_is_imported_is_declared(extra: str) -> None:
    missing = {name: places for name, places in imported(PARTS[extra]).items() if name not in declared(extra)}
    assert missing == {}


@pytest.mark.parametrize("extra", PARTS)
def test_what_is_declared_is_imported(extra: str) -> None:
    assert declared(extra) - set(imported(PARTS[extra])) - BY_NAME == set()


@pytest.mark.parametrize(
    ("lock", "extras"), [(RUN_LOCK, [*PARTS, "build"]), (DEV_LOCK, [*PARTS, "build", "dev"])]
)
def test_the_lock_holds_what_is_declared(lock: Path, extras: list[str]) -> None:
    pins = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock.read_text(), re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [
        *project["dependencies"],
        *(line for e in extras for line in project["optional-dependencies"][e]),
    ]
    unmet = [
        line
        for requirement, line in ((Requirement(line), line) for line in lines)
        if not requirement.specifier.contains(pins.get(normal(requirement.name), "0"), prereleases=True)
    ]
    assert unmet == [], "make lock"
