"""What the joint board says of an action: its card, its cells, what is missing, what is offered first."""

from __future__ import annotations

from itertools import product

from msgspec.structs import replace

from contract.clock import MINUTE
from contract.joint import action as a
from contract.joint.guards import offers
from contract.joint.lifecycle import COLUMNS, TABLE
from contract.joint.log import JointEntry
from contract.joint.party import Score
from contract.joint.rules import FORMS
from tests.unit.joint_steps import Steps
from tests.unit.joint_town import DUTY, FAR, HANDLERS, LEADER, NEAR, REF, STREET
from tests.unit.joint_world import photo
from views.joint import cards, cells, forms_words, offering, work_cells
from views.joint.lacking import lacking
from views.joint.narrowing import Narrowing
from views.joint.running import pressing, unheard
from widgets.light import Light
from widgets.matrix import MatrixCell


def begun(units: tuple[str, ...] = ("d1", "d2", "d3")) -> Steps:
    """Called, nobody has signed in yet."""
    steps = Steps(REF)
    steps.begun(units=units)
    return steps


def at(steps: Steps, minutes: float) -> int:
    """So many minutes later."""
    steps.now += round(minutes * MINUTE)
    return steps.now


def cell(steps: Steps, unit: str, step: str) -> MatrixCell | None:
    """What stands at a department and a step."""
    found = cells.cells(steps.joint, steps.now, REF)
    return next((one for one in found if (one.row, one.step) == (unit, step)), None)


def test_a_card_counts_who_signed_in_and_names_who_is_missing() -> None:
    steps = begun()
    at(steps, 5)
    steps.do(HANDLERS["d1"], a.JointSignIn())
    card = cards.card_of(steps.joint, steps.now, REF)
    assert card.column == "called"
    assert card.lines[0].startswith("1/3")
    assert "d2" in card.lines[1]
    assert "d3" in card.lines[1]
    assert "d1" not in card.lines[1]
    assert card.ticking
    left = cards.left(steps.joint, steps.now, REF.calendar)
    assert left is not None
    assert left.seconds == 25 * 60, "the first to sign in is due first"


def test_after_the_muster_those_who_came_are_counted() -> None:
    steps = begun()
    for unit in ("d1", "d2"):
        steps.do(HANDLERS[unit], a.JointSignIn())
    steps.do(HANDLERS["d1"], a.JointArrive(people=4, lon=NEAR[0], lat=NEAR[1]))
    steps.do(HANDLERS["d1"], a.Muster())
    card = cards.card_of(steps.joint, steps.now, REF)
    assert card.column == "on_site"
    assert card.lines[0].startswith("1/3")
    assert [badge.text for badge in card.badges] == ["Evidence −4"]


def test_a_stopped_one_stands_where_it_was_with_a_mark_and_ticks_no_more() -> None:
    steps = begun()
    steps.do(DUTY, a.Stop(reason="暴雨"))
    card = cards.card_of(steps.joint, steps.now, REF)
    assert card.column == "called"
    assert not card.ticking
    assert "暴雨" in {badge.hint for badge in card.badges}
    assert offering.moves(steps.joint, offers(steps.joint, DUTY, REF)) == {}


def test_people_who_were_to_be_heard_of_stand_first_in_red() -> None:
    steps = begun(("d1",))
    steps.do(HANDLERS["d1"], a.JointSignIn())
    steps.do(HANDLERS["d1"], a.JointArrive(people=4))
    steps.do(HANDLERS["d1"], a.Muster())
    calm = cards.card_of(steps.joint, steps.now, REF).order
    steps.do(HANDLERS["d1"], a.Safety(outcome="started", people=4, minutes=10))
    now = at(steps, 11)
    assert [watch.unit for watch in unheard(steps.joint, now)] == ["d1"]
    found = pressing(steps.joint, now)
    assert found is not None
    assert found.what == "safety"
    card = cards.card_of(steps.joint, now, REF)
    assert card.badges[0].tone == "red"
    assert card.badges[0].text == "Safety"
    assert card.order < calm, "it stands before what is not dangerous"
    assert lacking(steps.joint, now, REF)[0] == (Light.RED, "4 not heard of in time")
    first = offering.bar(steps.joint, offers(steps.joint, DUTY, REF), DUTY, now, REF)[0]
    assert (first.id, first.unit, first.key) == ("joint_safety/heard", "d1", "V")


