"""Packages that not everybody installs: those of the extras in `pyproject.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import SettingError


@contextmanager
def require_extra(message: str) -> Iterator[None]:
    """Import packages of an extra while the block runs.

    Args:
        message: a sentence: what needs them, and the command that installs them.

    Raises:
        SettingError: with this sentence, where one of them is missing.
    """
    try:
        yield
    except ImportError as missing:
        raise SettingError(message) from missing
