"""Search over the replica: every text of a row in one array of characters and one of initials, scanned whole.

A word is found where its characters stand one after another in one field, each as itself or, where it is a
Latin letter, as the pinyin initial of what stands there: 井盖, jg and j盖 find 井盖. Case, width, numerals
(三 or 3) and punctuation make no difference. Why there is no index of bigrams:
docs/decisions/0051-search-scans.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain
from string import ascii_letters

import numpy as np
from numpy.typing import NDArray

from console import initials

from .column import Bools, grown

Units = NDArray[np.uint16]
"""UTF-16 code units, folded."""
Letters = NDArray[np.uint8]

END = "\uffff"
"""Stands behind every field; Unicode gives it no character."""
_END = 1
_LEAST = 4096
_BLOCK = 1 << 18
"""Places looked at in one go: what is made on the way stays in the processor's cache."""

NUMERALS = dict(zip("〇零一二三四五六七八九壹贰叁肆柒捌玖", "001234567891234789", strict=True))
"""Numerals that stand for a digit. 伍 and 陆 are left out: as surname, troop or land they are words of their
own far more often."""
_PRIVATE, _COMPATIBLE = 0xE000, 0xF900
_OTHERS = ((0, 0x3400), (0x4DC0, 0x4E00), (0xA000, 0xAC00), (0xD7A4, 0xD800), (_COMPATIBLE, 0x10000))
"""Where there is anything but ideographs and Hangul, which stay as they are, and characters of private use,
which nobody types. Surrogates stay, too: halves of the rarest characters, which are found as themselves."""
PAIRS = tuple(sorted(set(initials.ALSO.values())))
"""Two letters that a character may begin with."""
_PAIRS_OF = {
    letter: tuple(np.uint8(n + 1) for n, pair in enumerate(PAIRS) if letter in pair)
    for letter in "abcdefghijklmnopqrstuvwxyz"
}


def fold(character: str) -> str:
    """The character that a text is searched by, "" for one that a search passes over."""
    if ord(character) > 0xFFFF:
        return character
    plain = unicodedata.normalize("NFKC", character).lower()
    if len(plain) != 1 or ord(plain) > 0xFFFF:
        plain = character
    plain = NUMERALS.get(plain, plain)
    return plain if plain.isalnum() else ""


def letters_of(character: str) -> str:
    """The Latin letters that find a character: itself, or the initials of its readings."""
    plain = fold(character)
    if plain.isascii() and plain.isalpha():
        return plain
    whole = unicodedata.normalize("NFKC", character)
    return initials.ALSO.get(whole) or (initials.letter(whole) if len(whole) == 1 else "")


@cache
def _tables() -> tuple[Units, Letters]:
    """By code unit: what it folds to (0: passed over), and the code of its letters (0: none)."""
    codes = np.arange(0x10000, dtype=np.uint16)
    units = codes.copy()
    letters = np.zeros(0x10000, np.uint8)
    for begin, end in _OTHERS:
        for code in range(begin, end):
            units[code] = ord(fold(chr(code)) or "\0")
    for numeral, digit in NUMERALS.items():
        units[ord(numeral)] = ord(digit)
    units[_PRIVATE:_COMPATIBLE] = 0
    units[ord(END)] = _END
    known = np.frombuffer(initials.letters().encode("ascii"), np.uint8)
    letters[initials.FIRST : initials.FIRST + len(known)] = np.where(known == ord("."), 0, known)
    folded = {chr(code) for code in np.flatnonzero((units != codes) & (units != 0))} - {END}
    for character in folded | set(initials.ALSO) | set(ascii_letters):
        letters[ord(character)] = _letter_code(letters_of(character))
    return units, letters


def _letter_code(found: str) -> int:
    return PAIRS.index(found) + 1 if len(found) == 2 else ord(found or "\0")


def prepare() -> None:
    """Makes the tables, which takes some 20 ms; on any thread."""
    _tables()


def _units_of(text: str) -> Units:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)


