"""A copy of people's work that is in a database, as files of a home have it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from indexer.archive.contributions.copies.contents import COPIED, FILES, FOLDERS
from indexer.archive.contributions.verdict_table import copy_verdicts
from indexer.archive.storage.documents.journal import JournalInventory
from indexer.archive.storage.home import Home
from indexer.durable import make_private
from indexer.errors import ArchiveDamaged


def copy_tables(home: Home, folder: Path) -> None:
    """Write verdicts, documents and an inventory of them into a folder.

    Raises:
        ArchiveDamaged: the database has lost some of them.
        ArchiveError: they cannot be read or written.
    """
    documents = home.documents
    stock = documents.inventory.stock()
    listed = {name: sums for name, sums in stock.sums.items() if name.startswith(COPIED)}
    if lost := next(documents.inventory.find_missing(replace(stock, sums=listed)), None):
        raise ArchiveDamaged(f"{documents.show(lost[0])} 不见了或与写入时不同，没有复制。")
    names = [*FILES, *(name for each in FOLDERS for name in documents.list_names(f"{each}/"))]
    for name, data in documents.read_all(names):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        make_private(path)
        path.write_bytes(data or b"")
    copy_verdicts(home, folder / home.verdicts.name)
    # As many verdicts as there were before they were copied: there may be more.
    JournalInventory(folder).take_stock(stock.verdicts)
