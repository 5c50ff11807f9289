"""What the forms of a joint action say: labels, what to write, what is missing, what can't be undone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.joint.guards import missing as lacking
from contract.joint.joint import Joint
from contract.reference import Reference
from views import words
from views.context import Context
from views.joint import approval_words, mediation_words, naming

translate = QCoreApplication.translate


def caption(step: str, key: str) -> str:
    """The label over a field."""
    named = {
        ("agree/drawn", "unit"): translate("JointForms", "To which unit"),
        ("agree/drawn", "text"): translate("JointForms", "What is handed over, and who keeps it up"),
        ("problem/found", "text"): translate("JointForms", "What is wrong"),
        ("problem/ticketed", "text"): translate("JointForms", "What is wrong"),
        ("problem/handed_on", "unit"): translate("JointForms", "To which unit"),
        ("task/given", "unit"): translate("JointForms", "Whose task"),
        ("task/given", "text"): translate("JointForms", "What it is to do"),
        ("decide/released", "instead"): translate("JointForms", "Called in its place (optional)"),
        ("substitute", "instead"): translate("JointForms", "Called in its place"),
        ("problem/ticketed", "ticket"): translate("JointForms", "The ticket that it became"),
        ("object", "entry"): translate("JointForms", "Whose it is by the lists (optional)"),
        ("settle", "result"): translate("JointForms", "What came of it"),
        ("complete", "result"): translate("JointForms", "What was done"),
        ("note", "note"): translate("JointForms", "Note"),
        ("evidence/brought", "files"): translate("JointForms", "Files, each with what it is"),
        ("evidence/brought", "point"): translate("JointForms", "Where it was taken (optional)"),
        ("agree/signed_outside", "files"): translate("JointForms", "The signed agreement"),
        ("approve", "kind"): translate("JointForms", "Kind"),
    }.get((step, key))
    named = named or mediation_words.caption(step, key) or approval_words.caption(step, key)
    return named or {
        "target": _target(step),
        "reason": translate("JointForms", "Reason"),
        "note": translate("JointForms", "Note (optional)"),
        "kind": translate("JointForms", "Kind"),
        "parties": translate("JointForms", "Departments"),
        "party": translate("JointForms", "Called, too"),
        "meet_at": translate("JointForms", "When they meet on the spot (optional)"),
        "people": translate("JointForms", "How many people"),
        "point": translate("JointForms", "Where they are (optional)"),
        "place": translate("JointForms", "Place (optional)"),
        "files": translate("JointForms", "Files (optional)"),
        "entry": translate("JointForms", "Entry of the duty or powers list (optional)"),
        "minutes": translate("JointForms", "What was agreed"),
        "attended": translate("JointForms", "Who was there"),
        "tasks": translate("JointForms", "Who does what until when"),
        "until": translate("JointForms", "Until when"),
        "result": translate("JointForms", "What was done"),
        "title": translate("JointForms", "Title"),
        "area": translate("JointForms", "Grid"),
        "document": translate("JointForms", "Number of the legal document (optional)"),
        "words": translate("JointForms", "Words (optional)"),
        "body": translate("JointForms", "Or to a body outside"),
        "every": translate("JointForms", "Minutes between two signs of life"),
        "scores": translate("JointForms", "Departments"),
        "value": translate("JointForms", "How good was the whistle"),
        "ticket": translate("JointForms", "Ticket"),
    }.get(key, key)


def _target(step: str) -> str:
    kind = step.partition("/")[0]
    return (
        {
            "task": translate("JointForms", "Which task"),
            "problem": translate("JointForms", "Which problem"),
            "evidence": translate("JointForms", "Which item of evidence"),
            "ticket": translate("JointForms", "Which ticket"),
        }.get(kind)
        or mediation_words.target(step)
        or approval_words.target(step)
        or translate("JointForms", "Which department")
    )


def placeholder(step: str, key: str) -> str:
    """What stands in an empty field of words."""
    return (
        {
            ("refuse", "reason"): translate(
                "JointForms", "Why no joint action is called; who asked reads this"
            ),
            ("withdraw", "reason"): translate("JointForms", "Why it is no longer needed"),
            ("join", "reason"): translate("JointForms", "Why this department is needed, too"),
            ("object", "reason"): translate("JointForms", "Why it is not this department's, and whose it is"),
            ("decide/kept", "reason"): translate("JointForms", "Why it is this department's; it reads this"),
            ("decide/released", "reason"): translate("JointForms", "Why it need not take part"),
            ("substitute", "reason"): translate("JointForms", "Why another department comes"),
            ("plan", "minutes"): translate(
                "JointForms", "What is done, in which order, who answers for what"
            ),
            ("task/given", "text"): translate("JointForms", "What, where, to what end"),
            ("task/done", "result"): translate("JointForms", "What was done, with what result"),
            ("task/withdrawn", "reason"): translate("JointForms", "Why it is no longer needed"),
            ("problem/found", "text"): translate("JointForms", "What is wrong, and since when if known"),
            ("problem/handled", "result"): translate("JointForms", "How it was dealt with on the spot"),
            ("problem/handed_on", "reason"): translate("JointForms", "Why it is that unit's"),
            ("evidence/struck", "reason"): translate("JointForms", "Why it counts for nothing"),
            ("agree/drawn", "text"): translate(
                "JointForms", "Things, state, keys and papers, duties from now on"
            ),
            ("stop", "reason"): translate("JointForms", "What stands in the way, and until when"),
            ("complete", "result"): translate("JointForms", "What was done, by whom, with what result"),
            ("verify/failed", "reason"): translate("JointForms", "What is still wrong on the spot"),
            ("call_off", "reason"): translate(
                "JointForms", "Why it is called off; all departments read this"
            ),
            ("settle", "result"): translate("JointForms", "Who answers for it, and what was decided"),
            ("ticket/untied", "reason"): translate("JointForms", "Why it does not belong to it"),
            ("note", "note"): translate("JointForms", "To all who take part"),
        }.get((step, key))
        or mediation_words.placeholder(step, key)
        or approval_words.placeholder(step, key)
    )


def missing(key: str, step: str = "") -> str:
    """What to do about a required field of a step that is empty."""
    if key == "files":
        return translate("JointForms", "Add at least one file")
    if step.startswith("approval/") and (said := approval_words.missing(key)):
        return said
    return (
        {
            "target": translate("JointForms", "Choose one"),
            "reason": translate("JointForms", "Write the reason; it goes into the log"),
            "result": translate("JointForms", "Write what was done"),
            "note": translate("JointForms", "Write a line"),
            "people": translate("JointForms", "Type how many, a whole number from 1"),
            "instead": translate("JointForms", "Choose the department from the list"),
            "unit": translate("JointForms", "Choose the department from the list"),
            "minutes": translate("JointForms", "Write what was agreed"),
            "until": translate("JointForms", "Type a time to come, such as 18:00 or 3d"),
            "text": translate("JointForms", "Write it down"),
            "title": translate("JointForms", "Write a title"),
            "area": translate("JointForms", "Choose the grid, or a larger area if the grid is not known"),
            "value": translate("JointForms", "Choose one to five stars; the figures 1 to 5 do"),
            "ticket": translate("JointForms", "Choose the ticket from the list"),
            "kind": translate("JointForms", "Choose the kind"),
        }.get(key)
        or mediation_words.missing(key)
        or approval_words.missing(key)
        or translate("JointForms", "Needed")
    )


def gone_out() -> str:
    """Of a reminder: nobody can take it back, whoever was reminded has read it."""
    return translate("JointForms", "it stands in the log and can't be taken back")


def final(step: str) -> str:
    """That a step can't be taken back, and what it comes to."""
    return {
        "refuse": translate(
            "JointForms", "This can't be undone: nobody is called, a new proposal starts anew."
        ),
        "verify/failed": translate(
            "JointForms",
            "This can't be undone: it goes back into action; twice in a row holds the lead to account.",
        ),
        "call_off": translate("JointForms", "This can't be undone: it ends here for all departments."),
        "close": translate("JointForms", "This can't be undone: nothing more can be added after it."),
    }.get(step) or mediation_words.final(step)


