"""What each sentence of a section is: a problem, a remedy, a commitment, or none of these.

Section 5 has an order (problems, what was done about last year's, what will be done), and says where
one part ends and the next begins; so a sentence is what its own words say, weighed against the part
that it is in. All words are in `vocabulary`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import accumulate, pairwise

from indexer.commitments.sentence import Place, SentencePiece
from indexer.commitments.vocabulary import compile_pattern, read_rows
from indexer.text.fold import fold


class Role(StrEnum):
    """What a sentence of a report is to an auditor."""

    PROBLEM = "problem"
    """It says what was wrong."""
    REMEDY = "remedy"
    """It says how last year's problems were mended, or that they were not."""
    COMMITMENT = "commitment"
    """It says what the body will do."""
    OTHER = "other"
    """Anything else: an announcement, a sub-heading, what was done in the year."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of a section with its role.

    Attributes:
        explains: whether it stands in a glossary, where terms are explained.
    """

    role: Role
    piece: SentencePiece
    explains: bool = False


_MODE = 2.0  # what the part that a sentence is in counts
_ELSEWHERE = 2.4  # what it takes to be a commitment where none is expected
_SURE = 2.5  # the weight of a mark that counts there
_TITLE = 25  # longest title of a numbered point, characters
_YEAR = re.compile(r"(?:到|在)?(20\d\d)年")
_CHAPTER = re.compile(r"[(（][一二三四五六七八九十]+[)）]")


@cache
def _leads() -> tuple[tuple[Role, bool, re.Pattern[str]], ...]:
    return tuple((Role(r.role), r.value == "section", re.compile(r.words)) for r in read_rows("lead"))


@cache
def _marks() -> tuple[tuple[Role, float, re.Pattern[str]], ...]:
    return tuple((Role(r.role), float(r.value), re.compile(r.words)) for r in read_rows("mark"))


@cache
def _headings() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple((Role(r.role), re.compile(r.words)) for r in read_rows("heading"))


def find_heading_role(folded: str) -> Role | None:
    """What a sub-heading says of the words below it; None where it is no such heading."""
    return next((role for role, words in _headings() if words.fullmatch(folded)), None)


def sort_out(
    pieces: Iterable[SentencePiece], mode: Role, year: int | None, titled: bool = False
) -> Iterator[Sentence]:
    """The role of every piece of a section.

    Args:
        mode: what the section is about before it says so itself; OTHER where no commitment is expected.
        year: the last year that is over when the report is given; commitments name later ones.
        titled: whether the numbered points bear titles (work reports).
    """
    sorter = _Sorter(mode, year, titled)
    for piece, following in pairwise([*pieces, None]):
        if piece:
            yield from sorter.take(piece, bool(following and following.label))


