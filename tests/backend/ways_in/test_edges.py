"""What stands at the edge: signatures, conversions of coordinates, what a public answer leaves out, XML."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import shapely
import shapely.geometry
from hypothesis import given
from hypothesis import strategies as st

from backend.api.open311 import wire
from backend.service import coordinates as c
from backend.service import signing
from backend.service.redaction import redacted

SECRET = "a secret of this test"
NOW = 1_760_000_000_000


def test_a_signature_holds_for_its_body_and_its_time() -> None:
    body = '{"number":"市-1"}'.encode()
    signed = signing.headers(SECRET, NOW, body)
    stamp, signature = signed[signing.TIMESTAMP], signed[signing.SIGNATURE]
    judged = (
        signing.judge(SECRET, stamp, signature, body, NOW + signing.WINDOW_MS),
        signing.judge(SECRET, stamp, signature, body, NOW + signing.WINDOW_MS + 1_000),
        signing.judge(SECRET, stamp, signature, body, NOW - signing.WINDOW_MS - 1_000),
        signing.judge(SECRET, stamp, signature, body + b" ", NOW),
        signing.judge(SECRET, str(int(stamp) + 1), signature, body, NOW),
        signing.judge("another", stamp, signature, body, NOW),
        signing.judge("", stamp, signing.sign("", int(stamp), body), body, NOW),
        signing.judge(SECRET, None, signature, body, NOW),
        signing.judge(SECRET, "１２", signature, body, NOW),
        signing.judge(SECRET, stamp, "Unterschrift é", body, NOW),
    )
    assert judged == ("valid", "stale", "stale", *["forged"] * 4, "unsigned", "forged", "forged")


@given(st.floats(73.5, 135.0), st.floats(18.2, 53.5))
def test_conversions_come_back_to_where_they_began(lon: float, lat: float) -> None:
    for there, back in ((c.wgs84_to_gcj02, c.gcj02_to_wgs84), (c.gcj02_to_bd09, c.bd09_to_gcj02)):
        again = back(*there(lon, lat))
        assert abs(again[0] - lon) < 1e-8
        assert abs(again[1] - lat) < 1e-8


def test_a_known_place_and_one_outside_china() -> None:
    lon, lat = c.wgs84_to_gcj02(116.404, 39.915)
    assert (round(lon, 4), round(lat, 4)) == (116.4102, 39.9164)
    assert c.to_wgs84(-73.75, 40.67, "gcj02") == (-73.75, 40.67)
    assert c.to_wgs84(-73.75, 40.67, "bd09") == (-73.75, 40.67)


def test_an_outline_of_a_chinese_map_comes_to_lie_on_the_surveyed_one(shared_data: Path) -> None:
    folder = shared_data / "boundaries"

    def outline(name: str, adcode: int) -> Any:
        features = json.loads((folder / name).read_text("utf-8"))["features"]
        found = next(f for f in features if f["properties"]["adcode"] == adcode)
        return shapely.geometry.shape(found["geometry"]).buffer(0)

    shown, surveyed = outline("340111_gcj02.geojson", 340111), outline("districts_wgs84.geojson", 340111)
    converted = shapely.transform(shown, lambda points: [c.gcj02_to_wgs84(*point) for point in points])

    def likeness(one: Any) -> float:
        return float(one.intersection(surveyed).area / one.union(surveyed).area)

    assert likeness(converted) > likeness(shown) + 0.03


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("请回电13812342207，谢谢", "请回电***，谢谢"),
        ("电话：0551-6288 1234。", "电话：***。"),
        ("+86 138 1234 2207 打我", "*** 打我"),
        ("身份证34011119900101123X", "身份证***"),
        ("全角１３８１２３４２２０７也算", "全角***也算"),
        ("write to li.si@example.com now", "write to *** now"),
        ("我叫张三丰，住在3栋1502室", "我叫***，住在3栋***室"),
        ("车牌皖A12345乱停", "车牌***乱停"),
        ("微信号：abc_12345", "微信号：***"),
        ("2024-03-01 8:05 起坏了 3 盏灯", "2024-03-01 8:05 起坏了 3 盏灯"),
        ("宿松路与九华山路交口第 12 号杆", "宿松路与九华山路交口第 12 号杆"),
    ],
)
def test_what_reaches_a_person_is_taken_out(written: str, published: str) -> None:
    assert redacted(written) == published


def test_a_given_name_is_taken_out() -> None:
    assert redacted("李四家门口积水，李四。", ["李四", "", "李"]) == "***家门口积水，***。"


@given(st.text(max_size=200))
def test_any_text_can_be_redacted_and_put_into_xml(text: str) -> None:
    shown = redacted(text)
    assert redacted(shown).count("1") <= shown.count("1")
    clean = shown.encode("utf-8", "ignore").decode()
    body = wire.refusal(400, (clean,), "xml").content
    found = ET.fromstring(body).findtext("error/description")
    assert found is not None


def test_xml_has_the_elements_of_the_specification() -> None:
    attribute = wire.Attribute(
        variable=True,
        code="size",
        datatype="singlevaluelist",
        required=False,
        values=(wire.Value("s", "小"),),
    )
    definition = wire.ServiceDefinition(service_code="1", attributes=(attribute,))
    root = ET.fromstring(wire.answer(wire.ServiceDefinition, definition, "xml").content)
    assert root.tag == "service_definition"
    assert root.findtext("attributes/attribute/values/value/name") == "小"
    assert root.findtext("attributes/attribute/variable") == "true"
    assert root.findtext("attributes/attribute/description") == ""
    assert ET.fromstring(wire.answer(wire.ServiceRequest, (), "xml").content).tag == "service_requests"
    assert wire.instant(1_760_000_000_123, 480) == "2025-10-09T16:53:20+08:00"
