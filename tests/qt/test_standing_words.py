"""What stands beside a ticket's way, in words: lights of an answer owed, what an extension would come to,
in both languages."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from contract import action as a
from contract.beside import Beside, Request, Supervision
from contract.clock import HOUR, MINUTE, Limit, extend
from contract.supervising import REASON
from contract.ticket import Ticket
from tests.console_matter import REFERENCE, T0, reported, stepped
from views import language, standing
from views.ticket.beside_facts import beside_facts, marks
from views.ticket.grounds import asked_lines
from widgets.light import Light

ORDER = Supervision("leader", "l", "李局", T0, "请说明进展", T0 + 10 * HOUR)


def sent() -> Ticket:
    """A ticket with a responsibility clock."""
    ticket = stepped(reported(1), a.Accept(), seq=2)
    item = REFERENCE.items[0]
    ticket = stepped(ticket, a.File(item=item.code, area=REFERENCE.areas[-1].code), seq=3)
    return stepped(ticket, a.Dispatch(unit=REFERENCE.units[0].code), seq=4)


@pytest.mark.parametrize(
    ("now", "light"),
    [
        (T0, Light.GREEN),
        (T0 + 8 * HOUR - 1, Light.GREEN),
        (T0 + 8 * HOUR, Light.AMBER),
        (T0 + 10 * HOUR, Light.AMBER),
        (T0 + 10 * HOUR + 1, Light.RED),
    ],
)
def test_the_light_of_an_answer_owed(now: int, light: Light) -> None:
    left = standing.reply_left(ORDER, now)
    assert left is not None
    assert left.light is light
    assert (left.seconds < 0) == (now >= ORDER.reply_due + 1000)


def test_an_answer_given_is_owed_no_longer() -> None:
    assert standing.reply_left(replace(ORDER, reply="已办", replied_at=T0 + MINUTE), T0 + 20 * HOUR) is None
    assert standing.reply_left(None, T0) is None


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_what_is_asked_for_says_what_it_would_come_to(qapp: QApplication, lang: str) -> None:
    language.install(lang)
    ticket = sent()
    clock = ticket.responsibility
    assert clock is not None
    asked = Request("extend", "u", "承办人", T0 + HOUR, "等材料", value=1, unit=clock.limit.unit)
    ticket = replace(ticket, beside=Beside(requests=(asked,), extensions=1))
    ((_, what, rest),) = asked_lines(ticket, T0 + 2 * HOUR, REFERENCE)
    after = extend(clock, Limit(1, clock.limit.unit).amount, REFERENCE.calendar).due_at
    assert after is not None
    assert standing.moment(after, T0 + 2 * HOUR, REFERENCE) in rest
    assert "等材料" in rest
    assert ("Extension" in what) is (lang == "en")
    assert ("延期" in what) is (lang == "zh_CN")
    language.install("en")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_what_the_system_orders_is_said_in_one_language(qapp: QApplication, lang: str) -> None:
    language.install(lang)
    order = Supervision("time_out", "system", "系统", T0, f"{REASON.zh}\n{REASON.en}", T0 + HOUR)
    said = standing.supervised(order)
    assert REASON.of(lang) in said
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said) is (lang == "zh_CN")
    assert ("System" in said) is (lang == "en")
    # What a person writes stands as it was written.
    assert "一\n二" in standing.supervised(replace(ORDER, words="一\n二"))
    language.install("en")


def test_most_tickets_say_nothing_of_it() -> None:
    assert beside_facts(sent(), T0, REFERENCE, "") == []
    assert marks(sent(), T0, REFERENCE) == ""
