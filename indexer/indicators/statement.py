"""What a report states of indicators: targets, results, and those of whole plans, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from indexer.commitments.role import Role, Sentence
from indexer.commitments.sentence import Place
from indexer.indicators.claimed import CLAIMED, read_claimed
from indexer.indicators.reading import IndicatorReading, read_sentence
from indexer.indicators.register import read_register
from indexer.indicators.value import Measure
from indexer.report.report import Kind, Report, Section
from indexer.text.fold import fold


class IndicatorRole(StrEnum):
    """What a number of an indicator is to an auditor."""

    TARGET = "target"
    """Aimed at for one year."""
    DONE = "done"
    """Reached in one year."""
    PLAN = "plan"
    """Aimed at for several years, or for a later one."""
    PERIOD = "period"
    """Reached over several years."""


@dataclass(frozen=True, slots=True)
class IndicatorStatement:
    """A number of an indicator in a report.

    Attributes:
        year: the year that it is of or for; of several, the last one; None where it is not known.
        sentence: the sentence that states it, as it is; place: where that is.
    """

    reading: IndicatorReading
    role: IndicatorRole
    year: int | None
    sentence: str
    place: Place


_REVIEW, _TARGETS, _TASKS = 1, 2, 3  # sections of a work report
_NOW = re.compile(
    r"(?:今年|本年|20\d\d年)(?:的)?[^,;。]{0,12}(?:目标|任务|安排|建议)|今年,?(?:要|将|我们)|"
    r"主要预期目标|(?:目标|预期)(?:是|为|建议)"
)
_PLAN = re.compile(
    r"“?十[二三四五]五”?(?:时期|期间|规划|发展|末|目标|的?主要)|(?:今后|未来|下一个|下)(?:的)?[三五]年|"
    r"到20\d\d年|(?:三|五)年(?:内|的?目标|后)|20[2-5][05]年(?:远景)?目标"
)
_PERIOD = re.compile(
    r"[五四三]年(?:来|间|的|中|累计|,)|(?:过去|近|前)(?:的)?[五四三几]年|“?十[一二三四]五”?(?:时期|"
    r"期间|以来|末)|(?:比|较|从|由)(?:“?十[一二三四]五”?|20\d\d年)|本届政府|任期|届期|五年"
)
_TO_YEAR = re.compile(r"(?:到|至)(20\d\d)年")
_LEADS = re.compile(
    r"[^,。]{0,12}(?:[五四三]年(?:来|间|的|中|,)|(?:过去|近)(?:的)?[五四三]年|"
    r"“?十[一二三四]五”?(?:时期|期间|以来)|本届政府)"
)
_LAST_YEAR = re.compile(r"去年|上年|一年来|过去(?:的)?一年|全年|预计|初步(?:统计|核算)|这一年|当年")
_BACK = re.compile(r"(?<![比较])(?:去年|上年)(?!同期)|过去(?:的)?一年|一年来")
_ROUND = (1, 2, 3)
"""Last digits (of five) of the years whose reports look back on a plan or a term."""
_CLAIMED = frozenset(CLAIMED.values())
_STOCKS = ("money", "percent", "days", "density", "years", "weight", "visits")
"""Dimensions whose level is that of a year, not a sum over several."""


def read_indicators(
    report: Report, found: Iterable[tuple[Section, list[Sentence]]]
) -> Iterator[IndicatorStatement]:
    """Yield what a report states of indicators, in its order; nothing where it is not clear for which year.

    Args:
        found: its sentences with their roles (`commitments.statement.sentences`).
    """
    if report.year is None:
        return
    found = list(found)
    claimed = report.kind is Kind.DISCLOSURE
    if claimed:
        for each in read_claimed(report, found):
            done, piece = IndicatorRole.DONE, each.piece
            yield IndicatorStatement(each.reading, done, report.year, piece.text, piece.place)
    for section, sentences in found:
        periods = _Periods(report.kind, report.year, section)
        for sentence in sentences:
            piece = sentence.piece
            periods.hear(piece.folded, piece.opens)
            for reading in read_sentence(piece.folded):
                if claimed and reading.indicator in _CLAIMED:
                    continue
                said = periods.judge(piece.folded, reading, sentence.role)
                if said:
                    yield IndicatorStatement(reading, said.role, said.year, piece.text, piece.place)


@dataclass(frozen=True, slots=True)
class _Said:
    role: IndicatorRole
    year: int | None


class _Periods:
    """Reads on from sentence to sentence of a section which time it speaks of."""

    def __init__(self, kind: Kind, year: int, section: Section) -> None:
        self._work, self._year, self._section = kind is Kind.WORK, year, section.number
        self._plan = self._period = self._past = False
        heading = fold(section.heading)
        # Tasks that the heading says to be the year's: a plan that one of them names is not that of the next.
        self._yearly = self._section == _TASKS and ("今年" in heading or f"{year}年" in heading)

    def hear(self, folded: str, opens: bool) -> None:
        """Take the time that a sentence sets for those after it.

        Args:
            opens: whether a paragraph begins with it.
        """
        head = folded[:40]
        if self._yearly and opens:
            self._plan = False
        if self._section == _REVIEW:
            if _LAST_YEAR.search(head) or f"{self._year - 1}年" in head:
                self._period = False
            elif self._year % 5 in _ROUND and _LEADS.match(head):
                self._period = True
            return
        now = "今年" in head or f"{self._year}年" in head or _NOW.search(head)
        if now:
            self._past = False
        elif _BACK.search(head) or f"{self._year - 1}年" in head:
            self._past = True
        if _PLAN.search(head):
            self._plan = True
        elif now:
            self._plan = False

    def judge(self, folded: str, reading: IndicatorReading, role: Role) -> _Said | None:
        """Return what a number is, None where it is not clear."""
        if not self._work:
            # A report on disclosure speaks of its own year, but where it promises.
            return None if role is Role.COMMITMENT else _Said(IndicatorRole.DONE, self._year)
        if self._section == _REVIEW:
            before = folded[: reading.start]
            near = before[-40:]
            summed = self._year % 5 in _ROUND and "累计" in near
            several = reading.yearly or summed or bool(_PERIOD.search(near)) or self._period
            if several and _is_level(reading) and "累计" not in near:
                several = False  # what is reached at the end of several years is that of the last
            return _Said(IndicatorRole.PERIOD if several else IndicatorRole.DONE, self._year - 1)
        if self._section not in (_TARGETS, _TASKS) and role is not Role.COMMITMENT:
            return None
        if self._past:
            return None
        before = folded[: reading.start]
        if named := list(_TO_YEAR.finditer(before)):
            year = int(named[-1][1])
            return _Said(IndicatorRole.TARGET if year == self._year else IndicatorRole.PLAN, year)
        if self._plan or reading.yearly or _PLAN.search(before):
            return _Said(IndicatorRole.PLAN, None)
        return _Said(IndicatorRole.TARGET, self._year)


def _is_level(reading: IndicatorReading) -> bool:
    stock = read_register()[reading.indicator].dimension in _STOCKS
    return reading.measure is Measure.LEVEL and stock and not reading.added
