"""Reads back text that was shifted by half a character in GBK.

A byte-wise tool lost one byte of a GBK text; from there on every two bytes were read one byte
off, until the next ASCII byte brought reading back in step. Pairs that fell into rows without
characters were dropped on the way, and a lone byte shows as `?`::

    written      　    （    一    ）    全     力    推    进(trad.)
    bytes        A1A1  A3A8  D2BB  A3A9  C8AB   C1A6  CDC6  DF4D
    read off     ?  A1A3 A8D2 BBA3 A9C8 [ABC1] A6CD  C6DF  4D
    shows        ?  。   ㄒ    唬   ┤   dropped ν    七    M

Reading back puts an unknown byte in front, allows a dropped pair between any two, and lets the
character model choose among the readings by a beam search. A pinyin note that survived behind
the stretch says how its last character is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.text.change import Change
from indexer.text.fold import fold
from indexer.text.model import CharacterModel, model
from indexer.text.pinyin import SYLLABLE, reads

KIND = "shift"

_BEAM = 60
_DROPPED = 3.5
"""Log-probability of a dropped pair: 13 of the 94 rows that GB 2312 text falls into are empty."""
_KEPT = -0.15
_LONGEST = 120
"""Characters in a stretch; longer ones are left alone (each second one would have to be ASCII-free)."""
_GAIN = 2.0
"""What the reading must gain over the text as it stands, mean nats a character."""
_CERTAIN = 3.5
"""The gain from which a reading is certain, not merely likely."""

_STRETCH = re.compile(
    r"\?(?P<run>[^\x00-\x7f\ue000-\uf8ff]{2,120})"
    rf"(?:(?P<trail>[@-~])(?=\((?P<note>{SYLLABLE})\))|\?(?P<eaten>{SYLLABLE})\)|(?P<last>[@-~])|(?P<open>\?))"
)
_ACROSS = re.compile(rf"(?P<before>[^\x00-\x7f])\?(?P<first>{SYLLABLE})\)\?(?P<second>{SYLLABLE})\)")


@dataclass(frozen=True, slots=True)
class _Reading:
    score: float
    text: str
    lead: int
    """First byte of the character that is still open; 0 where it is unknown."""


def find(text: str) -> Iterator[Change]:
    """Every shifted stretch that reads back, as a change."""
    if "?" not in text:
        return
    for match in _ACROSS.finditer(text):
        if change := _across(match):
            yield change
    at = 0
    while match := _STRETCH.search(text, at):
        at = match.start() + 1
        if change := _stretch(match, text):
            yield change
            at = change.end


def _stretch(match: re.Match[str], text: str) -> Change | None:
    try:
        pairs = match["run"].encode("gbk")
    except UnicodeEncodeError:
        return None
    characters = model()
    before = text[max(match.start() - 1, 0) : match.start()] or "\n"
    readings = _read(pairs, before, characters)
    end, after, last, note = _closing(match)
    readings = _close(readings, last, note, text[after : after + 1] or "\n", characters)
    if not readings:
        return None
    best = readings[0]
    stood = text[match.start() : end]
    gain = best.score / (len(best.text) + 1) - characters.mean(fold(before + stood))
    if gain < _GAIN:
        return None
    # What stands for the same bytes may read in two ways that the model finds equally good.
    rival = next((r for r in readings[1:] if fold(r.text) != fold(best.text)), None)
    margin = best.score - rival.score if rival else 10.0
    sure = gain >= _CERTAIN and margin >= 1.0
    confidence = round(min(0.99, 0.5 + gain / 20 + min(margin, 5.0) / 20), 2) if sure else 0.5
    return Change(match.start(), end, stood, best.text, KIND, confidence)


def _closing(match: re.Match[str]) -> tuple[int, int, str, str]:
    """Where the stretch ends, where the text goes on after a note, the last byte if it shows, the note."""
    if match["trail"]:
        return match.end(), match.end() + len(match["note"]) + 2, match["trail"], match["note"]
    if match["eaten"]:
        return match.end(), match.end(), "", match["eaten"]
    if match["last"]:
        return match.end(), match.end(), match["last"], ""
    return match.end(), match.end(), "", ""


def _read(pairs: bytes, before: str, characters: CharacterModel) -> list[_Reading]:
    """Readings of the bytes up to the last one, whose partner is still open."""
    leads = [lead for lead in range(0x81, 0xFF) if (lead, pairs[0]) in _characters()]
    beam = _extend(
        [_Reading(0.0, before, 0)],
        [[_characters()[lead, pairs[0]] for lead in leads]],
        [0.0] * len(leads),
        characters,
    )
    for at in range(1, len(pairs) - 1, 2):
        low, high = pairs[at], pairs[at + 1]
        whole = _extend(beam, [[c] if (c := _characters().get((low, high))) else []], [_KEPT], characters)
        beam = _best(whole + _over_gap(beam, low, high, characters))
    return [_Reading(r.score, r.text, pairs[-1]) for r in beam]


def _over_gap(
    beam: list[_Reading], low: int, high: int, characters: CharacterModel
) -> list[_Reading]:
    """Readings with a dropped pair between `low` and `high`: one character ends in it, one begins."""
    readings: list[_Reading] = []
    for first, seconds in _dropped().items():
        if char := _characters().get((low, first)):
            half = _best(_extend(beam, [[char]], [_DROPPED], characters))[:20]
            options = [c for second in seconds if (c := _characters().get((second, high)))]
            readings += _extend(half, [options], [-1.0] * len(options), characters)
    return readings


def _close(
    readings: list[_Reading], last: str, note: str, following: str, characters: CharacterModel
) -> list[_Reading]:
    """Complete the last character: its second byte shows, or only its reading is known."""
    if last:
        options = [c] if (c := _characters().get((readings[0].lead, ord(last)))) and (
            not note or reads(c, note)
        ) else []
        closed = _extend(readings, [options], [0.0], characters)
    elif note:
        options = [c for (lead, _), c in _characters().items() if lead == readings[0].lead and reads(c, note)]
        closed = _extend(readings, [options], [0.0] * len(options), characters)
        # The pair that the last half stood in may have been dropped too: then only its reading is left.
        for first, seconds in _dropped().items():
            if char := _characters().get((readings[0].lead, first)):
                half = _best(_extend(readings, [[char]], [_DROPPED], characters))[:20]
                options = _spoken(note, frozenset(seconds))
                closed += _extend(half, [options], [-1.0] * len(options), characters)
    else:
        closed = readings
    codes = np.array([ord(_key(r.text[-1])) for r in closed], np.uint16)
    ends = characters.follow(codes, np.uint16(ord(_key(following)))) if closed else []  # type: ignore[arg-type]
    scored = [_Reading(r.score + float(e), r.text[1:], 0) for r, e in zip(closed, ends, strict=True)]
    return sorted(scored, key=lambda r: -r.score)


def _extend(
    beam: list[_Reading], options: list[list[str]], costs: list[float], characters: CharacterModel
) -> list[_Reading]:
    """Every reading followed by every option, the best of them."""
    (choices,) = options
    if not beam or not choices:
        return []
    last = np.array([ord(_key(r.text[-1])) for r in beam], np.uint16)[:, None]
    following = np.array([ord(_key(c)) for c in choices], np.uint16)[None, :]
    scores: NDArray[np.float32] = characters.follow(last, following)
    scores = scores + np.array([r.score for r in beam], np.float32)[:, None]
    scores = scores + np.array(costs[: len(choices)], np.float32)[None, :]
    flat = scores.ravel()
    top = np.argpartition(-flat, _BEAM)[:_BEAM] if len(flat) > _BEAM else np.arange(len(flat))
    width = len(choices)
    return [
        _Reading(float(flat[i]), beam[i // width].text + choices[i % width], 0) for i in map(int, top)
    ]


def _best(readings: list[_Reading]) -> list[_Reading]:
    return sorted(readings, key=lambda r: -r.score)[:_BEAM]


def _across(match: re.Match[str]) -> Change | None:
    """A note written into the middle of a character: 政府?dāng)?shù)據 is 政府數據.

    The tool saw a character across the border of two (當 AE94 in 府 B8AE 數 94B5) and wrote its
    reading between their bytes; the second character's own note follows.
    """
    encoded = match["before"].encode("gbk", "ignore")
    if len(encoded) != 2:
        return None
    leads = {
        lead
        for lead in range(0x81, 0xFF)
        if (c := _characters().get((encoded[1], lead))) and reads(c, match["first"])
    }
    options = [c for (lead, _), c in _characters().items() if lead in leads and reads(c, match["second"])]
    if not options:
        return None
    following = match.string[match.end() : match.end() + 1] or "\n"
    codes = np.array([ord(_key(c)) for c in options], np.uint16)
    before = np.uint16(ord(_key(match["before"])))
    scores = model().follow(before, codes) + model().follow(codes, np.uint16(ord(_key(following))))  # type: ignore[arg-type]
    order = np.argsort(-scores)
    best = options[int(order[0])]
    alone = len({fold(c) for c in options}) == 1
    sure = alone or float(scores[order[0]] - scores[order[1]]) >= 1.0
    start = match.start() + len(match["before"])
    return Change(start, match.end(), match.string[start : match.end()], best, KIND, 0.95 if sure else 0.5)


@cache
def _characters() -> dict[tuple[int, int], str]:
    """GBK's characters by their two bytes."""
    table = {}
    for lead in range(0x81, 0xFF):
        for trail in [*range(0x40, 0x7F), *range(0x80, 0xFF)]:
            try:
                table[lead, trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return table


@cache
def _dropped() -> dict[int, list[int]]:
    """Second bytes by first byte of the pairs that GBK leaves without a character."""
    pairs: dict[int, list[int]] = {}
    for first in range(0x81, 0xFF):
        for second in range(0x80, 0xFF):
            if (first, second) not in _characters():
                pairs.setdefault(first, []).append(second)
    return pairs


@cache
def _spoken(note: str, leads: frozenset[int]) -> list[str]:
    """Characters that begin with one of the bytes and are read like the note."""
    return [c for (lead, _), c in _characters().items() if lead in leads and reads(c, note)]


@cache
def _key(char: str) -> str:
    """The character that stands for a character in the model: folded, all digits one."""
    folded = fold(char)[:1] or char
    if folded.isascii() and folded.isalpha():
        return "□"  # full-width letters are what shifted bytes look like, not what reports say
    return "0" if folded.isdigit() else folded if ord(folded) < 65536 else "□"
