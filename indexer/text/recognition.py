"""How much of a text was recognised in pictures, and how much of that is in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.text.change import CERTAIN, Change
from indexer.text.damage import RECOGNISED


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised: number of characters, and of stretches of them whose reading is a guess."""

    characters: int
    doubtful: int

    @property
    def sentence(self) -> str:
        """`文字由程序从图片识别而来（共 2078 字），其中存疑 1 处。`."""
        doubt = f"，其中存疑 {self.doubtful} 处" if self.doubtful else ""
        return f"文字由程序从图片识别而来（共 {self.characters} 字）{doubt}。"

    def to_json(self) -> dict[str, int]:
        """As it is in the JSON of every command."""
        return {"characters": self.characters, "doubtful": self.doubtful}


def count(changes: Iterable[Change]) -> Recognition | None:
    """Return what the marks on a text say of its recognition; None where nothing was recognised."""
    marks = [change for change in changes if change.kind == RECOGNISED]
    doubtful = sum(change.confidence < CERTAIN for change in marks)
    return Recognition(sum(len(change.after) for change in marks), doubtful) if marks else None
