"""All that people said that decides how one file is read: as a value, so that any process can read it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from indexer.archive.contributions.aliases import load_aliases
from indexer.archive.contributions.attached_tables import AttachedTables, Attachments
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.storage.home import Home
from indexer.report.series import Aliases


@dataclass(frozen=True, slots=True)
class ReadingBasis:
    """What people said of a file, and of names of bodies.

    Attributes:
        correction: what they corrected of its report.
        attached: the spreadsheets that belong to it, the one that was added last first.
        aliases: which names are of one body.
    """

    correction: Correction
    attached: tuple[AttachedTables, ...]
    aliases: Aliases

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReadingBasis:
        """Return the value that `to_json` turned into `data`."""
        return cls(
            Correction.from_json(data["correction"]),
            tuple(AttachedTables.from_json(each) for each in data["attached"]),
            Aliases({(region, alias): name for region, alias, name in data["aliases"]}),
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as values of JSON, for another process."""
        local = sorted(self.aliases.local.items())
        return {
            # When it was said on a page that it was corrected decides nothing (`Correction.given`).
            "correction": dataclasses.asdict(dataclasses.replace(self.correction, given="")),
            "attached": [each.to_json() for each in self.attached],
            "aliases": [(region, alias, name) for (region, alias), name in local],
        }


class BasisReader:
    """Reads what people said of files, in one home. May be shared by threads."""

    def __init__(self, home: Home) -> None:
        self._home, self._corrections, self._attachments = home, Corrections(home), Attachments(home)

    def read(self, sha256: str) -> ReadingBasis:
        """Return what the home has of a file.

        Args:
            sha256: of the file.

        Raises:
            ArchiveDamaged: a record cannot be read.
        """
        correction, attached = self._corrections.read(sha256), self._attachments.read(sha256)
        return ReadingBasis(correction, attached, load_aliases(self._home))
