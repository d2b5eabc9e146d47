"""Finds every place of a phrase on arrays, and opens only the passages of those that are shown."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from indexer.search.auditing.concordance import WIDTH, ConcordanceSort, Occurrence
from indexer.search.auditing.pinyin_order import rank_units
from indexer.search.engines.whoosh.borders import find_whole_numbers
from indexer.search.engines.whoosh.matches import Mask
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.engines.whoosh.units import BREAK, to_text, to_units
from indexer.search.query.exact import list_phrases
from indexer.search.query.tree import Query
from indexer.text.fold import fold_with_offsets

MOST_SORTED = 100_000
"""Places up to which they are put in the order of what is before or after them."""
_COMPARED = 16
"""Characters by which they are compared."""

Places = NDArray[np.int64]


class FoundPlaces:
    """The places of a query's phrases (`indexer.search.concordance.Concordance`)."""

    def __init__(self, snapshot: Snapshot, query: Query, sort: ConcordanceSort) -> None:
        """Args:
        query: its phrases are listed, in the passages that it matches.
        """
        self._snapshot = snapshot
        wanted = _choose(snapshot, query)
        phrases = list_phrases(query.tree)
        found = [_find(snapshot, number, phrase, wanted) for number, phrase in enumerate(phrases)]
        self._docs, self._places, self._runs = (
            np.concatenate([each[at] for each in found]) if found else np.empty(0, np.int64)
            for at in range(3)
        )
        if len(found) > 1:  # those of one phrase ascend
            ascending = np.lexsort((self._places, self._docs))
            self._docs, self._places, self._runs = (
                column[ascending] for column in (self._docs, self._places, self._runs)
            )
        self._lengths = np.array([len(to_units(phrase)) for phrase in phrases], np.int64)
        self.total = len(self._docs)
        too_many = self.total > MOST_SORTED and sort in (ConcordanceSort.LEFT, ConcordanceSort.RIGHT)
        self.sort = ConcordanceSort.PLACE if too_many else sort
        self._order = self._arrange()

    def list_lines(self, start: int, end: int) -> tuple[Occurrence, ...]:
        """Return some of the places, in order."""
        return tuple(map(self._show, self._order[start:end].tolist()))

    def _arrange(self) -> Places:
        order = self._arrange_passages()
        if self.sort in (ConcordanceSort.PLACE, ConcordanceSort.YEAR):
            return order
        beside = self._read_beside(order)
        return order[np.lexsort(tuple(beside[:, at] for at in range(beside.shape[1] - 1, -1, -1)))]

    def _arrange_passages(self) -> Places:
        """Return the places in the order of their passages: only these are sorted, not each place."""
        snapshot = self._snapshot
        starts = np.flatnonzero(np.diff(self._docs, prepend=-1))
        counts = np.diff(starts, append=len(self._docs))
        docs = self._docs[starts]
        by_place = snapshot.region_ranks[snapshot.regions.codes[docs]]
        years = snapshot.year[docs]
        keys = (years, by_place) if self.sort is not ConcordanceSort.YEAR else (by_place, years)
        ranked = np.lexsort((snapshot.order.place(docs), *keys))
        starts, counts = starts[ranked], counts[ranked]
        # The places of each passage follow each other: from where they begin, as many as there are.
        return np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(len(self._docs))

    def _read_beside(self, order: Places) -> NDArray[np.uint64]:
        """Return ranks of the characters after each place, or before it backwards: four in a number."""
        snapshot = self._snapshot
        gathered = np.full((len(order), _COMPARED), BREAK, np.uint16)
        docs, places = self._docs[order], self._places[order]
        steps = np.arange(_COMPARED)
        if self.sort is ConcordanceSort.RIGHT:
            at = (places + self._lengths[self._runs[order]])[:, None] + steps
        else:
            at = (places - 1)[:, None] - steps
        of_part = np.searchsorted(snapshot.offsets, docs, "right") - 1
        for number, part in enumerate(snapshot.list_parts()):
            (here,) = (of_part == number).nonzero()
            if len(here):
                units = part.characters.units
                taken = units.take(at[here], mode="clip")
                taken[(at[here] < 0) | (at[here] >= len(units))] = BREAK
                gathered[here] = taken
        gathered = rank_units()[gathered]  # 0 for a break
        gathered[(gathered == 0).cumsum(axis=1) > 0] = 0
        packed: NDArray[np.uint64] = gathered.astype(">u2").view(">u8").astype(np.uint64)
        return packed

    def _show(self, number: int) -> Occurrence:
        snapshot = self._snapshot
        doc, place = self._docs.item(number), self._places.item(number)
        length = self._lengths.item(self._runs.item(number))
        at = bisect_right(snapshot.offsets, doc) - 1
        part, local = snapshot.list_parts()[at], doc - snapshot.offsets[at]
        passage = snapshot.read_passage(doc)
        head, first = passage.head, passage.first
        begin = part.characters.start(local)
        text_at = begin + snapshot.heads.item(doc)
        folded: tuple[str, list[int] | None] | None = passage.folded
        source, line = passage.text, first
        if place < text_at:  # in the title or the heading
            heading_at = text_at - len(to_units(snapshot.folded_headings.of(doc))) - 1
            in_title = place < heading_at
            source, text_at = (head.title, begin) if in_title else (head.heading, heading_at)
            line = 0 if in_title else first
            folded = None
        offsets = (folded or fold_with_offsets(source))[1]
        units = part.characters.units
        start = len(to_text(units[text_at:place]))
        end = start + len(to_text(units[place : place + length]))
        if offsets:
            start, end = offsets[start], offsets[end - 1] + 1
        if folded:
            line = first + source.count("\n", 0, start)
        left, right = source[:start].rpartition("\n")[2], source[end:].partition("\n")[0]
        return Occurrence(
            head.report,
            head.title,
            head.year,
            head.region,
            head.body,
            head.kind,
            head.section,
            head.heading,
            line,
            left[-WIDTH:].lstrip(),
            source[start:end],
            right[:WIDTH].rstrip(),
            len(left.strip()) > WIDTH,
            len(right.strip()) > WIDTH,
        )


