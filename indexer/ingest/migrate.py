"""Moves an archive to where other settings say: another folder, a database, an object store, an engine.

What cannot be made again is copied: originals with their records, what was taken out, files that wait, and
whatever people added; but not how often what was searched for. Catalogue and index are built anew from the
originals, and published last, so that the new archive is whole or not there at all. A move that was stopped
goes on where it was when it is begun again. The old archive stays as it is, and answers throughout; only
writing to it waits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Run
from indexer.archive.contributions.transfer import (
    compare_contributions,
    copy_documents,
    copy_verdicts,
    list_contributions,
)
from indexer.archive.outcome import Progress
from indexer.archive.preservation.claim import settle_originals
from indexer.archive.preservation.originals import Originals, find_sum
from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.ahead import ask_ahead
from indexer.archive.storage.objects.base import ObjectInfo, ObjectStore
from indexer.durable import write_atomically
from indexer.errors import ArchiveDamaged, ArchiveError, ArchiveMissing, SettingError
from indexer.ingest.reindex import rebuild_archive
from indexer.settings import Settings

_STORED = ("originals", "trash", "attached", "waiting", "recognised")
"""Folders of the object store…"""
_RECORD = re.compile(r"(?:attached|waiting|trash/attached)/.*\.json(?:\.gone)?")
"""… and what lies in them of documents, wherever the bytes are."""
_FILES = ("synonyms.tsv", "secret")
"""Files of the home itself, wherever its documents are."""
_MARK = "migrating"
"""Name of a file of the new home that is there from the first copy until it is published."""
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Migration:
    """What a move did.

    Attributes:
        objects: number of originals and other objects that were copied; those that were there already are
            not counted.
        files: number of documents and other files that were copied.
        verdicts: number of verdicts that were copied.
        reports: number of reports of the new archive.
        run: what building it anew did; None where it was there already.
        differences: sentences on what the new archive has otherwise than the old one; none where it is whole.
    """

    objects: int
    files: int
    verdicts: int
    reports: int
    run: Run | None
    differences: tuple[str, ...]


def migrate(source: Settings, target: Settings, progress: Progress) -> Migration:
    """Move an archive to where other settings say.

    Raises:
        SettingError: both settings mean the same folder.
        ArchiveMissing: there is nothing to move.
        ArchiveBusy: another process is writing to one of them.
        ArchiveError: there is another archive already, or what is to be copied cannot be read or written.
    """
    old, new = Home.of(source), Home.of(target)
    if old.path.resolve() == new.path.resolve():
        raise SettingError(f"新旧档案是同一个文件夹 {old.path}，请在设置文件里用 home 写明新的文件夹。")
    if not Originals(old).has_any():
        raise ArchiveMissing(f"{old.path} 中没有原文件，没有可迁移的内容。")
    with old.lock_for_writing(source.wait_seconds), new.lock_for_writing(target.wait_seconds):
        mark = new.path / _MARK
        if _is_published(new):
            done = _recognise(old, new)
            mark.unlink(missing_ok=True)  # a stop may have left it
            return done
        if not mark.exists():
            _require_empty(new)
            write_atomically(mark, str(old.path.resolve()).encode())
        settle_originals(new)
        objects = _copy_objects(old.objects, new.objects)
        files = _copy_files(old, new) + copy_documents(old.documents, new.documents)
        verdicts = copy_verdicts(old, new)
        run = rebuild_archive(new, target, progress)
        mark.unlink()
        return Migration(objects, files, verdicts, _count_reports(new), run, tuple(_compare(old, new)))


def _recognise(old: Home, new: Home) -> Migration:
    """Return that nothing is left to be done, where what is published is what is to be moved.

    Raises:
        ArchiveError: it is something else.
    """
    if differences := tuple(_compare(old, new)):
        raise ArchiveError(
            f"{new.path} 已有档案，内容与 {old.path} 不同，未迁移，请换一个空的地方：{differences[0]}"
        )
    return Migration(0, 0, 0, _count_reports(new), None, ())


def _require_empty(home: Home) -> None:
    """Make sure that nothing of another archive is where one is to come, for it would be mixed with it.

    Raises:
        ArchiveError: there is something.
    """
    stored = (key for folder in _STORED for key in home.objects.list_keys(folder))
    if key := next(stored, ""):
        raise ArchiveError(f"{home.objects.shown} 中已有 {key}，未迁移，请换一个空的地方。")
    names = [*list_contributions(home.documents), *(name for name in _FILES if (home.path / name).exists())]
    if names:
        raise ArchiveError(f"{home.documents.show(names[0])} 已存在，未迁移，请换一个空的地方。")


def _is_published(home: Home) -> bool:
    try:
        home.find_current()
    except ArchiveMissing:
        return False
    return True


def _copy_objects(old: ObjectStore, new: ObjectStore) -> int:
    """Copy all objects, and delete those that are not among them by now; return how many were copied."""

    def copy(found: ObjectInfo) -> bool:
        there = new.find(found.key)
        if there and there.size == found.size and _is_same(old, new, found, there):
            return False
        data = old.read(found.key)
        named = find_sum(found.key) if found.key.endswith(".bin") else ""
        if named and hashlib.sha256(data).hexdigest() != named:
            raise ArchiveDamaged(
                f"{old.shown} 中的 {found.key} 已损坏，未迁移；请先运行 nianbao verify，从备份恢复它。"
            )
        new.write(found.key, data)
        return True

    copied = 0
    for folder in _STORED:
        known = {found.key: found for found in old.list_all(folder) if not _RECORD.fullmatch(found.key)}
        for _, was_missing in ask_ahead(copy, known.values(), max(old.width, new.width)):
            copied += was_missing
        for key in [key for key in new.list_keys(folder) if not _RECORD.fullmatch(key)]:
            if key not in known:
                new.delete(key)
    return copied


def _is_same(old: ObjectStore, new: ObjectStore, found: ObjectInfo, there: ObjectInfo) -> bool:
    """Whether two objects of one size are the same: by their sums where both are known."""
    if found.md5 and there.md5:
        return found.md5 == there.md5
    # The name of bytes is their sum, and they are written whole; a record is another one by and by.
    return found.key.endswith(".bin") or old.read(found.key) == new.read(there.key)


def _copy_files(old: Home, new: Home) -> int:
    """Copy the files of the home itself; return how many were copied."""
    copied = 0
    for name in _FILES:
        path, to = old.path / name, new.path / name
        if path.is_file() and (not to.is_file() or to.read_bytes() != path.read_bytes()):
            write_atomically(to, path.read_bytes())
            to.chmod(path.stat().st_mode & 0o777)
            copied += 1
    return copied


def _compare(old: Home, new: Home) -> Iterator[str]:
    """Yield a sentence for each thing in which the new archive is not the old one."""
    with _open_catalogue(old) as before, _open_catalogue(new) as after:
        was, now = before.reports.list_originals(), after.reports.list_originals()
        if lost := sorted(was[sha256] for sha256 in was if now.get(sha256) != was[sha256]):
            named = "、".join(lost[:_MOST_NAMED])
            yield f"旧档案的 {len(lost)} 份报告在新档案中没有或编号不同（{named}）。"
        if more := len(now.keys() - was.keys()):
            yield f"新档案多出 {more} 份报告。"
        counted = before.counts.count_contents(), after.counts.count_contents()
        for name, count in counted[0].items():
            if count != counted[1][name]:
                yield (
                    f"{name}：旧档案 {count} 条，新档案 {counted[1][name]} 条；旧档案若是以前的版本建的，"
                    "请先对它运行 nianbao reindex 再比较。"
                )
    yield from compare_contributions(old, new)


def _open_catalogue(home: Home) -> AbstractContextManager[Catalogue]:
    return closing(Catalogue(home.find_current().database))


def _count_reports(home: Home) -> int:
    with _open_catalogue(home) as catalogue:
        return len(catalogue.reports.list_originals())
