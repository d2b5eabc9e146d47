"""Where tables lie, as a value: who only names it need not load what opens it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

STAYING = "nianbao"
"""The schema of what no rebuild makes anew, in a database on a server."""


@dataclass(frozen=True, slots=True)
class DatabasePlace:
    """Where tables lie.

    Attributes:
        path: their file, where they lie in one.
        url: the address of their database, "" where they lie in a file.
        schema: which of its schemas.
    """

    path: Path
    # It may hold a password: it is in no message.
    url: str = field(default="", repr=False)
    schema: str = ""

    def __str__(self) -> str:
        """The place, for people."""
        return f"{self.schema}（在数据库中）" if self.url else str(self.path)
