"""Searches to begin with, each of which finds something in this very archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.archive.archive import Archive
from indexer.errors import NianbaoError
from indexer.report.names import FACET_NAMES
from indexer.report.report import UNKNOWN
from indexer.search.facets.values import FacetValue
from indexer.settings import Settings
from web.parameters.search import Asked

_TOPICS = (
    "政务公开培训",
    "“依申请公开”",
    "规范性文件",
    "老旧小区改造",
    "义务教育",
    "营商环境",
    "政府网站",
    "行政复议",
    "乡村振兴",
    "供给侧结构性改革",
    "互联网+",
    "疫情防控",
)
"""Subjects of many reports. Those that this archive does not speak of are not offered."""

_WORDS = 6


@dataclass(frozen=True, slots=True)
class Starter:
    """A link to a search, and how much it finds."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Starters:
    """Searches to begin with: subjects, and the facets of the whole archive by name."""

    words: tuple[Starter, ...]
    facets: dict[str, tuple[Starter, ...]]


def choose_starters(archive: Archive, settings: Settings) -> Starters:
    """Subjects that the archive speaks of, and its years, sections and topmost districts.

    Raises:
        ArchiveError: the archive cannot answer.
    """
    everything = archive.search(Asked().query(settings))
    facets = {
        name: tuple(_starter(name, value) for value in everything.near(name) if value.count)
        for name in FACET_NAMES
    }
    facets["district"] = tuple(_starter("district", value) for value in _shallow(everything.near("district")))
    words: list[Starter] = []
    for topic in _TOPICS:
        asked = Asked(q=topic)
        try:
            count = archive.search(asked.query(settings)).total
        except NianbaoError:
            continue
        if count:
            words.append(Starter(topic, asked.url(), count))
        if len(words) == _WORDS:
            break
    return Starters(tuple(words), facets)


def _starter(facet: str, value: FacetValue) -> Starter:
    return Starter(value.label, Asked().choosing(facet, (value.value,)).url(), value.count)


def _shallow(values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """The uppermost level that offers a choice, at most twelve of the largest, in their order."""
    for depth in sorted({value.depth for value in values}):
        level = [value for value in values if value.depth == depth and value.count and value.value != UNKNOWN]
        if len(level) > 1:
            largest = sorted(level, key=lambda value: -value.count)[:12]
            return tuple(value for value in level if value in largest)
    return values[:1]
