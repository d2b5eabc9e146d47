"""How much of a text was damaged: changes counted by kind, and by what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from indexer.text.change import CERTAIN, Change

PINYIN = "pinyin"
SHIFT = "shift"
CONVERSION = "conversion"
MOJIBAKE = "mojibake"
INVISIBLE = "invisible"
PRIVATE = "private"
LOST = "lost"
RECOGNISED = "recognised"
"""Kind of the marks on what was recognised in a picture: no damage, for the source has no text there."""

DAMAGE_NAMES = {
    PINYIN: "夹注拼音",
    SHIFT: "半字错位",
    CONVERSION: "繁简误转",
    MOJIBAKE: "编码错误",
    INVISIBLE: "不可见字符",
    PRIVATE: "自造字符",
    LOST: "数字或年月脱漏",
}
"""What people call each kind of damage: every kind of change has its name here."""


@dataclass(frozen=True, slots=True)
class Damage:
    """The damaged places of one kind.

    Attributes:
        kind: a key of `DAMAGE_NAMES`.
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

    @property
    def name(self) -> str:
        """What people call the kind."""
        return DAMAGE_NAMES.get(self.kind, self.kind)

    @property
    def sentence(self) -> str:
        """`半字错位 6 处：修复 5，推测 1`."""
        fates = (("修复", self.mended), ("推测", self.guessed), ("未能修复", self.left))
        return f"{self.name} {self.places} 处：" + "，".join(f"{word} {n}" for word, n in fates if n)

    def to_json(self) -> dict[str, str | int]:
        """As it is in the JSON of every command."""
        return {"kind": self.kind, "mended": self.mended, "guessed": self.guessed, "left": self.left}


def count(changes: Iterable[Change]) -> tuple[Damage, ...]:
    """Return the damage that changes undo or mark, the most frequent kind first; recognition is none."""
    counts: dict[str, list[int]] = {}
    for change in changes:
        if change.kind == RECOGNISED:
            continue
        counts.setdefault(change.kind, [0, 0, 0])[find_fate(change)] += 1
    found = [Damage(kind, *numbers) for kind, numbers in counts.items()]
    return tuple(sorted(found, key=_order))


def add_up(reports: Iterable[Iterable[Damage]]) -> tuple[Damage, ...]:
    """Return the damage of several reports added up."""
    sums: dict[str, Damage] = {}
    for damage in chain.from_iterable(reports):
        known = sums.get(damage.kind, Damage(damage.kind))
        mended, guessed = known.mended + damage.mended, known.guessed + damage.guessed
        sums[damage.kind] = Damage(damage.kind, mended, guessed, known.left + damage.left)
    return tuple(sorted(sums.values(), key=_order))


def _order(damage: Damage) -> tuple[int, str]:
    return -damage.places, damage.kind


def count_places(changes: Iterable[Change]) -> int:
    """Return the number of damaged places; what was recognised in a picture is none."""
    return sum(change.kind != RECOGNISED for change in changes)


def find_fate(change: Change) -> int:
    """0 where a place was mended for certain, 1 where its reading is a guess, 2 where it was left.

    What was recognised in a picture is certain or a guess.
    """
    return 2 if change.is_marked and change.kind != RECOGNISED else 1 if change.confidence < CERTAIN else 0
