"""How names of divisions are read, and which are read so.

pypinyin reads them, but for those that `divisions-pinyin.tsv` says.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from pypinyin import lazy_pinyin

from indexer.language.sentences import CHINESE
from indexer.report.regions import TOWN, read_divisions, shorten

_ZONE = re.compile(
    "(?<=..)(?:(?:经济技术|新技术|高新技术产业)?开发区|综合实验区|工业园区|深度合作区|现代服务业合作区|[新特矿]区)$"
)
"""What zones are called after their name, which `shorten` does not know."""
_VOWELS = "aeo"
"""Before a syllable that begins so stands an apostrophe: Xi'an (GB/T 28039)."""
_LEVELS = re.compile(
    r"\b(?:province|prefecture|city|municipality|district|county|banner|league|autonomous|region|new area)\b"
)
_USUAL = MappingProxyType(
    {
        "china": "100000",
        "innermongolia": "150000",
        "tibet": "540000",
        "shaanxi": "610000",
        "hongkong": "810000",
        "macau": "820000",
        "macao": "820000",
    }
)
"""Codes by names in English that are not how the Chinese name is read; Shaanxi would be Shanxi."""
_TYPED = re.compile("[a-zü' -]{2,60}")


@lru_cache(maxsize=8192)
def romanize(name: str) -> str:
    """Return how a division's name is read, as names are written: `Xi'an`, `Lüliang`, `Pudong`; "" where it
    has a character whose reading is not known.
    """
    said = "".join(
        f"'{each}" if at and each[0] in _VOWELS else each for at, each in enumerate(_read_stem(name))
    )
    return "" if CHINESE.search(said) else said.replace("v", "ü").capitalize()


def find_by_reading(typed: str) -> tuple[str, ...]:
    """Return codes of the divisions above towns that are read as somebody typed in Latin letters (`conghua`,
    `Xi'an`, `Conghua District`, `guangzhou conghua`); () for any other text.
    """
    text = _LEVELS.sub(" ", typed.strip().casefold())
    if not _TYPED.fullmatch(text):
        return ()
    words = [_fold(word) for word in text.split()]
    if usual := _USUAL.get("".join(words)):
        return (usual,)
    if len(words) > 1 and "".join(words) not in _list_readings():
        above = set(_list_readings().get("".join(words[:-1]), ()))
        inside = _list_readings().get(words[-1], ())
        regions = [region for code in inside if (region := read_divisions().find_by_code(code))]
        return tuple(region.code for region in regions if above.intersection(region.codes[:-1]))
    return _list_readings().get("".join(words), ())


def _read_stem(name: str) -> list[str]:
    """The syllables of a name without the word for its level."""
    if known := _read_table().get(name):
        return known.split()
    return lazy_pinyin(name)[: len(shorten(_ZONE.sub("", name)))]


@cache
def _read_table() -> dict[str, str]:
    table = files("indexer.data").joinpath("divisions-pinyin.tsv").read_text("utf-8")
    lines = (line for line in table.splitlines() if line and not line.startswith("#"))
    return dict(line.split("\t") for line in lines)


@cache
def _list_readings() -> dict[str, tuple[str, ...]]:
    """Codes by how a name is read, with and without the word for its level."""
    table = read_divisions()
    found: dict[str, tuple[str, ...]] = {}
    for code in table.list_codes():
        if table.find_level(code) != TOWN and (region := table.find_by_code(code)):
            stem = _read_stem(region.name)
            whole = [*stem, *lazy_pinyin(region.name[len(stem) :])]
            for said in dict.fromkeys((_fold("".join(stem)), _fold("".join(whole)))):
                found[said] = (*found.get(said, ()), code)
    return found


def _fold(said: str) -> str:
    return said.replace("'", "").replace("-", "").replace("ü", "v")
