"""The vectors of sentences of one home, kept once made: a model takes hundredths of a second for each.

`meanings/<model>.bin` begins with the number of dimensions (4 bytes), then comes a record for each sentence:
a hash of its words (16 bytes) and its vector (a signed byte for each dimension, the largest one 127). A stop
leaves at most one record cut off, which the next writer cuts away. Deleted, the file is made anew when
reports are added or `nianbao reindex` runs. Only the one process that writes to the home reads or writes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.archive.storage.home import Home
from indexer.commitments.matching.sentence_model import SentenceModel
from indexer.durable import guard_writes
from indexer.settings import Settings

_HEAD = 4  # bytes before the first record
_KEY = 16  # bytes of a hash


class Meanings:
    """Turns sentences into vectors, by a model only where it has not been done before."""

    def __init__(self, folder: Path, model: SentenceModel) -> None:
        self._path, self._model = folder / f"{model.name}.bin", model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a row of length 1 for each text.

        Raises:
            SettingError: the model cannot be used.
            ArchiveError: what it made cannot be written.
        """
        keys = [hashlib.blake2b(text.encode(), digest_size=_KEY).digest() for text in texts]
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if unknown:
            self._write(list(unknown), self._model.encode(list(unknown.values())))
        rows = np.stack([self._vectors[key] for key in keys]).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def _write(self, keys: list[bytes], vectors: NDArray[np.float32]) -> None:
        scaled = np.rint(vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8)
        with guard_writes(self._path):
            self._path.parent.mkdir(exist_ok=True)
            with self._path.open("ab") as file:
                if not file.tell():
                    file.write(vectors.shape[1].to_bytes(_HEAD, "little"))
                for key, row in zip(keys, scaled, strict=True):
                    file.write(key + row.tobytes())
        self._vectors.update(zip(keys, scaled, strict=True))

    @cached_property
    def _vectors(self) -> dict[bytes, NDArray[np.int8]]:
        """What is kept: the vectors by the hashes of their words."""
        with guard_writes(self._path):
            if not self._path.is_file() or (size := self._path.stat().st_size) < _HEAD:
                self._path.unlink(missing_ok=True)
                return {}
            with self._path.open("r+b") as file:
                long = _KEY + int.from_bytes(file.read(_HEAD), "little")
                file.truncate(size - (size - _HEAD) % long)
            if size - _HEAD < long:
                return {}
            table = np.asarray(np.memmap(self._path, np.uint8, "r", offset=_HEAD)).reshape(-1, long)
        return {row[:_KEY].tobytes(): row[_KEY:].view(np.int8) for row in table}


def open_meanings(home: Home, settings: Settings) -> Meanings | None:
    """Return the vectors of a home's sentences; None where the settings name no model.

    Raises:
        SettingError: the model is not there.
    """
    if not settings.sentence_model:
        return None
    return Meanings(home.meanings, SentenceModel(Path(settings.sentence_model)))
