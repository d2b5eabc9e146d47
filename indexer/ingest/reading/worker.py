"""The module that runs in a sandbox process: reads a file, works out its rows too, or reads a spreadsheet.

A question is `{"task": "read" | "prepare" | "tables" | "pictures", "name": …, "settings": …,
"others": [texts] | null, "recognised": {number: page} | null}`; for `read` also the `kind` of report that a
person says it is ("" if nobody does), for `prepare` also `sha256`, `path` and `basis`, what people said of
it (`ReadingBasis`). No process of this module reads a home. The answer is
`{"report": …, "reading": …}`, `{"prepared": …}`, what `LooseTables.to_json` gives, `{"others_needed": true}`
where the file is damaged and no texts of others came with it, or `{"recognition_needed": [numbers]}` where
further pages are pictures, which is all that `pictures` asks for: `{}` where none are.
"""

from __future__ import annotations

import dataclasses
import gc
from typing import Any

from indexer.extraction import extract
from indexer.extraction.base import RecognitionNeeded
from indexer.extraction.sandbox.server import serve
from indexer.ingest.reading.read import Known, OthersNeeded, read
from indexer.report.report_json import to_json
from indexer.settings import Settings


def answer(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return the answer to a question about a file, in values of JSON.

    Raises:
        SourceError: the file cannot be read as a report.
    """
    tasks = {"read": _read, "prepare": _prepare, "tables": _read_tables, "pictures": _find_pictures}
    try:
        return tasks[question["task"]](question, data)
    except OthersNeeded:
        return {"others_needed": True}
    except RecognitionNeeded as needed:
        return {"recognition_needed": needed.pages}


def _read(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    settings = Settings(**question["settings"])
    known = Known(question["kind"], question["recognised"])
    report, reading = read(data, question["name"], settings, question["others"], known)
    return {"report": to_json(report), "reading": dataclasses.asdict(reading)}


def _find_pictures(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    known = Known(recognised=question["recognised"])
    extract(data, question["name"], Settings(**question["settings"]), known.load_pages())
    return {}


def _read_tables(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    # What reads figures is not loaded where there are none to be read.
    from indexer.ingest.reading.loose_tables import read_tables

    return read_tables(data, question["name"], Settings(**question["settings"])).to_json()


def _prepare(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    # The libraries that rows are made with take longer to load than a file takes to read, and a process
    # that only reads files needs none of them.
    from indexer.archive.contributions.reading_basis import ReadingBasis
    from indexer.ingest.reading.prepare import File, prepare

    file = File(data, question["sha256"], question["name"], question["path"])
    settings, basis = Settings(**question["settings"]), ReadingBasis.from_json(question["basis"])
    prepared = prepare(file, settings, basis, question["others"], question["recognised"])
    return {"prepared": prepared.to_json()}


if __name__ == "__main__":
    # A page is many objects that refer to each other and go at once: looking among them for garbage takes a
    # fifth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    serve(answer)
