"""The house keeps its rules: everything public says what it does, and takes few parameters."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_PARAMETERS = 5
MORE_PARAMETERS = {
    # A verdict in words as a form or a command line has it; a value for three of them would say no more.
    "indexer.archive.contributions.verdicts.Verdicts.add",
    "indexer.ingest.add.add",
}
"""Functions with more parameters than others."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A function or class, by its full name; `is_public` if all that it is in is public too."""

    name: str
    node: ast.FunctionDef | ast.ClassDef
    is_public: bool


def _definitions(node: ast.AST, name: str, is_public: bool) -> Iterator[Definition]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            found = Definition(f"{name}.{child.name}", child, is_public and not child.name.startswith("_"))
            yield found
            # What is defined in a function is its own affair.
            inner = found.is_public and isinstance(child, ast.ClassDef)
            yield from _definitions(child, found.name, inner)
        else:
            yield from _definitions(child, name, is_public)


def _all_definitions() -> list[Definition]:
    return [
        definition
        for folder in ("indexer", "web")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for definition in _definitions(
            ast.parse(path.read_text("utf-8")), ".".join(path.relative_to(ROOT).with_suffix("").parts), True
        )
    ]


@pytest.fixture(scope="module")
def definitions() -> list[Definition]:
    return _all_definitions()


def test_all_that_is_public_has_a_docstring(definitions: list[Definition]) -> None:
    assert len(definitions) > 1000
    assert [
        found.name for found in definitions if found.is_public and not ast.get_docstring(found.node)
    ] == []


def test_functions_have_five_parameters_at_most(definitions: list[Definition]) -> None:
    many = set()
    for found in definitions:
        if isinstance(found.node, ast.FunctionDef):
            taken = found.node.args
            names = [each.arg for each in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
            if len([name for name in names if name not in ("self", "cls")]) > MOST_PARAMETERS:
                many.add(found.name)
    assert many == MORE_PARAMETERS


@pytest.mark.parametrize(
    ("module", "most", "packages"),
    [
        ("indexer.errors", 9, set()),
        ("indexer.settings", 9, set()),
        ("indexer.cli.main", 10, {"click"}),
        # Without the packages that search, store, download and draw with.
        # It shows cells and findings, so what reads and checks figures is loaded.
        ("indexer.cli.commands.query.inspect", 174, {"click", "filelock", "numpy", "opencc"}),
        ("indexer.ingest.reading.worker", 124, {"filelock", "numpy", "opencc"}),
    ],
)
def test_importing_a_part_loads_that_part(module: str, most: int, packages: set[str]) -> None:
    script = f"import json, sys; import {module}; print(json.dumps(sorted(sys.modules)))"
    bare = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    loaded, at_start = (
        set(json.loads(subprocess.run([sys.executable, "-c", each], capture_output=True, cwd=ROOT).stdout))
        for each in (script, bare)
    )
    names = {name.split(".")[0] for name in loaded - at_start} - set(sys.stdlib_module_names)
    assert len([name for name in loaded if name.split(".")[0] == "indexer"]) <= most
    assert {name for name in names if not name.startswith("_")} - {"indexer"} <= packages
