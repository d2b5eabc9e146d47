"""The order of passages by report id and position in the report, which decides between equal hits.

Within a segment it is read off the words of the field `report`, which are sorted; ids of two segments are
compared for the few passages that are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.passage_columns import SharedTexts
from indexer.search.engines.whoosh.segment_reader import Part

_FEW = 4096
"""So many passages are compared by their ids themselves."""

Numbers = NDArray[np.int64]


class ReportOrder:
    """Orders passages of one snapshot. May be shared by threads."""

    def __init__(self, parts: Sequence[Part], offsets: Sequence[int], reports: SharedTexts) -> None:
        """Args:
        offsets: number of the first passage of each segment.
        """
        self._parts, self._offsets, self._reports = parts, offsets, reports

    def place(self, docs: NDArray[np.intp]) -> Numbers:
        """A number for each of these passages: the lower comes first. They tell nothing beside these
        passages.
        """
        if len(self._parts) == 1:
            return self._within[docs]
        if len(docs) > _FEW:
            return self._among_all[docs]
        ids = [self._reports.of(number) for number in docs.tolist()]
        rank = {report: number for number, report in enumerate(sorted(set(ids)))}
        ranks = np.fromiter((rank[report] for report in ids), np.int64, len(ids))
        return (ranks << 32) | (self._within[docs] & 0xFFFFFFFF)

    def choose_first(self, docs: NDArray[np.intp], count: int) -> NDArray[np.intp]:
        """Which of these passages, ascending, come first: their places in the list, in any order.

        Args:
            count: how many of them, fewer than there are.
        """
        borders = [*docs.searchsorted(self._offsets).tolist(), len(docs)]
        chosen = []
        for left, right in pairwise(borders):
            here = np.arange(left, right)
            if count < len(here):
                here = here[np.argpartition(self._within[docs[left:right]], count - 1)[:count]]
            chosen.append(here)
        first = np.concatenate(chosen)
        if len(first) > count:
            first = first[np.argpartition(self.place(docs[first]), count - 1)[:count]]
        return first

    @cached_property
    def _within(self) -> Numbers:
        """For each passage its place among those of its segment: the report's above, then the position."""
        return _joined([_place_within(part) for part in self._parts])

    @cached_property
    def _among_all(self) -> Numbers:
        """For each passage its place among all."""
        ids = [part.words.list_terms("report") for part in self._parts]
        # They are sorted segment by segment, which is what sorting is quick with.
        rank = {report: number for number, report in enumerate(sorted(set().union(*ids)))}
        places = []
        for part, offset, reports in zip(self._parts, self._offsets, ids, strict=True):
            within = self._within[offset : offset + part.size]
            ranks = np.fromiter((rank[report] for report in reports), np.int64, len(reports))
            places.append(ranks[within >> 32] << 32 | within & 0xFFFFFFFF)
        return _joined(places)


def _place_within(part: Part) -> Numbers:
    codes, firsts = part.column("report_id")["codes"], part.words.list_firsts("report")
    # Words are sorted, codes are not: the first passage of each report has the one and the other.
    ranks = np.zeros(len(part.column("report_id")["ends"]), np.int64)
    ranks[codes[firsts]] = np.arange(len(firsts)) << 32
    places: Numbers = ranks.take(codes)
    places |= part.numbers("ordinal")
    return places


def _joined(places: Sequence[Numbers]) -> Numbers:
    if len(places) == 1:
        return places[0]
    return np.concatenate(places) if places else np.empty(0, np.int64)
