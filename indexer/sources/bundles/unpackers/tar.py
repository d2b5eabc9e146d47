"""Unpacks TAR archives, also compressed ones, from end to end."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import tarfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, BinaryIO, cast

from indexer.sources.bundles.label import decode_name
from indexer.sources.bundles.store import Store

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_OPENERS = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
    (b"\x28\xb5\x2f\xfd", zstd.open),
)


def unpack(path: Path, store: Store) -> None:
    """Put the files of an archive into a store; links and devices are none.

    Raises:
        OversizedSource: there are too many files or bytes.
        UnreadableSource: it is no archive.
        tarfile.TarError, OSError, EOFError, …: it is damaged.
    """
    with ExitStack() as stack:
        file: BinaryIO = stack.enter_context(path.open("rb"))
        head = file.read(8)
        file.seek(0)
        opener = next((opener for signature, opener in _OPENERS if head.startswith(signature)), None)
        stream = cast(BinaryIO, stack.enter_context(opener(file))) if opener else file
        unpack_stream(stream, store)


def unpack_stream(stream: IO[bytes], store: Store) -> None:
    """Put the files of an archive that is not compressed into a store (`unpack`)."""
    # Names are bytes: of a packer in China they may be GB 18030 (`label.decode_name`).
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
        for member in archive:
            if not member.isreg():
                continue
            # A sparse file stands for more bytes than it takes: what it says is looked at first.
            store.expect([member.size])
            if (content := archive.extractfile(member)) is not None:
                name = decode_name(member.name.encode("utf-8", "surrogateescape"))
                store.copy(name, content)
