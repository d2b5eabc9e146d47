"""Facets: how many hits each further choice would have."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from indexer.engines.whoosh.compile import Mask
from indexer.engines.whoosh.snapshot import Snapshot
from indexer.query import Query, Years
from indexer.report import UNKNOWN, Kind
from indexer.results import FacetValue

KIND_LABELS = {Kind.DISCLOSURE: "信息公开年报", Kind.WORK: "政府工作报告"}
SECTION_LABELS = {
    1: "总体情况（工作回顾）",
    2: "主动公开（总体目标）",
    3: "依申请公开（工作任务）",
    4: "复议与诉讼",
    5: "问题与改进",
    6: "其他事项",
}

NameOf = Callable[[str, str], str]
"""From a division's code and its short name to what the district filter takes."""


def filters(query: Query, snapshot: Snapshot) -> dict[str, Mask]:
    """For each facet in which something is chosen, the passages that the choice lets through."""
    masks = {}
    if query.years:
        masks["year"] = snapshot.in_years(query.years)
    if query.districts:
        masks["district"] = snapshot.in_districts(query.districts)
    if query.sections:
        masks["section"] = snapshot.in_sections(query.sections)
    if query.kinds:
        masks["kind"] = snapshot.of_kinds(query.kinds)
    return masks


def counted(
    query: Query, snapshot: Snapshot, matched: Mask, masks: dict[str, Mask], name_of: NameOf
) -> dict[str, tuple[FacetValue, ...]]:
    """All facets; each counts under the query and the choices in the other facets."""

    def under_others(facet: str) -> Mask:
        others = (mask for name, mask in masks.items() if name != facet)
        return reduce(np.logical_and, others, matched)

    return {
        "year": _years(query, snapshot, under_others("year")),
        "district": _districts(query, snapshot, under_others("district"), name_of),
        "section": _sections(query, snapshot, under_others("section")),
        "kind": _kinds(query, snapshot, under_others("kind")),
    }


def _years(query: Query, snapshot: Snapshot, mask: Mask) -> tuple[FacetValue, ...]:
    """Single years, newest first, then chosen ranges, then 未详."""
    counts = dict(enumerate(np.bincount(snapshot.year[mask]).tolist()))
    chosen = {span.first for span in query.years if span.first is not None and span.first == span.last}
    values = [
        FacetValue(str(year), f"{year} 年", counts.get(year, 0), year in chosen)
        for year in sorted({year for year, count in counts.items() if count and year} | chosen, reverse=True)
    ]
    for span in query.years:
        if span.first != span.last:
            count = int(np.count_nonzero(snapshot.in_years((span,)) & mask))
            values.append(FacetValue(span.value, _range_label(span), count, True))
    unknown = any(span.without for span in query.years)
    if counts.get(0) or unknown:
        values.append(FacetValue(UNKNOWN, f"年度{UNKNOWN}", counts.get(0, 0), unknown))
    return tuple(values)


def _range_label(span: Years) -> str:
    if span.first is None:
        return f"{span.last} 年及以前"
    return f"{span.first} 年及以后" if span.last is None else f"{span.first}–{span.last} 年"


def _districts(query: Query, snapshot: Snapshot, mask: Mask, name_of: NameOf) -> tuple[FacetValue, ...]:
    """The tree of divisions, each before those below it, in the order of codes; 未详 last."""
    counts = np.bincount(snapshot.regions.codes[mask], minlength=len(snapshot.paths)).tolist()
    chosen = {code for district in query.districts for code in district.codes}
    nodes: dict[tuple[str, ...], tuple[str, int]] = {}
    unknown = 0
    for region, count in zip(snapshot.paths, counts, strict=True):
        if region is None:
            unknown += count
            continue
        if not count and chosen.isdisjoint(region.codes):
            continue
        for depth, name in enumerate(region.path, 1):
            before = nodes.get(region.codes[:depth], (name, 0))[1]
            nodes[region.codes[:depth]] = (name, before + count)
    # A chosen division stays in its place in the tree, even without hits.
    kept = {codes[:depth] for codes in nodes if codes[-1] in chosen for depth in range(1, len(codes) + 1)}
    values = []
    for codes, (name, count) in sorted(nodes.items()):
        if count or codes in kept:
            parent = name_of(codes[-2], nodes[codes[:-1]][0]) if len(codes) > 1 else ""
            selected = codes[-1] in chosen
            values.append(FacetValue(name_of(codes[-1], name), name, count, selected, len(codes) - 1, parent))
    # Chosen divisions about which there is no report at all.
    present = {code for codes in nodes for code in codes}
    for district in query.districts:
        if district.codes and present.isdisjoint(district.codes):
            values.append(FacetValue(district.value, district.value, 0, True))
    without = any(not district.codes for district in query.districts)
    if unknown or without:
        values.append(FacetValue(UNKNOWN, f"地区{UNKNOWN}", unknown, without))
    return tuple(values)


def _sections(query: Query, snapshot: Snapshot, mask: Mask) -> tuple[FacetValue, ...]:
    counts = np.bincount(snapshot.section[mask], minlength=7).tolist()
    return tuple(
        FacetValue(str(number), label, counts[number], number in query.sections)
        for number, label in SECTION_LABELS.items()
        if counts[number] or number in query.sections
    )


def _kinds(query: Query, snapshot: Snapshot, mask: Mask) -> tuple[FacetValue, ...]:
    counts = np.bincount(snapshot.kinds.codes[mask], minlength=len(snapshot.kinds.values)).tolist()
    by_kind = dict(zip(snapshot.kinds.values, counts, strict=True))
    return tuple(
        FacetValue(kind.value, label, by_kind.get(kind.value, 0), kind in query.kinds)
        for kind, label in KIND_LABELS.items()
        if by_kind.get(kind.value) or kind in query.kinds
    )
