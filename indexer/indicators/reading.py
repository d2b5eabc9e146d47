"""Reads indicators with their numbers out of sentences; what is ambiguous is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.indicators.lead import find_lead
from indexer.indicators.mention import IndicatorMention, find_mentions, group_mentions, is_counted, is_own
from indexer.indicators.register import read_joint_names, read_register
from indexer.indicators.value import NUMBER, IndicatorValue, Measure, read_value
from indexer.indicators.words import (
    ADDED,
    AFTER,
    AVERAGE,
    JOINT,
    LIST,
    SHARE,
    UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class IndicatorReading:
    """A number of an indicator in a sentence.

    Attributes:
        indicator: key of the indicator.
        start, end: where the number is in the folded sentence.
        yearly: whether it is an average of years (年均).
        added: whether it counts what is new (新增), so that it is no total.
    """

    indicator: str
    measure: Measure
    value: IndicatorValue
    start: int
    end: int
    yearly: bool = False
    added: bool = False


_SHARES = {"livelihood": "livelihood_share", "research": "research_share", "tertiary": "tertiary_share"}
"""Sums with the indicator of their share in the whole, which may follow them (民生支出40亿元，占…80%)."""


def read_sentence(folded: str) -> list[IndicatorReading]:
    """Return what a sentence says of indicators, in its order.

    Args:
        folded: the sentence, folded.
    """
    if not any(char.isdigit() for char in folded):
        return []
    found: list[IndicatorReading] = []
    for group in group_mentions(folded, list(find_mentions(folded))):
        if is_own(folded, group[0]) or is_counted(folded, group[0]):
            found += _read_group(folded, group)
    return found


def _read_group(folded: str, group: list[IndicatorMention]) -> list[IndicatorReading]:
    keys = [key for mention in group for key in read_joint_names().get(mention.key, (mention.key,))]
    at = group[-1].end
    if unknown := UNKNOWN.match(folded, at):
        keys += [""] * len(JOINT.findall(unknown[0]))
        at = unknown.end()
    named = folded[max(0, group[0].start - 4) : group[0].start], folded[group[0].start : group[0].end]
    added = bool(ADDED.search(named[0]) or ADDED.match(named[1]) or "新增" in named[1])
    alone = len(group) == 1 and group[0].key in read_register()
    found = _read_before(folded, group[0]) if alone else []
    each = False
    for turn in range(4):
        chain = _chain(folded, at, keys, first=not turn, each=each)
        if chain is None:
            break
        each = True
        fresh = added and not chain.total
        found += [replace(each, added=fresh and each.measure is Measure.LEVEL) for each in chain.readings]
        at = chain.end
    return found + (_read_share(folded, at, keys[0]) if found and len(keys) == 1 else [])


def _read_share(folded: str, at: int, key: str) -> list[IndicatorReading]:
    """民生支出 40 亿元，占财政支出的 80%: the share follows the sum."""
    share = SHARE.match(folded, at) if key in _SHARES else None
    number = NUMBER.match(folded, share.end()) if share else None
    reading = _make(number, _SHARES[key], None, False) if number else None
    return [reading] if reading else []


def _read_before(folded: str, mention: IndicatorMention) -> list[IndicatorReading]:
    """新建 40 所公厕: the number is between the act and the thing."""
    if read_register()[mention.key].dimension not in ("count", "homes", "households", "length"):
        return []
    if not AFTER.match(folded, mention.end):
        return []
    for number in NUMBER.finditer(folded, max(0, mention.start - 16), mention.start):
        if number.end() == mention.start and ADDED.search(
            folded[max(0, number.start("low") - 4) : number.start("low")]
        ):
            reading = _make(number, mention.key, None, False)
            return [replace(reading, added=True)] if reading else []
    return []


@dataclass(frozen=True, slots=True)
class _Chain:
    """Numbers that belong to a list of indicators, one each, and where they end."""

    readings: tuple[IndicatorReading, ...]
    end: int
    total: bool = False


def _chain(folded: str, at: int, keys: list[str], first: bool, each: bool) -> _Chain | None:
    """The next number of each of these indicators; None where none follows.

    Args:
        keys: of the indicators, "" for one that is not known.
        each: whether 分别 was said before.
    """
    several = len(keys) > 1
    lead = find_lead(folded, at, not several, first)
    if lead is None:
        return None
    words = lead.words
    shared = several and "均" in words.replace("年均", "").replace("人均", "").replace("平均", "")
    if several and "分别" not in words and not shared and not each:
        return None
    yearly = bool(AVERAGE.search(words))
    readings: list[IndicatorReading] = []
    start = end = lead.end
    number = None
    for place, key in enumerate(keys):
        if place and not shared:
            between = LIST.match(folded, end)
            if between is None:
                return None
            start = between.end()
        number = NUMBER.match(folded, start)
        if number is None:
            return None
        end = number.end()
        if key:
            reading = _make(number, key, lead.direction, yearly)
            if reading is None:
                return None
            readings.append(reading)
    # 增长9.8%和8.5%: one more number of its kind than there are indicators, so that none is sure.
    after = LIST.match(folded, end)
    more = NUMBER.match(folded, after.end()) if after and after[0] != "," else None
    if more and number and more["unit"] == number["unit"]:
        return None
    return _Chain(tuple(readings), end, lead.total)


def _make(
    number: re.Match[str], key: str, direction: re.Match[str] | None, yearly: bool
) -> IndicatorReading | None:
    dimension = read_register()[key].dimension
    percent = number["unit"] == "%"
    sign = -1.0 if direction and direction["down"] else 1.0
    if number["unit"] == "个百分点":
        measure = Measure.CHANGE
    elif dimension == "rate":
        if not percent:
            return None
        measure = Measure.GROWTH
        sign = 1.0 if direction and direction["up"] else -1.0
    elif key == "cpi":
        measure = Measure.LEVEL
    elif percent and dimension == "percent":
        if direction:
            return None  # 提高3%: of a share, that may be points or percent
        measure = Measure.LEVEL
    elif percent:
        if direction is None and key != "gdp":
            return None
        measure = Measure.GROWTH
    else:
        measure = Measure.CHANGE if direction else Measure.LEVEL
    value = read_value(number, dimension, measure)
    if value is None:
        return None
    if measure is not Measure.LEVEL and sign < 0:
        value = replace(value, low=-value.high, high=-value.low, bound=_turn(value.bound))
    start = number.start("low")
    return IndicatorReading(key, measure, value, start, number.end("unit"), yearly)


def _turn(bound: str) -> str:
    """At least 3 % down is at most -3 %."""
    return {"min": "max", "max": "min"}.get(bound, bound)
