"""What was aimed at beside what was done, year by year or body by body, and whether it was reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indexer.indicators.own_word import read_own_word
from indexer.indicators.record import IndicatorFigure
from indexer.indicators.register import Indicator, read_register
from indexer.indicators.statement import IndicatorRole
from indexer.indicators.value import IndicatorValue, Measure


class Judgement(StrEnum):
    """What a result is to its target."""

    REACHED = "reached"
    NEAR = "near"
    MISSED = "missed"
    UNCLEAR = "unclear"


JUDGEMENT_NAMES = {
    Judgement.REACHED: "达到",
    Judgement.NEAR: "接近",
    Judgement.MISSED: "未达到",
    Judgement.UNCLEAR: "无法判断",
}
"""What people read."""

MEASURE_NAMES = {Measure.LEVEL: "数值", Measure.GROWTH: "增速", Measure.CHANGE: "变动"}
"""What people read."""

_NEAR = 0.1
"""Share of the target that a result may miss it by and still be called near."""
_ABOUT = 0.05
"""Share that it may miss a target of 左右 by. For the State Council 7.4% and 6.9% were 7.5%左右 and 7%左右
(政府工作报告 of 2015 and 2016: 完成了全年主要目标任务), a seventieth less; 5.5% is no reader's 6%左右."""
_OFTEN = 6
"""Weight of two years with both a target and a result."""
_TARGETS = 2  # section of a work report that states the year's main targets


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target and its result.

    Attributes:
        year: that both are for.
        target, done: None where no report held says it.
        reason: why it is judged so, or why not, as a Chinese sentence.
        others: further places that state another number for the same.
    """

    key: str
    measure: Measure
    year: int
    target: IndicatorFigure | None
    done: IndicatorFigure | None
    judgement: Judgement
    reason: str
    others: tuple[IndicatorFigure, ...] = ()

    @property
    def indicator(self) -> Indicator:
        """What it is about."""
        return read_register()[self.key]

    @property
    def figure(self) -> IndicatorFigure:
        """One of the two that is there."""
        found = self.target or self.done
        assert found is not None
        return found

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "indicator": self.key,
            "name": self.indicator.name,
            "measure": self.measure.value,
            "year": self.year,
            "series": self.figure.series,
            "body": self.figure.source.body,
            "district": self.figure.source.district,
            "target": self.target.to_json() if self.target else None,
            "done": self.done.to_json() if self.done else None,
            "judgement": self.judgement.value,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class _Group:
    series: str
    key: str
    measure: Measure
    year: int


def compare_figures(figures: Iterable[IndicatorFigure]) -> tuple[TargetResult, ...]:
    """Return targets and results of each body, indicator, measure and year, in that order.

    What is counted as new is never compared with what there is in all.
    """
    groups: dict[_Group, list[IndicatorFigure]] = {}
    for figure in figures:
        if figure.year is not None and figure.role in (IndicatorRole.TARGET, IndicatorRole.DONE):
            group = _Group(figure.series, figure.key, figure.measure, figure.year)
            groups.setdefault(group, []).append(figure)
    results = (_pair(group, found) for group, found in groups.items())
    order = list(read_register())
    return tuple(sorted(results, key=lambda r: (r.figure.series, order.index(r.key), r.measure, r.year)))


def _pair(group: _Group, found: list[IndicatorFigure]) -> TargetResult:
    # The year's main targets stand in a section of their own, and first; a sum before its parts.
    ordered = sorted(
        found, key=lambda f: (f.place.section != _TARGETS, f.place.section, f.place.line, f.place.start)
    )
    target = next((f for f in ordered if f.role is IndicatorRole.TARGET), None)
    done = next((f for f in sorted(found, key=_order) if f.role is IndicatorRole.DONE), None)
    others = tuple(f for f in ordered if f not in (target, done) and f.value.text not in _texts(target, done))
    judgement, reason = judge(target, done)
    return TargetResult(group.key, group.measure, group.year, target, done, judgement, reason, others)


def _order(figure: IndicatorFigure) -> tuple[int, int, int]:
    return figure.place.section, figure.place.line, figure.place.start


def _texts(*figures: IndicatorFigure | None) -> set[str]:
    return {figure.value.text for figure in figures if figure}


def judge(target: IndicatorFigure | None, done: IndicatorFigure | None) -> tuple[Judgement, str]:
    """Return whether a target was reached, and why it is judged so."""
    if target is None:
        return Judgement.UNCLEAR, "没有读到当年的目标。"
    if done is None:
        return Judgement.UNCLEAR, "没有读到下一年报告所说的结果。"
    if target.value.unit != done.value.unit or target.value.currency != done.value.currency:
        return Judgement.UNCLEAR, "目标和结果的单位不同，不能相比。"
    if target.added != done.added and target.measure is Measure.LEVEL:
        return Judgement.UNCLEAR, "一个说的是新增的数，一个说的是总数，不能相比。"
    better = target.indicator.better
    if better == "-":
        return Judgement.UNCLEAR, "这项指标没有高低好坏之分，只列出数字。"
    rate = target.measure is not Measure.LEVEL and target.indicator.dimension == "rate"
    up = better == "up" and not rate
    return _weigh(target.value, done.value, up, read_own_word(done, up))


def _weigh(
    target: IndicatorValue, done: IndicatorValue, up: bool, told: bool | None
) -> tuple[Judgement, str]:
    """Judge two numbers; the report's own word, whether the target was reached, stands before any tolerance.

    Args:
        up: whether more is better; told: that word, None where the report does not say.
    """
    aim, got = (target.low, done.low) if up else (target.high, done.high)
    if told is None and done.bound == ("max" if up else "min"):
        return Judgement.UNCLEAR, "报告只写了结果的上限或下限，看不出是否达到。"
    missed = aim - got if up else got - aim
    if missed <= 1e-9 * max(1.0, abs(aim)):
        if told is False:
            return Judgement.UNCLEAR, "报告自己说没有达到预期，数字却不差于目标。"
        return Judgement.REACHED, "结果不低于目标。" if up else "结果不高于目标。"
    if told is False:
        return Judgement.MISSED, "报告自己说没有达到预期。"
    share = missed / abs(aim) if aim else float("inf")
    if told:
        if share > _NEAR:
            return Judgement.UNCLEAR, "报告自己说达到了预期，数字却与目标相差一成以上。"
        return Judgement.REACHED, "报告自己说达到了预期。"
    if share <= _ABOUT + 1e-9 and target.bound == "about":
        return Judgement.REACHED, "目标写的是“左右”，结果与它相差不超过百分之五。"
    if share <= _NEAR:
        return Judgement.NEAR, "结果与目标相差不到一成。"
    return Judgement.MISSED, "结果低于目标一成以上。" if up else "结果高于目标一成以上。"


def list_compared(results: Sequence[TargetResult]) -> tuple[tuple[str, Measure], ...]:
    """Return the indicators and measures of some results: those of several years first, as registered."""
    counts: dict[tuple[str, Measure], int] = {}
    for result in results:
        both = result.target is not None and result.done is not None
        pair = result.key, result.measure
        counts[pair] = counts.get(pair, 0) + (3 if both else 1)
    order = list(read_register())
    return tuple(sorted(counts, key=lambda pair: (counts[pair] < _OFTEN, order.index(pair[0]), pair[1])))
