"""rapidocr, as far as it is used: where text is in a picture, and what a line of text says.

Its parts are used one by one, for it would read a table's cells in the order of its own boxes, miss figures
that stand alone in a cell, and give one confidence for a whole line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import rapidocr

from indexer.extraction.recognition.picture import Pixels

_SCHEME = 1
"""Counted up when this program reads pictures otherwise than before."""
_LOOKED_AT = 1440
"""Pixels of the longer side in which text is looked for."""
_SAMPLE, _SURE = 8, 0.9
_BATCH = 6
_FULL = 0xFEE0
"""By how much the codes of full-width forms are above those of the others: （ and ( are one to a model that
sees a picture of a line, and `punctuation` tells them apart."""
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TextBox:
    """A stretch of a line of text in a picture, in pixels."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Letter:
    """A character that was recognised: where its middle is in its line (0–1), and how sure it is (0–1)."""

    text: str
    middle: float
    sure: float


class RecognitionModels:
    """The models. Serves one thread.

    Attributes:
        version: names rapidocr, its model, and how it is used.
    """

    def __init__(self, threads: int = 1) -> None:
        """Load the model that reads lines; the others are loaded when they are first needed.

        Args:
            threads: processors that are used at once.
        """
        folder = Path(rapidocr.__file__).parent / "models"
        models = {part: min(folder.glob(f"*_{part}_*.onnx")) for part in ("det", "rec", "cls")}
        self.version = f"rapidocr {version('rapidocr')}, {models['rec'].stem}, {_SCHEME}"
        self._rapid = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": _LOOKED_AT,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                # With their paths nothing is downloaded, whatever a package thinks of them.
                **{f"{part.capitalize()}.model_path": str(path) for part, path in models.items()},
            }
        )
        self._rapid.recognize_txt([np.full((48, 48, 3), 255, np.uint8)])
        self._model: Any = self._rapid.text_rec
        self._characters: list[str] = self._model.postprocess_op.character
        places = {character: at for at, character in enumerate(self._characters)}
        wide = [mark for mark in places if _has_twin(mark, places)]
        self._wide = [places[mark] for mark in wide]
        self._narrow = [places[chr(ord(mark) - _FULL)] for mark in wide]

    def find_text(self, pixels: Pixels) -> list[TextBox]:
        """Return where text is, from top to bottom."""
        found = self._rapid(_color(pixels), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None:
            return []
        return [
            TextBox(*map(float, (box[:, 0].min(), box[:, 1].min(), box[:, 0].max(), box[:, 1].max())))
            for box in boxes
        ]

    def is_upside_down(self, lines: Sequence[Pixels]) -> bool:
        """Return whether most lines of text stand on their heads."""
        if not lines:
            return False
        _, found = self._rapid.cls_and_rotate([_color(line) for line in lines[:_SAMPLE]])
        turned = sum(label == "180" and score >= _SURE for label, score in found.cls_res)
        return bool(turned * 2 > len(found.cls_res))

    def read_lines(self, lines: Sequence[Pixels]) -> list[list[Letter]]:
        """Return the characters of each picture of a line, without blanks, in their order."""
        answers: list[list[Letter]] = [[] for _ in lines]
        # Lines of about one length share a batch: all are made as long as the longest of it.
        order = sorted(range(len(lines)), key=lambda at: lines[at].shape[1] / lines[at].shape[0])
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            for at, letters in zip(batch, self._read_batch([lines[at] for at in batch]), strict=True):
                answers[at] = letters
        return answers

    def _read_batch(self, lines: Sequence[Pixels]) -> Iterable[list[Letter]]:
        model = self._model
        ratios = [line.shape[1] / line.shape[0] for line in lines]
        _, height, width = model.rec_image_shape
        widest = max(width / height, *ratios)
        pictures = np.stack([model.resize_norm_img(_color(line), widest) for line in lines])
        found = np.array(model.session(pictures))
        found[:, :, self._narrow] += found[:, :, self._wide]
        found[:, :, self._wide] = 0
        for ratio, answer in zip(ratios, found, strict=True):
            yield list(self._list_letters(answer, len(answer) * ratio / widest))

    def _list_letters(self, answer: Scores, wide: float) -> Iterable[Letter]:
        """The characters of a line: what is likeliest in a column, once where columns in a row agree.

        Args:
            answer: how likely each character of the model is in each column; the first one is none.
            wide: columns that the picture of the line takes up.
        """
        likeliest = answer.argmax(axis=1)
        starts = np.flatnonzero(np.diff(likeliest, prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(likeliest)], strict=True):
            character = self._characters[likeliest[start]] if likeliest[start] else ""
            if character.strip():
                sure = float(answer[start:end, likeliest[start]].max())
                yield Letter(character, min(1.0, (start + end) / 2 / wide), min(1.0, sure))


def _has_twin(mark: str, places: Mapping[str, int]) -> bool:
    """Whether a character is the full-width form of another one that is known too."""
    return len(mark) == 1 and "\uff01" <= mark <= "\uff5e" and chr(ord(mark) - _FULL) in places


def _color(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
