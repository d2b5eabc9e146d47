"""Golden files: every case under tests/cases/<outline>/ reads as the JSON beside it says.

A case without its JSON fails; `UPDATE_CASES=1` writes the JSON, to be read before it is committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from indexer.extraction import extract
from indexer.extraction.repair import mend
from indexer.outlines import OUTLINES, read
from indexer.report.report_json import to_public_json
from indexer.settings import Settings

CASES = Path(__file__).parents[1] / "cases"
FILES = sorted(path for path in CASES.glob("*/*") if path.suffix in (".html", ".txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(path: Path, tmp_path: Path) -> None:
    """The report reads as its golden file says, whatever the file is called."""
    document = mend(extract(path.read_bytes(), f"file{path.suffix}", Settings(home=tmp_path)))
    found = to_public_json(read(document))
    golden = path.with_suffix(".json")
    if os.environ.get("UPDATE_CASES") == "1":
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert golden.exists(), f"{golden.name} is missing: write it with UPDATE_CASES=1 and read it"
    assert found == json.loads(golden.read_text(encoding="utf-8"))
    assert found["outline"] == path.parent.name


@pytest.mark.parametrize("outline", [outline.NAME for outline in OUTLINES])
def test_outline_has_cases(outline: str) -> None:
    """Every outline has three cases at least."""
    assert sum(path.parent.name == outline for path in FILES) >= 3


def test_no_golden_is_left_over() -> None:
    """Every golden file has its case."""
    assert {path.with_suffix("") for path in CASES.glob("*/*.json")} == {
        path.with_suffix("") for path in FILES
    }
