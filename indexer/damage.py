"""How much of a text was damaged: changes counted by kind, and by what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.text.change import CERTAIN, Change


@dataclass(frozen=True, slots=True)
class Damage:
    """The damaged places of one kind.

    Attributes:
        kind: name of the pass that found them (`indexer.text.repair.KINDS`).
        mended: places that read as the report surely did.
        guessed: places whose reading is a guess (confidence below `change.CERTAIN`).
        left: places that could not be read back, and stand as they came.
    """

    kind: str
    mended: int = 0
    guessed: int = 0
    left: int = 0

    @property
    def places(self) -> int:
        """All places of this kind."""
        return self.mended + self.guessed + self.left


def count(changes: Iterable[Change]) -> tuple[Damage, ...]:
    """The damage that changes undo or mark, the most frequent kind first."""
    counts: dict[str, list[int]] = {}
    for change in changes:
        counts.setdefault(change.kind, [0, 0, 0])[fate(change)] += 1
    found = [Damage(kind, *numbers) for kind, numbers in counts.items()]
    return tuple(sorted(found, key=lambda damage: (-damage.places, damage.kind)))


def fate(change: Change) -> int:
    """0 where a place was mended for certain, 1 where its reading is a guess, 2 where it was left."""
    return 2 if change.marked else 1 if change.confidence < CERTAIN else 0
