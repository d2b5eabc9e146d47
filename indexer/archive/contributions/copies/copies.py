"""Copies of people's work, one a day: a file that is deleted or emptied by mistake is taken from there.

::

    <home>/copies/2026-11-29/      verdicts.sqlite, corrections/, acts/, aliases.json, staff.json,
                                   synonyms.tsv, inventory

They lie on the same disk, and are no backup: `nianbao backup` makes one. What waits to be published has come
from somewhere, and is in none.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from indexer.archive.contributions.copies.contents import COPIED, FILES, FOLDERS
from indexer.archive.storage.documents.base import Tally, add_to_sum
from indexer.archive.storage.home import Home
from indexer.durable import sync_file, sync_tree
from indexer.errors import ArchiveError

DAYS = 7
"""Copies that are kept."""
MOST_BYTES = 512 * 1024**2
"""Bytes of all copies together; the last one is kept whatever it has."""
_REFRESHED = 3600
"""Seconds after which the copy of a day is made anew."""
_ADDED = (*(f"{name}/*.json" for name in FOLDERS), "staff.json")
"""What there has to be one of, beside verdicts, for a copy to be of use."""
_FIRST = "SELECT subject, key, value, note, link, who, at FROM verdict ORDER BY id LIMIT ?"
# As `database` has it, which loads more than a copy needs.
_dump = json.JSONEncoder(ensure_ascii=False).encode
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def list_copies(home: Home) -> list[Path]:
    """Return the copies, the oldest first."""
    folders = _folder(home).glob("*")
    return sorted(path for path in folders if _DAY.fullmatch(path.name) and path.is_dir())


def is_whole(copy: Path) -> bool:
    """Whether a copy has all that there was, as it was."""
    home = Home(copy)
    inventory = home.documents.inventory
    stock = inventory.stock()
    if stock.damaged_lines or any(name.startswith(COPIED) for name, _ in inventory.find_missing(stock)):
        return False
    return _has_all_verdicts(home, stock.verdicts)


def _has_all_verdicts(home: Home, known: Tally) -> bool:
    digest, count = "", 0
    if not home.verdicts.exists():
        return not known.count
    try:
        with closing(sqlite3.connect(home.verdicts)) as connection:
            connection.row_factory = sqlite3.Row
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            for row in connection.execute(_FIRST, (known.count,)):
                digest, count = add_to_sum(digest, _dump(dict(row))), count + 1
    except (sqlite3.Error, ValueError):
        return False
    return bool(found == "ok" and count == known.count and digest == known.digest)


def copy_work(home: Home) -> None:
    """Copy what people added, unless that was done within the hour; the oldest copies beyond the bounds go.

    Verdicts are only ever added: a file smaller than its copy has lost some, and is not copied
    over it, nor is one that is damaged.
    Where there is no room for a copy, or another process makes one, there is none; work goes on.
    """
    target = _folder(home) / datetime.now(UTC).date().isoformat()
    with suppress(FileNotFoundError):
        # A clock that was put back makes it look as if it were of the future: then it is made anew as well.
        if 0 <= time.time() - target.stat().st_mtime < _REFRESHED:
            return
    is_judged = home.database_url or home.verdicts.exists()
    if not is_judged and not any(any(home.path.glob(pattern)) for pattern in _ADDED):
        return
    from filelock import FileLock, Timeout  # loaded by who writes

    with suppress(OSError, sqlite3.Error, ArchiveError, Timeout):
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / ".lock", timeout=0):
            _replace(home, target)


def _replace(home: Home, target: Path) -> None:
    if home.database_url or _size(home.verdicts) >= _size(target / home.verdicts.name):
        for left in target.parent.glob(".*"):
            shutil.rmtree(left, ignore_errors=True)  # of a copy that was stopped
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix="."))
        try:
            _fill(home, made)
            if is_whole(made):
                sync_tree(made)
                if target.exists():
                    target.rename(made / ".former")
                made.rename(target)
                sync_file(target.parent)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(target / ".former", ignore_errors=True)
    _remove_oldest(home)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _fill(home: Home, folder: Path) -> None:
    if home.database_url:
        # What speaks to a database is loaded where there is one.
        from indexer.archive.contributions.copies.tables import copy_tables

        copy_tables(home, folder)
    # The inventory before what it speaks of: there may be more verdicts than it says, but no fewer.
    names = () if home.database_url else ("inventory", *FOLDERS, *FILES)
    for name in (*names, "synonyms.tsv"):
        path = home.path / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=shutil.ignore_patterns(".*"))
        elif path.exists():
            shutil.copy2(path, folder / name)
    if home.verdicts.exists() and not home.database_url:
        # Others may be writing: the copy is of one moment.
        with (
            closing(sqlite3.connect(home.verdicts)) as live,
            closing(sqlite3.connect(folder / home.verdicts.name)) as copy,
        ):
            live.backup(copy)


def _remove_oldest(home: Home) -> None:
    copies = list_copies(home)
    sizes = [sum(path.stat().st_size for path in copy.rglob("*") if path.is_file()) for copy in copies]
    while len(copies) > 1 and (len(copies) > DAYS or sum(sizes) > MOST_BYTES):
        shutil.rmtree(copies.pop(0), ignore_errors=True)
        sizes.pop(0)


def _folder(home: Home) -> Path:
    return home.path / "copies"
