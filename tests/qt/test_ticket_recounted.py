"""What the timeline says of another calendar, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from contract.clock import DAY, HOUR
from contract.feed import Entry
from contract.recalendar import Moved
from tests.console_matter import REFERENCE, T0
from views import language
from views.ticket import recounted

ENTRY = Entry(
    n=4, action="calendar", by="system", name="系统", role="system", at=T0, received_at=T0, words="旧",
    calendar="2027",
    moved=(
        Moved("handle", T0 + HOUR, T0 + DAY + HOUR),
        Moved("responsibility", T0 + HOUR, T0 + HOUR),
        Moved("verify", None, T0 + 2 * HOUR, provisional=True),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    """Whatever a test before left installed, and none left by these."""
    language.install("en")
    yield
    language.install("en")


@pytest.mark.parametrize(
    ("tongue", "years", "hours", "moved"),
    [
        (
            "en",
            "Public holidays of 2027 changed",
            "Working hours changed",
            (
                "Handling: 10:00 → Thu 19 Nov 10:00 · Responsibility: due 10:00, as it was"
                " · Verify and close: stands → 11:00, provisional"
            ),
        ),
        (
            "zh_CN",
            "2027年放假安排变更",
            "工作时间变更",
            (
                "处置：10:00 → 11月19日 周四 10:00 · 责任时限：10:00到期，已确定"
                " · 核查结案：暂停中 → 11:00（暂定）"
            ),
        ),
    ],
)
def test_what_changed_and_what_is_due_when(tongue: str, years: str, hours: str, moved: str) -> None:
    language.install(tongue)
    assert recounted.what(ENTRY) == years
    assert recounted.what(replace(ENTRY, calendar="hours")) == hours
    assert recounted.detail(ENTRY, T0, REFERENCE) == moved


def test_clocks_that_are_not_known_here_are_told_in_the_words_that_came() -> None:
    assert recounted.detail(replace(ENTRY, moved=()), T0, REFERENCE) == "旧"