def test_cells_are_a_departments_own_events_with_their_instants() -> None:
    steps = begun()
    at(steps, 40)
    steps.do(HANDLERS["d2"], a.JointSignIn())
    late = cell(steps, "d2", "sign_in")
    assert late is not None
    assert late.light is Light.RED
    assert late.done
    at(steps, 3)
    steps.do(HANDLERS["d2"], a.JointArrive(people=3, lon=FAR[0], lat=FAR[1]))
    came = cell(steps, "d2", "arrive")
    assert came is not None
    assert came.light is Light.AMBER
    assert "3 people" in came.text
    assert "outside the radius of 300 m" in came.hint
    waits = cell(steps, "d1", "sign_in")
    assert waits is not None
    assert waits.ticking
    party = steps.joint.party("d1")
    assert party is not None
    assert cells.clock_at(steps.joint, "d1", "sign_in") is party.sign_in
    assert cell(steps, "d1", "arrive") is None, "who has not signed in is not waited for on the spot"


def test_where_steps_are_narrow_the_tip_has_the_hour_of_another_day() -> None:
    steps = begun()
    steps.do(HANDLERS["d1"], a.JointSignIn())
    at(steps, 24 * 60)
    wide = {(one.row, one.step): one for one in cells.cells(steps.joint, steps.now, REF)}["d1", "sign_in"]
    found = cells.cells(steps.joint, steps.now, REF, brief=True)
    narrow = {(one.row, one.step): one for one in found}["d1", "sign_in"]
    assert wide.text.startswith(narrow.text)
    assert len(narrow.text) < len(wide.text)
    assert narrow.hint.startswith(wide.text)


def test_what_is_missing_is_said_the_worst_first() -> None:
    steps = begun()
    steps.do(HANDLERS["d1"], a.JointSignIn())
    steps.do(DUTY, a.MarkAbsent(unit="d3"))
    now = at(steps, 31)
    assert lacking(steps.joint, now, REF) == [
        (Light.RED, "1 absent"),
        (Light.RED, "1 not signed in"),
    ]


def test_reminding_who_is_late_comes_first_and_names_them() -> None:
    steps = begun()
    steps.do(HANDLERS["d1"], a.JointSignIn())
    steps.do(HANDLERS["d3"], a.JointSignIn())
    now = at(steps, 31)
    found = offering.bar(steps.joint, offers(steps.joint, DUTY, REF), DUTY, now, REF)
    assert (found[0].id, found[0].unit) == ("joint_remind", "d2")
    assert found[0].text == "Remind d2"
    chosen = offering.bar(steps.joint, offers(steps.joint, DUTY, REF), DUTY, now, REF, "d3")
    assert next(one.unit for one in chosen if one.id == "joint_remind") == "d3"
    awaited = found[-1]
    assert awaited.id == "joint_muster"
    assert awaited.why == "The lead department is not on the spot yet"


def test_letters_are_told_apart_in_every_state_and_role() -> None:
    # What is of one form of kinds is never offered beside what is of another.
    others = {"spot": {"parallel", "mediation"}, "mediation": {"parallel"}, "approval": {"mediation"}}
    others["approval"].add("on_the_spot")
    for state, form in product((known.name for known in TABLE.states), FORMS):
        for role in ("seat", "duty", "handler", "leader"):
            rows = [
                row for row in TABLE.rows(state) if role in row.roles and not others[form] & set(row.guards)
            ]
            letters = [offering.KEYS[i] for row in rows if (i := offering.id_of(row)) in offering.KEYS]
            assert len(letters) == len(set(letters)), (state, form, role, letters)
    taken = {"N", "M", "W", "Y", ".", "/", "1", "2", "3", "4"}
    assert not taken & set(offering.KEYS.values())


def test_a_move_leads_to_the_column_that_its_step_leads_to() -> None:
    steps = Steps(REF)
    steps.begun(units=("d1",))
    assert set(offering.moves(steps.joint, offers(steps.joint, DUTY, REF))) == set()
    steps.do(HANDLERS["d1"], a.JointSignIn())
    steps.do(HANDLERS["d1"], a.JointArrive(people=4))
    moves = offering.moves(steps.joint, offers(steps.joint, DUTY, REF))
    assert {column: row.action for column, row in moves.items()} == {"on_site": "joint_muster"}
    assert set(moves) <= set(COLUMNS)


def test_the_pack_says_have_and_want_and_what_speaks_against_an_item() -> None:
    steps = begun(("d1",))
    steps.do(HANDLERS["d1"], a.JointSignIn())
    taken = photo(1, steps.now - 40 * 24 * 60 * MINUTE)
    steps.do(HANDLERS["d1"], a.EvidenceStep(outcome="brought", evidence="e1", kind="before", files=(taken,)))
    rows, found = work_cells.pack(steps.joint, steps.now, REF)
    assert [row.key for row in rows][:2] == ["kind:before", "item:e1"]
    texts = {(one.row, one.step): (one.light, one.text) for one in found}
    assert texts["kind:before", "have"] == (Light.NONE, "0/1"), "nothing is demanded before action begins"
    assert texts["item:e1", "marks"] == (Light.RED, "taken at another time")
    assert offering.about_item(steps.joint, offers(steps.joint, DUTY, REF), DUTY, "item:e1", REF) == []


