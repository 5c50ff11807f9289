"""The OpenAPI document against the service: no fault, no answer that it does not state."""

from __future__ import annotations

from collections import defaultdict

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backend.app import document
from tests.backend.running import RunningBackend

# A stream that does not end.
APART = ["/api/feed"]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

answered: defaultdict[str, set[int]] = defaultdict(set)
"""Statuses by operation."""

# Lists of changes, each of them one of five kinds with lines and rings: a body takes seconds to make up.
COSTLY = ["adoptDivision", "checkDivision"]
# One of thirty kinds, some with lists of their own: to make up all that its schema covers takes minutes.
ACTS = ["actJoint"]

_whole = schemathesis.openapi.from_dict(document()).exclude(path=APART)
schema = _whole.exclude(operation_id=[*COSTLY, *ACTS])
costly = _whole.include(operation_id=COSTLY)
acts = schemathesis.openapi.from_dict(document()).include(operation_id=ACTS)


@pytest.fixture(scope="module", params=["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """SQLite alone: what is tried here is the edge, which is the same on both."""
    return f"sqlite:///{tmp_path_factory.mktemp('database') / 'grid.db'}"


@schema.parametrize()
@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_documented(case: schemathesis.Case, backend: RunningBackend) -> None:
    admins = case.operation.path.startswith(
        ("/api/time", "/api/catalogue", "/api/mandates", "/api/divisions")
    )
    login = "admin01" if admins else "duty01"
    if case.operation.path.startswith("/api/catalogue/admissions") and case.method == "POST":
        login = "duty01" if case.operation.path.endswith("decision") else "u-T-S1-ZF"
    if case.operation.path == "/api/feed/poll" and ("wait" not in case.query or case.query["wait"]):
        case.query["wait"] = 0  # nobody acts meanwhile: the wait tells nothing
    if case.operation.path == "/api/duty/check-ins":
        login = "g-990001001001-01"
    if case.operation.path.startswith("/api/component-files"):
        login = "admin01"
    if case.operation.path == "/api/seat":
        login = "seat01"
    if case.operation.path == "/api/session":
        # It may end the session that it is called with: it gets one of its own.
        login = "seat02"
        backend.forget(login)
    headers = {"authorization": f"Bearer {backend.token(login)}"}
    answer = case.call_and_validate(base_url=backend.url, headers=headers, checks=CHECKS, timeout=30)
    backend.clock.run_at(1.0)
    answered[case.operation.label].add(answer.status_code)


@costly.parametrize()
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_costly_operation_answers_as_documented(case: schemathesis.Case, backend: RunningBackend) -> None:
    headers = {"authorization": f"Bearer {backend.token('admin01')}"}
    answer = case.call_and_validate(base_url=backend.url, headers=headers, checks=CHECKS, timeout=30)
    answered[case.operation.label].add(answer.status_code)


@acts.parametrize()
@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)
def test_an_act_on_a_joint_action_answers_as_documented(
    case: schemathesis.Case, backend: RunningBackend
) -> None:
    headers = {"authorization": f"Bearer {backend.token('duty01')}"}
    answer = case.call_and_validate(base_url=backend.url, headers=headers, checks=CHECKS, timeout=30)
    answered[case.operation.label].add(answer.status_code)


def test_the_answers_were_not_all_that_nobody_is_let_in() -> None:
    own = {label: statuses for label, statuses in answered.items() if " /api/superior" not in label}
    assert [label for label, statuses in own.items() if statuses <= {401, 403}] == []