def evidence_missing(joint: Joint, reference: Reference) -> str:
    """What its kind still demands of the evidence pack, in words; "" where it is whole."""
    parts = [
        translate("JointForms", "{kind} {have} of {want}").format(
            kind=naming.evidence(one.kind), have=one.have, want=one.want
        )
        for one in lacking(joint, reference)
    ]
    return translate("JointForms", "Still missing: {what}").format(what=words.listed(parts)) if parts else ""


def in_the_way(joint: Joint, reference: Reference) -> list[str]:
    """What stands between an action and its completion, in words."""
    said = [evidence_missing(joint, reference)]
    tasks = [task for task in joint.tasks if task.state in ("given", "taken")]
    if tasks:
        names = words.listed(dict.fromkeys(naming.unit(t.unit, t.unit_name, reference) for t in tasks))
        said.append(
            translate("JointForms", "Tasks not done: {n} ({units})").format(n=len(tasks), units=names)
        )
    problems = [str(problem.n) for problem in joint.problems if problem.state == "open"]
    if problems:
        said.append(
            translate("JointForms", "Problems still open: {list}").format(list=words.listed(problems))
        )
    watched = [watch for watch in joint.safety if watch.ended_at is None]
    if watched:
        names = words.listed(naming.unit(w.unit, w.unit_name, reference) for w in watched)
        said.append(translate("JointForms", "Still to be heard of: {units}").format(units=names))
    objecting = [party for party in joint.parties if party.state == "objecting"]
    if objecting:
        names = words.listed(naming.unit(p.unit, p.unit_name, reference) for p in objecting)
        said.append(translate("JointForms", "Objections to decide: {units}").format(units=names))
    said += approval_words.in_the_way(joint, reference)
    return [line for line in said if line]


