"""The key that signs sessions and forms: what the settings say, for portals on several machines; else made
once, kept in the home, read by nobody else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from indexer.archive.storage.documents.journal import JournalInventory
from indexer.durable import make_private_folder
from indexer.errors import ArchiveError
from indexer.settings import Settings

_LENGTH = 32


def read_signing_key(settings: Settings) -> bytes:
    """The key of this archive and this password: with another password all sessions end.

    Raises:
        ArchiveError: it can be neither read nor made, or is damaged.
    """
    path = settings.home / "secret"
    try:
        make_private_folder(settings.home)
        if settings.secret:
            return _derive(settings.secret.encode(), settings)
        secret = path.read_bytes() if path.exists() else _make(path)
    except OSError as error:
        raise ArchiveError(f"无法读写登录密钥 {path}（{error.strerror}），请检查权限和磁盘空间。") from None
    if len(secret) != _LENGTH:
        raise ArchiveError(f"登录密钥 {path} 已损坏，请删除它，再重新启动；已登录的人要重新登录。")
    return _derive(secret, settings)


def _derive(secret: bytes, settings: Settings) -> bytes:
    return hashlib.sha256(secret + settings.password_hash.encode()).digest()


def _make(path: Path) -> bytes:
    secret = secrets.token_bytes(_LENGTH)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
    JournalInventory(path.parent).note(path.name)
    return secret
