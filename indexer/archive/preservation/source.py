"""What is known of where a report came from."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who withdrew a report, why ("" where that was not said), and when (ISO 8601 in UTC)."""

    who: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report came from.

    Attributes:
        sha256: SHA-256 of the bytes.
        name: file name as it came.
        path: path that it was read from.
        size: bytes.
        added: time of adding, ISO 8601 in UTC.
        sequence: place in the order in which they were added, from 1.
        report: id that its report was given.
        former: ids that it had before it was corrected, the first one first; they go on leading to it.
        withdrawn: how it was withdrawn; of use only in the trash, None elsewhere or where it is not known.
    """

    sha256: str
    name: str
    path: str
    size: int
    added: str
    sequence: int
    report: str
    former: tuple[str, ...] = ()
    withdrawn: Withdrawal | None = None

    @property
    def address(self) -> str:
        """Its address on the web; "" where it came as a file."""
        return self.path if is_web_address(self.path) else ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Source:
        """Return the source that was stored as `data`."""
        withdrawn = data.get("withdrawn")
        values = {"former": tuple(data.get("former", ())), "withdrawn": withdrawn and Withdrawal(**withdrawn)}
        return cls(**data | values)

    def to_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        values = dataclasses.asdict(self)
        if not self.withdrawn:
            del values["withdrawn"]
        return values


def is_web_address(path: str) -> bool:
    """Return whether what a report came from is an address on the web, not the path of a file."""
    return path.startswith(("http://", "https://"))
