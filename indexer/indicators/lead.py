"""What leads from indicators to their numbers: bounds, directions, and what is said beside the matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.indicators.words import ASIDE, BASE, CROSSED, DIRECTION, FILL, LEVEL, REMARK, STEP, TOTAL


@dataclass(frozen=True, slots=True)
class NumberLead:
    """What leads from indicators to their numbers.

    Attributes:
        end: where the first number begins, its bound included.
        words: all of it.
        direction: upwards or downwards, a match of `DIRECTION`; None where it is not said.
        total: whether it goes over from what is new to how much there is in all.
    """

    end: int
    words: str
    direction: re.Match[str] | None
    total: bool


def find_lead(folded: str, at: int, single: bool, first: bool) -> NumberLead | None:
    """Return the words from `at` to the next number; None where none is meant.

    Args:
        single: whether they are of one indicator, not of a list.
        first: whether no number stood before.
    """
    started, base, total = at, None, None
    at = _skip(folded, at, not first and single)
    if not first:
        if at >= len(folded) or folded[at] not in "、,(和":
            return None
        at += 1
        if single and (total := TOTAL.match(folded, at)):
            at = total.end()
    if single and (crossed := CROSSED.match(folded, at) or STEP.match(folded, at)):
        at = crossed.end()
    at = _fill(folded, at)
    if single and (base := BASE.match(folded, at)):
        at = _fill(folded, base.end())
    level = LEVEL.match(folded, at)
    direction = None if level else DIRECTION.match(folded, at)
    if turn := level or direction:
        # 增长预期目标为: words between stand on both sides of the direction
        at = turn.end()
    elif not first and not base and not total:
        return None
    at = _fill(folded, at)
    return NumberLead(_back(folded, at), folded[started:at], direction, bool(total))


def _skip(folded: str, at: int, may_rank: bool) -> int:
    """Where what is said beside the matter ends: a remark in brackets, and a rank where one may stand."""
    if remark := REMARK.match(folded, at):
        at = remark.end()
    if may_rank and (aside := ASIDE.match(folded, at)):
        at = aside.end()
    return at


def _fill(folded: str, at: int) -> int:
    """Where the words between an indicator and its number end."""
    found = FILL.match(folded, at)
    return found.end() if found else at


def _back(folded: str, at: int) -> int:
    """Where the number begins, its bound included, which the words before may have swallowed."""
    for bound in ("控制在", "超过", "突破", "约"):
        if folded.endswith(bound, 0, at):
            return at - len(bound)
    return at
