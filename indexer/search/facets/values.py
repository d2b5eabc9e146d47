"""Values by which hits can be narrowed, each with the number of hits that it would leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class FacetValue(NamedTuple):
    """One value of a facet.

    Attributes:
        value: what the filter takes.
        label: what people read.
        count: hits under all filters but this facet's own.
        selected: whether it is chosen.
        depth: 0 for the top of a tree, 1 below it, …
        parent: `value` of the node above, "" at the top.
    """

    value: str
    label: str
    count: int  # type: ignore[assignment]  # as a tuple it has no use for its method
    selected: bool = False
    depth: int = 0
    parent: str = ""


class FacetValues(Sequence[FacetValue]):
    """Values of one facet in their order, made when they are first asked for.

    A tree lists each value before those below it.
    """

    def __init__(
        self,
        all_of_them: Callable[[], Sequence[FacetValue]],
        near: Callable[[], Sequence[FacetValue]] | None = None,
    ) -> None:
        """Takes what makes all values, and what makes those that a reader needs first: all, by default."""
        self._make_all, self._make_near = all_of_them, near
        self._all: Sequence[FacetValue] | None = None
        self._near: Sequence[FacetValue] | None = None

    def near(self) -> Sequence[FacetValue]:
        """All values where they are few; of a large tree the top, and what lies beside and below a
        chosen value.
        """
        if self._make_near is None:
            return self._values()
        if self._near is None:
            self._near = self._make_near()
        return self._near

    def __len__(self) -> int:
        return len(self._values())

    def __getitem__(self, at: Any) -> Any:
        return self._values()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def _values(self) -> Sequence[FacetValue]:
        if self._all is None:
            self._all = self._make_all()
        return self._all


def facets_to_json(facets: Mapping[str, Sequence[FacetValue]]) -> dict[str, list[dict[str, Any]]]:
    """Facets for scripts."""
    return {
        name: [
            {
                "value": v.value,
                "label": v.label,
                "count": v.count,
                "selected": v.selected,
                "depth": v.depth,
                "parent": v.parent,
            }
            for v in values
        ]
        for name, values in facets.items()
    }