def left_undone(step: str, joint: Joint, unit: str) -> str:
    """What becomes of the tasks of a department that leaves, "" where none is open."""
    said = {
        "substitute": translate("JointForms", "Its open tasks ({n}) pass to the department called instead."),
        "decide/released": translate(
            "JointForms",
            "Its open tasks ({n}) pass to the department called instead, else they are withdrawn.",
        ),
    }.get(step)
    n = sum(task.unit == unit and task.state in ("given", "taken") for task in joint.tasks)
    return said.format(n=n) if said and n else ""


def target_text(step: str, joint: Joint, target: str, context: Context) -> str:
    """What a step is done to, in words; "" where it is not there any more: a ticket that this very step
    untied, a task that was given and taken back."""
    kind = step.partition("/")[0]
    reference = context.reference
    if kind in ("side", "session", "settlement"):
        return mediation_words.target_text(joint, target, context.now(), reference)
    if kind == "approval":
        return approval_words.target_text(joint, target, reference)
    if kind == "task":
        task = next((one for one in joint.tasks if one.id == target), None)
        if task is None:
            return ""
        return words.dotted((naming.unit(task.unit, task.unit_name, reference), task.text))
    if kind == "problem":
        problem = next((one for one in joint.problems if one.id == target), None)
        return words.dotted((str(problem.n), problem.text)) if problem is not None else ""
    if kind == "evidence":
        item = next((one for one in joint.evidence if one.id == target), None)
        return words.dotted((naming.evidence(item.kind), item.file.name)) if item is not None else ""
    if kind == "ticket":
        tied = next((ticket for ticket in joint.tickets if ticket.id == target), None)
        return words.dotted((tied.number, tied.title)) if tied is not None else ""
    party = joint.party(target)
    return naming.unit(target, party.unit_name if party is not None else "", reference)
