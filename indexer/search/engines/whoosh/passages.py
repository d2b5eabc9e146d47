"""What queries are evaluated over: the passages of one snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from indexer.search.engines.whoosh.matches import Chosen, Docs, Mask, Matches, Scores
from indexer.search.query.notation import Way
from indexer.search.query.tree import District, Years


class Passages(Protocol):
    """What a tree is evaluated over."""

    size: int
    """Number of passages, deleted ones included."""
    live: Mask | None
    """Passages that are not deleted; None where all live."""
    live_count: int
    """Number of these: what is rare or frequent is so among them."""

    @property
    def everything(self) -> Matches:
        """All of them."""

    def with_word(self, field: str, word: bytes) -> Chosen:
        """Passages with a word in a field."""

    def rank(self, field: str, words: Sequence[bytes], boost: float, docs: Docs, scores: Scores) -> None:
        """Adds what words in a field are worth to the scores of these passages."""

    def bound(self, field: str, words: Sequence[bytes], boost: float) -> float:
        """What words in a field add to the score of a passage at most."""

    def containing(self, folded: str, field: str, numerals: bool = False) -> Chosen:
        """Passages that contain characters, numbers whole; Chinese ones too if `numerals`."""

    def near(self, runs: Sequence[Sequence[Way]], distance: int | None) -> Chosen:
        """Passages in which runs stand close to each other, each in one of its ways (see `tree.Near`)."""

    def in_years(self, years: tuple[Years, ...]) -> Mask:
        """Passages of these years."""

    def in_districts(self, districts: tuple[District, ...]) -> Mask:
        """Passages about these divisions or divisions below them."""

    def about(self, districts: tuple[District, ...]) -> Mask:
        """Passages about just these divisions."""

    def in_sections(self, sections: tuple[int, ...]) -> Mask:
        """Passages of these sections."""

    def of_kinds(self, kinds: tuple[str, ...]) -> Mask:
        """Passages of these kinds of report."""
