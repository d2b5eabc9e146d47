"""What a report itself says of a number: that it is below or above what was aimed at.

An auditor takes the report's own word before any tolerance: who aimed at 6%左右, has 5.7% and calls that
低于预期目标 has not reached it. The words must stand in the clause of the number, or open the next one; what
others aim at (省定目标, 国家下达任务) or for several years (“十三五”规划目标) is not the target of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from indexer.indicators.reading import IndicatorReading, read_sentence
from indexer.indicators.value import IndicatorValue, Measure
from indexer.text.fold import fold

_ALL = "均|都"
"""Says that the words are true of all numbers before."""
_GOAL = (
    r"(?:了|我们|[省市区县州]?(?:人大|人代会)(?:会议)?(?:审议)?(?:通过|批准|确定)的?|年初|全年|年度|当年|本年|预期|预定|既定|原定|确定的?|制定的?|提出的?|计划|发展|增长|下降|上涨|工作|调控|控制性?|"
    r"\d{1,9}(?:\.\d{1,9})?(?:%|亿元|万人)(?:左右|以上|以内|以下)?|的){0,6}?(?:目标|预期|任务|计划|预算)"
    r"(?:目标|指标|任务|控制数|值)?(?!目标|指标|任务|控制|计划)"
)
_FEW_WORDS = r"(?:还|仍|虽然?|但|也|略|稍|明显|大幅|远|有所|圆满|顺利|全面|较好地?)"
_TOLD = re.compile(
    rf"(?:[、(]|^)(?:增速|增幅|涨幅|降幅)?(?P<all>{_ALL})?{_FEW_WORDS}{{0,3}}(?:"
    rf"(?P<worse>(?:(?:没有?|没能|未能?)(?:全面|如期)?(?:完成|达到?|实现)|不及|差于|逊于){_GOAL}|"
    rf"(?:距离?|与|同|和){_GOAL}(?:相比)?(?:还|仍|尚)?(?:有|存在)[^,;。]{{0,6}}差距)|"
    rf"(?P<better>(?:好于|优于|超额(?:完成|实现)|完成|实现){_GOAL}|超预期|超额完成$)|"
    rf"(?P<less>(?:低于|少于){_GOAL}|(?:比|较){_GOAL}(?:低|少))|"
    rf"(?P<more>(?:高于|多于|超过|超出|快于){_GOAL}|(?:比|较){_GOAL}(?:高|多|快))"
    r")(?!的?\s{0,2}\d{1,9}(?:\.\d{1,9})?%)"
)
_STOPS = "。;!?"
_CLAUSE = re.compile(r"[^,。;!?]+|[,。;!?]")


class StatedFigure(Protocol):
    """A number of an indicator and the sentence that states it; see `record.IndicatorFigure`."""

    @property
    def key(self) -> str:
        """The indicator's."""
        ...

    @property
    def measure(self) -> Measure:
        """What the number says of it."""
        ...

    @property
    def value(self) -> IndicatorValue:
        """The number."""
        ...

    @property
    def sentence(self) -> str:
        """The sentence as it is."""
        ...


def read_own_word(figure: StatedFigure, up: bool) -> bool | None:
    """Return whether the report itself says that a number reached its aim; None where it does not say.

    Args:
        up: whether more is better.
    """
    folded = fold(figure.sentence)
    readings = read_sentence(folded)
    for mine in readings:
        same = mine.indicator == figure.key and mine.measure is figure.measure
        if same and mine.value.text == figure.value.text:
            return _judge(folded, mine, readings, up)
    return None


def _judge(folded: str, mine: IndicatorReading, readings: list[IndicatorReading], up: bool) -> bool | None:
    others = [
        each.start
        for each in readings
        if each.start >= mine.end and (each.indicator != mine.indicator or each.measure is mine.measure)
    ]
    own = True  # whether nothing but the same indicator was spoken of since the number
    for start, clause in _list_clauses(folded, mine.end):
        told = _TOLD.search(clause)
        if told:
            at = start + told.start()
            alone = own and all(other > at for other in others) and (not told.start() or start == mine.end)
            if told["all"] or alone:
                return _weigh(told, mine, up)
        end = start + len(clause)
        own = own and (start == mine.end or any(start <= each.start < end for each in readings))
    return None


def _weigh(told: re.Match[str], mine: IndicatorReading, up: bool) -> bool | None:
    if told["worse"] or told["better"]:
        return told["better"] is not None
    # A fall that is 高于预期 may be a larger or a smaller one.
    return None if mine.value.low < 0 else (told["more"] is not None) == up


def _list_clauses(folded: str, at: int) -> Iterator[tuple[int, str]]:
    """Yield what follows of the clause at a place and the clauses after it, each with its place."""
    for found in _CLAUSE.finditer(folded, at):
        if found[0] in _STOPS:
            return
        if found[0] != ",":
            yield found.start(), found[0]
