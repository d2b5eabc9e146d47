"""The words in which a kind of report heads its chapters, and the lines that such headings are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.outlines.headings import Matching, Style, find_number, make_matching
from indexer.report import form

STYLES = (Style.PART, Style.CHAPTER, Style.POINT, Style.FIGURE)
"""How chapters are numbered, outermost first."""

_LONGEST = 50
"""Characters of a heading that is on a line of its own; the longest real one seen has 45."""

_OUTER = (Style.PART, Style.CHAPTER)
# 三、健全主动公开机制。 is a heading; 四、未发生行政复议。 says how it was.
_STOPPED = re.compile(r"(?!.*(?:未|无|没有|不|了|\d))[^。;,!?:]{4,20}。")
# 五、监督保障情况。 says no more than what it is about.
_ABOUT = re.compile(r"[^。;,!?:]{2,20}情况。")
_RUN_IN = re.compile(
    r"(?![^。:]*?(?:未|没有|如下)[^。:]{0,12}[。:])[^。;,!?:]{2,22}(?:情况|措施|方面|打算)(?=[。:][^。\s])"
    r"|(?:主动公开|依?申请公开)的?(?:政府|政务)?信息(?=[。:][^。\s])"
)
_SENTENCE = re.compile(r"[。;!?!?]|[,:、]$")
# After a heading's known words only these can begin the text that shares its line.
_TEXT_BEGINS = re.compile(
    r"[\d。:;,(《“\"]|[我本全截根按为依各对]|过去|一年"
    f"|{form.ARTICLE}|{form.APPLICANTS_HEAD}|{form.REVIEW}"
)


@dataclass(frozen=True, slots=True)
class HeadingVocabulary:
    """The words of a kind of report's chapter headings. All patterns see `headings.make_matching` forms.

    Attributes:
        rows: statutory number and a pattern searched in numbered headings; the first that fits holds.
        bare: fits, in full, a heading that is without a number.
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


def find_candidate(at: int, text: str, vocabulary: HeadingVocabulary) -> Chapter | None:
    """The chapter heading that the text of block `at` may be or begin with, None where it cannot."""
    found = find_number(text[:80], spaced=True)
    if found and found.style not in STYLES:
        return None
    start = found.end if found else 0
    form = make_matching(text[start : start + 160])
    if vocabulary.never.match(form.text):
        return None
    whole = len(form.text) <= _LONGEST and len(text) - start <= 160
    section = vocabulary.classify(form.text) if whole else None
    if found is None:
        if text.startswith("、") and vocabulary.bare.fullmatch(form.text[1:]):
            # 、总体情况: the number is lost, its stop is left.
            section = vocabulary.classify(form.text[1:])
            return Chapter(at, len(text), form.text[1:], section, Style.CHAPTER, int(section == 1))
        if not (whole and vocabulary.bare.fullmatch(form.text.rstrip(":"))):
            return None
        return Chapter(at, len(text), form.text, section, None, 0)
    gap = _gap(text[start:])
    shared = gap and re.search("[，,：:]", text[start + gap :])
    # 一、总体情况、: a stop too many behind what a heading says
    slipped = whole and form.text.endswith("、") and vocabulary.bare.fullmatch(form.text[:-1])
    said = form.text.rstrip("、:" if slipped else ":")
    if whole and form.text and not shared and not _SENTENCE.search(said):
        return Chapter(at, len(text), form.text, section, found.style, found.value)
    end = _known_end(form, vocabulary) or gap
    if not end and found.style in _OUTER:
        end = _stopped_end(form)
    stopped = _ABOUT.fullmatch(form.text) or (section is not None and _STOPPED.fullmatch(form.text))
    if whole and not end and found.style in _OUTER and stopped:
        return Chapter(at, len(text), form.text.rstrip("。"), section, found.style, found.value)
    words = make_matching(text[start : start + end]).text
    section = vocabulary.classify(words)
    if not end or (section is None and not (vocabulary.gaps or _RUN_IN.match(form.text))):
        return None
    return Chapter(at, start + end, words, section, found.style, found.value)


def _known_end(form: Matching, vocabulary: HeadingVocabulary) -> int:
    """Where the known words end, if what follows begins a text; else 0."""
    found = vocabulary.phrase.match(form.text)
    if not found:
        return 0
    end = form.source_end(found.end())
    blank = found.end() and form.offsets[found.end()] - form.offsets[found.end() - 1] > 1
    return end if blank or _TEXT_BEGINS.match(form.text, found.end()) else 0


def _stopped_end(form: Matching) -> int:
    """Where a heading ends that names a matter and stops before its text (三、回应解读情况。局长…)."""
    found = _RUN_IN.match(form.text)
    return form.source_end(found.end()) if found else 0


def _gap(text: str) -> int:
    """Offset of the first blank if it parts a heading from its text, else 0."""
    found = re.match(rf"[^。；;！!？?：:\s]{{4,{_LONGEST}}}\s+", text)
    return found.end() if found else 0