def test_missing_evidence_is_quiet_until_action_began_and_its_limit_nears() -> None:
    steps = begun(("d1",))
    lead = HANDLERS["d1"]

    def shown() -> tuple[Light, list[Light]]:
        cells = {(one.row, one.step): one for one in work_cells.pack(steps.joint, steps.now, REF)[1]}
        said = lacking(steps.joint, steps.now, REF)
        return cells["kind:after", "have"].light, [light for light, text in said if "evidence" in text]

    assert shown() == (Light.NONE, [])
    steps.do(lead, a.JointSignIn())
    steps.do(lead, a.JointArrive(people=4, lon=NEAR[0], lat=NEAR[1]))
    steps.do(lead, a.Muster())
    assert shown() == (Light.NONE, [Light.NONE])
    steps.do(lead, a.Plan(minutes="先清运"))
    steps.do(lead, a.Begin())
    assert shown() == (Light.NONE, [Light.NONE])
    handle = steps.joint.handle
    assert handle is not None
    assert handle.amber_at is not None
    assert handle.due_at is not None
    steps.now = handle.amber_at
    assert shown() == (Light.AMBER, [Light.AMBER])
    steps.now = handle.due_at + 1
    assert shown() == (Light.RED, [Light.RED])


def test_a_score_that_was_changed_says_what_it_was() -> None:
    def line(n: int, stars: int, unit: str = "d1") -> JointEntry:
        said = "d " + "★" * stars + "☆" * (5 - stars)
        return JointEntry(
            n=n, action="joint_score", outcome="department", by="s", name="s", role="handler", at=n,
            received_at=n, on=unit, subject=said,
        )  # fmt: skip

    steps = begun(("d1", "d2"))
    parties = tuple(replace(one, score=Score(value=4, by="s", name="s", at=3)) for one in steps.joint.parties)
    joint = replace(steps.joint, parties=parties)
    log = (line(1, 2), line(2, 3, "d2"), line(3, 4))
    found = {(one.row, one.step): one for one in cells.cells(joint, steps.now, REF, log)}
    assert found["d1", "score"].text == "4 of 5, was 2"
    assert "changed, before: 2" in found["d1", "score"].hint
    assert found["d2", "score"].text == "4 of 5"


def test_the_filter_knows_ours_late_and_words() -> None:
    steps = begun(("d1", "d2"))
    ours = Narrowing(mine=True)
    assert ours.lets(steps.joint, HANDLERS["d2"], steps.now, REF)
    assert ours.lets(steps.joint, STREET, steps.now, REF), "it was this street that whistled"
    assert not ours.lets(steps.joint, HANDLERS["d4"], steps.now, REF)
    assert not ours.lets(steps.joint, LEADER, steps.now, REF)
    late = Narrowing(late=True)
    assert not late.lets(steps.joint, DUTY, steps.now, REF)
    assert late.lets(steps.joint, DUTY, at(steps, 31), REF)
    assert Narrowing(text="夜市 ld1").lets(steps.joint, DUTY, steps.now, REF)
    assert not Narrowing(text="采石").lets(steps.joint, DUTY, steps.now, REF)
    assert not Narrowing(kind="repair").lets(steps.joint, DUTY, steps.now, REF)


def test_who_sends_a_department_away_reads_what_becomes_of_its_tasks() -> None:
    steps = begun()
    for unit in ("d1", "d3"):
        steps.do(HANDLERS[unit], a.JointSignIn())
        steps.do(HANDLERS[unit], a.JointArrive(people=1))
    steps.do(HANDLERS["d1"], a.Muster())
    until = steps.now + 60 * MINUTE
    given = tuple(a.Given(id=f"t{n}", unit="d2", text="清点现场", until=until) for n in range(2))
    steps.do(HANDLERS["d1"], a.Plan(minutes="分头进行", tasks=given))
    assert "(2) pass to" in forms_words.left_undone("substitute", steps.joint, "d2")
    assert "else they are withdrawn" in forms_words.left_undone("decide/released", steps.joint, "d2")
    assert not forms_words.left_undone("decide/kept", steps.joint, "d2")
    assert not forms_words.left_undone("substitute", steps.joint, "d3")
