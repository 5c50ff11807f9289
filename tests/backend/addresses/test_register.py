"""Files of the register: refused row by row, keyed, heard of by who searches; from the command line, too."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from backend.cli import parser
from backend.service.addresses.command import run, take_in
from backend.service.coordinates import wgs84_to_gcj02
from backend.service.importing.faults import ImportRefused
from backend.services import Services
from tests.backend.addresses.conftest import ROWS, content, located, taken
from tests.backend.running import DISTRICT, RunningBackend, Seat
from tests.backend.ways_in.handing import until


def test_a_file_changes_nothing_twice_and_a_change_is_heard_of(
    registered: RunningBackend, seat: Seat
) -> None:
    again = taken(registered, content(ROWS))
    assert (again.added, again.changed, again.unchanged, again.version) == (0, 0, len(ROWS), 1)
    assert located(seat, "海河路16号")[0].exact == "near_door"
    told = taken(registered, content(["A-9,海河路16号,117.2109,31.7209", ROWS[0].replace("12号", "10号")]))
    assert (told.added, told.changed, told.version) == (1, 1, 2)
    until(lambda: located(seat, "海河路16号")[0].exact == "door")
    assert located(seat, "海河路10号")[0].address == "海河路10号"
    taken(registered, content([ROWS[0]]))
    until(lambda: located(seat, "海河路12号")[0].exact == "door")


@pytest.mark.parametrize(
    ("row", "field", "rule"),
    [
        ("B 1,海河路1号,117.21,31.72", "code", "pattern"),
        ("B-1,,117.21,31.72", "text", "required"),
        ("B-1,？,117.21,31.72", "text", "understood"),
        ("B-1,海河路1号,东,31.72", "lon", "number"),
        ("B-1,海河路1号,117.21,", "lat", "required"),
        ("B-1,海河路1号,117.21,131.72", "lat", "range"),
        ("B-1,海河路1号,100.5,31.72", "lon", "inside"),
        (f"B-1,{'长' * 121},117.21,31.72", "text", "too_long"),
    ],
)
def test_a_row_that_is_wrong_is_named(registered: RunningBackend, row: str, field: str, rule: str) -> None:
    good = "B-0,海河路12号,117.2101,31.7201"
    told = taken(registered, content([good, row]))
    assert not told.written
    (fault,) = told.faults
    assert (fault.line, fault.field, fault.rule) == (3, field, rule)
    assert fault.zh
    assert fault.en
    assert taken(registered, content([good, row]), partial=True, dry_run=True).accepted


def test_a_code_that_says_two_things_is_refused_and_a_line_like_another_is_not(
    registered: RunningBackend,
) -> None:
    rows = ["海河路1号,117.21,31.72", "海河路1号,117.21,31.72", "海河路１号,117.22,31.72"]
    told = taken(registered, content(rows, "地址,经度,纬度"))
    assert (told.repeated, [f.rule for f in told.faults]) == (1, ["doubled"])


def test_coordinates_of_a_chinese_map_are_converted(registered: RunningBackend, seat: Seat) -> None:
    lon, lat = wgs84_to_gcj02(117.2110, 31.7210)
    row = f"北京路5号,{lon:.7f},{lat:.7f}"
    assert taken(registered, content([row], "地址,经度,纬度"), system="gcj02").written
    until(lambda: any(f.exact == "door" for f in located(seat, "北京路5号")))
    found = located(seat, "北京路5号")[0]
    assert (found.lon, found.lat) == pytest.approx((117.2110, 31.7210), abs=1e-6)


def test_geojson_goes_in_and_what_is_no_file_of_addresses_does_not(registered: RunningBackend) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "平安新村", "kind": "小区"},
        "geometry": {"type": "Point", "coordinates": [117.2111, 31.7211]},
    }
    body = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    told = taken(registered, body, "places.geojson", dry_run=True)
    assert (told.added, told.kinds) == (1, {"community": 1})
    for wrong, name in ((b"{}", "a.geojson"), (b"a,b\n1,2\n", "a.csv"), (b"\xff\xff\xff", "a.csv")):
        with pytest.raises(ImportRefused):
            registered.run(take_in(registered.services, DISTRICT, wrong, name, "wgs84"))


def test_the_command_line_takes_a_file_in_and_finds(
    registered: RunningBackend, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, report = tmp_path / "a.csv", tmp_path / "faults.csv"
    file.write_bytes(content(["C-1,天山路7号,117.2112,31.7212", "C-2,天山路9号,x,31.7"]))
    base = ["addresses", "import", str(file), "--district", DISTRICT, "--lang", "zh"]

    def ran(*words: str) -> int:
        return registered.run(run(registered.services, DISTRICT, parser().parse_args([*base, *words])))

    assert ran("--report", str(report)) == 3
    said, told = capsys.readouterr()
    assert json.loads(said)["written"] is False
    assert "第 3 行" in told
    assert "number" in report.read_text("utf-8-sig")
    assert ran("--accept-partial") == 1
    assert json.loads(capsys.readouterr().out)["added"] == 1
    asked = parser().parse_args(["addresses", "find", "天山路7号", "--district", DISTRICT])
    until(lambda: registered.run(_found(registered)) > 0)
    assert registered.run(run(registered.services, DISTRICT, asked)) == 0
    assert json.loads(capsys.readouterr().out)[0]["exact"] == "door"


async def _found(backend: RunningBackend) -> int:
    return len([one for one in await backend.services.addresses.find(DISTRICT, "天山路7号") if one.code])


def test_an_import_is_in_the_audit_log(registered: RunningBackend) -> None:
    async def actions() -> list[str]:
        from sqlalchemy import select

        from backend.store import tables as t

        async with registered.services.store.read() as connection:
            rows = await connection.scalars(select(t.audit.c.action).where(t.audit.c.district == DISTRICT))
            return list(rows)

    assert "addresses_imported" in registered.run(actions())


def test_streets_are_given_with_a_digest(seat: Seat) -> None:
    first: httpx.Response = seat.get("/api/streets")
    assert first.headers["content-type"].startswith("application/geo+json")
    assert first.json()["type"] == "FeatureCollection"
    same = seat.get("/api/streets", headers={"if-none-match": first.headers["etag"]})
    assert same.status_code == 304


def test_another_replica_hears_of_a_file(registered: RunningBackend) -> None:
    async def opened() -> Services:
        services = await Services.open(registered.settings, registered.clock)
        await services.broker.start()
        await services.addresses.start()
        return services

    async def closed(services: Services) -> None:
        await services.addresses.close()
        await services.broker.close()
        await services.writer.close()
        await services.store.close()

    other = registered.run(opened())
    try:
        taken(registered, content(["R-1,邻里路3号,117.2113,31.7213"]))

        def heard() -> bool:
            return any(one.code for one in registered.run(other.addresses.find(DISTRICT, "邻里路3号")))

        until(heard)
    finally:
        registered.run(closed(other))
