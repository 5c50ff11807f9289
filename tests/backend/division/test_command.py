"""``grid-backend division`` as a person calls it: a dry run, an import, what there is, calling it off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from tests.backend.running import TINY, RunningBackend
from tests.backend.test_command_line import call

from .ground import collection, district, grids


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A SQLite database with the tiny district."""
    folder = tmp_path_factory.mktemp("division")
    url = f"sqlite:///{folder / 'grid.db'}"
    with RunningBackend(url, folder / "files"):
        pass
    return url


def test_a_file_is_tried_imported_shown_and_called_off(database: str, tmp_path: Path) -> None:
    reference, outlines = district(TINY)
    features = []
    for area in grids(reference):
        ring = shapely.get_coordinates(shapely.from_wkb(outlines[area.code])).tolist()
        geometry = {"type": "Polygon", "coordinates": [ring[:-1]]}
        features.append(({"id": f"{area.code}n", "name": area.names.zh, "up": area.parent}, geometry))
    file = tmp_path / "grids.geojson"
    file.write_bytes(collection(*features))
    common = ("--id", "2027-n", "--effective-from", "2098-01-01", "--database", database)
    mapped = ("--code", "id", "--zh", "name", "--parent", "up")
    tried = call("division", "import", str(file), *common, *mapped, "--dry-run", "--lang", "en")
    assert tried.returncode == 0, tried.stderr
    told = json.loads(tried.stdout)
    assert (told["accepted"], told["adopted"], told["before"], told["after"]) == (True, False, 8, 8)
    assert "repaired 8" in tried.stderr
    assert "a ring was open and is closed" in tried.stderr
    done = call("division", "import", str(file), *common, *mapped)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["adopted"] is True
    (one,) = json.loads(call("division", "show", "--database", database).stdout)
    assert (one["id"], one["standing"], one["fresh"], one["by"]) == ("2027-n", "coming", 8, "grid-backend")
    off = call("division", "call-off", "2027-n", "--reason", "街道意见", "--database", database)
    assert json.loads(off.stdout)["standing"] == "called_off"
    # A hole is refused with its place, and nothing is written.
    file.write_bytes(collection(*features[1:]))
    hole = call("division", "import", str(file), *common, *mapped, "--lang", "zh")
    assert hole.returncode == 3
    assert "未划入任何网格" in hole.stderr
    assert json.loads(hole.stdout)["marks"][0]["kind"] == "hole"
    # Changes of one's own.
    changes = tmp_path / "changes.json"
    parent = reference.areas[-1].parent
    changes.write_text(json.dumps([{"change": "merge", "grids": [f"{parent}-01", f"{parent}-02"]}]))
    checked = call("division", "check", str(changes), *common)
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout)["after"] == 7
