"""What the forms of steps say: labels, what to write, what is still missing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def caption(key: str, *, required: bool, step: str = "") -> str:
    """The label over a field, in a step's form."""
    if (step, key) == ("link/made", "into"):
        return translate("ActForm", "Closed ticket it repeats")
    if step.startswith("mediate/") and key in ("until", "place", "result"):
        return {
            "until": translate("ActForm", "When it is held"),
            "place": translate("ActForm", "Where it is held"),
            "result": translate("ActForm", "How it went"),
        }[key]
    return {
        "reason": translate("ActForm", "Reason"),
        "result": translate("ActForm", "What was done"),
        "note": translate("ActForm", "Note") if required else translate("ActForm", "Note (optional)"),
        "place": translate("ActForm", "Place (optional)"),
        "item": translate("ActForm", "Item"),
        "component": translate("ActForm", "Component (optional)"),
        "unit": translate("ActForm", "Unit"),
        "into": translate("ActForm", "Merge into"),
        "area": translate("ActForm", "Grid"),
        "satisfaction": translate("ActForm", "How satisfied is the reporter"),
        "files": translate("ActForm", "Files"),
        "ground": translate("ActForm", "On what ground"),
        "entry": translate("ActForm", "Entry of the duty or powers list"),
        "cause": translate("ActForm", "Why the clocks shall stand"),
        "until": translate("ActForm", "Until when"),
        "kind": translate("ActForm", "Kind of supervision"),
        "reply_due": translate("ActForm", "To be answered by"),
        "value": translate("ActForm", "How much longer"),
        "task": translate("ActForm", "What this unit is to do"),
        "parties": translate("ActForm", "Who takes part"),
        "visit": translate("ActForm", "What the visit found"),
    }[key]


def placeholder(step: str, key: str) -> str:
    """What stands in an empty field of a step."""
    return (
        {
            "refuse": translate("ActForm", "Why it is not admitted; the reporter is told this"),
            "return": translate("ActForm", "Why it is not yours, and whose it may be"),
            "verify/failed": translate("ActForm", "What is still wrong on the spot"),
            "reopen": translate("ActForm", "What the reporter is not satisfied with"),
            "handle/done": translate("ActForm", "What was done, by whom, with what result"),
            "extend/asked": translate("ActForm", "Why the limit is not enough, and what happens until then"),
            "suspend/asked": translate("ActForm", "What has to come about before work can go on"),
            "escalate": translate("ActForm", "Why it is outside the powers of this level"),
            "arbitrate": translate("ActForm", "Why it is this unit's; both units read this"),
            "unmerge": translate("ActForm", "Why it is not the same matter"),
            "link/undone": translate("ActForm", "Why it is not the same matter"),
            "supervise/ordered": translate("ActForm", "What is to be done, and what is to be answered"),
            "supervise/replied": translate("ActForm", "How far it is, and when it will be done"),
            "part/done": translate("ActForm", "What your unit did of it"),
            "part/withdrawn": translate("ActForm", "Why the part is no longer needed"),
            "make_safe/done": translate("ActForm", "How the danger was made safe"),
            "mediate/agreed": translate("ActForm", "What the parties agreed on; the agreement goes with it"),
            "mediate/not_agreed": translate("ActForm", "What each party wants, and what comes next"),
            "mediate/put_off": translate("ActForm", "Why it is held at another time"),
            "errand/collected": translate("ActForm", "Which papers were collected, from whom"),
            "errand/handed_in": translate("ActForm", "Which office took them, with what receipt"),
            "errand/brought_back": translate("ActForm", "What came of it, and who has it now"),
            "repair/done": translate("ActForm", "What was repaired, and how"),
            "restore/done": translate("ActForm", "How the place was restored to what it was"),
            "accountability/settled": translate("ActForm", "Who answers for it, and what was decided"),
            "force_close/asked": translate("ActForm", "Why it cannot be brought to its end in the usual way"),
            "appeal/asked": translate("ActForm", "Why the handling should not count as late"),
        }.get(step, "")
        if key in ("reason", "result", "task")
        else ""
    )


def missing(key: str) -> str:
    """What to do about a required field that is empty."""
    return {
        "reason": translate("ActForm", "Write the reason; it goes into the timeline"),
        "result": translate("ActForm", "Write what was done"),
        "item": translate("ActForm", "Choose the item from the list"),
        "unit": translate("ActForm", "Choose the unit from the list"),
        "area": translate("ActForm", "Choose the grid, or a larger area if the grid is not known"),
        "into": translate("ActForm", "Choose the ticket it belongs to"),
        "satisfaction": translate("ActForm", "Choose one of the three"),
        "files": translate("ActForm", "Add at least one file"),
        "note": translate("ActForm", "Write a line; it goes into the timeline"),
        "ground": translate("ActForm", "Choose the ground"),
        "entry": translate("ActForm", "Choose the entry from the list, or F7 shows both lists"),
        "cause": translate("ActForm", "Choose one of the two"),
        "kind": translate("ActForm", "Choose one of the three"),
        "until": translate("ActForm", "Type a time to come, such as 11-25 18:00 or 3d"),
        "reply_due": translate("ActForm", "Type a time to come, such as 11-25 18:00 or 3d"),
        "value": translate("ActForm", "Type how many"),
        "task": translate("ActForm", "Write what the unit is to do"),
        "parties": translate("ActForm", "Choose two or more"),
        "place": translate("ActForm", "Write where it is held"),
        "visit": translate("ActForm", "Choose one of the four"),
    }.get(key, translate("ActForm", "Needed"))


def lacking(what: str) -> str:
    """That something is still to be given."""
    return translate("ActForm", "still to give: {what}").format(what=what)