def words_of(text: str) -> list[Units]:
    """The words of a search, folded; those of nothing but punctuation are left out."""
    folding, _ = _tables()
    found = []
    for word in text.replace(END, "").split():
        units = folding[_units_of(word)]
        if (units := units[units != 0]).size:
            found.append(units)
    return found


class Scan:
    """Texts by row 0 … rows-1, several fields each."""

    def __init__(self) -> None:
        self.rows = 0
        self._units: Units = np.zeros(0, np.uint16)
        self._letters: Letters = np.zeros(0, np.uint8)
        self._used = 0
        self._lost = 0
        # Segments in the order of their places: where each begins, and whose it is (-1: nobody's any more).
        self._begins: NDArray[np.int32] = np.zeros(0, np.int32)
        self._owner: NDArray[np.int32] = np.zeros(0, np.int32)
        self._segments = 0
        self._segment_of: NDArray[np.int32] = np.zeros(0, np.int32)

    # --- writing -----------------------------------------------------------------------------------------
    def put(self, rows: Sequence[int], fields: Sequence[Sequence[str]]) -> None:
        """The texts of rows: of new ones, in their order from `rows` on, or others of old ones."""
        if not rows:
            return
        units, letters, ends = _laid_out(fields)
        top = max(rows) + 1
        if top > self.rows:
            self._segment_of = grown(self._segment_of, top, _LEAST)
            self._segment_of[self.rows : top] = -1
            self.rows = top
        where = np.asarray(rows, np.int64)
        self._forget(self._segment_of[where])
        begins = np.concatenate(([0], ends[:-1])) + self._used
        segments = np.arange(self._segments, self._segments + len(where), dtype=np.int32)
        self._begins = grown(self._begins, self._segments + len(where), _LEAST)
        self._owner = grown(self._owner, self._segments + len(where), _LEAST)
        self._begins[segments] = begins
        self._owner[segments] = where
        self._segment_of[where] = segments
        self._segments += len(where)
        self._units = grown(self._units, self._used + len(units), _LEAST)
        self._letters = grown(self._letters, self._used + len(units), _LEAST)
        self._units[self._used : self._used + len(units)] = units
        self._letters[self._used : self._used + len(units)] = letters
        self._used += len(units)
        if self._lost * 4 > self._used:
            self._close_up()

    def _forget(self, segments: NDArray[np.int32]) -> None:
        for segment in segments[segments >= 0].tolist():
            begin, end = self._span(segment)
            # Nothing is found in ends of fields.
            self._units[begin:end] = _END
            self._letters[begin:end] = 0
            self._owner[segment] = -1
            self._lost += end - begin

    def _span(self, segment: int) -> tuple[int, int]:
        last = segment + 1 == self._segments
        return int(self._begins[segment]), self._used if last else int(self._begins[segment + 1])

    def _close_up(self) -> None:
        """Takes out the places of texts that are gone."""
        segments = self._segments
        begins = self._begins[:segments]
        lengths = np.diff(np.append(begins, self._used))
        lives = self._owner[:segments] >= 0
        keep = np.repeat(lives, lengths)
        self._units = self._units[: self._used][keep]
        self._letters = self._letters[: self._used][keep]
        self._used = len(self._units)
        self._owner = self._owner[:segments][lives]
        self._segments = len(self._owner)
        kept = lengths[lives]
        self._begins = (np.cumsum(kept) - kept).astype(np.int32)
        self._segment_of[self._owner] = np.arange(self._segments, dtype=np.int32)
        self._lost = 0

    def reserve(self, rows: int) -> None:
        """There are so many rows; those not put yet have no text. Makes room for texts of the length of those
        that are there, so that none is moved later."""
        if self.rows < rows:
            size = int(self._used / max(self._segments, 1) * rows * 1.03)
            self._units = grown(self._units, max(size, self._used), _LEAST)
            self._letters = grown(self._letters, max(size, self._used), _LEAST)
            self._begins = grown(self._begins, rows, _LEAST)
            self._owner = grown(self._owner, rows, _LEAST)
            self._segment_of = grown(self._segment_of, rows, _LEAST)
            self._segment_of[self.rows : rows] = -1
            self.rows = rows

    # --- reading -----------------------------------------------------------------------------------------
    def part(self, rows: NDArray[np.int64]) -> Scan:
        """A few rows alone, by their place in `rows`: quicker to look at than all."""
        out = Scan()
        out.rows = len(rows)
        segments = self._segment_of[rows]
        out._owner = (segments >= 0).nonzero()[0].astype(np.int32)
        segments = segments[segments >= 0]
        out._segments = len(segments)
        begins = self._begins[segments].astype(np.int64)
        following = np.append(self._begins[: self._segments], self._used)[segments + 1]
        lengths = following - begins
        out._begins = (np.cumsum(lengths) - lengths).astype(np.int32)
        out._used = int(lengths.sum())
        places = np.repeat(begins - out._begins, lengths) + np.arange(out._used)
        out._units, out._letters = self._units[places], self._letters[places]
        return out

    def holding(self, word: Units) -> Bools:
        """By row, whether a field holds the word (one of `words_of`)."""
        out = np.zeros(self.rows, np.bool_)
        places = self._places(word)
        owner, begins = self._owner[: self._segments], self._begins[: self._segments]
        if len(places) < self._segments:
            out[owner[np.searchsorted(begins, places, side="right") - 1]] = True
        else:
            reached = np.append(np.searchsorted(places, begins), len(places))
            out[owner[np.diff(reached) > 0]] = True
        return out

    def _places(self, word: Units) -> NDArray[np.int64]:
        """Where the word begins, ascending."""
        found = []
        for begin in range(0, self._used - len(word) + 1, _BLOCK):
            end = min(begin + _BLOCK, self._used - len(word) + 1)
            hit = self._is(word[0], begin, end)
            # The rest of a word is looked for only where its first two characters stand.
            if len(word) > 1:
                hit &= self._is(word[1], begin + 1, end + 1)
            places = hit.nonzero()[0]
            for n in range(2, len(word)):
                places = places[self._is(word[n], begin + n, end + n, places)]
            found.append(places + begin)
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _is(self, unit: np.uint16, begin: int, end: int, places: NDArray[np.int64] | None = None) -> Bools:
        """Whether a character stands at each place from `begin` to `end`; of them all, or of those given."""
        code = int(unit)
        lettered = ord("a") <= code <= ord("z")
        there: Units | Letters = (self._letters if lettered else self._units)[begin:end]
        if places is not None:
            there = there[places]
        hit: Bools = there == (np.uint8(code) if lettered else unit)
        if lettered:
            for number in _PAIRS_OF[chr(code)]:
                hit |= there == number
        return hit


class Vocabulary:
    """The texts of a coded column, which only ever become more."""

    def __init__(self) -> None:
        self._scan = Scan()
        self._values: list[str] = []

    def of(self, values: list[str]) -> Scan:
        """Texts by code."""
        if values is not self._values or len(values) < self._scan.rows:
            self._scan, self._values = Scan(), values
        known = self._scan.rows
        self._scan.put(range(known, len(values)), [(value,) for value in values[known:]])
        return self._scan


def _laid_out(fields: Sequence[Sequence[str]]) -> tuple[Units, Letters, NDArray[np.int64]]:
    """The texts of rows in one array, their letters, and where each row's end."""
    folding, lettering = _tables()
    width = len(fields[0])
    texts = list(chain.from_iterable(fields))
    text = END.join(texts) + END
    if text.count(END) != len(texts):
        text = END.join([one.replace(END, "") for one in texts]) + END
    raw = _units_of(text)
    units = folding[raw]
    kept = units != 0
    units, letters = units[kept], lettering[raw][kept]
    letters[units == _END] = 0
    ends = (units == _END).nonzero()[0][width - 1 :: width] + 1
    return units, letters, ends
