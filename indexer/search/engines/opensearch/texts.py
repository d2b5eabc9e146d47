"""What corrections and completions read of the texts: counts of the index, and a sample of the passages."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from threading import Lock
from typing import NamedTuple

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from indexer.search.analysis import cut_words, index_words
from indexer.search.corrector import is_han
from indexer.search.engines.opensearch.clauses import NOTHING, Filter
from indexer.search.engines.opensearch.cluster import Document
from indexer.search.engines.opensearch.filters import contain
from indexer.search.engines.opensearch.mapping import EXACT, GAPS, WORDS
from indexer.search.engines.opensearch.passages import read_passage
from indexer.search.engines.opensearch.published import PublishedIndex
from indexer.search.engines.opensearch.tokens import encode, make_plain, make_surroundings

_SAMPLE = 200
"""Passages that are read of those that have a run."""
_KEPT = 8 << 20
"""Characters of the samples that are read together and kept until they are asked for."""
_AROUND = 16
"""Characters before and after the beginning of a word by which it is cut."""
_HAN = range(0x4E00, 0xA000)


class _Sample(NamedTuple):
    """Some of the passages that a filter lets through, folded, and which share of them that is."""

    texts: tuple[str, ...]
    share: float


class SampledTexts:
    """The texts of one published state (`indexer.search.corrector.CorrectionTexts`)."""

    def __init__(self, published: PublishedIndex) -> None:
        self._published = published
        self._read: LRUCache[str, _Sample] = LRUCache(_KEPT, _measure)
        self._lock = Lock()

    def read_ahead(self, gaps: Sequence[tuple[str, str]], runs: Sequence[str]) -> None:
        """Read together what will be asked of the texts between some runs and of those with others."""
        wanted = [*(_surround(*gap) for gap in gaps if any(gap)), *map(self._have, runs)]
        bodies = [self._ask(each) for each in wanted]
        answers = self._published.search_many(bodies)
        for each, answer in zip(wanted, answers, strict=True):
            with self._lock, suppress(ValueError):  # what is larger than all the room is not kept
                self._read[json.dumps(each)] = _read_sample(answer)

    def count_between(self, before: str, after: str) -> Counter[str]:
        """Return the Chinese characters that stand between two runs, and how often."""
        wanted = re.compile(f"(?<={re.escape(before)})(.)(?={re.escape(after)})")
        found = Counter[str]()
        texts, share = self._sample(_surround(before, after))
        for text in texts:
            found.update(filter(is_han, wanted.findall(text)))
        return Counter({char: round(number / share) for char, number in found.items()})

    def count(self, run: str) -> int:
        """Return how often a run is in the texts."""
        texts, share = self._sample(self._have(run))
        return round(sum(text.count(run) for text in texts) / share)

    def count_pairs(self, lefts: str, rights: str) -> NDArray[np.int64]:
        """Return in how many passages each of some characters is right before each of others."""
        pairs = " ".join(encode(left + right) for left in lefts for right in rights)
        known = self._published.read_token_counts(EXACT[""], pairs)
        counts = [[known.get(encode(left + right), 0) for right in rights] for left in lefts]
        return np.array(counts, np.int64).reshape(len(lefts), len(rights))

    def list_characters(self) -> Iterator[str]:
        """Yield the simplified characters that there are in common use, in the texts or not."""
        for code in _HAN:
            try:
                chr(code).encode("gb2312")
            except UnicodeEncodeError:
                continue
            yield chr(code)

    def count_passages(self, run: str) -> int:
        """Return how many passages contain a run, numbers whole."""
        return self._published.counter.make(lambda counts: counts.of(contain(run)))

    def list_words(self, prefix: str) -> Counter[str]:
        """Return words that begin so, and in how many passages each is."""
        found = Counter[str]()
        texts, share = self._sample({"prefix": {WORDS["text"]: {"value": encode(prefix)}}})
        for text in texts:
            found.update({word for word in _list_words(prefix, text) if word.startswith(prefix)})
        return Counter({word: round(number / share) for word, number in found.items()})

    def _have(self, run: str) -> Filter:
        if not run or "\n" in run:
            return NOTHING
        positions = make_plain(run)
        if " " not in positions:
            return {"term": {EXACT[""]: {"value": positions}}}
        return {"match_phrase": {EXACT[""]: {"query": positions, "analyzer": "whitespace"}}}

    def _sample(self, found: Filter) -> _Sample:
        with self._lock:
            known = self._read.get(json.dumps(found))
        return known or _read_sample(self._published.search(self._ask(found)))

    def _ask(self, found: Filter) -> Document:
        return {
            "size": _SAMPLE,
            "track_total_hits": True,
            "query": {"bool": {"filter": self._published.restrict(found)}},
        }


def _measure(sample: _Sample) -> int:
    return 100 + sum(map(len, sample.texts))


def _read_sample(answer: Document) -> _Sample:
    hits = answer["hits"]
    texts = tuple(read_passage(hit["_source"]).exact for hit in hits["hits"])
    return _Sample(texts, len(texts) / hits["total"]["value"] if texts else 1.0)


def _surround(before: str, after: str) -> Filter:
    return {"match_phrase": {EXACT[""]: {"query": make_surroundings(before, after), "analyzer": GAPS}}}


def _list_words(prefix: str, folded: str) -> Iterator[str]:
    """The words that begin where some characters stand, cut with what is around them."""
    at = folded.find(prefix)
    while at >= 0:
        begin = max(folded.rfind("\n", 0, at) + 1, at - _AROUND)
        place = begin
        for word in cut_words(folded[begin : at + _AROUND]):
            if place <= at < place + len(word):
                yield from index_words(word)
                break
            place += len(word)
        at = folded.find(prefix, at + 1)
