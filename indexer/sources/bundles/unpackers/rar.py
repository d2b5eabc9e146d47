"""Unpacks RAR archives: `rarfile` reads what they hold, a program of the system what is compressed in them.

No package unpacks RAR under a free licence and is kept up; bsdtar and unar do, and unrar.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import rarfile

from indexer.sources.bundles.store import Store
from indexer.sources.bundles.unpackers.tar import unpack_stream

_SPLIT = rarfile.RAR_FILE_SPLIT_BEFORE | rarfile.RAR_FILE_SPLIT_AFTER
_LOCKED = "设有密码，请解压后再收录。"
_DAMAGED = "已损坏，请重新下载或打包后再收录。"
_VOLUMES = "是分卷压缩的一卷，请把各卷放在一起解压后再收录。"
_NO_PROGRAM = (
    "是 RAR 格式，本机没有能解压它的程序，请安装 bsdtar（libarchive-tools）或 unar，或改用 ZIP 打包后再收录。"
)

_FAILED = "无法解压，可能已损坏，也可能本机的解压程序不支持；请解压后改用 ZIP 打包再收录。"
_OLD = "是旧版的固实 RAR，请安装 unar 后重试，或改用 ZIP 打包后再收录。"


def unpack(path: Path, store: Store) -> None:
    """Put the files of an archive into a store; links are none.

    Raises:
        OversizedSource: there are too many files or bytes.
        UnreadableSource: locked, in several volumes, damaged, or no program is there that unpacks it.
        rarfile.Error: it is damaged.
    """
    try:
        with rarfile.RarFile(path, part_only=True) as archive:
            if archive.needs_password():
                raise store.deny(_LOCKED)
            infos = [info for info in archive.infolist() if info.is_file() and not _is_link(info)]
            if not infos:
                rarfile.RarFile(path).close()  # of a further volume this asks for the first one
            if any(info.flags & _SPLIT for info in infos):
                raise store.deny(_VOLUMES)
            store.expect([info.file_size for info in infos])
            packed = any(info.compress_type != rarfile.RAR_M0 for info in infos)
            old = archive.is_solid() and all(isinstance(info, rarfile.Rar3Info) for info in infos)
            program = shutil.which("bsdtar")
            if packed and program and not old:
                _convert(program, path, store)
                _verify(infos, store)
                return
            if packed:
                _find_program(store, old)
            try:
                for info in infos:
                    with archive.open(info) as file:
                        store.copy(info.filename, file)
            except rarfile.Error:
                raise store.deny(_FAILED if packed else _DAMAGED) from None
    except rarfile.NeedFirstVolume:
        raise store.deny(_VOLUMES) from None
    except rarfile.PasswordRequired:
        raise store.deny(_LOCKED) from None


def _find_program(store: Store, old: bool) -> None:
    """Have rarfile choose a program for each file.

    Not bsdtar, which reads no single file of what is handed over, nor 7-Zip, which may be without its part
    for RAR (as Debian's is).
    """
    try:
        rarfile.tool_setup(bsdtar=False, sevenzip=False, sevenzip2=False, force=True)
    except rarfile.RarCannotExec:
        raise store.deny(_OLD if old else _NO_PROGRAM) from None


def _convert(program: str, path: Path, store: Store) -> None:
    """Have bsdtar write the archive as TAR: from end to end, where rarfile asks for each file by itself."""
    with subprocess.Popen(  # noqa: S603 - a program of the system, and a path
        [program, "-c", "--format", "pax", "-f", "-", f"@{path}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    ) as process:
        assert process.stdout is not None  # a pipe
        with suppress(tarfile.TarError):  # it stopped before the end, as its result says too
            unpack_stream(process.stdout, store)
    if process.returncode:
        raise store.deny(_FAILED)


def _verify(infos: list[rarfile.RarInfo], store: Store) -> None:
    """Compare what was unpacked with the sums in the archive: bsdtar does so for the newer formats alone."""
    stated = Counter((info.file_size, info.CRC) for info in infos if info.CRC is not None)
    found = Counter((size, store.add_up(start, size)) for _, start, size in store.members)
    if stated - found or len(store.members) < len(infos):
        raise store.deny(_FAILED)


def _is_link(info: rarfile.RarInfo) -> bool:
    """Whether an entry only names another file: a link, or a copy of one that is packed once."""
    return getattr(info, "file_redir", None) is not None
