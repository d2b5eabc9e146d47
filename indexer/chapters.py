"""Finds a report's own chapter headings: which lines they are, and where each of them ends.

A report numbers its chapters in one style (第一部分, 一、, （一） or 1.) or not at all; the same styles
number lists further down. The style whose lines say most of what this kind of report must say
(`Vocabulary`) is the chapters' style, the outermost if several do; within it numbers only rise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.document import Block, Table
from indexer.headings import Matching, Style, matching, number

_LONGEST = 50
"""Characters of a heading that stands on a line of its own; the longest real one seen has 45."""

REST = 6
"""Statutory number of what has no number of its own: other matters, appendices."""

_ALL = frozenset(range(1, REST + 1))

_STYLES = (Style.PART, Style.CHAPTER, Style.POINT, Style.FIGURE)
_SENTENCE = re.compile(r"[。;!?!?]|[,:、]$")
# After a heading's known words only these can begin the text that shares its line.
_TEXT_BEGINS = re.compile(r"[\d。:;,(《“\"]|[我本全截根按为依各对]|过去|一年|第二十条|申请人情况|行政复议")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a kind of report's chapter headings. All patterns see `headings.matching` forms.

    Attributes:
        rows: statutory number and a pattern searched in numbered headings; the first that fits holds.
        bare: fits, in full, a heading that stands without a number.
        phrase: fits the known words with which a heading begins that shares its line with its text.
        strays: statutory numbers whose headings may stand without a number among numbered ones.
        never: what begins, after a number, a line that is no heading (a row of a table that lost its cells).
        gaps: whether a blank parts even a heading that says nothing from its text on the same line.
    """

    rows: tuple[tuple[int, re.Pattern[str]], ...]
    bare: re.Pattern[str]
    phrase: re.Pattern[str]
    strays: frozenset[int]
    never: re.Pattern[str] = re.compile(r"(?!)")
    gaps: bool = False

    def classify(self, words: str) -> int | None:
        """The statutory number that a heading's words stand for, None where they say nothing."""
        return next((section for section, pattern in self.rows if pattern.search(words)), None)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter heading.

    Attributes:
        block: index of its block.
        end: offset in the block's text at which the heading is over.
        words: its words without the number, in matching form.
        section: the statutory number that its words say, None where they say none.
        style: its number's style, None without a number.
        value: its number, 0 without one.
    """

    block: int
    end: int
    words: str
    section: int | None
    style: Style | None
    value: int


def find(blocks: Sequence[Block | Table], vocabulary: Vocabulary) -> tuple[Chapter, ...]:
    """The chapter headings of a document in reading order; () where there are none."""
    candidates = [
        candidate
        for at, block in enumerate(blocks)
        if isinstance(block, Block) and (candidate := _candidate(at, block.text, vocabulary))
    ]
    candidates = _without_contents(candidates)
    bare = [candidate for candidate in candidates if candidate.style is None]
    layers = [[c for c in candidates if c.style is style] for style in _STYLES]
    numbered = _chapter_layer(layers)
    if _bare_are_chapters(bare, numbered):
        return tuple(bare)
    chain = _rising(numbered)
    said = _said(chain)
    # Appendices may be several, and follow a chapter of the rest.
    open_to = (vocabulary.strays - said) | (vocabulary.strays & {REST})
    strays = [c for c in bare if c.section in open_to and chain and c.block > chain[0].block]
    appendix = min((c.block for c in strays if c.section == REST), default=len(blocks))
    kept = (c for c in chain if c.section is not None or c.block < appendix)
    return tuple(sorted([*kept, *strays], key=lambda chapter: chapter.block))


def _candidate(at: int, text: str, vocabulary: Vocabulary) -> Chapter | None:
    found = number(text[:80], spaced=True)
    if found and found.style not in _STYLES:
        return None
    start = found.end if found else 0
    form = matching(text[start : start + 160])
    if vocabulary.never.match(form.text):
        return None
    whole = len(form.text) <= _LONGEST and len(text) - start <= 160
    section = vocabulary.classify(form.text) if whole else None
    if found is None:
        if not (whole and vocabulary.bare.fullmatch(form.text.rstrip(":"))):
            return None
        return Chapter(at, len(text), form.text, section, None, 0)
    shared = (gap := _gap(text[start:])) and re.search("[，,：:]", text[start + gap :])
    if whole and form.text and not shared and not _SENTENCE.search(form.text.rstrip(":")):
        return Chapter(at, len(text), form.text, section, found.style, found.value)
    end = _known_end(form, vocabulary) or gap
    words = matching(text[start : start + end]).text
    section = vocabulary.classify(words)
    if not end or (section is None and not vocabulary.gaps):
        return None
    return Chapter(at, start + end, words, section, found.style, found.value)


def _known_end(form: Matching, vocabulary: Vocabulary) -> int:
    """Where the known words end, if what follows begins a text; else 0."""
    found = vocabulary.phrase.match(form.text)
    if not found:
        return 0
    end = form.source_end(found.end())
    blank = found.end() and form.offsets[found.end()] - form.offsets[found.end() - 1] > 1
    return end if blank or _TEXT_BEGINS.match(form.text, found.end()) else 0


def _gap(text: str) -> int:
    """Offset of the first blank if it parts a heading from its text, else 0."""
    found = re.match(rf"[^。；;！!？?：:\s]{{4,{_LONGEST}}}\s+", text)
    return found.end() if found else 0


def _without_contents(candidates: list[Chapter]) -> list[Chapter]:
    """Drop a list of contents: headings one after the other that all come again below."""
    last = {(candidate.words, candidate.style): at for at, candidate in enumerate(candidates)}
    blocks = {candidate.block for candidate in candidates}
    return [
        candidate
        for at, candidate in enumerate(candidates)
        if last[candidate.words, candidate.style] == at
        or blocks.isdisjoint((candidate.block - 1, candidate.block + 1))
    ]


def _said(chapters: Sequence[Chapter]) -> set[int]:
    return {chapter.section for chapter in chapters if chapter.section is not None}


def _chapter_layer(layers: list[list[Chapter]]) -> list[Chapter]:
    """Of the layers, outermost first, the one that numbers the chapters."""
    best = max(layers, key=lambda layer: len(_said(_rising(layer))))
    for at, layer in enumerate(layers):
        chain = _rising(layer)
        inner = [chapter.block for deeper in layers[at + 1 :] for chapter in deeper]
        encloses = len(chain) > 1 and chain[0].value == 1 and all(chain[0].block < block for block in inner)
        if encloses and (_said(chain) or len(_said(_rising(best))) < 3):
            return layer
    return best


def _bare_are_chapters(bare: list[Chapter], numbered: list[Chapter]) -> bool:
    """Whether headings without number, not the numbered ones, are the chapters."""
    said = _said(bare) - {REST}
    if len(said) < 2:
        return len(said) > len(_said(numbered))
    first = numbered[0].block if numbered else bare[0].block + 1
    return len(said) > len(_said(_rising(numbered))) or (bare[0].section == 1 and bare[0].block < first)


def _rising(layer: list[Chapter]) -> list[Chapter]:
    """The headings of one style that count up once through the report.

    Among several headings of the same number the first that says something is taken, so that a list
    inside a chapter is passed over. A heading whose words are known may skip numbers (one may be
    lost); one whose words say nothing new may not.
    """
    chain: list[Chapter] = []
    seen: set[int] = set()
    known = {(c.value, c.section): at for at, c in enumerate(layer) if c.section is not None}
    for at, chapter in enumerate(layer):
        last = chain[-1].value if chain else 0
        new = chapter.section is not None and chapter.section not in seen
        if chapter.section is not None:
            fits = chapter.value > last or new
        else:
            better = any(known.get((chapter.value, section), 0) > at for section in _ALL - seen)
            # 四、 right after the 三、 of a list is the list's, not the chapters'.
            listed = at > 0 and layer[at - 1] is not chain[-1] if chain else False
            listed = listed and layer[at - 1].value == chapter.value - 1
            fits = chapter.value == last + 1 and not better and not listed
        if fits:
            chain.append(chapter)
            seen |= {chapter.section} if chapter.section is not None else set()
    return chain
