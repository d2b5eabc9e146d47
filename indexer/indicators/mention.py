"""Where a sentence names indicators: one by one, in lists, and whether they are those of the body itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.indicators.register import Indicator, read_alias_table, read_register
from indexer.indicators.value import NUMBER
from indexer.indicators.words import BEFORE, JOINT, UNKNOWN_MEMBER
from indexer.text.fold import fold


@dataclass(frozen=True, slots=True)
class IndicatorMention:
    """An indicator named in a sentence, and where."""

    key: str
    start: int
    end: int


def find_mentions(folded: str) -> Iterator[IndicatorMention]:
    """Yield the indicators that a sentence names, each by its longest name."""
    table = read_alias_table()
    at = 0
    while at < len(folded) - 1:
        for alias, key in table.get(folded[at : at + 2], ()):
            if folded.startswith(alias, at):
                yield IndicatorMention(key, at, at + len(alias))
                at += len(alias) - 1
                break
        at += 1


def find_indicator(typed: str) -> Indicator | None:
    """Return the first indicator that a person names, None where there is none."""
    known = read_register()
    return next((known[each.key] for each in find_mentions(fold(typed)) if each.key in known), None)


def group_mentions(folded: str, mentions: list[IndicatorMention]) -> Iterator[list[IndicatorMention]]:
    """Indicators that are named in one breath (A、B 和 C), each such list together; with the key "" for one
    among them that is not known.
    """
    group: list[IndicatorMention] = []
    for mention in mentions:
        between = folded[group[-1].end : mention.start] if group else ""
        if group and UNKNOWN_MEMBER.fullmatch(between):
            group.append(IndicatorMention("", group[-1].end + 1, mention.start - 1))
            group.append(mention)
            continue
        if group and JOINT.fullmatch(between):
            group.append(mention)
            continue
        if group:
            yield group
        group = [mention]
    if group:
        yield group


def is_own(folded: str, mention: IndicatorMention) -> bool:
    """Whether an indicator is that of the body itself."""
    return BEFORE.search(folded[max(0, mention.start - 12) : mention.start]) is not None


def is_counted(folded: str, mention: IndicatorMention) -> bool:
    """Whether the number of it is right before it."""
    return any(
        number.end() == mention.start
        for number in NUMBER.finditer(folded, max(0, mention.start - 16), mention.start)
    )
