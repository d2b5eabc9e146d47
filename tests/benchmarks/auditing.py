"""What auditors count and list: `python tests/benchmarks/auditing.py [--sections N] [--home DIR]`.

Of the archive of a home, or of a corpus of N sections (see `sections`), which is indexed in a folder that
goes afterwards. Prints how long the pages of trend, concordance and batch take for common and rare phrases,
in ms of the processor, templates included: the first time, and the median of further ones.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from flask.testing import FlaskClient

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.storage.home import Home
from indexer.search.engines.whoosh import WhooshEngine
from indexer.settings import Settings
from tests.benchmarks.sections import sections
from web import create_app

PHRASES = ("工作", "公开", "建设", "政府信息公开", "加装电梯")
WORDS = ("工作", "公开", "建设", "教育", "医疗", "养老", "就业", "住房", "环境", "改革")


def build(home: Path, wanted: int, texts: Path) -> None:
    """Make an archive with an index and an empty catalogue: these pages need no more."""
    generation = Home(home).begin()
    Catalogue(generation.database, create=True).close()
    with WhooshEngine(generation.index, replace(Settings(), home=home)).write() as writer:
        for report in sections(wanted, texts):
            writer.add(report)
        writer.compact()
    Home(home).publish(generation)


def list_addresses(phrase: str) -> Iterator[tuple[str, str]]:
    """Yield what is asked for, and its address."""
    yield f"trend “{phrase}”", f"/trend?{urlencode([('q', phrase)])}"
    for sort in ("place", "left", "right"):
        yield (
            f"concordance “{phrase}” by {sort}",
            f"/concordance?{urlencode([('q', phrase), ('sort', sort)])}",
        )


def measure(client: FlaskClient, address: str, rounds: int) -> str:
    """Return how long a page takes, the first time and after it, and how large it is."""
    times = []
    for _ in range(rounds + 1):
        began = time.thread_time()
        answer = client.get(address)
        size = len(answer.get_data())
        times.append((time.thread_time() - began) * 1000)
        assert answer.status_code == 200, address
    return f"{times[0]:8.0f} {statistics.median(times[1:]):8.1f}   {size / 1000:6.0f} kB"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", type=int, default=70_000)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--texts", type=Path, default=Path("../shared/real-large"))
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        if not given.home:
            build(home, given.sections, given.texts)
        client = create_app(replace(Settings(), home=home)).test_client()
        client.get("/trend?q=%E7%9A%84")  # opens the index
        asked = [pair for phrase in PHRASES for pair in list_addresses(phrase)]
        asked.append(("trend of six phrases", f"/trend?{urlencode([('q', word) for word in WORDS[:6]])}"))
        lists = "\n".join(f"{one}{other}" for one in WORDS for other in ("", "工作", "服务", "水平"))
        asked.append((f"batch of {lists.count(chr(10)) + 1}", f"/batch?{urlencode([('phrases', lists)])}"))
        print(f"{'':38} {'first':>8} {'median':>8}   ms of the processor")
        for what, address in asked:
            print(f"{what:38} {measure(client, address, given.rounds)}")


if __name__ == "__main__":
    main()
