"""A corpus of N invented sections for the benchmarks of search: real sentences, drawn at random.

Texts come from a folder of .txt files where one is given, else from the sample corpus. Sections
are drawn as paragraphs that follow each other, about 500 characters; six make a report; years are
2008–2025, divisions 3,000 real ones. The same seed gives the same corpus.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from indexer.extraction import extract
from indexer.report.regions import read_divisions
from indexer.report.report import Kind, Region
from indexer.search.engines.base import Entry
from indexer.settings import Settings

SAMPLES = Path(__file__).parents[2] / "corpus"
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
YEARS = range(2008, 2026)


def paragraphs(folder: Path | None) -> list[list[str]]:
    """The paragraphs of each text."""
    if folder and folder.is_dir():
        texts = [file.read_text("utf-8", "replace") for file in sorted(folder.rglob("*.txt"))]
    else:
        samples = sorted(file for file in SAMPLES.rglob("*") if file.suffix in (".html", ".txt"))
        texts = [extract(file.read_bytes(), file.name, Settings()).text for file in samples]
    found = [[line.strip() for line in text.splitlines() if len(line.strip()) > 15] for text in texts]
    return [lines for lines in found if lines]


def sections(count: int, folder: Path | None, seed: int = 4) -> Iterator[list[Entry]]:
    """Reports of six sections each, `count` sections in all."""
    draw = random.Random(seed)
    texts = paragraphs(folder)
    places = draw.sample(_places(), 3000)
    report = 0
    while count > 0:
        place, year = places[report % len(places)], draw.choice(YEARS)
        kind = Kind.WORK if report % 4 == 0 else Kind.DISCLOSURE
        title = f"{place.name}{year}年政府信息公开工作年度报告"
        name = f"{kind.value}-{place.codes[-1]}-{year}-{report}"
        yield [
            Entry(
                name,
                at,
                title,
                year,
                kind.value,
                f"{place.name}人民政府",
                place,
                at + 1,
                heading,
                1,
                _text(draw, texts),
            )
            for at, heading in enumerate(HEADINGS[: min(6, count)])
        ]
        count -= 6
        report += 1


def _places() -> list[Region]:
    table = (files("indexer") / "data" / "divisions.tsv.gz").read_bytes()
    rows = [line.split("\t") for line in gzip.decompress(table).decode().splitlines()]
    found = [read_divisions().find_by_code(code) for code, _, _, level, *_ in rows if level in "23"]
    return [place for place in found if place]


def _text(draw: random.Random, texts: list[list[str]]) -> str:
    lines = draw.choice(texts)
    at, wanted = draw.randrange(len(lines)), draw.lognormvariate(6.0, 0.7)
    taken: list[str] = []
    while wanted > 0:
        line = lines[at % len(lines)][:2000]
        taken.append(line)
        wanted -= len(line)
        at += 1
    return "\n".join(taken)
