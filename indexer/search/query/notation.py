"""One number, one reading: 1,234 and 1234, 二〇二〇年 and 2020年, 百分之六 and 6%, 一千二百 and 1200."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import NamedTuple

from indexer.text.numeral import parse

NUMERALS = "〇零○一二两三四五六七八九十百千万亿点"
"""Characters of which Chinese numbers are made; beside one of them a number goes on."""

_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_PERCENT = re.compile(r"百分之([零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?)")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
# 一是 and 万元 are no numbers: a numeral has two characters and more, a digit and a power of ten among them.
_NUMERAL = re.compile(
    rf"(?<![{NUMERALS}])(?=[{NUMERALS}]*[十百千])(?=[{NUMERALS}]*[一二两三四五六七八九])"
    rf"[一二两三四五六七八九十百千零〇]{{2,}}(?![{NUMERALS}])"
)
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_ARABIC = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%?)")  # digits of other scripts have no Chinese words
_ALIKE = (("复", "覆"), ("账", "帐"), ("唯", "惟"), ("粘", "黏"))
_LONGEST = 12
"""Digits of a number that anybody writes in words."""


class Way(NamedTuple):
    """One way in which a run is written: folded characters, and whether Chinese numbers at their ends stand
    whole.
    """

    text: str
    numerals: bool = False


@lru_cache(maxsize=4096)
def normalize(folded: str) -> str:
    """A folded text with its numbers in Arabic digits, without thousands separators, per cent as %.

    What is no number beyond doubt (一是, 三公) stays as it is.
    """
    text = _YEAR.sub(lambda found: found[0].translate(_DIGITS), folded)
    text = _PERCENT.sub(lambda found: f"{_value(found[1])}%", text)
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), text)
    return _NUMERAL.sub(lambda found: _value(found[0]), text)


@lru_cache(maxsize=4096)
def list_notations(run: str) -> tuple[str, ...]:
    """Other ways in which the numbers of a folded run are written; () for one without numbers.

    All numbers of a run are written alike. The run itself is not among them.
    """
    plain = normalize(run)
    if not _ARABIC.search(plain):
        return ()
    ways = (
        plain,
        _ARABIC.sub(_grouped, plain),
        *(_ARABIC.sub(partial(_in_words, zero=zero), plain) for zero in "〇零○"),
    )
    return tuple(dict.fromkeys(way for way in ways if way != run))


@lru_cache(maxsize=4096)
def list_spellings(run: str) -> tuple[str, ...]:
    """A folded run with characters that are written for each other without another meaning: 回覆 for 回复.

    They cannot be folded to one, for 覆盖 is no 复盖. The run itself is not among them.
    """
    ways = (run.replace(one, other) for pair in _ALIKE for one, other in (pair, pair[::-1]))
    return tuple(dict.fromkeys(way for way in ways if way != run))


@lru_cache(maxsize=4096)
def list_ways(run: str) -> tuple[Way, ...]:
    """All ways in which a folded run is written, itself first: its numbers in other notations, but single
    digits as they are, and its other spellings.
    """
    others = list_notations(run) if not run.isdecimal() or is_number(run) else ()
    return Way(run), *(Way(way, numerals=True) for way in others), *map(Way, list_spellings(run))


def is_number(word: str) -> bool:
    """Whether a folded word is a number that is worth other notations: two digits and more, or per cent."""
    return bool(_ARABIC.fullmatch(word)) and len(word) > 1


def _grouped(found: re.Match[str]) -> str:
    number, percent = found.groups()
    whole, point, rest = number.partition(".")
    if not 3 < len(whole) <= _LONGEST or whole[0] == "0" or _is_year(found):
        return found[0]
    return f"{int(whole):,}{point}{rest}{percent}"


def _in_words(found: re.Match[str], zero: str) -> str:
    number, percent = found.groups()
    if _is_year(found):
        return number.translate(str.maketrans("0123456789", f"{zero}一二三四五六七八九"))
    if len(number) > _LONGEST or (number[0] == "0" and number[1:2] not in ("", ".")):
        return found[0]
    # It compiles its patterns when it is loaded, which takes longer than a search without such a number.
    import cn2an

    said = str(cn2an.an2cn(number)).replace("零", "零" if zero == "○" else zero)
    if said.startswith("一十"):
        said = said[1:]
    return f"百分之{said}" if percent else said


def _is_year(found: re.Match[str]) -> bool:
    return len(found[1]) == 4 and found.string[found.end() :].startswith("年")


def _value(numeral: str) -> str:
    whole, point, rest = numeral.partition("点")
    number, decimals = parse(whole), [parse(digit) for digit in rest]
    if number is None or None in decimals:
        return numeral
    return f"{number}{point and '.'}{''.join(map(str, decimals))}"
