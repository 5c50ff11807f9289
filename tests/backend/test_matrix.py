"""Every route × every role, against the table of access; and problems in both languages."""

from __future__ import annotations

import httpx
import msgspec
import pytest
from litestar import Litestar

from backend.api.access import ACCESS, OPEN
from backend.app import routes
from contract.account import Actor
from contract.problem import Problem
from tests.backend.running import RunningBackend, new_id

LOGINS = {
    "seat": "seat03",
    "duty": "duty01",
    "handler": "u-T-S1-ZF",
    "grid": "g-990001001001-01",
    "leader": "leader01",
    "admin": "admin01",
    "channel": "c-hotline",
}


def operations() -> list[tuple[str, str, str]]:
    """(operation, method, path) of every route, read from the application itself."""
    app = Litestar(route_handlers=routes(), openapi_config=None, logging_config=None)
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            operation = handler.opt.get("access") or handler.operation_id
            methods = handler.http_methods - {"OPTIONS"}
            found += [(operation, method, route.path_format) for method in methods]
    return sorted(found)


OPERATIONS = operations()


def call(backend: RunningBackend, method: str, path: str, token: str) -> httpx.Response:
    """Call a route with a body that is no use to it: what is asked here is who is let in."""
    url = backend.url + path.format(
        ticket_id="none",
        joint_id="none",
        campaign_id="none",
        filter_id="none",
        sha256="0" * 64,
        name="none.json",
        channel="superior",
        level="grid",
        version="none",
        form="csv",
        admission_id="none",
        list_name="duty",
        place="none",
        holder_id="none",
        shift_id="none",
        code="none",
        division="none",
    )
    query = {"cursor": "9" * 15} if path.startswith("/api/feed") else {}
    headers = {"authorization": f"Bearer {token}"} if token else {}
    if method == "DELETE":
        headers["idempotency-key"] = "none"
    body = b"{}" if method in ("POST", "PUT") else None
    return backend.http.request(method, url, params=query, headers=headers, content=body)


def test_every_route_is_in_the_table_and_the_table_has_no_other() -> None:
    assert {operation for operation, _, _ in OPERATIONS} == set(ACCESS)


@pytest.mark.parametrize(("operation", "method", "path"), OPERATIONS, ids=lambda v: v if "/" in v else None)
def test_a_route_lets_in_whom_the_table_says(
    backend: RunningBackend, operation: str, method: str, path: str
) -> None:
    roles = ACCESS[operation]
    nobody = call(backend, method, path, "")
    if roles == OPEN:
        assert nobody.status_code != 500
        return
    assert nobody.status_code == 401
    assert call(backend, method, path, "990001.wrong").status_code == 401
    for role, login in LOGINS.items():
        token = fresh_token(backend, login) if operation == "logOut" else backend.token(login)
        status = call(backend, method, path, token).status_code
        assert (status == 403) is (role not in roles), f"{role}: {status}"
        assert status < 500


def fresh_token(backend: RunningBackend, login: str) -> str:
    """A session of its own."""
    answer = backend.http.post(
        f"{backend.url}/api/session", json={"login": login, "password": "tiny-demo-2026"}
    )
    token: str = answer.json()["token"]
    return token


def test_a_session_ends_by_log_out_by_time_and_by_revocation(backend: RunningBackend) -> None:
    def who(token: str) -> int:
        return backend.http.get(
            f"{backend.url}/api/session", headers={"authorization": f"Bearer {token}"}
        ).status_code

    first, second = fresh_token(backend, "seat04"), fresh_token(backend, "seat04")
    assert (who(first), who(second)) == (200, 200)
    gone = backend.http.delete(f"{backend.url}/api/session", headers={"authorization": f"Bearer {first}"})
    assert gone.status_code == 204
    assert (who(first), who(second)) == (401, 200)

    async def revoke() -> int:
        actor = await backend.services.accounts.find("990001", "seat04")
        return await backend.services.accounts.revoke("990001", actor.id)

    assert backend.run(revoke()) == 1
    assert who(second) == 401
    third = fresh_token(backend, "seat04")
    backend.clock.move(15 * 3_600_000)
    assert who(third) == 401
    backend.forget_sessions()


