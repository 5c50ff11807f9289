"""What a mediation table is called in words: sums, sides, sessions, what its forms say, what presses."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from contract.joint.guards import form_of
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from contract.joint.mediation import SIDE_ROLES, Session, yuan
from contract.reference import Reference
from views import words
from views.joint import naming
from widgets.light import Light

translate = QCoreApplication.translate


def is_table(joint: Joint, reference: Reference) -> bool:
    """Whether its kind is a mediation table."""
    return form_of(joint, reference) == "mediation"


def sum_of(fen: int) -> str:
    """A sum of money as it is read."""
    return translate("JointMediation", "¥{sum}").format(sum=yuan(fen))


def role(key: str) -> str:
    """In what part a side sits there."""
    return words.pick(SIDE_ROLES[key]) if key in SIDE_ROLES else key


def evidence(kind: str, joint: Joint, reference: Reference) -> str:
    """What a kind of evidence is called at a mediation table, "" where it is called as anywhere."""
    settled = kind == "agreement" and is_table(joint, reference)
    return translate("JointMediation", "Settlement") if settled else ""


def session(one: Session) -> str:
    """A session by its number."""
    return translate("JointMediation", "Session {n}").format(n=one.n)


def is_missed(one: Session, now: int) -> bool:
    """Whether the time of a session that was set has passed, and nothing is known of it."""
    return one.state == "set" and one.at <= now


def is_owed(joint: Joint, now: int) -> bool:
    """Whether what the sides settled on was to be performed by now, and is not."""
    held = joint.settlement
    return held is not None and held.awaited and held.until is not None and held.until < now


# --- forms -----------------------------------------------------------------------------------------------
def caption(step: str, key: str) -> str:
    """The label over a field, "" where all forms have the same."""
    return {
        ("side/joined", "name"): translate("JointMediation", "What the side is called at the table"),
        ("side/joined", "role"): translate("JointMediation", "In what part it sits there"),
        ("side/joined", "people"): translate("JointMediation", "How many people it is"),
        ("session/set", "at"): translate("JointMediation", "When they sit together"),
        ("session/set", "place"): translate("JointMediation", "Where"),
        ("session/held", "present"): translate("JointMediation", "Sides that came"),
        ("session/held", "mediators"): translate("JointMediation", "Departments that mediated"),
        ("session/held", "sat"): translate("JointMediation", "How many minutes it sat"),
        ("session/held", "place"): translate("JointMediation", "Where (if it was not set before)"),
        ("session/held", "words"): translate("JointMediation", "What came of it"),
        ("settlement/drawn", "text"): translate("JointMediation", "What the sides agree on"),
        ("settlement/drawn", "sum"): translate("JointMediation", "To be paid in all, yuan (optional)"),
        ("settlement/drawn", "until"): translate("JointMediation", "To be paid by (where a sum is)"),
        ("settlement/signed", "files"): translate("JointMediation", "The paper that it signed"),
        ("settlement/confirmed", "document"): translate("JointMediation", "Number of the court's document"),
        ("settlement/performed", "sum"): translate("JointMediation", "Paid now, yuan"),
        ("settlement/broken", "reason"): translate("JointMediation", "Why they did not come to terms"),
        ("settlement/broken", "referred"): translate("JointMediation", "Where they were sent"),
    }.get((step, key), "")


def target(step: str) -> str:
    """The label over the choice of what a step is done to, "" for other steps."""
    return {
        "side": translate("JointMediation", "Which side"),
        "settlement": translate("JointMediation", "Which side signs"),
        "session": translate("JointMediation", "Which session"),
    }.get(step.partition("/")[0], "")


def placeholder(step: str, key: str) -> str:
    """What stands in an empty field of words."""
    return {
        ("side/joined", "name"): translate(
            "JointMediation", "Such as the workers, the employer, the elder sister"
        ),
        ("side/left", "reason"): translate("JointMediation", "Why it leaves the table"),
        ("session/held", "words"): translate("JointMediation", "What each side said, where they came closer"),
        ("session/cancelled", "reason"): translate("JointMediation", "Why they do not sit together then"),
        ("settlement/drawn", "text"): translate("JointMediation", "Who does what for whom, how it is paid"),
        ("settlement/performed", "note"): translate("JointMediation", "Which part, paid how"),
        ("settlement/defaulted", "reason"): translate(
            "JointMediation", "What was not performed, what was done about it"
        ),
        ("settlement/broken", "reason"): translate("JointMediation", "What stood between them to the end"),
        ("settlement/broken", "referred"): translate(
            "JointMediation", "Such as labour arbitration, the court"
        ),
    }.get((step, key), "")


def missing(key: str) -> str:
    """What to do about a required field that is empty, "" where all forms say the same."""
    return {
        "name": translate("JointMediation", "Write what the side is called"),
        "role": translate("JointMediation", "Choose applicant, respondent or third party"),
        "at": translate("JointMediation", "Type a time to come, such as 18:00 or 3d"),
        "place": translate("JointMediation", "Write where"),
        "present": translate("JointMediation", "Choose at least one side"),
        "sat": translate("JointMediation", "Type how many minutes, a whole number from 1"),
        "words": translate("JointMediation", "Write what came of it"),
        "sum": translate("JointMediation", "Type a sum in yuan with up to two decimals, such as 12000.50"),
        "document": translate("JointMediation", "Write the document's number"),
        "referred": translate("JointMediation", "Write where they were sent"),
    }.get(key, "")


def final(step: str) -> str:
    """That a step can't be taken back, "" for others."""
    return {
        "settlement/defaulted": translate(
            "JointMediation", "This can't be undone: nothing more can be entered as performed after it."
        ),
        "settlement/broken": translate(
            "JointMediation", "This can't be undone: the table ends here without a settlement."
        ),
    }.get(step, "")


