"""A mapping says what it is wrong about."""

from pathlib import Path

import pytest

from backend.service.importing.faults import MappingRefused
from backend.service.importing.mapping import load, parse

SHIPPED = sorted((Path(__file__).parents[3] / "resources" / "mappings").glob("*.toml"))
LEAST = b'name = "a"\n[names]\nzh = "z"\nen = "e"\n[fields.title]\ncolumns = ["t"]\n'


def test_three_are_shipped_and_each_is_valid() -> None:
    assert len(SHIPPED) == 3
    assert len({load(path).name for path in SHIPPED}) == 3


def test_the_least_a_mapping_says() -> None:
    mapping = parse(LEAST)
    assert mapping.columns() == ("t",)
    assert mapping.key == ()


@pytest.mark.parametrize(
    "extra",
    [
        b'encoding = "klingon"\n',
        b'encoding = "rot13"\n',
        b'delimiter = ";;"\n',
        b'delimiter = "\\n"\n',
        b'time_zone = "Mars/Olympus"\n',
        b'time_zone = "../../etc/passwd"\n',
        b"skip = -1\n",
        b"formats = []\n",
        b'formats = ["pdf"]\n',
        b'coordinates = "utm"\n',
        b'unknown = "x"\n',
        b'name = ""\n',
        b"\xff\xfe",
        b"= nonsense\n",
    ],
)
def test_a_wrong_setting_is_refused(extra: bytes) -> None:
    content = LEAST.replace(b'name = "a"\n', extra) if extra.startswith(b"name") else extra + LEAST
    with pytest.raises(MappingRefused):
        parse(content)


@pytest.mark.parametrize(
    "field",
    [
        b"[fields.text]\n",
        b'[fields.text]\ncolumns = ["a"]\nconstant = "b"\n',
        b'[fields.text]\ncolumns = ["a"]\ncut = 0\n',
        b'[fields.lon]\ncolumns = ["a"]\n',
        b'[fields.reported_at]\ncolumns = ["a"]\nformats = []\n',
        b'[fields.reported_at]\ncolumns = ["a"]\nformats = ["%Y"]\ntime_zone = "nowhere"\n',
        b'[fields.birthday]\ncolumns = ["a"]\n',
    ],
)
def test_a_wrong_field_is_refused(field: bytes) -> None:
    with pytest.raises(MappingRefused) as refused:
        parse(LEAST + field)
    assert refused.value.says.zh
    assert refused.value.says.en


def test_a_mapping_that_is_not_there() -> None:
    with pytest.raises(MappingRefused) as refused:
        load(Path("nowhere.toml"))
    assert refused.value.rule == "unreadable"
