"""Tasks, problems and the evidence pack as rows and cells."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.clock import Clock, light
from contract.joint.joint import Joint
from contract.joint.spot import Evidence, JointProblem, Task
from contract.reference import Reference
from views import words
from views.joint import mediation_cells, mediation_words, naming
from views.joint.cards import HANDING, column_of, evidence_light
from views.joint.cells import OPEN_TASKS
from widgets.light import Light
from widgets.matrix import MatrixCell, MatrixRow, MatrixStep

translate = QCoreApplication.translate

Table = tuple[list[MatrixRow], list[MatrixCell]]
"""The rows, and what stands in them."""


# --- tasks and problems ----------------------------------------------------------------------------------
def work_steps() -> list[MatrixStep]:
    """Of tasks and problems."""
    return [
        MatrixStep("who", translate("JointWork", "Department"), most=140),
        MatrixStep("state", translate("JointWork", "How it stands")),
    ]


def work(joint: Joint, now: int, reference: Reference) -> Table:
    """Tasks as they were given, then problems as they were found; row keys ``task:ID``, ``problem:ID``."""
    rows: list[MatrixRow] = []
    cells: list[MatrixCell] = []
    for task in joint.tasks:
        key = f"task:{task.id}"
        rows.append(MatrixRow(key, task.text, hint=task.result))
        who = naming.short_unit(task.unit, task.unit_name, reference)
        cells.append(MatrixCell(key, "who", text=who))
        cells.append(_task(key, task, now, reference))
    for problem in joint.problems:
        key = f"problem:{problem.id}"
        note = translate("JointWork", "problem {n}").format(n=problem.n)
        rows.append(MatrixRow(key, problem.text, note, hint=words.dotted((problem.place, problem.result))))
        code, name = (problem.unit, problem.unit_name) if problem.unit else (problem.found_unit, "")
        cells.append(MatrixCell(key, "who", text=naming.short_unit(code, name, reference)))
        cells.append(_problem(key, problem, now, reference))
    return rows, cells


def _task(key: str, task: Task, now: int, reference: Reference) -> MatrixCell:
    if task.state == "withdrawn":
        return MatrixCell(key, "state", text=translate("JointWork", "withdrawn"), done=True, hint=task.result)
    if task.state == "done":
        late = light(task.clock, now) == "red"
        when = naming.moment(task.done_at or task.given_at, now, reference)
        hint = words.dotted((task.done_by, task.result))
        return MatrixCell(key, "state", Light.RED if late else Light.GREEN, when, done=True, hint=hint)
    taken = translate("JointWork", "taken") if task.state == "taken" else ""
    if not task.clock.running:
        return MatrixCell(key, "state", text=words.dotted((taken, translate("JointWork", "stands"))))
    return MatrixCell(key, "state", text=taken, ticking=True)


def _problem(key: str, problem: JointProblem, now: int, reference: Reference) -> MatrixCell:
    if problem.state == "open":
        when = naming.moment(problem.found_at, now, reference)
        return MatrixCell(
            key,
            "state",
            Light.AMBER,
            translate("JointWork", "open"),
            hint=words.dotted((when, problem.place)),
        )
    said = {
        "handled": translate("JointWork", "handled"),
        "handed_on": translate("JointWork", "handed on"),
        "ticketed": problem.number or translate("JointWork", "a ticket"),
    }.get(problem.state, problem.state)
    when = naming.moment(problem.ended_at or problem.found_at, now, reference)
    return MatrixCell(key, "state", Light.GREEN, words.dotted((said, when)), done=True, hint=problem.result)


def clock_of_work(joint: Joint, row: str) -> Clock | None:
    """The clock that a row counts down by."""
    kind, _, id_ = row.partition(":")
    task = next((one for one in joint.tasks if one.id == id_), None) if kind == "task" else None
    return task.clock if task is not None else None


def ended_of_work(joint: Joint) -> tuple[int, int]:
    """How many tasks and problems have ended, and how many there are."""
    tasks = [task for task in joint.tasks if task.state != "withdrawn"]
    ended = sum(task.state not in OPEN_TASKS for task in tasks)
    ended += sum(problem.state != "open" for problem in joint.problems)
    return ended, len(tasks) + len(joint.problems)


# --- the evidence pack -----------------------------------------------------------------------------------
def pack_steps() -> list[MatrixStep]:
    """Of the evidence pack."""
    return [
        MatrixStep("have", translate("JointWork", "There")),
        MatrixStep("marks", translate("JointWork", "Checked")),
    ]


def pack(joint: Joint, now: int, reference: Reference) -> Table:
    """What its kind demands, each with the items of that kind below it, then what else was brought; row keys
    ``kind:KIND``, ``item:ID``."""
    kind = reference.district.joint.kind(joint.kind)
    wanted = dict(kind.evidence) if kind is not None else {}
    for item in joint.evidence:
        wanted.setdefault(item.kind, 0)
    rows: list[MatrixRow] = []
    cells: list[MatrixCell] = []
    for name, want in wanted.items():
        key = f"kind:{name}"
        own = [item for item in joint.evidence if item.kind == name]
        called = mediation_words.evidence(name, joint, reference) or naming.evidence(name)
        rows.append(MatrixRow(key, called, strong=True))
        cells.append(_demanded(key, name, want, own, joint, now, reference))
        for item in own:
            rows.append(_item_row(item, reference))
            cells += _item(item, now, reference)
    return rows, cells


def _demanded(
    key: str, name: str, want: int, own: list[Evidence], joint: Joint, now: int, reference: Reference
) -> MatrixCell:
    if name == "agreement" and mediation_words.is_table(joint, reference):
        return mediation_cells.demanded(key, joint, now, reference)
    shade = evidence_light(joint, now)
    if name == "agreement":
        held = joint.agreement
        asked = Light.AMBER if column_of(joint) in HANDING else Light.NONE
        if held is None:
            return MatrixCell(key, "have", asked, translate("JointWork", "not drawn up"))
        if not held.signed:
            return MatrixCell(key, "have", asked, translate("JointWork", "not signed"))
        when = naming.moment(max(held.lead_signed_at or 0, held.to_signed_at or 0), now, reference)
        return MatrixCell(key, "have", Light.GREEN, when, done=True)
    have = sum(item.counts for item in own)
    if not want:
        return MatrixCell(key, "have", text=str(have), done=True)
    return MatrixCell(
        key, "have", Light.GREEN if have >= want else shade, f"{have}/{want}", done=have >= want
    )


def _item_row(item: Evidence, reference: Reference) -> MatrixRow:
    title = item.document or item.words or item.file.name or naming.evidence(item.kind)
    by = naming.short_unit(item.unit, item.unit_name, reference) if item.unit else item.name
    return MatrixRow(f"item:{item.id}", f"\u2003{title}", by, hint=item.file.sha256)


def _item(item: Evidence, now: int, reference: Reference) -> list[MatrixCell]:
    key = f"item:{item.id}"
    taken = item.file.taken_at
    when = naming.moment(taken if taken is not None else item.at, now, reference)
    far = translate("JointWork", "{n} m").format(n=item.metres) if item.metres is not None else ""
    found = [MatrixCell(key, "have", text=words.dotted((when, far)), done=True)]
    if item.struck_at is not None:
        hint = words.dotted((item.struck_by, item.struck_reason))
        found.append(
            MatrixCell(key, "marks", Light.NONE, translate("JointWork", "struck"), done=True, hint=hint)
        )
    elif item.marks:
        said = words.listed(naming.mark(mark) for mark in item.marks)
        shown = Light.NONE if item.counts else Light.RED
        found.append(MatrixCell(key, "marks", shown, said, done=item.counts))
    else:
        found.append(MatrixCell(key, "marks", Light.GREEN, translate("JointWork", "sound"), done=True))
    return found
