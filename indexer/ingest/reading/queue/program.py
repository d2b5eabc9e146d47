"""Which program reads: files are read alike by those machines alone that have the same one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import indexer
from indexer.extraction import recognition

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Program:
    """A program that reads files.

    Attributes:
        version: the version of the package.
        digest: hexadecimal digits, other ones for any other content of the package, and where pages that are
            pictures are recognised or are not.
        recognises: whether they are.
    """

    version: str
    digest: str
    recognises: bool

    @property
    def queue(self) -> str:
        """The name of the queue of what it reads."""
        return f"read-{self.digest}"


@cache
def describe_program() -> Program:
    """Return which program this process is."""
    recognises = recognition.is_available()
    found = hashlib.sha256(str(recognises).encode())
    root = Path(indexer.__file__).parent
    # A version says too little where a package is installed from a repository.
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            found.update(b"\0%s\0" % path.relative_to(root).as_posix().encode() + path.read_bytes())
    return Program(indexer.__version__, found.hexdigest()[:_DIGITS], recognises)