def together(step: str, values: dict[str, object]) -> dict[str, str]:
    """What fields say together: what is wrong, by field."""
    if step == "settlement/drawn" and values.get("sum") and not values.get("until"):
        return {"until": translate("JointMediation", "Say by when the sum is to be paid")}
    return {}


def target_text(joint: Joint, id_: str, now: int, reference: Reference) -> str:
    """A side or a session that a step is done to, in words."""
    side = next((one for one in joint.sides if one.id == id_), None)
    if side is not None:
        return words.dotted((side.name, role(side.role)))
    found = next((one for one in joint.sessions if one.id == id_), None)
    if found is not None:
        return words.dotted((session(found), naming.moment(found.at, now, reference), found.place))
    return translate("JointMediation", "One that was not set before")


def told(step: str, joint: Joint, now: int, reference: Reference) -> list[str]:
    """What is to be known before a step at the table."""
    held = joint.settlement
    if held is None or not step.startswith("settlement/"):
        return []
    if step == "settlement/drawn":
        drawn = translate(
            "JointMediation", "It takes the place of the one drawn up {when}; nobody has signed it then."
        )
        return [drawn.format(when=naming.moment(held.drawn_at, now, reference))]
    due = ""
    if held.fen:
        due = words.dotted((sum_of(held.fen), _by(held.until, now, reference)))
    left = ""
    if held.performed:
        left = translate("JointMediation", "still due {sum}").format(sum=sum_of(held.fen - held.paid))
    return [held.text, words.dotted((due, left))]


def _by(until: int | None, now: int, reference: Reference) -> str:
    if until is None:
        return ""
    return translate("JointMediation", "by {when}").format(when=naming.moment(until, now, reference))


# --- the board and the log -------------------------------------------------------------------------------
def card_line(joint: Joint, now: int, reference: Reference) -> str:
    """What a card says of the table: how many sides, when they sit together next, or what came of it."""
    if not is_table(joint, reference) or not joint.sides:
        return ""
    many = translate("JointMediation", "sides: {n}").format(n=len(joint.at_table))
    held = joint.settlement
    if joint.unsettled is not None:
        return words.dotted((many, translate("JointMediation", "no settlement")))
    if held is not None and held.signed_at is not None:
        return words.dotted(
            (many, translate("JointMediation", "settled"), sum_of(held.fen) if held.fen else "")
        )
    following = min((one.at for one in joint.sessions if one.state == "set"), default=None)
    if following is None:
        return many
    said = translate("JointMediation", "sits {when}").format(when=naming.moment(following, now, reference))
    return words.dotted((many, said))


def lacking(joint: Joint, now: int, reference: Reference) -> list[tuple[Light, str]]:
    """What is missing at the table."""
    if not is_table(joint, reference) or joint.state in ("closed", "withdrawn", "refused"):
        return []
    found: list[tuple[Light, str]] = []
    missed = sum(is_missed(one, now) for one in joint.sessions)
    if missed:
        text = translate("JointMediation", "sessions past their time: {n}").format(n=missed)
        found.append((Light.RED, text))
    held = joint.settlement
    if held is not None and held.signed_at is None and joint.unsettled is None:
        unsigned = len(joint.at_table) - len(held.signatures)
        found.append((Light.AMBER, translate("JointMediation", "sides to sign: {n}").format(n=unsigned)))
    if held is not None and held.awaited:
        text = translate("JointMediation", "still due {sum}").format(sum=sum_of(held.fen - held.paid))
        found.append((Light.RED if is_owed(joint, now) else Light.AMBER, text))
    return found


def subject(entry: JointEntry) -> str:
    """What a line of the log was done to."""
    if entry.action != "joint_session":
        return entry.subject
    n, _, place = entry.subject.partition(" ")
    numbered = translate("JointMediation", "Session {n}").format(n=n) if n else ""
    return words.dotted((numbered, place))
