"""What is asked for: the query's tree and the filters beside it. Knows no engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Union

from indexer.report.report import UNKNOWN, Kind


@dataclass(frozen=True, slots=True)
class Years:
    """A range of years, both ends included; None leaves an end open. `Years.make_unknown()` has no year."""

    first: int | None = None
    last: int | None = None
    without: bool = False
    """True for reports whose year is not known."""

    @classmethod
    def make_unknown(cls) -> Years:
        """Reports whose year is not known."""
        return cls(without=True)

    @property
    def value(self) -> str:
        """What the filter takes: `2020`, `2015..2017`, `2015..`, `..2017` or `未详`."""
        if self.without:
            return UNKNOWN
        if self.first == self.last:
            return str(self.first)
        return f"{'' if self.first is None else self.first}..{'' if self.last is None else self.last}"


@dataclass(frozen=True, slots=True)
class District:
    """A division as chosen, and the region codes that it may mean (one or several).

    `value` is `未详` and `codes` is () for reports whose division is not known.
    """

    value: str
    codes: tuple[str, ...]
    alone: bool = False
    """Without the divisions below it (`广州市本级`)."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every passage (an empty query)."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run of characters typed without blanks: all its words must stand in a passage.

    A passage that contains the run itself always matches, however its words were segmented.
    """

    text: str
    field: str = ""
    """"" for title, heading and text together; `title` or `heading` for one of them."""
    bound: bool = False
    """Typed beside an operator: passages without it are never shown, however few there are with it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters that must stand in a passage exactly so (after folding)."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class InYears:
    """The report's year lies in one of the ranges."""

    years: tuple[Years, ...]


@dataclass(frozen=True, slots=True)
class InDistricts:
    """The report is about one of the divisions or one below them."""

    districts: tuple[District, ...]


@dataclass(frozen=True, slots=True)
class InSections:
    """The passage's statutory number is one of these."""

    sections: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfKinds:
    """The report is of one of these kinds."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A run, or one of others that are said for it; these weigh less."""

    words: Words
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """A run that names a division, years or a kind of report: it is in the passage, or the passage's
    report is about just that, which ranks higher.
    """

    words: Words
    fact: InYears | InDistricts | OfKinds
    only: bool = False
    """The run's own characters do not count."""


@dataclass(frozen=True, slots=True)
class Near:
    """All of these stand close to each other in one passage, in any order.

    Attributes:
        distance: most characters between neighbours; None: in one sentence.
    """

    nodes: tuple[Words | Phrase, ...]
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All of them match."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them matches."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not match."""

    node: Node


Node = Union[
    "Everything",
    "Words",
    "Phrase",
    "Synonyms",
    "About",
    "Near",
    "InYears",
    "InDistricts",
    "InSections",
    "OfKinds",
    "And",
    "Or",
    "Not",
]


def join(nodes: Sequence[Node]) -> Node:
    """All of these as one tree; `Everything` where there are none."""
    return And(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else Everything()


class Sort(StrEnum):
    """Order of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Grasp(StrEnum):
    """What a part of free text was understood as."""

    PLACE = "place"
    YEAR = "year"
    KIND = "kind"
    SYNONYM = "synonym"
    CORRECTION = "correction"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Understood:
    """A part of what was typed that was understood as more than its characters.

    Attributes:
        grasp: as what.
        typed: the part, as it was typed (folded).
        values: what it means: values of the facet of the same name, synonyms, or the corrected form.
    """

    grasp: Grasp
    typed: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the archive.

    Attributes:
        typed: what the person typed, whole.
        tree: its meaning: what passages with all of it match.
        terms: what of the tree a passage may lack that is shown as a partial hit; () where it is all.
        required: what of the tree may not.
        runs: what was typed in one, as it ranks passages that have it so.
        understood: what of it was taken for a place, a year and the like.
        oldest_first: it asks when something was first said.
        literal: what is not to be understood, but looked for as it was typed.
        years, districts, sections, kinds: facets; values of one facet are alternatives,
            facets must all hold; () chooses nothing and so leaves everything.
        page: from 1.
        limit: hits on a page.
    """

    typed: str = ""
    tree: Node = field(default_factory=Everything)
    years: tuple[Years, ...] = ()
    districts: tuple[District, ...] = ()
    sections: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = 10
    terms: tuple[Words | Synonyms | About, ...] = ()
    required: tuple[Node, ...] = ()
    runs: tuple[str, ...] = ()
    understood: tuple[Understood, ...] = ()
    oldest_first: bool = False
    literal: frozenset[Grasp] = frozenset()
