"""Words of a folded text: tokenizer | filter | filter. The only home of the segmenter.

`rjieba` cuts where it is installed, `jieba` (same dictionary, same algorithm) elsewhere.
jieba's own search mode and rjieba's differ on words such as `pm2.5`, so sub-words are
worked out here, from the dictionary that both share.
"""

from __future__ import annotations

import logging
import mmap
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, Protocol


class Token(NamedTuple):
    """A word of a text.

    Attributes:
        text: its characters, as they stand in the (folded) text.
        position: number of the word in the text, from 0, punctuation not counted. A sub-word
            has the position of the word that it is a part of, so that neighbours stay neighbours.
        start, end: offsets of its characters in the text.
    """

    text: str
    position: int
    start: int
    end: int


Tokens = Iterable[Token]
Filter = Callable[[Tokens], Iterator[Token]]


class Analyzer:
    """A tokenizer and the filters after it: `Analyzer(words) | meaningful`."""

    def __init__(self, tokenizer: Callable[[str], Iterator[Token]], *filters: Filter) -> None:
        self._tokenizer, self._filters = tokenizer, filters

    def __or__(self, following: Filter) -> Analyzer:
        return Analyzer(self._tokenizer, *self._filters, following)

    def __call__(self, folded: str) -> Iterator[Token]:
        """The tokens of a folded text (see `indexer.text.fold`), in order."""
        tokens = self._tokenizer(folded)
        for following in self._filters:
            tokens = following(tokens)
        return tokens


class Segmenter(Protocol):
    """Cuts Chinese text at word borders; every character ends up in exactly one word."""

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text, punctuation and blanks included; joined they are the text.

        Latin words and numbers may still hang together: see `words`.
        """

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a word."""


class Jieba:
    """The reference: jieba, as an instance of our own (`jieba.dt` is shared and mutable)."""

    def __init__(self, words: Iterable[str]) -> None:
        import jieba  # 0.2 s: only where it is used

        logging.getLogger("jieba").setLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        # Not `initialize`: it reads a cache from the temporary folder, where anybody can have put one.
        table = self._tokenizer.gen_pfdict(self._tokenizer.get_dict_file())
        self._tokenizer.FREQ, self._tokenizer.total = table
        self._tokenizer.initialized = True
        for word in words:
            self._tokenizer.add_word(word, _FREQUENCY, _TAG)

    def cut(self, text: str) -> Sequence[str]:
        """Return the words of a text, punctuation and blanks included."""
        return list(self._tokenizer.cut(text))

    def knows(self, word: str) -> bool:
        """Return whether the dictionary has a word."""
        # jieba keeps prefixes of words in the same table, with frequency 0.
        return bool(self._tokenizer.FREQ.get(word))


_DICTIONARIES_BYTES = 160 << 20
"""Room for rjieba's own dictionary and ours (65 MB, more while they grow), and for what runs beside it."""


def _require_memory(size: int) -> None:
    """Refuse to begin what would end the process.

    Rust aborts where Python raises: rjieba without memory takes the whole process with it.

    Raises:
        MemoryError: that many bytes are not to be had.
    """
    try:
        mmap.mmap(-1, size).close()
    except OSError as error:
        raise MemoryError from error


class RJieba:
    """jieba in Rust: the same words, about 17 times as fast."""

    def __init__(self, words: Iterable[str], is_only: bool = False) -> None:
        """Load the dictionary, and add words to it.

        Args:
            is_only: whether it is the only one of its process: then it takes the one that the package has
                loaded already, in half the time and memory.
        """
        _require_memory(_DICTIONARIES_BYTES)
        import rjieba

        self._jieba: Any = rjieba if is_only else rjieba.Jieba()
        for word in words:
            self._jieba.add_word(word, _FREQUENCY, _TAG)

    def cut(self, text: str) -> Sequence[str]:
        """Return the words of a text, punctuation and blanks included."""
        words: list[str] = self._jieba.cut(text)
        return words

    def knows(self, word: str) -> bool:
        """Return whether the dictionary has a word."""
        known: bool = self._jieba.has_word(word)
        return known


