"""What a format offers: a folder with these seven names, and a module that reads files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from indexer.extraction.embedded.gallery import Gallery, RecognitionNeeded
from indexer.extraction.recognition.sheet import ReadPage
from indexer.report.document import Document
from indexer.settings import Settings

__all__ = ["FindPicture", "Format", "ReadPart", "Reader", "Recognised", "RecognitionNeeded"]

Recognised = Mapping[int, ReadPage]
"""Pages that are pictures, or pictures between lines, as they were recognised, by their number in the file,
from 1."""
FindPicture = Callable[[str], bytes | None]
"""Returns the bytes of a picture that a page refers to by an address; None where they are not at hand."""


class ReadPart(Protocol):
    """What a format is given to read pages and parts of a file with that are not of its own kind."""

    @property
    def recognised(self) -> Recognised | None:
        """The pages of the file that were recognised so far; None where recognition is not offered."""

    @property
    def gallery(self) -> Gallery:
        """The pictures of the file, those of the files in it too."""

    @property
    def find_picture(self) -> FindPicture:
        """Finds what a page refers to in the file that it is in."""

    def __call__(self, data: bytes, name: str, /, find_picture: FindPicture | None = None) -> Document:
        """Read a file that this one holds: its bytes, and its name there. Raises as `Reader.extract` does."""


class Format(Protocol):
    """One file format. A folder of `indexer.extraction` is one; importing it loads no library."""

    @property
    def NAME(self) -> str:
        """The name that documents carry (`html`)."""

    @property
    def LABEL(self) -> str:
        """What people call it, in Chinese (`网页`)."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:
        """Suffixes of files of this format, lower case, with the dot."""

    @property
    def SANDBOXED_FROM(self) -> int:
        """Size in bytes from which files are read in the sandbox: a process bounded in time and memory."""

    @property
    def READER(self) -> str:
        """Name of the module that reads files (a `Reader`); loaded with the first file of the format."""

    @property
    def RENDERER(self) -> str:
        """Name of the module that makes pictures of its pages, or of the pictures in it
        (`recognition.base.Renderer`); "" where none of them is recognised."""

    def recognise(self, data: bytes, name: str) -> bool:
        """Return whether a file is of this format, by its content first. Never raises."""


class Reader(Protocol):
    """The module that reads files of one format, with whatever libraries it needs."""

    def extract(self, data: bytes, settings: Settings, read_part: ReadPart) -> Document:
        """Read a file that was recognised.

        Args:
            read_part: reads a file of another format that this one holds.

        Raises:
            SourceError: it cannot be read after all.
            RecognitionNeeded: pages are pictures that recognition is offered for.
        """
