"""What the timeline says of a clock that fell due, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from contract.clock import HOUR, MINUTE
from contract.feed import Entry
from tests.console_matter import REFERENCE, T0
from views import language
from views.ticket import fallen

NEAR = Entry(
    n=4,
    action="due",
    outcome="near",
    by="system",
    name="系统",
    role="system",
    at=T0,
    received_at=T0,
    clock="handle",
    due_at=T0 + HOUR,
)
PAST = replace(NEAR, outcome="past", at=T0 + HOUR)
REMINDER = replace(PAST, outcome="reminder", at=T0 + 5 * HOUR, nth=2, late=True)


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    """Whatever a test before left installed, and none left by these."""
    language.install("en")
    yield
    language.install("en")


@pytest.mark.parametrize(
    ("tongue", "said"),
    [
        (
            "en",
            [
                "Handling: near its limit",
                "Handling: past its limit",
                "Handling: still past its limit, reminder 2",
            ],
        ),
        ("zh_CN", ["处置即将到期", "处置已超时", "处置超时提醒（第 2 次）"]),
    ],
)
def test_each_has_its_words(tongue: str, said: list[str]) -> None:
    language.install(tongue)
    assert [fallen.what(entry) for entry in (NEAR, PAST, REMINDER)] == said


@pytest.mark.parametrize(
    ("tongue", "due", "later"), [("en", "due ", "found later"), ("zh_CN", "截止 ", "事后补记")]
)
def test_the_limit_is_said_where_it_is_another_instant(tongue: str, due: str, later: str) -> None:
    language.install(tongue)
    now = T0 + 6 * HOUR + MINUTE
    assert fallen.detail(NEAR, now, REFERENCE).startswith(due)
    assert fallen.detail(PAST, now, REFERENCE) == ""
    part = replace(PAST, clock="part:u1", words="一街中队")
    assert fallen.detail(part, now, REFERENCE) == "一街中队"
    assert fallen.detail(REMINDER, now, REFERENCE).endswith(f" · {later}")


def test_every_clock_of_the_backend_has_a_name_of_its_own() -> None:
    clocks = ("accept", "handle", "responsibility", "make_safe", "reply", "part:u1")
    names = {fallen.what(replace(NEAR, clock=clock)) for clock in clocks}
    assert len(names) == len(clocks)
    assert not any(clock in name for clock in clocks for name in names)
