"""The kinds of archives that are opened as folders, told by their content first."""

from __future__ import annotations

from pathlib import Path

from indexer.sources.bundles.zip import is_document

_SUFFIXES = {
    "zip": (".zip",),
    "tar": (
        *(".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz"),
        *(".tar.zst", ".tzst"),
    ),
    "7z": (".7z",),
    "rar": (".rar",),
    "mail": (".eml",),
}
SUFFIXES = tuple(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)
"""Suffixes of the files that are folders, lower case, with the dot."""
_SIGNATURES = (
    ("zip", b"PK\x03\x04"),
    ("zip", b"PK\x05\x06"),
    ("7z", b"7z\xbc\xaf\x27\x1c"),
    ("rar", b"Rar!\x1a\x07"),
    ("tar", b"\x1f\x8b"),
    ("tar", b"BZh"),
    ("tar", b"\xfd7zXZ\x00"),
    ("tar", b"\x28\xb5\x2f\xfd"),
)
HEAD = 263
"""Bytes from which the kind of an archive is told: as far as `ustar` in a TAR header (POSIX.1, pax)."""


def find_suffix(name: str) -> str:
    """Return the suffix that makes a file a folder, lower case; "" where it has none of them."""
    lowered = name.lower()
    return next((suffix for suffix in SUFFIXES if lowered.endswith(suffix)), "")


def find_kind(head: bytes, name: str) -> str:
    """Return the kind of an archive: `zip`, `tar`, `7z`, `rar` or `mail`.

    Packers rename files: the content counts, the suffix only where the content says nothing.

    Args:
        head: its first `HEAD` bytes.
        name: its name, with one of `SUFFIXES`.
    """
    if head[257:262] == b"ustar":
        return "tar"
    suffix = find_suffix(name)
    named = next(kind for kind, suffixes in _SUFFIXES.items() if suffix in suffixes)
    return next((kind for kind, signature in _SIGNATURES if head.startswith(signature)), named)


def is_bundle(path: Path) -> bool:
    """Whether a file is an archive by name, and not a document that only looks like one (DOCX, OFD)."""
    if not find_suffix(path.name) or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return True
    return find_kind(head, path.name) != "zip" or not is_document(path)
