"""One published generation of an index, opened for reading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import Storage
from whoosh.index import TOC

from indexer.search.completion import complete
from indexer.search.corrector import Corrector
from indexer.search.engines.whoosh.codec import ArraySegment
from indexer.search.engines.whoosh.coded_search import find_coded
from indexer.search.engines.whoosh.correction_texts import SegmentTexts
from indexer.search.engines.whoosh.evaluation import Evaluation
from indexer.search.engines.whoosh.matches import Chosen, Docs, Mask, Matches, Scores
from indexer.search.engines.whoosh.passage_columns import PassageHead, StoredPassage
from indexer.search.engines.whoosh.passage_filters import FilteredPassages
from indexer.search.engines.whoosh.postings import Postings
from indexer.search.engines.whoosh.ranking import Ranked, Ranking
from indexer.search.engines.whoosh.schema import RECOGNISED
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.segment_writer import unround_lengths
from indexer.search.engines.whoosh.units import to_pair
from indexer.search.engines.whoosh.word_counts import count_words
from indexer.search.query.notation import Way
from indexer.search.query.tree import Node, Query
from indexer.search.weights import K1, B, weigh_rarity
from indexer.text.fold import fold_with_offsets

_KEPT = 2048
"""Passages kept as they are shown: a few KiB each."""
_KEPT_WORDS = 8192
"""Words of which it is known where their postings lie: some hundred bytes each."""


class Snapshot(FilteredPassages):
    """The columns of all passages as arrays, and the evaluation of trees over them.

    Attributes:
        generation: number of the commit.
        live, live_count: passages that are not deleted, None where all live; and their number.
        offsets: number of the first passage of each part.
    """

    def __init__(self, storage: Storage, toc: TOC, known: dict[str, Part], cache_mb: int) -> None:
        """Opens the segments that a commit names.

        Args:
            known: parts of an earlier snapshot by segment, which are used again.
            cache_mb: memory for what was worked out for words, MiB.
        """
        self.generation: int = toc.generation
        segments: list[ArraySegment] = toc.segments
        self.parts = {
            segment.segment_id(): known.get(segment.segment_id()) or Part(storage, segment)
            for segment in segments
        }
        self._parts = [self.parts[segment.segment_id()] for segment in segments]
        sizes = [part.size for part in self._parts]
        self.offsets = [sum(sizes[:at]) for at in range(len(sizes))]
        self.size = sum(sizes)
        dead = [
            offset + number
            for segment, offset in zip(segments, self.offsets, strict=True)
            for number in segment.deleted_docs()
        ]
        self.live: Mask | None = None
        self.live_count = self.size - len(dead)
        if dead:
            self.live = np.ones(self.size, np.bool_)
            self.live[dead] = False
        super().__init__(self._parts, self.offsets, self.size)
        self._weights: dict[str, NDArray[np.float32]] = {}
        self._passage = lru_cache(_KEPT)(self._read)
        self._postings = lru_cache(_KEPT_WORDS)(self._look_up)
        ranked_mb = cache_mb // 2
        self._evaluation = Evaluation(self, cache_mb - ranked_mb)
        self._ranking = Ranking(self, self._evaluation, ranked_mb)

    def rank_passages(self, query: Query) -> Ranked:
        """Passages with all of a query and passages with a part of it, deleted ones left out."""
        return self._ranking.find(query)

    @cached_property
    def corrections(self) -> Corrector:
        """What was probably meant by a run that no text has."""
        return Corrector(SegmentTexts([part.characters for part in self._parts]))

    def complete(self, run: str, most: int) -> tuple[str, ...]:
        """Runs of the texts that begin with a folded run, the most frequent first; at most so many."""
        lookups = [part.words for part in self._parts]
        return complete(
            run,
            most,
            lambda begin: count_words(begin, lookups),
            lambda other: len(self._evaluation.containing(other, "")),
        )

    def find(self, tree: Node) -> Matches:
        """Evaluate a tree over all passages, deleted ones left out."""
        return self._evaluation.find(tree)

    def read_passage(self, number: int) -> StoredPassage:
        """What a hit shows of a passage. The last ones shown are kept."""
        return self._passage(number)

    def _read(self, number: int) -> StoredPassage:
        at = bisect_right(self.offsets, number) - 1
        part, local = self._parts[at], number - self.offsets[at]
        text = part.shown(local)
        region = self.read_region(number)
        return StoredPassage(
            PassageHead(
                self.reports.of(number),
                self.titles.of(number),
                self.year.item(number) or None,
                region.name if region else "",
                region.path if region else (),
                self.bodies.of(number),
                self.kinds.of(number),
                self.section.item(number),
                self.headings.of(number),
            ),
            text,
            (part.characters.last(local, len(text)), None)
            if self.straight.item(number)
            else fold_with_offsets(text),
            self.first.item(number),
            self.damage.item(number) % RECOGNISED,
            self.damage.item(number) >= RECOGNISED,
        )

    def _look_up(self, field: str, word: bytes) -> list[tuple[int, Postings]]:
        """The postings of a word in each part that has it, and the number of the part."""
        return [
            (at, part.words.postings(number))
            for at, part in enumerate(self._parts)
            if (number := part.words.number(field, word)) is not None
        ]

    def list_parts(self) -> Sequence[Part]:
        """Return the parts in the order of their passages."""
        return self._parts

    def list_held(self) -> dict[str, list[int]]:
        """Numbers of the passages that live, by report."""
        numbers: dict[str, list[int]] = {}
        for number in range(self.size) if self.live is None else np.flatnonzero(self.live).tolist():
            numbers.setdefault(self.reports.of(number), []).append(number)
        return numbers

    # What a tree is evaluated over (see `passages.Passages`) -----------------------------------

    def with_word(self, field: str, word: bytes) -> Chosen:
        """Passages with a word in a field."""
        return self._of_parts((at, postings.docs) for at, postings in self._postings(field, word))

    def rank(self, field: str, words: Sequence[bytes], boost: float, docs: Docs, scores: Scores) -> None:
        """Adds BM25F of words in a field to the scores of passages, whose numbers ascend."""
        known = [found for word in words if (found := self._postings(field, word))]
        if not known or not len(docs):
            return
        borders = [*docs.searchsorted(self.offsets).tolist(), len(docs)]
        of_byte = self._weigh_lengths(field)
        for found in known:
            idf = self._weigh(found)
            for at, postings in found:
                here, offset = slice(borders[at], borders[at + 1]), self.offsets[at]
                local = docs[here] - offset if offset else docs[here]
                part = self._parts[at]
                weight = postings.at(local, part.size)
                worth = weight / (weight + of_byte.take(part.length_bytes(field).take(local)))
                worth *= np.float32(boost * idf * (K1 + 1))
                scores[here] += worth

    def bound(self, field: str, words: Sequence[bytes], boost: float) -> float:
        """What words in a field add to the score of a passage at most (see `rank`)."""
        known = [found for word in words if (found := self._postings(field, word))]
        return sum(boost * self._weigh(found) * (K1 + 1) for found in known)

    def _weigh(self, found: Sequence[tuple[int, Postings]]) -> float:
        """The inverse document frequency of a word."""
        return weigh_rarity(self.size, sum(len(postings) for _, postings in found))

    def containing(self, folded: str, field: str, numerals: bool = False) -> Chosen:
        """Passages that contain these folded characters within one line: all of them and no others. A number
        at either end is whole (`indexer.search.borders`), a Chinese one too if `numerals`.
        """
        if field:
            name = f"folded_{field}"
            fits = [find_coded(part.column(name), folded, numerals) for part in self._parts]
            return Chosen(self.size, mask=np.concatenate(fits) if fits else np.empty(0, np.bool_))
        whole_pair = not numerals and not folded[:1].isdecimal() and not folded[-1:].isdecimal()
        pair = to_pair(folded) if whole_pair else None
        masks = [] if pair is None else [part.characters.common(pair) for part in self._parts]
        if any(mask is not None for mask in masks):
            whole = np.zeros(self.size, np.bool_)
            for part, offset, mask in zip(self._parts, self.offsets, masks, strict=True):
                if mask is not None:
                    whole[offset : offset + part.size] = mask
                else:
                    whole[part.characters.containing(folded) + np.intp(offset)] = True
            return Chosen(self.size, mask=whole)
        return self._of_parts(enumerate(part.containing(folded, numerals) for part in self._parts))

    def near(self, runs: Sequence[Sequence[Way]], distance: int | None) -> Chosen:
        """Passages in which all runs stand in one sentence, or each at most `distance` characters from the
        next.
        """
        return self._of_parts(enumerate(part.proximity.find_near(runs, distance) for part in self._parts))

    def _of_parts(self, found: Iterable[tuple[int, NDArray[np.signedinteger]]]) -> Chosen:
        """Passages from the numbers of parts and of passages in them, both ascending."""
        docs = [
            numbers + np.intp(offset) if (offset := self.offsets[at]) else numbers.astype(np.intp, copy=False)
            for at, numbers in found
        ]
        if len(docs) == 1:
            return Chosen(self.size, docs[0])
        return Chosen(self.size, np.concatenate(docs) if docs else np.empty(0, np.intp))

    def _weigh_lengths(self, field: str) -> NDArray[np.float32]:
        """BM25F's K1 · (1 - B + B · length / average length), by the byte that a length is kept as."""
        weights = self._weights.get(field)
        if weights is None:
            total = sum(part.totals.get(field, 0) for part in self._parts)
            average = total / self.size if total else 1
            weights = (K1 * (1 - B + B * unround_lengths() / average)).astype(np.float32)
            self._weights[field] = weights
        return weights