def test_failed_log_ins_are_slowed_down(backend: RunningBackend) -> None:
    def log_in(password: str) -> httpx.Response:
        return backend.http.post(f"{backend.url}/api/session", json={"login": "seat05", "password": password})

    statuses = [log_in("wrong").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    slowed = log_in("tiny-demo-2026")
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) > 0
    unknown = backend.http.post(f"{backend.url}/api/session", json={"login": "nobody", "password": "x"})
    assert unknown.json()["detail"] == log_in_words()


def log_in_words() -> str:
    """What both a wrong login and a wrong password are told."""
    return "用户名或密码不正确"


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("POST", "/api/actions", b"{", {}, 400),
        ("POST", "/api/actions", b"{}", {}, 400),
        ("POST", "/api/actions", b'{"action_id":"a","ticket_id":"b","act":{"action":"fly"}}', {}, 400),
        ("POST", "/api/actions", b"x=1", {"content-type": "application/x-www-form-urlencoded"}, 415),
        ("POST", "/api/actions", b"[" + b"1," * 1_100_000 + b"1]", {}, 413),
        ("GET", "/api/tickets?limit=many", None, {}, 400),
        ("GET", "/api/tickets?text=%00", None, {}, 400),
        ("GET", "/api/tickets/none", None, {}, 404),
        ("GET", "/api/nothing", None, {}, 404),
        ("PATCH", "/api/tickets", None, {}, 405),
        ("GET", "/api/feed/poll?cursor=99999999", None, {}, 410),
        ("GET", "/api/feed", None, {"last-event-id": "99999999"}, 410),
        ("GET", "/api/feed", None, {"last-event-id": "x"}, 400),
    ],
)
def test_problems_speak_both_languages(
    backend: RunningBackend,
    method: str,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
    status: int,
) -> None:
    seat = backend.seat("seat03")
    for language, field in (("zh-CN,zh;q=0.9", "zh"), ("en", "en"), ("fr, en;q=0.5", "en")):
        sent = {"content-type": "application/json", "accept-language": language, **headers}
        answer = seat.request(method, path, content=body, headers=sent)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == field
        problem = msgspec.json.decode(answer.content, type=Problem)
        assert problem.detail == getattr(problem, field)
        assert problem.zh
        assert problem.en
        assert problem.status == status


@pytest.mark.parametrize(
    ("act", "field", "rule"),
    [
        ({"action": "report", "channel": "hotline", "title": ""}, "act.title", "min_length"),
        ({"action": "report", "channel": "hotline"}, "act.title", "required"),
        ({"action": "report", "channel": "hotline", "title": "x", "more": 1}, "act.more", "unknown"),
        ({"action": "report", "channel": "hotline", "title": "x" * 201}, "act.title", "max_length"),
        ({"action": "report", "channel": "hotline", "title": "x", "lon": 181}, "act.lon", "range"),
        ({"action": "report", "channel": "hotline", "title": 1}, "act.title", "type"),
        ({"action": "report", "channel": "fax", "title": "x"}, "act.channel", "known"),
        ({"action": "report", "channel": "hotline", "title": "x", "area": "1"}, "act.area", "known"),
        ({"action": "report", "channel": "hotline", "title": "a\x00b"}, "", "text"),
    ],
)
def test_a_fault_names_field_and_rule(
    backend: RunningBackend, act: dict[str, object], field: str, rule: str
) -> None:
    body = {"action_id": new_id(), "ticket_id": new_id(), "act": act}
    answer = backend.seat("seat03").post("/api/actions", json=body)
    assert answer.status_code == 400, answer.text
    fault = msgspec.json.decode(answer.content, type=Problem).errors[0]
    assert (fault.field, fault.rule) == (field, rule)
    assert fault.zh != fault.en


def test_actors_have_the_bounds_of_their_role(backend: RunningBackend) -> None:
    def actor(login: str) -> Actor:
        return msgspec.json.decode(backend.seat(login).get("/api/session").content, type=Actor)

    assert actor("seat01").area_path == "990001"
    assert actor("s-T-S1").area_path == "990001/990001001"
    assert actor("u-T-S1-ZF").unit_path == "T-C/T-S1/T-S1-ZF"
    assert actor("c-hotline").channel == "hotline"
