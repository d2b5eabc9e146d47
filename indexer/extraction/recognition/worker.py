"""The module that runs in the process that recognises: one page of a file after the other.

A question is `{"name": …, "page": number}`; the answer is `{"page": …}`, a `sheet.ReadPage` as JSON.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, cast

import cv2

from indexer.errors import SourceError
from indexer.extraction import formats
from indexer.extraction.recognition.base import Renderer
from indexer.extraction.recognition.engine import RecognitionModels
from indexer.extraction.recognition.picture import make_picture
from indexer.extraction.recognition.reading import read
from indexer.extraction.recognition.sheet import EMPTY
from indexer.extraction.sandbox.server import serve


class Recogniser:
    """Answers questions; its models are loaded once."""

    def __init__(self) -> None:
        """Load the models."""
        cv2.setNumThreads(1)
        self._engine = RecognitionModels()

    def answer(self, question: dict[str, Any], data: bytes) -> dict[str, Any]:
        """Return the answer to a question about a file, in values of JSON.

        Raises:
            SourceError: the page cannot be made a picture of.
        """
        format_ = formats.find_format(data, question["name"])
        renderer = cast(Renderer, import_module(format_.RENDERER))
        try:
            image = renderer.render(data, question["page"], question["name"])
        except SourceError:
            if not formats.holds_pictures(format_):
                raise
            return {"page": EMPTY.to_json()}  # one picture of many: the text around it is read
        return {"page": read(make_picture(image), self._engine).to_json()}


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(5)  # it takes a processor for minutes, and who searches meanwhile comes first
    serve(Recogniser().answer)
