"""The catalogue's tables are those of archives that exist, and each name of a class occurs once."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from indexer.archive.catalogue.tables.schema import METADATA

ROOT = Path(__file__).parents[2]
FINGERPRINT = 1847528728
"""Of every archive made since the catalogue counts its findings itself."""

HOMES = (
    *("schema.py", "supplement.py", "verdict_table.py", "search_counts.py", "attempts.py"),
    "document_tables.py",
)
"""Files that declare tables."""


def test_archives_made_before_are_written_to() -> None:
    """Whatever else is imported: the number must not depend on it."""
    code = "from indexer.archive.storage.database import compute_fingerprint; print(compute_fingerprint())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == FINGERPRINT


def test_every_table_is_declared_once() -> None:
    names = [table.name for table in METADATA.sorted_tables]
    assert len(names) == len(set(names)) == 14
    elsewhere = [
        path
        for path in (ROOT / "indexer").rglob("*.py")
        if path.name not in HOMES and "sa.Table(" in path.read_text("utf-8")
    ]
    assert elsewhere == []


def test_no_class_name_stands_twice() -> None:
    where: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "indexer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                where[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: paths for name, paths in where.items() if len(paths) > 1}
    assert twice == {}
