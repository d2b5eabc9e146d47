"""What is chosen beside a query, or understood of it, as filters of the engine."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.search.engines.opensearch.clauses import Filter, match_all, match_any, match_no
from indexer.search.query.tree import District, Query, Years


def be_of_years(years: Iterable[Years]) -> Filter:
    """Return the passages of reports of some years."""
    return match_any(
        {"term": {"year": 0}}
        if span.without
        else {"range": {"year": {"gte": span.first or 1, "lte": 9999 if span.last is None else span.last}}}
        for span in years
    )


def be_in_sections(sections: Iterable[int]) -> Filter:
    """Return the passages in sections of these statutory numbers."""
    return {"terms": {"section": list(sections)}}


def be_of_kinds(kinds: Iterable[str]) -> Filter:
    """Return the passages of reports of some kinds."""
    return {"terms": {"kind": [str(kind) for kind in kinds]}}


def be_about(districts: Iterable[District]) -> Filter:
    """Return the passages of reports about some divisions, or divisions below those not meant alone."""
    chosen = tuple(districts)
    whole = [code for district in chosen if not district.alone for code in district.codes]
    alone = [code for district in chosen if district.alone for code in district.codes]
    unknown = match_no({"exists": {"field": "place"}})
    return match_any(
        [
            *([{"terms": {"codes": whole}}] if whole else []),
            *([{"terms": {"place": alone}}] if alone else []),
            *([unknown] if any(not district.codes for district in chosen) else []),
        ]
    )


def be_just_about(districts: Iterable[District]) -> Filter:
    """Return the passages of reports about just these divisions."""
    return {"terms": {"place": [code for district in districts for code in district.codes]}}


def choose(query: Query, but: str = "") -> Filter:
    """Return what the choices beside a query let through.

    Args:
        but: `district` to leave that choice out, `others` to leave out all but that.
    """
    chosen: list[Filter] = []
    if query.districts and but != "district":
        chosen.append(be_about(query.districts))
    if but != "others":
        if query.years:
            chosen.append(be_of_years(query.years))
        if query.sections:
            chosen.append(be_in_sections(query.sections))
        if query.kinds:
            chosen.append(be_of_kinds(query.kinds))
    return match_all(chosen)
