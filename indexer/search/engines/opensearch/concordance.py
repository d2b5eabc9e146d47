"""Every place of a phrase: the engine finds the passages, the places are looked up in their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.search.auditing.concordance import WIDTH, ConcordanceSort, Occurrence
from indexer.search.auditing.pinyin_order import rank_units
from indexer.search.borders import find_whole
from indexer.search.engines.opensearch.choices import choose
from indexer.search.engines.opensearch.clauses import match_all
from indexer.search.engines.opensearch.filters import Filters
from indexer.search.engines.opensearch.looking import look_up
from indexer.search.engines.opensearch.passages import FetchedPassage, read_passage
from indexer.search.engines.opensearch.published import PublishedIndex
from indexer.search.query.exact import list_phrases
from indexer.search.query.tree import Query
from indexer.text.fold import fold_with_offsets

MOST_SORTED = 100_000
"""Places up to which they are put in the order of what is before or after them."""
_COMPARED = 16
"""Characters by which they are compared."""


class _Place(NamedTuple):
    """Where a phrase is.

    Attributes:
        passage: id of the passage.
        start, end: in its exact text.
        order: of its passage, by place, year, report and position.
        beside: what is after it, or before it backwards, where they are ordered by that.
    """

    passage: str
    start: int
    end: int
    order: tuple[object, ...]
    beside: str


class ClusterPlaces:
    """The places of a query's phrases (`indexer.search.concordance.Concordance`)."""

    def __init__(self, published: PublishedIndex, query: Query, sort: ConcordanceSort) -> None:
        """Args:
        query: its phrases are listed, in the passages that it matches.
        """
        self._published = published
        filters = Filters(look_up(query.tree, published))
        wanted = match_all([filters.of_tree(query.tree), choose(query)])
        phrases = list_phrases(query.tree)
        places: list[_Place] = []
        for hit in published.scan(wanted, True):
            places += _find(hit["_id"], read_passage(hit["_source"]), phrases, sort)
        self.total = len(places)
        is_by_text = sort in (ConcordanceSort.LEFT, ConcordanceSort.RIGHT)
        self.sort = ConcordanceSort.PLACE if is_by_text and self.total > MOST_SORTED else sort
        places.sort(key=lambda place: (place.order, place.start))
        if is_by_text and self.sort is sort:
            ranks = _rank_texts([place.beside for place in places])
            places = [places[at] for at in ranks.tolist()]
        self._places = places

    def list_lines(self, start: int, end: int) -> tuple[Occurrence, ...]:
        """Return some of the places, in order."""
        places = self._places[start:end]
        kept = self._published.read_passages(list({place.passage for place in places}))
        return tuple(_show(read_passage(kept[place.passage]), place) for place in places)


def _find(
    number: str, passage: FetchedPassage, phrases: Sequence[str], sort: ConcordanceSort
) -> list[_Place]:
    """The places of phrases in a passage.

    A heading that stands over several passages counts in the first of them.
    """
    text = passage.exact
    head = len(text) - len(fold_with_offsets(passage.text)[0])
    first = 0 if passage.opens else head
    region = passage.region
    where = (not region, region.codes if region else ())
    year = passage.year or 0
    leading = (year, where) if sort is ConcordanceSort.YEAR else (where, year)
    order = (*leading, passage.report, passage.ordinal)
    found = []
    for phrase in phrases:
        for at in find_whole(phrase, text):
            if at < first:
                continue
            end = at + len(phrase)
            beside = text[end : end + _COMPARED] if sort is ConcordanceSort.RIGHT else ""
            if sort is ConcordanceSort.LEFT:
                beside = text[max(0, at - _COMPARED) : at][::-1]
            found.append(_Place(number, at, end, order, beside.partition("\n")[0]))
    return found


def _rank_texts(texts: Sequence[str]) -> NDArray[np.int64]:
    """The order of texts as dictionaries have it; equal ones stay as they are."""
    ranks = rank_units()
    units = np.zeros((len(texts), _COMPARED), np.uint16)
    for number, text in enumerate(texts):
        codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)[:_COMPARED]
        units[number, : len(codes)] = ranks[codes]
    return np.lexsort(tuple(units[:, at] for at in range(_COMPARED - 1, -1, -1)))


def _show(passage: FetchedPassage, place: _Place) -> Occurrence:
    start, end = place.start, place.end
    source, line = passage.text, passage.first
    text_at = len(passage.exact) - len(fold_with_offsets(source)[0])
    if start < text_at:  # in the title or the heading
        heading_at = text_at - len(fold_with_offsets(passage.heading)[0]) - 1
        in_title = start < heading_at
        source, text_at = (passage.title, 0) if in_title else (passage.heading, heading_at)
        line = 0 if in_title else passage.first
    offsets = fold_with_offsets(source)[1]
    start, end = start - text_at, end - text_at
    if offsets:
        start, end = offsets[start], offsets[end - 1] + 1
    if source is passage.text:
        line = passage.first + source.count("\n", 0, start)
    left, right = source[:start].rpartition("\n")[2], source[end:].partition("\n")[0]
    return Occurrence(
        passage.report,
        passage.title,
        passage.year,
        passage.path,
        passage.body,
        passage.kind,
        passage.section,
        passage.heading,
        line,
        left[-WIDTH:].lstrip(),
        source[start:end],
        right[:WIDTH].rstrip(),
        len(left.strip()) > WIDTH,
        len(right.strip()) > WIDTH,
    )
