"""Every test is run once, whoever shares them out among the cores."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    """What `make test` runs."""
    spec = importlib.util.spec_from_file_location("run_tests", ROOT / "packaging" / "run_tests.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["run_tests"] = module
    spec.loader.exec_module(module)
    return module


def test_every_file_is_in_one_share_or_runs_alone(runner: ModuleType) -> None:
    shared = [file for share in runner.shares() for file in share.files]
    alone = [
        file
        for path in runner.ALONE
        for file in ([path] if path.is_file() else sorted(path.rglob("test_*.py")))
    ]
    assert sorted([*shared, *alone]) == sorted((ROOT / "tests").rglob("test_*.py"))
    assert all(path.exists() for path in runner.ALONE)


def test_files_of_a_folder_follow_each_other_as_in_a_whole_run(runner: ModuleType) -> None:
    for share in runner.shares():
        assert list(share.files) == sorted(share.files)
        assert len({file.relative_to(ROOT / "tests").parts[0] for file in share.files}) == 1
        assert len(share.files) <= runner.MOST


def test_a_share_in_which_one_fails_says_all_and_counts(runner: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_good(): pass\ndef test_bad(): assert 1 == 2\n", "utf-8")
    ended = runner.run(runner.Share("it", [tmp_path / "test_it.py"]))
    assert ended.failed
    assert ended.counts == {"passed": 1, "failed": 1}
    assert "assert 1 == 2" in ended.said
    (tmp_path / "test_it.py").write_text("def test_good(): pass\n", "utf-8")
    ended = runner.run(runner.Share("it", [tmp_path / "test_it.py"]))
    assert not ended.failed
    assert ended.counts == {"passed": 1}