def _choose(snapshot: Snapshot, query: Query) -> Mask:
    """Return for each passage whether the query matches it and its filters let it through."""
    docs = snapshot.find(query.tree).docs
    kept = np.ones(len(docs), np.bool_)
    if query.years:
        kept &= snapshot.in_years(query.years)[docs]
    if query.districts:
        kept &= snapshot.in_districts(query.districts)[docs]
    if query.sections:
        kept &= snapshot.in_sections(query.sections)[docs]
    if query.kinds:
        kept &= snapshot.of_kinds(query.kinds)[docs]
    mask = np.zeros(snapshot.size, np.bool_)
    mask[docs[kept]] = True
    return mask


def _find(snapshot: Snapshot, number: int, phrase: str, wanted: Mask) -> tuple[Places, Places, Places]:
    """Return the passages and places of a phrase, and its number as often.

    A heading that stands over several passages counts in the first of them.
    """
    run = to_units(phrase)
    docs, places = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    heads, opens = snapshot.heads, snapshot.openings
    for part, offset in zip(snapshot.list_parts(), snapshot.offsets, strict=True):
        characters = part.characters
        found = find_whole_numbers(characters.units, characters.places(phrase), run, False)
        local = characters.passages(found).astype(np.int64)
        here = local + offset
        keep = wanted[here]
        here, local, found = here.compress(keep), local.compress(keep), found.compress(keep).astype(np.int64)
        begins = np.where(local > 0, characters.ends[np.maximum(local - 1, 0)], 0)
        keep = (found - begins >= heads[here]) | opens[here]
        docs.append(here.compress(keep))
        places.append(found.compress(keep))
    joined = np.concatenate(docs)
    return joined, np.concatenate(places), np.full(len(joined), number, np.int64)
