"""Recognizes places, years and kinds of report in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.report.report import Kind
from indexer.search.analysis import load_segmenter
from indexer.search.query.interpretation.vocabulary import PlaceNames, Vocabulary
from indexer.search.query.tree import (
    About,
    District,
    Grasp,
    InDistricts,
    InYears,
    OfKinds,
    Understood,
    Words,
    Years,
)

_UNITS = "[件条个套元万亿人户所项次米吨亩家棵株部台辆张份名位场期号%]|公[里顷斤]"
_AFTER = "(?:年(?!报|度报告)度?)?"
_ONE = r"((?:19[89]|20[0-4])\d)"
_YEAR = re.compile(rf"(?<![\d.]){_ONE}{_AFTER}(?:(?:-|~|—|–|至|到){_ONE}{_AFTER})?(?![\d.]|{_UNITS})")
_RELATIVE = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "明年": 1,
}
_RELATIVE_YEAR = re.compile("|".join(sorted(_RELATIVE, key=len, reverse=True)))
_KINDS = (
    (Kind.WORK, re.compile(r"(?:人民)?政府(?:的)?工作报告|工作报告|政府报告")),
    (
        Kind.DISCLOSURE,
        re.compile(r"(?:政府|政务)?信息公开(?:工作)?(?:年度工作报告|年度报告|年报|报告)|年度报告|年报"),
    ),
)
_LONGEST_NAME = 15
_NATION = "国务院"
"""Whose work reports are the whole country's."""


@dataclass(frozen=True, slots=True)
class Recognized:
    """A stretch of a run: what it was understood as, or free text."""

    start: int
    end: int
    node: About | None = None
    understood: Understood | None = None


def join_places(texts: Sequence[str], places: PlaceNames) -> Iterator[str]:
    """The texts, with a place and one inside of it that follows (广州 从化) as one."""
    before = ""
    for text in texts:
        if (
            before
            and places.find_codes(before)
            and places.find_codes(text)
            and places.find_codes(before + text)
        ):
            before += text
            continue
        if before:
            yield before
        before = text
    if before:
        yield before


def find_kind(text: str) -> re.Match[str] | None:
    """Where a folded text names a kind of report; None where it names none."""
    return next((found for _, pattern in _KINDS if (found := pattern.search(text))), None)


def names_year(text: str) -> bool:
    """Whether a folded text names a year in digits."""
    return bool(_YEAR.search(text))


def recognize(text: str, known: Vocabulary, context: bool) -> Iterator[Recognized]:
    """What of a text is understood, in order, without overlaps."""
    taken: list[Recognized] = []
    for finder in (_kinds, _years):
        taken += [part for part in finder(text, known) if not _overlaps(part, taken)]
    taken += [part for part in _places(text, known, context or bool(taken)) if not _overlaps(part, taken)]
    yield from sorted(taken, key=lambda part: part.start)


def _overlaps(part: Recognized, others: Sequence[Recognized]) -> bool:
    return any(part.start < other.end and other.start < part.end for other in others)


def _kinds(text: str, known: Vocabulary) -> Iterator[Recognized]:
    if Grasp.KIND in known.off:
        return
    for kind, pattern in _KINDS:
        for found in pattern.finditer(text):
            yield _about(
                found.start(),
                found.end(),
                text,
                OfKinds((kind,)),
                Understood(Grasp.KIND, found[0], (kind.value,)),
            )


def _years(text: str, known: Vocabulary) -> Iterator[Recognized]:
    if Grasp.YEAR in known.off:
        return
    for found in _YEAR.finditer(text):
        first, last = sorted((int(found[1]), int(found[2] or found[1])))
        years = Years(first, last)
        yield _about(
            found.start(),
            found.end(),
            text,
            InYears((years,)),
            Understood(Grasp.YEAR, found[0], (years.value,)),
        )
    for found in _RELATIVE_YEAR.finditer(text):
        year = known.year + _RELATIVE[found[0]]
        fact = InYears((Years(year, year),))
        yield _about(found.start(), found.end(), text, fact, Understood(Grasp.YEAR, found[0], (str(year),)))


def _places(text: str, known: Vocabulary, context: bool) -> Iterator[Recognized]:
    if Grasp.PLACE in known.off:
        return
    borders = _borders(text)
    at = 0
    while at < len(text):
        found = next(
            (
                (end, codes)
                for end in range(min(len(text), at + _LONGEST_NAME), at + 1, -1)
                if at in borders
                and (end in borders or _ends_name(text, end))
                and (codes := _codes(text[at:end], known, context, at == 0 and end == len(text)))
            ),
            None,
        )
        if found is None:
            at += 1
            continue
        end, codes = found
        name = text[at:end]
        value = known.places.to_value(codes[0]) if len(codes) == 1 else name
        fact = InDistricts((District(value, codes),))
        own = next(iter(_names(codes, known.places)), "")
        # Texts that speak of 河北省雄安新区 call it 雄安新区.
        words = Words(own if own and len(own) < len(name) and name.endswith(own) else name)
        values = tuple(known.places.to_value(code) for code in codes)
        yield Recognized(at, end, About(words, fact), Understood(Grasp.PLACE, name, values))
        at = end


def _ends_name(text: str, end: int) -> bool:
    """Whether a name that is written out may end here, wherever the segmenter cuts."""
    return text[end - 1] in "省市区县州盟旗镇乡"


def _codes(name: str, known: Vocabulary, context: bool, alone: bool) -> tuple[str, ...]:
    """The divisions that a name means in free text; () for none.

    A name without its last word is one where it is a province's or a prefecture's, where a year or a kind of
    report beside it says that a place is meant, or where it is alone and is no word: 和平 and 公安 are
    words before they are divisions.
    """
    places = known.places
    if name == _NATION:
        return places.find_codes("全国") if context or alone else ()
    if len(name) < 2 or name in ("城区", "郊区", "矿区", "市区", "全国"):
        return ()
    if named := places.find_exact_codes(name):
        return named if len(name) > 2 or context or alone else ()
    if shortened := places.find_short_codes(name):
        shortened = tuple(dict.fromkeys(shortened))  # a present and a former name may be the same for short
        high = tuple(code for code in shortened if places.find_level(code) in ("1", "2"))
        if high or context:
            return high or shortened
        return shortened if alone and known.is_place(name, _names(shortened, places)) else ()
    # 广州从化: a name inside of another, neither with its last word.
    return places.find_codes(name) if len(name) > 3 else ()


def _names(codes: Sequence[str], places: PlaceNames) -> tuple[str, ...]:
    """The full names of divisions."""
    regions = filter(None, map(places.find_by_code, codes))
    return tuple(dict.fromkeys(region.name for region in regions))


def _about(
    start: int, end: int, text: str, fact: InYears | InDistricts | OfKinds, understood: Understood
) -> Recognized:
    return Recognized(start, end, About(Words(text[start:end]), fact), understood)


def _borders(text: str) -> frozenset[int]:
    """Where words begin and end."""
    borders, at = {0}, 0
    for word in load_segmenter().cut(text):
        at += len(word)
        borders.add(at)
    return frozenset(borders)
