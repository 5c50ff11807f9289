"""GeoReport v2: the published schemas validate every answer, an existing client reads it, forms go in."""

import hashlib
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import jsonschema
import pytest
from georeport import GeoReport
from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from .conftest import CODE, KEY, OTHER_KEY, Backend

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
WORDS = "人行道被水果摊占了，回我电话13812342207。联系人：王小明"
FORM = {
    "api_key": KEY,
    "jurisdiction_id": CODE,
    "service_code": "1-1-01",
    "lat": "31.5",
    "long": "117.2",
    "address_string": "宿松路 12 号",
    "description": WORDS,
    "first_name": "小明",
    "last_name": "王",
    "phone": "13812342207",
    "email": "ming@example.com",
}


@pytest.fixture
def validate(shared_data: Path) -> Any:
    folder = shared_data / "open311" / "schema"
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    registry = Registry().with_resources(
        (name, Resource.from_contents(schema, default_specification=DRAFT7))
        for name, schema in schemas.items()
    )

    def check(name: str, body: Any) -> None:
        checker = jsonschema.FormatChecker()
        jsonschema.Draft7Validator(schemas[name], registry=registry, format_checker=checker).validate(body)

    return check


def post(backend: Backend, form: str = "json", **change: str) -> httpx.Response:
    fields = {name: value for name, value in (FORM | change).items() if value}
    return backend.client.post(f"/open311/v2/requests.{form}", data=fields)


