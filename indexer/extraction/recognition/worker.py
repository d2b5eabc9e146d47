"""The module that runs in the process that recognises: one page of a file after the other.

A question is `{"name": …, "page": number}`; the answer is `{"page": …}`, a `sheet.ReadPage` as JSON.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

import cv2

from indexer.extraction import formats
from indexer.extraction.recognition.base import Renderer
from indexer.extraction.recognition.engine import RecognitionModels
from indexer.extraction.recognition.picture import make_picture
from indexer.extraction.recognition.reading import read
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
        picture = make_picture(renderer.render(data, question["page"]))
        return {"page": read(picture, self._engine).to_json()}


if __name__ == "__main__":
    serve(Recogniser().answer)
