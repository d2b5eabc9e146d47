"""Every kind of page of an archive, warm: `python tests/benchmarks/every_page.py HOME`.

Prints milliseconds of the processor for each, template and all, the best of five: what other programs do
meanwhile does not count. The archive should be a large one of real reports; its pages are chosen from it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.settings import Settings
from web import create_app

TIMES = 5
WORD = "发展"
"""What every report speaks of, more often than of anything else."""


def list_paths(client: FlaskClient) -> Iterator[str]:
    """Yield an address of each kind of page, of the largest report and of places with and without reports."""
    found = ask(client, f"/api/search?q={quote(WORD)}")
    hit = found["hits"][0]
    report, place = hit["report"], quote(hit["region"][-1])
    promise = ask(client, "/api/commitments")["commitments"][0]["key"]
    word = quote(WORD)
    yield from ("/", "/help", "/help/api", "/data", "/manifests", "/accessibility", "/archive", "/places")
    yield from (f"/search?q={word}{view}" for view in ("", "&view=report", "&view=place", "&page=9"))
    yield f"/search?q={quote('我住广州从化，想知道区里去年说要办什么')}"
    yield f"/search?q={quote('决计没有的说法')}"
    yield from (f"/trend?q={word}", f"/trend?q={word}&q={quote('改革')}&q={quote('公开')}")
    yield from (f"/concordance?q={word}&sort={sort}" for sort in ("place", "year", "left", "right"))
    yield f"/concordance?q={word}&sort=left&size=1000"
    yield f"/batch?phrases={'%0A'.join(map(quote, ('养老', '教育', '就业', '医疗', '住房', WORD)))}"
    yield from (f"/places/{place}", "/places/361128", "/places?name=%E9%BC%93%E6%A5%BC%E5%8C%BA")
    yield from (f"/archive?district={place}", "/archive?year=2021")
    yield from (f"/reports/{report}", f"/reports/{report}?q={word}", f"/reports/{report}/lines/s1-1")
    yield f"/reports/{report}/beside"
    yield f"/compare?{quote('place=广州市&place=深圳市&year=2021&year=2020', '=&')}"
    yield from ("/checks", "/checks?outcome=holds", "/figures", "/figures?year=newest&item=3.new.total")
    yield from ("/targets", "/targets?year=2021&indicator=gdp", "/commitments", f"/commitments?q={word}")
    yield from (f"/commitments/{promise}", "/archive.atom", f"/search.atom?q={word}")


def ask(client: FlaskClient, path: str) -> Any:
    """Return what the API answers."""
    return client.get(path).get_json()


def measure(client: FlaskClient, path: str) -> tuple[float, int]:
    """Milliseconds of the processor for a page, and its bytes."""
    best, size = float("inf"), 0
    for _ in range(TIMES + 1):
        began = time.process_time()
        answer = client.get(path, follow_redirects=True)
        size = len(answer.get_data())
        best = min(best, time.process_time() - began)
        if answer.status_code >= 400:
            sys.exit(f"{path}: {answer.status_code}")
    return best * 1000, size


def main() -> None:
    """Open, ask, print, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    client = create_app(Settings(home=parser.parse_args().home)).test_client()
    found = sorted(((measure(client, path), path) for path in list_paths(client)), reverse=True)
    for (milliseconds, size), path in found:
        print(f"{milliseconds:7.1f} ms {size / 1024:7.0f} kB  {path[:90]}")


if __name__ == "__main__":
    main()
