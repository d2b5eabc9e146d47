"""Reads a file that is in two encodings: a page in GBK whose footer another system wrote in UTF-8."""

from __future__ import annotations

import re

from indexer.text.frequency import extract_han, measure_familiarity

_UTF8_HAN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")
# Bytes that end a line or a tag; no character of GBK has them for its second byte.
_BETWEEN = re.compile(rb"([<>\r\n]+)")
# Four Chinese characters in UTF-8, with punctuation and figures between. They are looked at before they are
# taken: Python before 3.11.5 loses its place where a possessive repeat fails midway.
_RUN = re.compile(
    rb"(?:(?=[\xe3-\xe9][\x80-\xbf]{2})...(?:[\x00-\x7f]|(?=\xe2\x80[\x80-\xbf]|\xef[\xbc-\xbd][\x80-\xbf])...)*+){4,}+",
    re.S,
)
_LEAST, _FAMILIAR = 4, 0.4
_DOUBLE_BYTE = ("gb18030", "big5hkscs")


def read_mixed(data: bytes) -> tuple[str, str] | None:
    """Return the text of a file whose lines or tags are in two encodings, and the one that most are in.

    Each piece is read as UTF-8 where it is that and reads better so. Both encodings need a piece that leaves
    no doubt: four Chinese characters or more, frequent ones, which the other reading has not.

    Returns:
        None where the file is not surely in two encodings.
    """
    if not _UTF8_HAN.search(data):
        return None
    pieces = [part for piece in _BETWEEN.split(data) for part in _split(piece)]
    best: tuple[float, str, str] | None = None
    for other in _DOUBLE_BYTE:
        text: list[str] = []
        sizes = {"utf-8": 0, other: 0}
        sure = {"utf-8": 0, other: 0}
        familiar = 0.0
        for piece in pieces:
            if piece.isascii():
                text.append(piece.decode("ascii"))
                continue
            words, encoding, is_sure = _read_piece(piece, other)
            familiar += measure_familiarity(words) * len(piece)
            text.append(words)
            sizes[encoding] += len(piece)
            sure[encoding] += is_sure
        if all(sure.values()):
            found = familiar, "".join(text), max(sizes, key=lambda name: sizes[name])
            best = max(best, found) if best else found
    return best[1:] if best else None


def _split(piece: bytes) -> list[bytes]:
    """Return a piece that is no UTF-8, cut around the longest run in it that is: an indent may be the
    template's.
    """
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        run = max(_RUN.finditer(piece), key=lambda found: len(found[0]), default=None)
        if run:
            return [piece[: run.start()], run[0], piece[run.end() :]]
    return [piece]


def _read_piece(piece: bytes, other: str) -> tuple[str, str, bool]:
    """Return a piece as it reads best, its encoding, and whether that is sure."""
    readings = []
    for encoding in ("utf-8", other):
        try:
            words = piece.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((measure_familiarity(words), words, encoding))
    if not readings:
        return piece.decode(other, "replace"), other, False
    score, words, encoding = max(readings, key=lambda reading: reading[0])
    rival = min((each[0] for each in readings if each[2] != encoding), default=0.0)
    is_sure = len(extract_han(words)) >= _LEAST and score >= max(_FAMILIAR, 2 * rival)
    return words, encoding, is_sure
