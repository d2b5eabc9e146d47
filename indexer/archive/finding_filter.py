"""Which findings are asked for, from strings as they stand in an address or on a command line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from indexer.archive.contributions.verdicts import Verdicts
from indexer.errors import QueryError
from indexer.figures.finding import Outcome
from indexer.figures.results import FindingFilter
from indexer.figures.rules import RULE_NAMES
from indexer.search.query.tree import Years
from indexer.search.query.values import parse_districts, parse_years
from indexer.verdict import VERDICT_NAMES, Subject, derive_former_key

OPEN = "open"
"""The value for findings that nobody has judged."""
OPINIONS = {OPEN: "还没有意见", **VERDICT_NAMES[Subject.FINDING]}
"""What people may have judged of a finding, and what readers see."""

_EARLIEST, _LATEST = 1949, 2099
"""What a range of years is cut to: no report is older, none will be so late."""
_NO_KEY = "none"
"""Stands for no finding where a filter that is empty would let all through."""


@dataclass(frozen=True, slots=True)
class FindingChoice:
    """What is asked of findings, as strings; an empty part lets all through, values of one are alternatives.

    Attributes:
        years: years and ranges of years, as a search takes them.
        districts: names of divisions, as a search takes them.
        rules: ids of rules.
        outcomes: values of `Outcome`.
        series: bodies, by their series.
        reports: ids of reports.
        verdict: a key of `OPINIONS`, "" for whatever people judged.
    """

    years: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    verdict: str = ""


def parse_finding_filter(
    choice: FindingChoice, usual: tuple[Outcome, ...], verdicts: Verdicts
) -> FindingFilter:
    """Return the filter that a choice means.

    Args:
        usual: the outcomes to show where none is chosen.
        verdicts: what people judged.

    Raises:
        QueryError: a year, division, rule, outcome or verdict is none.
        ArchiveDamaged: the verdicts cannot be read.
    """
    judged = _read_verdict(choice.verdict, verdicts)
    return FindingFilter(
        reports=choice.reports,
        series=choice.series,
        years=tuple(dict.fromkeys(year for span in parse_years(choice.years) for year in _list_years(span))),
        regions=tuple(
            code for each in parse_districts(choice.districts, None) for code in each.codes or ("",)
        ),
        rules=_check("规则", choice.rules, RULE_NAMES),
        outcomes=tuple(map(Outcome, _check("结果", choice.outcomes, [o.value for o in Outcome]))) or usual,
        keys=judged.keys,
        but=judged.but,
        even=judged.even,
    )


def _list_years(span: Years) -> Iterable[int | None]:
    """Return the years of a span; an open one ends where reports do."""
    if span.without:
        return (None,)
    if span.first == span.last:
        return (span.first,)
    first = max(span.first or _EARLIEST, _EARLIEST)
    last = min(span.last or _LATEST, _LATEST)
    return range(first, last + 1) or (span.first or span.last,)


def _check(what: str, values: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    chosen = tuple(values)
    for value in chosen:
        if value not in known:
            raise QueryError(f"没有{what}“{value[:40]}”，可用的有：{'、'.join(known)}。")
    return chosen


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys of findings for a filter (see `FindingFilter`)."""

    keys: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    even: tuple[str, ...] = ()


def _read_verdict(verdict: str, verdicts: Verdicts) -> _Keys:
    """Return the findings that people judged so."""
    if not verdict:
        return _Keys()
    _check("意见", (verdict,), OPINIONS)
    given = verdicts.read_complete(Subject.FINDING)
    # Few keys have a former one, under whose verdict they must not fall once they have their own.
    renamed = {key: former for key in (*given, *given.withdrawn) if (former := _former(key)) != key}
    if verdict == OPEN:
        return _Keys(but=tuple(given), even=tuple(key for key in renamed if key not in given))
    so = {key for key, judged in given.items() if judged.value == verdict}
    otherwise = tuple(key for key, former in renamed.items() if former in so and key not in so)
    return _Keys(tuple(so) or (_NO_KEY,), otherwise)


def _former(key: str) -> str:
    return derive_former_key(Subject.FINDING, key)