class _Sorter:
    """Reads on from piece to piece."""

    def __init__(self, mode: Role, year: int | None, titled: bool) -> None:
        self._mode, self._year, self._titled = mode, year, titled
        self._expected = mode is not Role.OTHER
        self._tasks = mode is Role.COMMITMENT
        self._passing: Role | None = None  # the role until the sentence ends

    def take(self, piece: SentencePiece, before_point: bool) -> Iterator[Sentence]:
        words = piece.folded
        if not self._expected and not self._titled and not self._hinted(words):
            yield Sentence(Role.OTHER, piece)
            return
        role = find_heading_role(words) if piece.label or piece.opens else None
        if role and not (self._titled and role is not Role.COMMITMENT):
            self._mode, self._expected = role, True
            yield Sentence(Role.OTHER, piece)
            return
        lead = self._lead(words)
        if lead and not words[lead.end :].strip("。.:;,"):
            piece = replace(piece, announces=True)
        elif lead and lead.announces and (split := _split(piece, lead.end)):
            first, piece = split
            yield Sentence(self._judge(first, first.folded, False), first)
            words = piece.folded
            lead = None
        if not lead and (named := _YEAR.match(words)) and self._future(int(named[1])):
            self._mode, self._expected = Role.COMMITMENT, True
            if words.rstrip(",") == named[0]:
                yield Sentence(Role.OTHER, piece)
                return
        yield Sentence(self._judge(piece, words, before_point), piece)
        if piece.closes:
            self._passing = None

    def _judge(self, piece: SentencePiece, words: str, before_point: bool) -> Role:
        if piece.announces:
            # 上年的措施全部落实，但还存在不足：
            return Role.REMEDY if self._weigh(words, Role.OTHER) is Role.REMEDY else Role.OTHER
        if self._titled and _CHAPTER.match(piece.label) and piece.closes and len(words) <= _TITLE:
            return Role.OTHER
        role = self._passing if self._passing else self._weigh(words, self._mode)
        if role is Role.COMMITMENT and before_point and not piece.label and piece.opens and piece.closes:
            return Role.OTHER if compile_pattern("preamble", "other").search(words) else role
        return role

    def _hinted(self, words: str) -> bool:
        """Whether a sentence where no commitment is expected may be one at all."""
        named = _YEAR.match(words)
        return bool(named and self._future(int(named[1]))) or bool(
            compile_pattern("hint", "commitment").search(words)
        )

    def _future(self, year: int) -> bool:
        return self._year is not None and year > self._year

    def _lead(self, words: str) -> _Lead | None:
        """The lead that a piece begins with; it is taken to heart."""
        named = _YEAR.match(words)
        behind = named.end() if named and self._future(int(named[1])) else 0
        for role, lasting, lead in _leads():
            # Where neither problems nor tasks are expected, 存在的问题 is only mentioned.
            if not self._expected and not self._titled and role in (Role.PROBLEM, Role.REMEDY):
                continue
            found = lead.match(words) or (
                lead.match(words, behind + (words[behind : behind + 1] == ",")) if behind else None
            )
            if not found or not found[0]:
                continue
            # Tasks may name problems to be solved: there they pass with the sentence.
            if lasting and not (self._titled and self._tasks and role is Role.PROBLEM):
                self._mode, self._passing = role, None
                self._expected = True
            else:
                self._passing = role
            end = found.end()
            if words.startswith(":", end):
                end += 1
            return _Lead(end, words[end - 1] in ":如")
        return None

    def _weigh(self, words: str, mode: Role) -> Role:
        scores = {mode: _MODE if self._expected else _ELSEWHERE}
        for role, weight, mark in _marks():
            counts = self._expected or (role is Role.COMMITMENT and (weight >= _SURE or weight < 0))
            if counts and mark.search(words):
                scores[role] = scores.get(role, 0.0) + weight
        best = max(scores, key=lambda role: scores[role])
        return best if scores[best] > scores[mode] else mode


@dataclass(frozen=True, slots=True)
class _Lead:
    """Where a lead ends, and whether it announces what comes after it (with a colon or 如)."""

    end: int
    announces: bool


def _split(piece: SentencePiece, at: int) -> tuple[SentencePiece, SentencePiece] | None:
    """The lead and what it announces; None where nothing follows, or the piece runs over lines."""
    if at >= len(piece.folded) or piece.place.line != piece.place.last:
        return None
    lead, rest = piece.folded[:at], piece.folded[at:].lstrip()
    # Folding may change lengths: the border is behind the same sign in the words themselves.
    sign = lead[-1]
    seen = accumulate(fold(char) == sign for char in piece.text)
    border = next((end for end, count in enumerate(seen, 1) if count == lead.count(sign)), 0)
    if not border or not piece.text[border:].strip():
        return None
    start = piece.place.start + border
    first = replace(
        piece,
        text=piece.text[:border],
        folded=lead,
        place=replace(piece.place, end=start),
        closes=False,
        announces=True,
    )
    return first, replace(
        piece, text=piece.text[border:], folded=rest, label="", place=_from(piece.place, start), opens=False
    )


def _from(place: Place, start: int) -> Place:
    return replace(place, start=start)
