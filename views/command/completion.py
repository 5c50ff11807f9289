"""What may stand at the caret: verbs first, then what the verb asks for, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from views.command.grammar import Reading, Trouble, parse, target_of
from views.command.meaning import Situation, tickets
from views.command.text import read
from views.command.vocabulary import Lexicon, Verb, Vocabulary, each_once, written
from widgets.matching import Match, match

SHOWN = 9


@dataclass(frozen=True, slots=True)
class Completions:
    """What may be put in place of the text from `start` to `end`; each match's data is the text to put."""

    start: int
    end: int
    matches: tuple[Match, ...] = ()


def complete(text: str, caret: int, vocabulary: Vocabulary, here: Situation, most: int) -> Completions:
    """What fits the word that ends at the caret; nothing inside a note. Never raises."""
    typed = read(text[:caret])
    if typed.note is not None:
        return Completions(caret, caret)
    words = typed.words
    if words and words[-1].end == caret:
        word, before = words[-1], words[:-1]
        start, query = word.start, word.text
    else:
        start, query, before = caret, "", words
    if not before:
        if not query or query.startswith("/") or target_of(query) is not None:
            return Completions(start, caret)
        return Completions(start, caret, tuple(_verbs(query, vocabulary, here)))
    reading = _reading(text[:start], vocabulary, here)
    if reading is None or (query and target_of(query) is not None):
        return Completions(start, caret)
    if reading.verb.id == "go":
        return Completions(start, caret, tuple(_values(query, vocabulary.screens, ())))
    asks = [ask.rstrip("!") for ask in vocabulary.asks(reading.verb.id)]
    for key in asks:
        candidates = vocabulary.fields.get(key)
        if candidates and key not in reading.values:
            ids = tickets(reading.targets, here, most)
            likely = () if isinstance(ids, Trouble) else here.likely(key, ids[0])
            found = _values(query, candidates, likely)
            if found:
                return Completions(start, caret, tuple(found))
    return Completions(start, caret)


def _reading(text: str, vocabulary: Vocabulary, here: Situation) -> Reading | None:
    """What was said before the caret, with the verb that holds here where it may be several."""
    found = parse(text, vocabulary)
    if isinstance(found, Trouble):
        return None
    chosen = here.chosen()
    return next((r for r in found if here.takes(r.verb.id, chosen)), found[0])


def _verbs(query: str, vocabulary: Vocabulary, here: Situation) -> list[Match]:
    """Verbs by any of their letters; those that the tickets chosen take come first."""
    verbs = {verb.id: verb for verb in vocabulary.verbs}
    found = match(query, [verb.candidate() for verb in vocabulary.verbs], len(verbs))
    known = {m.candidate.data for m in found}
    found += [Match(v.candidate(), 60) for v in vocabulary.verbs_of(query) if v.id not in known]
    chosen = here.chosen()
    taken = {step for step in verbs if chosen and here.takes(step, chosen)}
    found.sort(key=lambda m: (m.score >= 20, m.candidate.data not in taken))
    return [_putting(m, _verb_text(verbs[str(m.candidate.data)], vocabulary)) for m in found[:SHOWN]]


def _verb_text(verb: Verb, vocabulary: Vocabulary) -> str:
    """A verb as it is written into the line: its name, else (where that is another's, too) its id."""
    name = "-".join(verb.shown.lower().split())
    return name if vocabulary.exact(name) == [verb] else verb.id


def _values(query: str, candidates: Lexicon, likely: Sequence[object]) -> list[Match]:
    if query:
        found = each_once(match(query, candidates, SHOWN * 3))
        found.sort(key=lambda m: (m.score >= 20, m.candidate.data not in likely))
    else:
        known = [c for data in likely for c in candidates if c.data == data]
        found = each_once(Match(c, 0) for c in known) or [Match(c, 0) for c in candidates[:SHOWN]]
    return [_putting(m, written(m.candidate, candidates)) for m in found[:SHOWN]]


def _putting(found: Match, text: str) -> Match:
    shown = found.candidate
    # A code stands there only where it is what was typed: names are what people look for.
    code = shown.code if found.code_marks else ""
    return replace(found, candidate=replace(shown, code=code, data=text))
