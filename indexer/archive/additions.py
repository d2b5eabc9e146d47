"""Lists what was added, page by page, so that whoever looks again learns of everything and of nothing twice.

The first page holds the reports that were added last, and before that whatever changed since: a report that
was corrected may be followed only now (its year, body or division was another), and one whose newer version
was withdrawn is current again. Reports keep their SHA-256 through all of it, by which they are known again.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.archive.archive import Archive
from indexer.archive.catalogue.additions import Addition, AdditionFilter


@dataclass(frozen=True, slots=True)
class AdditionPage:
    """Some additions.

    Attributes:
        items: the last change first.
        following: what `before` of the next page is; 0 where this is the last one.
    """

    items: tuple[Addition, ...]
    following: int


def list_additions(archive: Archive, wanted: AdditionFilter, most: int, before: int = 0) -> AdditionPage:
    """Return a page of what was added, the last first.

    Args:
        most: reports of a page; the first one has as many again that changed.
        before: what the page before said of this one; 0 for the first.

    Raises:
        ArchiveMissing, ArchiveDamaged: the archive cannot answer.
    """
    reader = archive.additions
    newest = reader.list_newest(wanted, most + 1, before)
    following = newest[most - 1].sequence if len(newest) > most else 0
    listed = {addition.sha256: addition for addition in newest[:most]}
    if not before:
        corrected = archive.list_corrected(most)
        changed = reader.list_changed(wanted, corrected, most)
        listed |= {addition.sha256: addition for addition in changed}
    items = sorted(listed.values(), key=lambda each: (each.changed, each.sequence), reverse=True)
    return AdditionPage(tuple(items), following)
