"""A facet's values as a tree, for showing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer import FacetValue


@dataclass(slots=True)
class Branch:
    """A value and those below it.

    Attributes:
        open: whether one below it is chosen, so that it must be seen.
    """

    value: FacetValue
    below: list[Branch] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether a value below is chosen."""
        return any(branch.value.selected or branch.open for branch in self.below)


def branches(values: Iterable[FacetValue]) -> list[Branch]:
    """The tree of a facet's values, in their order; one whose parent is not listed stands at the top."""
    top: list[Branch] = []
    path: list[Branch] = []
    for value in values:
        branch = Branch(value)
        while path and (path[-1].value.depth >= value.depth or path[-1].value.value != value.parent):
            path.pop()
        (path[-1].below if path else top).append(branch)
        path.append(branch)
    return top
