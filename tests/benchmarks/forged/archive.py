"""Web pages of N invented reports: the sample reports, each as that of a real place with figures of its own.

Every place gets all years of one sample body (city, district, department or work reports): so the three
outlines, statutory tables with their arithmetic, what one year hands to the next, commitments with their
answers, Word's markup of 60 KB a page. A place's figures are the sample's times a number from 1 to 9, which
keeps the sums; each page gets paragraphs of other samples besides. The same seed gives the same pages.
"""

from __future__ import annotations

import gzip
import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from pathlib import Path

from indexer.report.regions import read_divisions

SAMPLES = Path(__file__).parents[3] / "corpus"
BODIES = ("东湖区", "西岭区", "南浦区", "生态环境局", "云泽市")
OFFICES = (
    "教育局",
    "财政局",
    "民政局",
    "水利局",
    "统计局",
    "审计局",
    "商务局",
    "司法局",
    "农业农村局",
    "气象局",
)
_COUNT = re.compile(
    r"(?<![\d.,:：年月〔（(第—－-])([1-9]\d{0,5})(?=(?:万)?(?:条|件|份|个|次|起|人|宗|项|户|公里|</span>))"
)
_PARAGRAPH = re.compile(r"<p>　　(?!本报告|——)([^<]{40,})</p>")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample report as a web page, and the body whose it is."""

    body: str
    name: str
    page: str


def pages(count: int, seed: int = 7) -> Iterator[tuple[str, bytes]]:
    """So many pages: path (`province/place/body/file.html`) and bytes."""
    draw = random.Random(seed)
    samples = list(_samples())
    paragraphs = [found for sample in samples for found in _PARAGRAPH.findall(sample.page)]
    made = 0
    for round_, place in enumerate(chain.from_iterable(_places() for _ in range(len(OFFICES)))):
        body, times = BODIES[round_ % len(BODIES)], draw.randint(1, 9)
        office = draw.choice(OFFICES)
        for sample in samples:
            if sample.body != body:
                continue
            page = _told(sample.page, place, office, times)
            for _ in range(3):
                more = _PARAGRAPH.search(page, draw.randrange(len(page)))
                if more:
                    page = f"{page[: more.end()]}\n<p>　　{draw.choice(paragraphs)}</p>{page[more.end() :]}"
            yield f"{place[0]}/{place[1]}{place[2]}/{made:06d}-{sample.name}.html", page.encode()
            made += 1
            if made == count:
                return


def write(folder: Path, count: int, seed: int = 7, first: int = 0) -> list[Path]:
    """Pages `first` to `count` as files, in their order."""
    written = []
    for number, (name, data) in enumerate(pages(count, seed)):
        if number >= first:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            written.append(path)
    return written


def _samples() -> Iterator[Sample]:
    for path in sorted(SAMPLES.rglob("2*.*")):
        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        text = re.sub(r"charset=[\"']?[\w-]+", 'charset="utf-8', text, count=1)
        if path.suffix == ".txt":
            lines = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
            text = f"<html><head><title>{path.stem}</title></head><body>\n{lines}\n</body></html>"
        kind = path.relative_to(SAMPLES).parts[0]
        yield Sample(path.parent.name, f"{kind}-{path.stem}", text.replace("（示例）", ""))


def _places() -> list[tuple[str, str, str]]:
    """Province, city and county of counties, in a drawn order."""
    table = (files("indexer") / "data" / "divisions.tsv.gz").read_bytes()
    rows = [line.split("\t") for line in gzip.decompress(table).decode().splitlines()]
    regions = (read_divisions().find_by_code(code) for code, _, _, level, *_ in rows if level == "3")
    found = [region.path for region in regions if region and len(region.path) == 3]
    random.Random(1).shuffle(found)
    return found


def _told(page: str, place: tuple[str, str, str], office: str, times: int) -> str:
    province, city, county = place
    for sample, name in (
        ("云泽市东湖区", f"{city}{county}"),
        ("云泽市西岭区", f"{city}{county}"),
        ("云泽市南浦区", f"{city}{county}"),
        ("云泽市南浦县", f"{city}{county}"),
        ("云泽市生态环境局", f"{city}{county}{office}"),
        ("云泽市环境保护局", f"{city}{county}{office}"),
        ("云泽市", f"{city}{county}"),
        *((body, county) for body in ("东湖区", "西岭区", "南浦区", "南浦县")),
        ("生态环境局", office),
        ("环境保护局", office),
        ("示例省", province),
    ):
        page = page.replace(sample, name)
    return _COUNT.sub(lambda found: str(int(found[1]) * times), page)