# Frequent enough to win against a cut into two common words, in either segmenter.
_FREQUENCY = 20_000
_TAG = "n"
_LATIN = re.compile(r"[a-zA-Z0-9]+(?:\.\d+)?%?|[^a-zA-Z0-9]+")
"""How jieba cuts what is not Chinese (`jieba.finalseg.re_skip`)."""
_LOADING = threading.Lock()


@cache
def read_user_words() -> tuple[str, ...]:
    """The words of `data/words.txt`: one a line, folded; `#` begins a comment."""
    lines = (files("indexer") / "data" / "words.txt").read_text("utf-8").splitlines()
    return tuple(word for line in lines if (word := line.partition("#")[0].strip()))


def load_segmenter() -> Segmenter:
    """The segmenter of this process, loaded when first asked for."""
    with _LOADING:
        return _load()


def load_dictionary() -> None:
    """Load the segmenter now rather than with the first query."""
    load_segmenter()


@cache
def _load() -> Segmenter:
    try:
        return RJieba(read_user_words(), is_only=True)
    except ImportError:  # no wheel for this platform
        return Jieba(read_user_words())


def split_words(folded: str) -> Iterator[Token]:
    """Tokenizer: every word of a text, punctuation and blanks too, numbered from 0."""
    at = 0
    pieces = (piece for word in cut_words(folded) for piece in _pieces(word))
    for number, word in enumerate(pieces):
        end = at + len(word)
        yield Token(word, number, at, end)
        at = end


def cut_words(folded: str) -> Sequence[str]:
    """The words of a text as the segmenter cuts them. None reaches over a line break."""
    return load_segmenter().cut(folded)


def _pieces(word: str) -> Sequence[str]:
    # rjieba keeps 2006-2020 and www.gov.cn whole, which jieba cuts.
    return _LATIN.findall(word) if word.isascii() and not word.isalnum() else (word,)


@lru_cache(maxsize=100_000)
def index_words(word: str) -> tuple[str, ...]:
    """What the index holds of one word of `raw_words`: `index_analyzer` gives the same for a whole text."""
    if word.isalnum():  # one piece that counts: nearly all words
        return (word, *(part for part, _ in _parts(word))) if len(word) > 2 else (word,)
    tokens = (Token(piece, 0, 0, len(piece)) for piece in _pieces(word))
    return tuple(token.text for token in add_parts(drop_stop_words(tokens)))


def drop_stop_words(tokens: Tokens) -> Iterator[Token]:
    """Filter: leaves words with a letter, digit or Chinese character, and numbers them anew."""
    number = 0
    for text, _, start, end in tokens:
        if text.isalnum() or any(map(str.isalnum, text)):
            yield Token(text, number, start, end)
            number += 1


def add_parts(tokens: Tokens) -> Iterator[Token]:
    """Filter: adds to each long Chinese word the dictionary words of two and three characters in it."""
    for token in tokens:
        yield token
        if len(token.text) > 2:
            for part, offset in _parts(token.text):
                start = token.start + offset
                yield Token(part, token.position, start, start + len(part))


@lru_cache(maxsize=100_000)
def _parts(word: str) -> tuple[tuple[str, int], ...]:
    """Sub-words as jieba's search mode finds them, with their offsets."""
    if word.isascii():
        return ()
    knows = load_segmenter().knows
    sizes = (2, 3) if len(word) > 3 else (2,)
    grams = ((word[at : at + size], at) for size in sizes for at in range(len(word) - size + 1))
    return tuple((gram, at) for gram, at in grams if knows(gram))


index_analyzer = Analyzer(split_words) | drop_stop_words | add_parts
"""For texts: words and their sub-words, so that 教育 finds 义务教育."""

query_analyzer = Analyzer(split_words) | drop_stop_words
"""For queries: words only, so that 义务教育 asks for 义务教育."""


@lru_cache(maxsize=1024)
def query_words(run: str) -> tuple[str, ...]:
    """The different words that a folded run asks for, in order: a page of results asks several times."""
    return tuple(dict.fromkeys([token.text for token in query_analyzer(run)]))
