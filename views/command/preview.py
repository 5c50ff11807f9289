"""What a command would do, or what is wrong with it and what would do, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from views import words
from views.bulk.plan import MOST, Plan, Planner, field_name
from views.command.grammar import Trouble
from views.command.meaning import Do, Find, FindAction, Go, Look, Meaning
from views.command.vocabulary import Vocabulary

translate = QCoreApplication.translate

_WORD = 24
"""Letters of a word that is not understood which are said again."""


def of_trouble(trouble: Trouble) -> str:
    """What is wrong, and what would do."""
    offers = words.listed(trouble.offers)
    kind, _, field = trouble.kind.partition(" ")
    match trouble.kind:
        case "empty":
            return ""
        case "verb":
            text = translate("Command", "“{word}” is no command. Try {offers}, or ? for the keys")
        case "which verb":
            text = translate(
                "Command", "Several begin so: {offers}. Go on typing, or choose tickets that take one of them"
            )
        case "no tickets":
            text = translate(
                "Command", "No ticket is chosen: name its place in the list (3, 1-5) or its number"
            )
        case "empty list":
            text = translate("Command", "The list is empty")
        case "no place":
            text = translate("Command", "There is no place {word} in the list; it has {number}")
        case "no number":
            text = translate("Command", "No ticket here has a number that ends in {word}")
        case "which number":
            text = translate("Command", "{number} tickets have a number that ends in {word}: type more of it")
        case "one only":
            text = translate("Command", "{word} takes one ticket; {number} are named")
        case "no note":
            text = translate("Command", "This step carries no words: leave out what stands behind the colon")
        case "no screen":
            text = translate("Command", "Which screen: {offers}")
        case "which screen":
            text = translate("Command", "Several screens are called so: {offers}")
        case "word":
            text = translate(
                "Command", "“{word}” is not understood here: take it out, or put words behind a colon"
            )
        case _ if kind == "which":
            text = translate(
                "Command", "{number} are called so: {offers}. Go on typing, or take one with Tab"
            )
        case _:
            text = translate("Command", "“{word}” is not {field} known here; for example {offers}")
    # What would do stands behind the word: of a long one its beginning is enough.
    word = trouble.word if len(trouble.word) <= _WORD else f"{trouble.word[:_WORD]}…"
    return text.format(
        word=word, offers=offers, number=trouble.number, field=field_name(field) if field else ""
    )


def of_meaning(meaning: Meaning, vocabulary: Vocabulary, planner: Planner, plan: Plan | None) -> str:
    """What Enter will do. `plan` is that of a step."""
    match meaning:
        case Do(left_out=left_out):
            assert plan is not None
            more = ""
            if left_out:
                more = translate("Command", "the first {n}; {more} are left for the next command").format(
                    n=MOST, more=left_out
                )
            given = [
                str(value)
                for key, value in meaning.values.items()
                if key in ("reason", "result", "note") and isinstance(value, str)
            ]
            return words.dotted((plan.told(), *(f"“{text}”" for text in given), more))
        case Go(screen):
            name = next((c.text for c in vocabulary.screens if c.data == screen), screen)
            return translate("Command", "Go to {screen}").format(screen=name)
        case Find(""):
            return translate("Command", "End the search")
        case Find(asked):
            return translate("Command", "Search the list for “{words}”").format(words=asked)
        case FindAction(""):
            return translate("Command", "Show the joint actions")
        case FindAction(asked):
            return translate("Command", "Show the joint actions with “{words}”").format(words=asked)
        case Look(how, ids):
            return _looking(how, [planner.number(ticket_id) for ticket_id in ids])
        case _:
            return {
                "next": translate("ListScreen", "Next: take the first free ticket"),
                "undo": translate("SeatWindow", "Undo the last act"),
                "whistle": translate("ProposingPart", "Propose a joint action for what is selected"),
                "help": translate("SeatWindow", "Keys"),
            }[meaning.what]


def _looking(how: str, numbers: list[str]) -> str:
    what = numbers[0] if len(numbers) == 1 else translate("BulkSheet", "{n} tickets").format(n=len(numbers))
    return {
        "show": translate("Command", "Put the cursor on {what}"),
        "open": translate("Command", "Open {what} on a page of its own"),
        "select": translate("Command", "Select {what}"),
        "why": translate("Command", "Explain why {what} is due then"),
    }[how if len(numbers) == 1 or how != "show" else "select"].format(what=what)
