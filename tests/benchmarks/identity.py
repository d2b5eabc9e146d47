"""How often year and region are right: `python tests/benchmarks/identity.py FOLDER`.

FOLDER holds real work reports as `<level>/<place>/<year>.txt`; the path is the answer, and only
the text is read. Prints one line a mistake and the rates.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from indexer.errors import NotAReport
from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.regions import shorten
from indexer.settings import Settings

HEAD = 300


def main(folder: Path) -> None:
    """Read every file blind and compare."""
    files = sorted(folder.rglob("*.txt"))
    if not files:
        sys.exit(f"no .txt file below {folder}")
    years = right = wrong = named = named_right = refused = 0
    began = time.perf_counter()
    for path in files:
        place = "全国" if path.parent.name == "国务院" else path.parent.name
        try:
            report = read(extract(path.read_bytes(), "report.txt", Settings()))
        except NotAReport:
            refused += 1
            print("not taken:", path)
            continue
        head = path.read_text("utf-8", "replace")[:HEAD]
        found = report.region.name if report.region else None
        years += report.year == int(path.stem)
        right += found == place
        wrong += found not in (place, None)
        names = place in head or shorten(place) in head or place == "全国"
        named += names
        named_right += names and found == place
        if report.year != int(path.stem):
            print("year:", path, report.year)
        if found not in (place, None):
            print("region:", path, report.region and report.region.path)
    took = (time.perf_counter() - began) / len(files) * 1000
    print(f"{len(files)} reports, {refused} not taken, {took:.1f} ms each (extraction, outline and identity)")
    print(f"year right {years / len(files):.2%}")
    print(f"region right {right / len(files):.2%}, wrong {wrong / len(files):.2%}")
    print(f"region right where the first {HEAD} characters name it {named_right / named:.2%} of {named}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
