"""The kinds of archives that are opened as folders, recognised by their content first.

A new kind is an entry here, and the module that unpacks it (`worker.Unpacker`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.extraction.sandbox.pool import MEGABYTES
from indexer.sources.bundles.zip import is_document


@dataclass(frozen=True, slots=True)
class BundleKind:
    """A kind of archive.

    Attributes:
        name: as messages of this package call it.
        suffixes: of its files, lower case, with the dot.
        signatures: bytes by which its files are recognised, each after the place where it is; () where they
            have none.
        unpacker: the module that unpacks it in a confined process; "" for one that is read where it lies.
        megabytes: memory that this may take, in MiB.
    """

    name: str
    suffixes: tuple[str, ...]
    signatures: tuple[tuple[int, bytes], ...] = ()
    unpacker: str = ""
    megabytes: int = MEGABYTES


_UNPACKERS = "indexer.sources.bundles.unpackers"
KINDS = (
    BundleKind(
        "tar",
        (
            *(".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz"),
            *(".tar.zst", ".tzst"),
        ),
        ((257, b"ustar"), (0, b"\x1f\x8b"), (0, b"BZh"), (0, b"\xfd7zXZ\x00"), (0, b"\x28\xb5\x2f\xfd")),
        f"{_UNPACKERS}.tar",
        250,  # xz takes 65, Zstandard 128; a header of many more takes minutes to be read
    ),
    BundleKind("zip", (".zip",), ((0, b"PK\x03\x04"), (0, b"PK\x05\x06"))),
    BundleKind("7z", (".7z",), ((0, b"7z\xbc\xaf\x27\x1c"),), f"{_UNPACKERS}.sevenzip"),
    BundleKind("rar", (".rar",), ((0, b"Rar!\x1a\x07"),), f"{_UNPACKERS}.rar"),
    BundleKind("mail", (".eml",), (), f"{_UNPACKERS}.mail"),
)
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)
"""Suffixes of the files that are folders, lower case, with the dot."""
HEAD = 263
"""Bytes from which the kind of an archive is told: as far as `ustar` in a TAR header (POSIX.1, pax)."""


def find_suffix(name: str) -> str:
    """Return the suffix that makes a file a folder, lower case; "" where it has none of them."""
    lowered = name.lower()
    return next((suffix for suffix in SUFFIXES if lowered.endswith(suffix)), "")


def find_kind(head: bytes, name: str) -> BundleKind:
    """Return the kind of an archive.

    Packers rename files: the content counts, the suffix only where the content says nothing.

    Args:
        head: its first `HEAD` bytes.
        name: its name, with one of `SUFFIXES`.
    """
    for kind in KINDS:
        if any(head.startswith(signature, at) for at, signature in kind.signatures):
            return kind
    suffix = find_suffix(name)
    return next(kind for kind in KINDS if suffix in kind.suffixes)


def is_bundle(path: Path) -> bool:
    """Whether a file is an archive by name, and not a document that only looks like one (DOCX, OFD)."""
    if not find_suffix(path.name) or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return True
    return bool(find_kind(head, path.name).unpacker) or not is_document(path)
