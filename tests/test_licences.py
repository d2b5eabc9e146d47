"""The table of licences in the documentation is that of what is installed: each package, by its licence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
FAMILIES = {
    "LGPL": r"LGPL|Lesser General Public",
    "GPL": r"GPL|General Public",
    "MPL": r"MPL|Mozilla",
    "ZPL": r"ZPL|Zope",
    "PSF": r"PSF|Python Software Foundation",
    "Apache": r"Apache",
    "BSD": r"BSD",
    "MIT": r"MIT|ISC",
}
"""Words by which a licence is known, the strictest first; of several of a package the first counts."""


def list_needed() -> Iterator[Distribution]:
    """Every package that is installed because the project needs it, once each."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting, seen = [Requirement(each) for each in project["dependencies"]], set[str]()
    while waiting:
        requirement = waiting.pop()
        name = make_plain(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        found = distribution(requirement.name)
        yield found
        waiting += [Requirement(each) for each in found.requires or ()]


def make_plain(name: str) -> str:
    """A package's name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def find_family(package: Distribution) -> str:
    """The licence that a package states, by its family; "" for one that is none of those."""
    metadata = package.metadata
    stated = [
        metadata.get("License-Expression") or "",
        *(each for each in metadata.get_all("Classifier", []) if each.startswith("License ::")),
    ]
    text = " ".join(filter(None, stated)) or (metadata.get("License") or "")[:200]
    return next((name for name, words in FAMILIES.items() if re.search(words, text)), "")


def test_the_table_of_licences_is_true() -> None:
    section = (ROOT / "indexer" / "README.md").read_text("utf-8").partition("## Licences")[2]
    table = {
        family: set(names.split(", "))
        for family, names in re.findall(r"^\| (\w+) \| (.+?) \|$", section, re.MULTILINE)
        if family in FAMILIES
    }
    needed = {make_plain(package.metadata["Name"]): find_family(package) for package in list_needed()}
    assert len(needed) > 40
    wrong = {name: family for name, family in needed.items() if name not in table.get(family, ())}
    assert not wrong, f"not in the table under their licence: {wrong}"
    listed = set().union(*table.values())
    assert listed <= needed.keys(), f"in the table and not needed: {listed - needed.keys()}"
    assert "GPL" not in table


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("Apache-2.0 OR BSD-3-Clause", "Apache"),
        ("GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL"),
        ("GPL-3.0-only", "GPL"),
        ("MIT-CMU", "MIT"),
        ("Proprietary", ""),
    ],
)
def test_families_are_told_apart(words: str, family: str) -> None:
    assert next((name for name, known in FAMILIES.items() if re.search(known, words)), "") == family
