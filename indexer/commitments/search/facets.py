"""How many commitments each further choice would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.commitments.classes import CLASS_NAMES
from indexer.commitments.record import STATE_NAMES
from indexer.commitments.search.columns import CommitmentColumns
from indexer.commitments.search.results import HAVING, CommitmentFilter
from indexer.commitments.search.rows import Mask
from indexer.commitments.vocabulary import list_topics
from indexer.report.regions import read_divisions
from indexer.report.report import UNKNOWN
from indexer.search.facets.values import FacetValue
from indexer.search.query.division_test import make_division_test
from indexer.search.query.tree import District, Query
from indexer.verdict import VERDICT_NAMES, Subject

_LARGE = 60  # divisions that are all shown

OPEN = "open"
"""The value of a commitment that nobody has judged."""
VERDICTS = VERDICT_NAMES[Subject.COMMITMENT] | {OPEN: "尚未判定"}
"""The verdicts that commitments can be chosen by, and what people read."""


@dataclass(frozen=True, slots=True)
class MatchingRows:
    """What a query and its filter leave of all commitments.

    Attributes:
        columns: the commitments.
        matched: which of them the words of the query match.
        masks: which of them each filter lets through, by its facet.
        judged: the verdict on each, as its number in `VERDICTS`.
    """

    columns: CommitmentColumns
    matched: Mask
    masks: dict[str, Mask]
    judged: NDArray[np.int8]

    def under(self, facet: str = "") -> Mask:
        """Return which are left by the words and all filters but one facet's."""
        return reduce(np.logical_and, (m for name, m in self.masks.items() if name != facet), self.matched)


def count_facets(
    query: Query, wanted: CommitmentFilter, matches: MatchingRows
) -> dict[str, tuple[FacetValue, ...]]:
    """Return the values of all facets, each counted under the query and the choices in the other facets."""
    columns, under = matches.columns, matches.under

    def named(
        facet: str, numbers: NDArray[np.int8], names: Mapping[str, str], chosen: tuple[str, ...]
    ) -> tuple[FacetValue, ...]:
        counts = np.bincount(numbers[under(facet)], minlength=len(names)).tolist()
        return tuple(
            FacetValue(value, name, count, value in chosen)
            for (value, name), count in zip(names.items(), counts, strict=True)
            if count or value in chosen
        )

    topical, having = under("topic"), under()
    return {
        "class": named(
            "class", columns.classes, {c.value: n for c, n in CLASS_NAMES.items()}, wanted.classes
        ),
        "year": _year_values(query, columns, under("year")),
        "district": _district_values(query, columns, under("district")),
        "topic": tuple(
            FacetValue(name, name, count, name in wanted.topics)
            for number, name in enumerate(list_topics())
            if (count := int(np.count_nonzero(columns.topics[number] & topical))) or name in wanted.topics
        ),
        # Both may be asked for at once: each counts what choosing it would leave.
        "having": tuple(
            FacetValue(
                name, label, int(np.count_nonzero(having & columns.having[name])), name in wanted.having
            )
            for name, label in HAVING.items()
        ),
        "state": named("state", columns.states, {s.value: n for s, n in STATE_NAMES.items()}, wanted.states),
        "verdict": named("verdict", matches.judged, VERDICTS, wanted.verdicts),
    }


def _year_values(query: Query, columns: CommitmentColumns, mask: Mask) -> tuple[FacetValue, ...]:
    counts = dict(enumerate(np.bincount(columns.years[mask]).tolist()))
    chosen = {span.first for span in query.years if span.first is not None and span.first == span.last}
    listed = {year for year, count in counts.items() if count and year} | chosen
    values = [
        FacetValue(str(year), f"{year} 年", counts.get(year, 0), year in chosen)
        for year in sorted(listed, reverse=True)
    ]
    unknown = any(span.without for span in query.years)
    if counts.get(0) or unknown:
        values.append(FacetValue(UNKNOWN, f"年度{UNKNOWN}", counts.get(0, 0), unknown))
    return tuple(values)


def _district_values(query: Query, columns: CommitmentColumns, mask: Mask) -> tuple[FacetValue, ...]:
    """The tree of divisions in the order of codes, 未详 last; of a large one the upper two levels, and what
    lies beside and below a chosen division."""
    counts = np.bincount(columns.regions[mask], minlength=len(columns.paths)).tolist()
    chosen = {code for district in query.districts if not district.alone for code in district.codes}
    nodes: dict[tuple[str, ...], tuple[str, int]] = {}
    unknown = 0
    for region, count in zip(columns.paths, counts, strict=True):
        if region is None:
            unknown += count
        elif count or not chosen.isdisjoint(region.codes):
            for depth, name in enumerate(region.path, 1):
                before = nodes.get(region.codes[:depth], (name, 0))[1]
                nodes[region.codes[:depth]] = (name, before + count)
    if len(nodes) > _LARGE:
        opened = {code for codes in nodes if codes[-1] in chosen for code in codes}
        nodes = {codes: node for codes, node in nodes.items() if len(codes) <= 2 or codes[-2] in opened}
    to_value = read_divisions().to_value
    values = [
        FacetValue(
            to_value(codes[-1], name),
            name,
            count,
            codes[-1] in chosen,
            len(codes) - 1,
            to_value(codes[-2], nodes[codes[:-1]][0]) if len(codes) > 1 else "",
        )
        for codes, (name, count) in sorted(nodes.items())
    ]
    values += [
        FacetValue(district.value, district.value, _count_own(columns, counts, district), True)
        for district in query.districts
        if district.alone
    ]
    without = any(not district.codes for district in query.districts)
    if unknown or without:
        values.append(FacetValue(UNKNOWN, f"地区{UNKNOWN}", unknown, without))
    return tuple(values)


def _count_own(columns: CommitmentColumns, counts: list[int], district: District) -> int:
    is_own = make_division_test((district,))
    return sum(
        count for region, count in zip(columns.paths, counts, strict=True) if region and is_own(region.codes)
    )
