"""Texts as positions of tokens, so that what is written exactly so is a phrase to the engine.

Each character has a position. On it lie the character, the pair of it and the next one, and forms of both
that say that a number begins or ends there (see `indexer.search.borders`): so a run that must not stand
inside a longer number is a phrase too. A sentence's end has a token of its own.

Positions are separated by blanks, tokens of one position by `STACK`, which the index's analyzer takes apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from indexer.search.borders import is_whole
from indexer.search.query.notation import NUMERALS

STACK = "\x06"
"""Between tokens of one position."""
GAP = "\x04"
"""In a query: any character."""
SENTENCE_END = "\x05"
_BEGINS, _ENDS = "\x01", "\x02"
"""Before a token with which a number begins, after one with which it ends."""
_ENDING = frozenset("。！？!?\n")
_DIGITS = frozenset("0123456789")
_NUMBERS = _DIGITS | frozenset(NUMERALS)
_PLANE = 0x100000
"""Private characters that stand for those by which the engine would cut a text."""
_NEWLINE = chr(_PLANE + ord("\n"))
_TAKEN = re.compile(r"[\s\x00-\x1f\ud800-\udfff]")


def encode(text: str) -> str:
    """Return a text in characters that the engine takes as they are, one for each."""
    return _TAKEN.sub(_replace, text)


def _replace(found: re.Match[str]) -> str:
    code = ord(found[0])
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(_PLANE + code)


def make_positions(folded: str) -> str:
    """Return the positions of a folded text."""
    return " ".join(STACK.join(tokens) for tokens in _list_tokens(folded))


def make_query(run: str, numerals: bool = False) -> str:
    """Return the positions of a folded run, which is found where no number goes on beyond it.

    Args:
        run: one character or more.
        numerals: Chinese numbers at its ends stand whole too.
    """
    text = encode(run)
    begins, ends = (_is_number(run[at], numerals) for at in (0, -1))
    if len(text) == 1:
        return f"{_BEGINS}{text}{_ENDS}" if begins else text
    pairs = list(map("".join, pairwise(text)))
    pairs[0] = _BEGINS * begins + pairs[0]
    pairs[-1] += _ENDS * ends
    return " ".join(pairs)


def make_characters(run: str, numerals: bool = False) -> str:
    """Return the same with a token for each character: as long as the run, for who measures distances."""
    characters = list(encode(run))
    begins, ends = (_is_number(run[at], numerals) for at in (0, -1))
    characters[0] = _BEGINS * begins + characters[0]
    characters[-1] += _ENDS * ends
    return " ".join(characters)


def make_surroundings(before: str, after: str) -> str:
    """Return the positions of two folded runs with one character of any kind between them, also inside longer
    numbers.
    """
    return " ".join([*_list_plain(before), GAP, *_list_plain(after)])


def make_plain(run: str) -> str:
    """Return the positions of a folded run, found inside longer numbers too."""
    text = encode(run)
    return " ".join(map("".join, pairwise(text))) if len(text) > 1 else text


def _list_plain(run: str) -> list[str]:
    """A token for each character of a run: pairs, and for the last, which has none, itself."""
    text = encode(run)
    return [*map("".join, pairwise(text)), text[-1]] if text else []


def _is_number(char: str, numerals: bool) -> bool:
    return char in _DIGITS or (numerals and char in NUMERALS)


def _list_tokens(folded: str) -> Iterator[list[str]]:
    text = encode(folded)
    following = text[1:] + _NEWLINE
    framed = f"\n{folded}\n"
    for at, (char, after) in enumerate(zip(text, following, strict=False)):
        tokens = [char, char + after]
        if char in _NUMBERS:
            begins = is_whole(framed, at + 1, len(framed), numerals=True)
            tokens += _mark(char, begins, is_whole(framed, 0, at + 2, numerals=True))
        else:
            begins = False
        if begins or after in _NUMBERS:
            ends = after in _NUMBERS and is_whole(framed, 0, at + 3, numerals=True)
            tokens += _mark(char + after, begins, ends)
        if folded[at] in _ENDING:
            tokens.append(SENTENCE_END)
        yield tokens


def _mark(token: str, begins: bool, ends: bool) -> Iterator[str]:
    """Yield the forms of a token that say what a number does there."""
    if begins:
        yield _BEGINS + token
    if ends:
        yield token + _ENDS
    if begins and ends:
        yield _BEGINS + token + _ENDS