def errors(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.headers["content-type"].startswith("application/json")
    body: list[dict[str, Any]] = answer.json()
    assert body
    assert all(
        set(error) == {"code", "description"} and error["code"] == answer.status_code for error in body
    )
    return body


def test_every_answer_is_valid(backend: Backend, validate: Any) -> None:
    get = backend.client.get
    services = get("/open311/v2/services.json").json()
    validate("services.json", services)
    assert [s["service_code"] for s in services] == ["1-1-01", "1-2-01", "1-1-02"]
    assert services[0]["group"] == "市容"
    assert services[0]["metadata"] is True
    assert services[1]["metadata"] is False
    for service in services:
        validate("service.json", service)
        definition = get(f"/open311/v2/services/{service['service_code']}.json").json()
        validate("service-definition.json", definition)
        assert bool(definition["attributes"]) is service["metadata"]
    assert get("/open311/v2/requests.json").json() == []
    (created,) = post(backend).json()
    assert post(backend, lat="", long="", description="", address_string="路边").status_code == 200
    listed = get("/open311/v2/requests.json").json()
    validate("requests.json", listed)
    assert len(listed) == 2
    for one in listed:
        validate("request.json", one)
    (alone,) = get(f"/open311/v2/requests/{created['service_request_id']}.json").json()
    validate("request.json", alone)
    assert alone["service_name"] == "占道经营"
    assert alone["address_id"] == f"{CODE}001001-01"
    assert alone["status"] == "open"
    assert get(f"/open311/v2/request/{created['service_request_id']}.json").json() == [alone]
    assert get(f"/open311/v2/tokens/{created['token']}.json").json() == [
        {"service_request_id": created["service_request_id"], "token": created["token"]}
    ]
    english = get("/open311/v2/services.json", headers={"accept-language": "en"}).json()
    assert english[0]["service_name"] == "占道经营 (en)"
    assert get("/open311/v2/discovery.json").json()["endpoints"][0]["url"] == f"{backend.url}/open311/v2"


def test_an_existing_client_reads_it(backend: Backend) -> None:
    (created,) = post(backend).json()
    number = created["service_request_id"]
    post(backend, service_code="1-2-01")
    for form in ("json", "xml"):
        for jurisdiction in (None, CODE):
            client = GeoReport(f"{backend.url}/open311/v2", jurisdiction=jurisdiction, output_format=form)
            assert [s["service_code"] for s in client.get_service_list()] == ["1-1-01", "1-2-01", "1-1-02"]
            assert client.get_service_definition("1-1-01")["service_code"] == "1-1-01"
            assert client.get_service_request(number)["service_request_id"] == number
            assert len(client.get_service_requests(status="open")) == 2
            found = client.get_service_requests(service_request_id=number)
            assert (found[0] if form == "json" else found)["service_code"] == "1-1-01"


def test_a_report_by_form_becomes_a_ticket_of_its_channel(backend: Backend) -> None:
    answer = post(backend)
    assert answer.status_code == 200
    (created,) = answer.json()
    assert created["service_notice"] == "通道恢复"
    (ticket,) = backend.run(_tickets(backend))
    assert (ticket.number, ticket.channel, ticket.state) == (created["service_request_id"], "app", "reported")
    assert (ticket.title, ticket.text) == ("人行道被水果摊占了，回我电话13812342207", WORDS)
    assert (ticket.item, ticket.area, ticket.place) == ("1-1-01", f"{CODE}001001-01", "宿松路 12 号")
    assert (ticket.reporter, ticket.reporter_phone) == ("王**", "138****2207")
    assert ticket.stage is not None
    assert ticket.stage.name == "accept"


async def _tickets(backend: Backend) -> list[Any]:
    import msgspec
    from sqlalchemy import select

    from backend.store import tables as t
    from contract.ticket import Ticket

    async with backend.services.store.read() as connection:
        rows = (await connection.execute(select(t.ticket.c.row).order_by(t.ticket.c.number))).scalars()
        return [msgspec.msgpack.decode(row, type=Ticket) for row in rows]


def test_a_report_with_a_picture_and_attributes(backend: Backend) -> None:
    answer = backend.client.post(
        "/open311/v2/requests.json",
        data=FORM | {"attribute[size]": "三米", "media_url": "https://example.com/a.jpg"},
        files={"media": ("现场.png", PNG, "application/octet-stream")},
    )
    assert answer.status_code == 200, answer.text
    (ticket,) = backend.run(_tickets(backend))
    assert ticket.files == 1
    assert ticket.text == f"{WORDS}\nsize: 三米\nhttps://example.com/a.jpg"
    sha256 = hashlib.sha256(PNG).hexdigest()
    content, mime = backend.run(backend.services.files.get(backend.actor("seat01"), sha256))
    assert (content, mime) == (PNG, "image/png")
    wrong = backend.client.post("/open311/v2/requests.json", data=FORM, files={"media": ("a.png", b"MZ\x90")})
    assert wrong.status_code == 400
    assert errors(wrong)


def test_fields_may_stand_in_the_query_as_the_published_description_has_them(backend: Backend) -> None:
    answer = backend.client.post("/open311/v2/requests.json", params=FORM)
    assert answer.status_code == 200, answer.text
    mixed = backend.client.post(
        "/open311/v2/requests.xml",
        params={"api_key": KEY, "service_code": "1-2-01"},
        data={"address_id": f"{CODE}001"},
    )
    assert mixed.status_code == 200, mixed.text
    root = ET.fromstring(mixed.content)
    assert root.tag == "service_requests"
    assert root.findtext("request/service_request_id")


def test_the_same_key_of_the_sender_makes_one_ticket(backend: Backend) -> None:
    send = {"url": "/open311/v2/requests.json", "data": FORM, "headers": {"Idempotency-Key": "mine-1"}}
    first, again = backend.client.post(**send), backend.client.post(**send)
    assert first.json() == again.json()
    send["data"] = FORM | {"description": "别的"}
    assert backend.client.post(**send).status_code == 409
    assert len(backend.run(_tickets(backend))) == 1


WRONG: list[tuple[dict[str, str], int]] = [
    ({"api_key": ""}, 403),
    ({"api_key": "guessed"}, 403),
    ({"jurisdiction_id": "elsewhere"}, 404),
    ({"service_code": ""}, 400),
    ({"service_code": "9-9-99"}, 404),
    ({"lat": "", "long": "", "address_string": ""}, 400),
    ({"lat": ""}, 400),
    ({"lat": "north"}, 400),
    ({"lat": "nan"}, 400),
    ({"lat": "91"}, 400),
    ({"address_id": "nowhere"}, 400),
    ({"description": "字" * 4001}, 400),
    ({"description": "a\0b"}, 400),
    ({"phone": "1" * 41}, 400),
    ({"media_url": "javascript:alert(1)"}, 400),
    ({"media_url": "http://[half"}, 400),
]


def test_what_is_wrong_is_said_in_the_form_of_the_format(backend: Backend) -> None:
    for change, status in WRONG:
        answer = post(backend, **change)
        assert answer.status_code == status, (change, answer.text)
        errors(answer)
        shown = post(backend, "xml", **change)
        assert shown.status_code == status
        assert shown.headers["content-type"] == "text/xml; charset=utf-8"
        root = ET.fromstring(shown.content)
        assert (root.tag, root.findtext("error/code")) == ("errors", str(status))
        assert root.findtext("error/description")
    assert backend.run(_tickets(backend)) == []


def test_reading_refuses_what_it_can_not_look_for(backend: Backend) -> None:
    for query, status in (
        ("start_date=soon", 400),
        ("start_date=2024-01-01&end_date=2024-06-01", 400),
        ("start_date=2024-02-01&end_date=2024-01-01", 400),
        ("start_date=0001-01-01T00:00:00Z", 400),
        ("status=maybe", 400),
        ("page=0", 400),
        ("page_size=1001", 400),
        ("page=99999999999999999999", 400),
        ("api_key=guessed", 403),
        ("jurisdiction_id=x", 404),
        ("service_code=%00", 400),
    ):
        answer = backend.client.get(f"/open311/v2/requests.json?{query}")
        assert answer.status_code == status, query
        errors(answer)
    for path in (
        "requests/XQ0.json",
        "services/0.json",
        "tokens/0.json",
        "requests/XQ0",
        "services/1-1-01.pdf",
    ):
        answer = backend.client.get(f"/open311/v2/{path}")
        assert answer.status_code == 404, path
        errors(answer)
    other = backend.client.post("/open311/v2/requests.json", json=FORM)
    assert other.status_code == 415
    errors(other)
    broken = backend.client.post(
        "/open311/v2/requests.json",
        content=b"no parts",
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert broken.status_code == 400
    errors(broken)
    huge = backend.client.post("/open311/v2/requests.json", data=FORM | {"description": "x" * 26_000_000})
    assert huge.status_code == 413
    errors(huge)


def test_looking_for_requests(backend: Backend) -> None:
    numbers = [
        post(backend, service_code=code).json()[0]["service_request_id"]
        for code in ("1-1-01", "1-2-01", "1-1-02")
    ]
    get = backend.client.get

    def found(**query: str) -> list[str]:
        return [r["service_request_id"] for r in get("/open311/v2/requests.json", params=query).json()]

    assert found() == numbers[::-1]
    assert found(service_code="1-2-01,1-1-02") == [numbers[2], numbers[1]]
    assert found(service_request_id=f"{numbers[0]},nothing,{numbers[2]}", status="closed") == [
        numbers[0],
        numbers[2],
    ]
    assert found(status="closed") == []
    assert found(status="open,closed") == numbers[::-1]
    assert found(page_size="2") == [numbers[2], numbers[1]]
    assert found(page_size="2", page="2") == [numbers[0]]
    assert found(end_date="2024-01-01T00:00:00Z") == []
    moment = get("/open311/v2/requests.json").json()[0]["requested_datetime"]
    assert moment.endswith("+08:00")
    assert found(start_date=moment)[0] == numbers[2]


def test_who_may_read_what(backend: Backend) -> None:
    (mine,) = post(backend).json()
    get = backend.client.get
    number = mine["service_request_id"]
    assert get(f"/open311/v2/requests/{number}.json", params={"api_key": KEY}).status_code == 200
    assert get(f"/open311/v2/requests/{number}.json", params={"api_key": OTHER_KEY}).status_code == 404
    backend.run(_called(backend))
    assert len(get("/open311/v2/requests.json").json()) == 1
    assert len(get("/open311/v2/requests.json", params={"api_key": OTHER_KEY}).json()) == 1
    (ticket,) = [t for t in backend.run(_tickets(backend)) if t.channel == "hotline"]
    assert get(f"/open311/v2/requests/{ticket.number}.json").status_code == 404
    assert get(f"/open311/v2/tokens/{ticket.id}.json").status_code == 404


async def _called(backend: Backend) -> None:
    """A report by telephone: nobody agreed to see it published."""
    from backend.service.steps import Pending
    from contract.action import Action, Report

    services = backend.services
    actor = await services.accounts.find(CODE, "c-hotline")
    act = Report(channel="hotline", title="来电", text="家里的事")
    await services.writer.submit(
        Pending(actor, services.clock.now(), Action(action_id="a1", ticket_id="t1", act=act))
    )


def test_nothing_in_an_answer_reaches_a_person(backend: Backend) -> None:
    (created,) = post(backend).json()
    for form in ("json", "xml"):
        for path in (f"requests/{created['service_request_id']}", "requests"):
            for key in ({}, {"api_key": KEY}):
                text = backend.client.get(f"/open311/v2/{path}.{form}", params=key).text
                assert "人行道被水果摊占了" in text
                for private in ("13812342207", "王小明", "2207", "ming@example.com", "王**"):
                    assert private not in text


def test_any_fields_are_taken_or_refused(backend: Backend) -> None:
    names = st.sampled_from(
        [*FORM, "address_id", "media_url", "attribute[a]", "attribute[]", "x\0y", "media"]
    )
    texts = st.one_of(st.text(max_size=60), st.sampled_from(["1-1-01", "31", "-0", "1e999", CODE, "\ud7ff"]))

    @settings(max_examples=150)
    @given(st.dictionaries(names, texts, max_size=5), st.booleans(), st.sampled_from(["json", "xml"]))
    def sent(change: dict[str, str], multipart: bool, form: str) -> None:
        fields = {name: value for name, value in (FORM | change | {"api_key": KEY}).items() if value}
        kind = (
            {"files": {name: (None, value) for name, value in fields.items()}}
            if multipart
            else {"data": fields}
        )
        answer = backend.client.post(f"/open311/v2/requests.{form}", **kind)
        assert answer.status_code in (200, 400, 404), answer.text
        if answer.status_code == 200:
            assert backend.client.get(f"/open311/v2/requests.{form}").status_code == 200

    sent()
    for raw in (b"\xff\xfe=%ED%A0%80", b"description=%FF%00", b"=&&&==%", b"a" * 5000):
        answer = backend.client.post(
            "/open311/v2/requests.json",
            params=FORM,
            content=raw,
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code in (200, 400), answer.text
