"""What is known beside a text to interpret it: names of places, the year, synonyms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from indexer.report.report import Region
from indexer.search.query.tree import Grasp
from indexer.search.query.values import Places


class PlaceNames(Places, Protocol):
    """What is known of the names of divisions (see `indexer.report.regions.Divisions`)."""

    def find_exact_codes(self, name: str) -> tuple[str, ...]:
        """Codes of the divisions that bear exactly this name, present or former."""

    def find_short_codes(self, name: str) -> tuple[str, ...]:
        """Codes of the divisions above towns that bear this name without its last word."""

    def find_by_code(self, code: str) -> Region | None:
        """The region of a code; None where there is none."""

    def find_level(self, code: str) -> str:
        """The level of a code."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What interpretation knows beside the text.

    Attributes:
        places: names of divisions.
        year: the present year, for 去年.
        synonyms: for a folded run what else is said for it.
        off: what is to be taken literally.
        is_place: whether a name without its last word (温泉, 从化) represents a division of these full names
            rather than for a word, where nothing beside it says so.
    """

    places: PlaceNames
    year: int
    synonyms: Mapping[str, tuple[str, ...]]
    off: frozenset[Grasp] = frozenset()
    is_place: Callable[[str, tuple[str, ...]], bool] = lambda name, full: True
