"""Copies what people added from where one archive has it to where another has: documents and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing

from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.storage.documents.base import DocumentStore, sum_up
from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.base import CLAIM
from indexer.errors import ArchiveDamaged, ArchiveError

_FOLDERS = (
    *(("acts/", ".json"), ("attached/", ".json"), ("corrections/", ".json"), ("waiting/", ".json")),
    *(("fetched/", ".json"), ("manifests/", ".tsv"), ("trash/attached/", ".json.gone")),
)
"""Folders of documents that people added, or that cannot be had again; how their names end…"""
_SINGLE = ("aliases.json", "staff.json")
"""… and those in none. What sessions are signed with is its home's own."""
_ADOPTED = "adopted"
"""Name of the document that says that a database has what its first home had."""
_MOST_NAMED = 5


def list_contributions(documents: DocumentStore) -> list[str]:
    """Return the names of all documents that belong to an archive wherever it is."""
    single = [name for name in _SINGLE if documents.has(name)]
    return single + [name for folder, suffix in _FOLDERS for name in documents.list_names(folder, suffix)]


def is_contribution(name: str) -> bool:
    """Whether a document of this name is one of them."""
    return name in _SINGLE or any(name.startswith(begin) and name.endswith(end) for begin, end in _FOLDERS)


def copy_documents(old: DocumentStore, new: DocumentStore) -> int:
    """Copy documents where they are not the same, and delete those that are not among them by now; return how
    many were copied. Stock is to be taken of them (`copy_verdicts`).

    Raises:
        ArchiveDamaged: one cannot be read.
        ArchiveError: one cannot be written.
    """
    there, names = _sum_up(new), list_contributions(old)
    count = _copy(old, new, names, there)
    for name in there.keys() - set(names):
        new.delete(name)
    return count


def copy_verdicts(old: Home, new: Home) -> int:
    """Copy the verdicts that the new home does not have yet, and record there what it has of people's work;
    return how many were copied.

    Raises:
        ArchiveError: what it has are not the first ones of the old.
    """
    with closing(Verdicts(old)) as given, closing(Verdicts(new)) as copied:
        verdicts, there = given.list_all(), copied.list_all()
        if there != verdicts[: len(there)]:
            raise ArchiveError(f"{new.path} 已有别的核对意见，未迁移；请换一个空的文件夹和数据库。")
        if missing := verdicts[len(there) :]:
            copied.append(missing)
        new.documents.inventory.take_stock(copied.sum_up())
    return len(missing)


def compare_contributions(old: Home, new: Home) -> Iterator[str]:
    """Yield a sentence for what people added to the old archive and the new one has not, or otherwise."""
    was, now = _sum_up(old.documents), _sum_up(new.documents)
    if lost := sorted(name for name in was if now.get(name) != was[name]):
        named = "、".join(lost[:_MOST_NAMED])
        yield f"旧档案的 {len(lost)} 条人工记录在新档案中没有或不同（{named}）。"
    with closing(Verdicts(old)) as given, closing(Verdicts(new)) as copied:
        verdicts, there = given.list_all(), copied.list_all()
    if there[: len(verdicts)] != verdicts:
        yield f"核对意见：旧档案 {len(verdicts)} 条，新档案 {len(there)} 条，不尽相同。"


def adopt_contributions(home: Home) -> None:
    """Copy into a database what a home had before it, once, when an archive is begun there: what the database
    has already stays. Called with the writer's lock held.

    Raises:
        ArchiveError: it cannot be read or written.
    """
    documents, former = home.documents, Home(home.path)
    if not home.database_url or documents.has(_ADOPTED):
        return
    known = set(list_contributions(documents))
    missing = [name for name in list_contributions(former.documents) if name not in known]
    _copy(former.documents, documents, missing, {})
    if former.documents.has(CLAIM) and not documents.has(CLAIM):
        documents.write(CLAIM, former.documents.read(CLAIM))
    with closing(Verdicts(home)) as there:
        is_judged = bool(there.list_all())
    if not is_judged and former.verdicts.exists():
        copy_verdicts(former, home)
    documents.write(_ADOPTED, str(home.path.absolute()).encode())


def _copy(old: DocumentStore, new: DocumentStore, names: list[str], known: Mapping[str, str]) -> int:
    """Copy documents, but for those that are there with the same sum."""
    count = 0

    def read() -> Iterator[tuple[str, bytes]]:
        nonlocal count
        for name, data in old.read_all(names):
            if data is None:
                raise ArchiveDamaged(f"{old.show(name)} 无法读取，未复制；请检查权限，或从备份恢复它。")
            if known.get(name) != sum_up(data):
                count += 1
                yield name, data

    if names:
        new.write_all(read())
    return count


def _sum_up(documents: DocumentStore) -> dict[str, str]:
    names = list_contributions(documents)
    return {name: sum_up(data or b"") for name, data in documents.read_all(names)}
