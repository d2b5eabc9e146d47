"""What of a text's words says what it is about, and how much each of them says.

Words that every report uses (推进, 公开, 工作 …) say nothing of it, and neither do the names of the body and
its place. Words of the rest say the more, the fewer sentences of reports have them
(`indexer/data/frequent-words.tsv`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from indexer.commitments.vocabulary import read_rows
from indexer.search.analysis import load_segmenter

_WORD = re.compile(r"[\u3400-\u9fff]+|(?<![a-z0-9])[0-9]*[a-z][a-z0-9]*|\d{5}")
_EMPTY = frozenset("的了和与等在对把将为从以及向其并各个是有到由按被让给或而也")
_RARE = 0.85  # of a thousand sentences: how many have a word that the table does not have
_MOST = 9.0  # weight that no word exceeds
_PAIR, _COMMON_PAIR, _NAME = 5.0, 2.5, 8.0  # weights of pairs, of those that many promises share, of names


@dataclass(frozen=True, slots=True)
class ContentWords:
    """What says what a text is about.

    Attributes:
        pairs: neighbouring characters, inside words.
        words: of two characters or more, in their order.
    """

    pairs: frozenset[str]
    words: tuple[str, ...]


def list_wordings(texts: Iterable[str], names: Sequence[str] = ()) -> Iterator[ContentWords]:
    """Yield the wording of each text; all are segmented together, which is quicker.

    Args:
        texts: folded, none of them blank.
        names: of the body and its place, which are left out.
    """
    folded = "\n".join([*texts, ""])
    for name in names:
        folded = folded.replace(name, "。")
    pairs: set[str] = set()
    words: list[str] = []
    before = ""
    for word in load_segmenter().cut(folded):
        if "\n" in word:
            yield ContentWords(frozenset(pairs), tuple(words))
            pairs, words, before = set(), [], ""
            continue
        own = _list_pairs(word)
        if own is None:
            before = ""
            continue
        pairs.update(own)
        if len(word) > 1:
            words.append(word)
        # The segmenter does not know every word of the field (工单打通): its borders count for little.
        if before and (len(word) == 1 or len(before) == 1):
            pairs.add(before[-1] + word[0])
        before = "" if word.isascii() else word


@lru_cache(maxsize=100_000)
def weigh_word(word: str) -> float:
    """Return how much a word says of what a text is about."""
    return min(_MOST, -math.log(_read_shares().get(word, _RARE) / 1000))


@lru_cache(maxsize=100_000)
def weigh_pair(pair: str) -> float:
    """Return how much a pair of characters, or a name in quotes, says."""
    if len(pair) > 2:
        return _NAME
    return _COMMON_PAIR if pair in list_common_pairs() else _PAIR


@cache
def list_common_pairs() -> frozenset[str]:
    """Pairs of characters inside words that many promises share, or that say nothing."""
    listed = [word for row in read_rows("common") for word in row.words.split("|")]
    return frozenset(word[at : at + 2] for word in listed for at in range(len(word) - 1)) | _list_plain()


@lru_cache(maxsize=100_000)
def _list_pairs(word: str) -> tuple[str, ...] | None:
    """Return the pairs inside a word; None where it says nothing of what a text is about."""
    plain = _list_plain()
    if word in _EMPTY or word in plain or not _WORD.fullmatch(word):
        return None
    if word.isascii():
        return (word,)
    inside = (word[at : at + 2] for at in range(len(word) - 1))
    return tuple(pair for pair in inside if pair not in plain)


@cache
def _list_plain() -> frozenset[str]:
    return frozenset(word for row in read_rows("plain") for word in row.words.split("|"))


@cache
def _read_shares() -> dict[str, float]:
    """Of a thousand sentences, how many have each word that is frequent."""
    text = (files("indexer") / "data" / "frequent-words.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: float(share) for word, share in lines}
