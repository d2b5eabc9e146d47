"""The pictures that a file holds, numbered, and what was recognised in them put in their place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from indexer.extraction.recognition import MOST_PAGES
from indexer.extraction.recognition.sheet import ReadPage
from indexer.report.document import Block, Table


class RecognitionNeeded(BaseException):
    """Pages of a file, or pictures in it, are to be recognised, and recognition is offered.

    No `Exception`: nothing between the format and the caller of `extract` is to handle it.

    Attributes:
        pages: their numbers, from 1.
    """

    def __init__(self, pages: tuple[int, ...]) -> None:
        """Name the pages."""
        super().__init__(pages)
        self.pages = pages


@dataclass(frozen=True, slots=True)
class ShownPicture(Block):
    """Stands where a picture is; `number` is 0 for one that is never recognised."""

    number: int = 0


class PictureTools(Protocol):
    """The module that looks at pictures, with the libraries that it needs."""

    def is_legible(self, data: bytes) -> bool:
        """Whether a picture may be a page or a table, by its kind and its size."""

    def count_characters(self, page: ReadPage) -> int:
        """How much text was recognised in a picture; 0 where it is neither a page nor a table."""

    def read_blocks(self, pages: Iterable[ReadPage]) -> list[Block | Table]:
        """What pictures that follow each other say."""


class Gallery:
    """The pictures of one file, numbered from 1 as they are met; the same one twice has one number."""

    def __init__(self, recognised: Mapping[int, ReadPage] | None) -> None:
        """Args: recognised: pictures as they were recognised, by number; None where that is not offered."""
        self._recognised = recognised
        self._numbers: dict[bytes, int] = {}
        self._last = 0
        self._unread: set[int] = set()

    @property
    def unread(self) -> int:
        """How many pictures stand in the text that recognition might read, were it offered."""
        return len(self._unread)

    def show(self, data: bytes) -> ShownPicture:
        """Return what stands for a picture in the text until `fill`."""
        key = hashlib.sha256(data).digest()
        if key not in self._numbers:
            taken = self._last < MOST_PAGES and _load_tools().is_legible(data)
            self._last += taken
            self._numbers[key] = self._last if taken else 0
        return ShownPicture("", pictures=1, number=self._numbers[key])

    def count_characters(self, pictures: Iterable[ShownPicture]) -> dict[int, int]:
        """How much text each picture has, by number.

        Raises:
            RecognitionNeeded: some were not recognised yet, and that is offered.
        """
        numbers = sorted({picture.number for picture in pictures} - {0})
        if self._recognised is None:
            self._unread.update(numbers)
            return {}
        if missing := tuple(number for number in numbers if number not in self._recognised):
            raise RecognitionNeeded(missing)
        return {number: _load_tools().count_characters(self._recognised[number]) for number in numbers}

    def fill(self, blocks: Iterable[Block | Table]) -> list[Block | Table]:
        """Return blocks with what was recognised in pictures in their place; the other pictures are left.

        Raises:
            RecognitionNeeded: some were not recognised yet, and that is offered.
        """
        blocks = list(blocks)
        shown = [block for block in blocks if isinstance(block, ShownPicture)]
        if not shown:
            return blocks
        found = self.count_characters(shown)
        return list(self._fill(blocks, frozenset(number for number, count in found.items() if count)))

    def _fill(self, blocks: Iterable[Block | Table], readable: frozenset[int]) -> Iterator[Block | Table]:
        run: list[int] = []
        for block in blocks:
            number = block.number if isinstance(block, ShownPicture) else 0
            if number in readable:
                run.append(number)
                continue
            yield from self._read(run)
            run.clear()
            yield block
        yield from self._read(run)

    def _read(self, numbers: list[int]) -> list[Block | Table]:
        if not numbers or self._recognised is None:
            return []
        return _load_tools().read_blocks([self._recognised[number] for number in numbers])


def _load_tools() -> PictureTools:
    # By its name, as readers are: most files hold no picture, and what looks at one takes long to load.
    return cast(PictureTools, import_module("indexer.extraction.embedded.tools"))
