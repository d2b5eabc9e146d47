"""Which divisions a person means who types a place, in whatever spelling; and what is spelled like it."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz, process

from indexer.report.regions import TOWN, read_divisions, shorten
from indexer.report.report import Region
from indexer.text.fold import fold

_CODE = re.compile(r"(\d{6}|\d{9})(?:0{3}){0,2}|(Z\d\d)")
"""A code, or that of twelve digits which statistics use (440117000000)."""
_BREAKS = re.compile(r"[\s/›>·,，、]+")
_GOVERNMENT = re.compile("(?<=..)(?:人民)?政府$")
_LONGEST = 80
"""Characters of a place with all that is above it: nothing longer is looked for."""
_LIKE_ENOUGH = 60
"""Percent of a name that what was typed has in common with it (rapidfuzz's ratio)."""
_LOOKED_AT = 50


def resolve_place(typed: str) -> tuple[str, ...]:
    """Return the codes of all divisions that a person may mean who typed this; () where there is none.

    Args:
        typed: a code (440117, 440117000000), or a name as `Divisions.find` takes it, also led by all
            divisions above it with or without marks between them (广东 广州 从化, 广东省广州市从化区), or
            its government (从化区人民政府).
    """
    table, typed = read_divisions(), _BREAKS.sub("/", typed.strip()).strip("/")
    if (found := _CODE.fullmatch(typed)) and table.find_by_code(code := found[1] or found[2]):
        return (code,)
    if len(typed) > _LONGEST:
        return ()
    for name in dict.fromkeys((typed, _GOVERNMENT.sub("", typed))):
        if codes := table.find_codes(name) or _find_within(name):
            return codes
    return ()


def suggest_places(typed: str, most: int) -> tuple[str, ...]:
    """Return codes of divisions above towns whose names are like what was typed, the most alike first."""
    names, wanted = _list_names(), fold(typed.strip()[:_LONGEST])
    alike = process.extract(
        wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=_LOOKED_AT
    )
    # Slips are made behind the first character.
    alike.sort(key=lambda each: (-each[1], each[0][:1] != wanted[:1]))
    return tuple(dict.fromkeys(names[name] for name, _, _ in alike))[:most]


def complete_place(typed: str, most: int) -> tuple[str, ...]:
    """Return names of divisions above towns that begin with what was typed, present names and high
    divisions first, each so that it means one division only (`Divisions.to_value`).
    """
    wanted = fold(_BREAKS.sub("/", typed.strip()))
    if not wanted or len(wanted) > _LONGEST:
        return ()
    table = read_divisions()
    codes = [code for name, those in _list_beginnings().items() if name.startswith(wanted) for code in those]
    known = dict.fromkeys((*resolve_place(typed), *codes))
    found = [(code, region.name) for code in known if (region := table.find_by_code(code))]
    found.sort(
        key=lambda each: (not fold(each[1]).startswith(wanted), table.find_level(each[0]), len(each[1]))
    )
    return tuple(table.to_value(code) for code, _ in found[:most])


def _find_within(name: str, above: Region | None = None) -> tuple[str, ...]:
    """Codes of what a name means inside the divisions that it begins with, one after the other."""
    table = read_divisions()
    for cut in range(2, len(name) - 1):
        uppers = table.find_exact_codes(name[:cut]) or table.find_short_codes(name[:cut])
        for upper in filter(None, map(table.find_by_code, uppers)):
            if above and above.code not in upper.codes[:-1]:
                continue
            rest = name[cut:].strip("/")
            if found := [r.code for r in table.find(rest, upper)] or _find_within(rest, upper):
                return tuple(dict.fromkeys(found))
    return ()


@cache
def _list_names() -> dict[str, str]:
    """Names of divisions above towns, whole and without their last word, with a code of each."""
    table = read_divisions()
    names: dict[str, str] = {}
    for code in table.list_codes():
        if table.find_level(code) != TOWN and (region := table.find_by_code(code)):
            names.setdefault(region.name, code)
            names.setdefault(shorten(region.name), code)
    return names


@cache
def _list_beginnings() -> dict[str, tuple[str, ...]]:
    """Folded names of divisions above towns, present and former, with all codes of each."""
    table = read_divisions()
    names: dict[str, tuple[str, ...]] = {}
    for code in table.list_codes():
        if table.find_level(code) != TOWN and (region := table.find_by_code(code)):
            for name in dict.fromkeys((region.name, *table.find_former(code))):
                names[fold(name)] = (*names.get(fold(name), ()), code)
    return names
