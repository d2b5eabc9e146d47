"""Makes archives and mails of files, with another library than that which reads them, where there is one."""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage

import pytest
import rars

Files = Mapping[str, bytes]


def make_tar(files: Files, compression: str = "", encoding: str = "utf-8") -> bytes:
    """Files as a TAR archive, as `tar` packs them: `gz`, `bz2`, `xz` or `zst`."""
    buffer = io.BytesIO()
    packed = "" if compression == "zst" else compression
    with tarfile.open(
        fileobj=buffer, mode=f"w:{packed}", format=tarfile.GNU_FORMAT, encoding=encoding
    ) as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    if compression == "zst":
        zstd = pytest.importorskip("backports.zstd", reason="Python 之外没有 Zstandard")
        return bytes(zstd.compress(buffer.getvalue()))
    return buffer.getvalue()


def make_7z(files: Files, password: str | None = None) -> bytes:
    """Files as a 7z archive."""
    py7zr = pytest.importorskip("py7zr", reason="py7zr (nianbao[7z]) is not installed")
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return buffer.getvalue()


def make_rar(files: Files, *, store: bool = False, solid: str = "", password: str | None = None) -> bytes:
    """Files as a RAR archive, as a solid one in the format that is named."""
    builder = rars.RarBuilder(solid or "rar50", store=store, solid=bool(solid), password=password)
    for name, data in files.items():
        builder.add_bytes(data, name)
    return bytes(builder.to_bytes())


def make_packed_rar(files: Files, solid: str = "") -> bytes:
    """Files as a compressed RAR archive, which needs a program to be read."""
    if not shutil.which("bsdtar"):
        pytest.skip("no bsdtar, which unpacks RAR")
    return make_rar(files, solid=solid)


def make_mail(files: Files, text: str = "各位：年报见附件，请查收。") -> bytes:
    """Files attached to a mail."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "报送年报", "a@xiling.example", "b@yunze.example"
    mail.set_content(text)
    for name, data in files.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


MAKERS: dict[str, Callable[[Files], bytes]] = {
    "a.tar": make_tar,
    "a.tar.gz": lambda files: make_tar(files, "gz"),
    "a.tgz": lambda files: make_tar(files, "gz"),
    "a.tar.bz2": lambda files: make_tar(files, "bz2"),
    "a.txz": lambda files: make_tar(files, "xz"),
    "a.tar.zst": lambda files: make_tar(files, "zst"),
    "a.7z": make_7z,
    "a.rar": make_packed_rar,
    "stored.rar": lambda files: make_rar(files, store=True),
    "solid.rar": lambda files: make_packed_rar(files, solid="rar50"),
    "a.eml": make_mail,
}
"""How an archive is made, by a name for it."""
