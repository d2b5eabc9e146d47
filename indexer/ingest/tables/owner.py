"""Finds the report that a spreadsheet with statutory tables belongs to, by what it says and where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from indexer.archive.catalogue.neighbours import Neighbour, NeighbourReader
from indexer.archive.contributions.corrected_reports import apply
from indexer.archive.contributions.corrections import Correction
from indexer.archive.preservation.source import is_web_address
from indexer.outlines.features import read_features
from indexer.outlines.identity import identify as find_identity
from indexer.report.document import Block, Document
from indexer.report.identifier import identify
from indexer.report.names import join_path
from indexer.report.report import Kind, Report

_PLACE = re.compile("[省市县区旗镇乡]|街道")


@dataclass(frozen=True, slots=True)
class StatedOwner:
    """What a spreadsheet says of the report that it belongs to.

    Attributes:
        identity: of that report, as far as it is known (`report.identifier.identify`).
        year: None where it says none.
        body: "" where it says none.
        region: names from the top down, () where it says none.
    """

    identity: str
    year: int | None
    body: str
    region: tuple[str, ...]

    @classmethod
    def of(cls, stated: Report, sha256: str) -> StatedOwner:
        """Return the statement of a spreadsheet.

        Args:
            stated: as `read_owner` gives it.
            sha256: of the spreadsheet.
        """
        region = stated.region.path if stated.region else ()
        return cls(identify(stated, sha256), stated.year, stated.body, region)

    @property
    def sentence(self) -> str:
        """It in a few words."""
        year = f"{self.year} 年" if self.year else "年度不明"
        return f"{self.body or join_path(self.region) or '机构不明'}，{year}"


def read_owner(lines: Iterable[str], name: str, correction: Correction) -> Report:
    """Return the report that a spreadsheet speaks of: its year, body and division, without any text.

    Args:
        lines: what stands above its tables.
        name: the name that it came under, which counts as its title.
        correction: what people say of it.
    """
    document = Document(tuple(map(Block, lines)), PurePath(name).stem)
    stated = find_identity(read_features(document), Kind.DISCLOSURE)
    report = Report(
        *(Kind.DISCLOSURE, "", stated.title, stated.year, stated.body, stated.body_kind, stated.region, ())
    )
    return apply(correction, report)


def is_placed(body: str) -> bool:
    """Return whether the name of a body names a place: else it is that of too many bodies (教育局)."""
    return bool(_PLACE.search(body))


def find_stated(near: NeighbourReader, statement: StatedOwner) -> Neighbour | None:
    """Return the report that a spreadsheet says it belongs to; None where that is not certain."""
    if not statement.year or not (statement.body or statement.region):
        return None
    found = near.list_of(statement.identity)
    if not found and is_placed(statement.body):
        found = near.list_named(statement.body, statement.year)
    return found[0] if len(found) == 1 else None


def find_page(near: NeighbourReader, page: str, stated: Report, sha256: str) -> Neighbour | None:
    """Return the report that a spreadsheet is attached to, unless that says it is of another one.

    Args:
        page: where the report came from, "" for no report.
        stated: what the spreadsheet says (`read_owner`).
    """
    found = [each for each in near.list_at(page) if _agrees(each, stated, sha256)] if page else []
    return found[0] if len(found) == 1 else None


def find_beside(near: NeighbourReader, path: str, stated: Report, sha256: str) -> Neighbour | None:
    """Return the only report that came from the folder of a spreadsheet, else the one there whose file's name
    its own begins with; None where there is none, and for what came from no folder.

    Args:
        path: where the spreadsheet lay.
        stated: what it says (`read_owner`): a report that it cannot be of is left out.
    """
    if is_web_address(path) or not PurePath(path).is_absolute():
        return None
    folder, stem = str(PurePath(path).parent), PurePath(path).stem
    beside = [each for each in near.list_in(folder) if _agrees(each, stated, sha256)]
    if len(beside) == 1:
        return beside[0]
    named = {len(name): each for each in beside if stem.startswith(name := PurePath(each.path).stem)}
    return named[max(named)] if named else None


def _agrees(report: Neighbour, stated: Report, sha256: str) -> bool:
    """Whether a report may be the one that a spreadsheet speaks of."""
    if stated.year and report.year and stated.year != report.year:
        return False
    own = identify(replace(stated, year=report.year), sha256)
    return not (stated.body and stated.region) or own == report.identity
