"""Engines side by side: `python tests/benchmarks/search.py [--sections N] [--texts FOLDER]`.

Builds a corpus of N sections (see `sections`), indexes it with each engine in a process of its
own, asks the same questions, and prints a table. Cold is the first time that a freshly opened
index is asked a question, warm are later times. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.peers import PEERS, Ours, Peer, Question, words
from tests.benchmarks.percentile import percentile
from tests.benchmarks.sections import sections

KINDS = ("common", "rare", "all of two", "any of four", "most of three", "phrase", "filtered", "everything")
ROUNDS = 5


def questions(count: int, texts: Path | None, each: int = 20, seed: int = 8) -> list[Question]:
    """Questions of every kind, of words that stand in the corpus."""
    draw = random.Random(seed)
    sample = [entry.text for report in sections(min(count, 3000), texts) for entry in report]
    spread = Counter(
        word for text in sample for word in sorted(set(words(text).split(" "))) if len(word) > 1 and han(word)
    )
    common = [word for word, number in spread.items() if number > len(sample) * 0.1]
    rare = [word for word, number in spread.items() if 2 <= number <= len(sample) * 0.003]
    middle = [word for word, number in spread.items() if len(sample) * 0.01 < number <= len(sample) * 0.1]
    asked = []
    for _ in range(each):
        asked.append(Question("common", (draw.choice(common),)))
        asked.append(Question("rare", (draw.choice(rare),)))
        asked.append(Question("all of two", (draw.choice(common), draw.choice(middle))))
        asked.append(Question("any of four", tuple(draw.sample(middle + common, 4)), any_of=True))
        three = (draw.choice(common), draw.choice(middle), draw.choice(rare))
        asked.append(Question("most of three", three, any_of=True, all_first=True))
        asked.append(_phrase(draw, sample))
        first = draw.randint(2008, 2022)
        asked.append(Question("filtered", (draw.choice(middle),), years=(first, first + 3)))
    return [*asked, Question("everything")]


def _phrase(draw: random.Random, sample: list[str]) -> Question:
    """Two or three words that follow each other somewhere."""
    while True:
        listed = words(draw.choice(sample)).split(" ")
        at = draw.randrange(max(len(listed) - 3, 1))
        taken = listed[at : at + draw.randint(2, 3)]
        if all(map(han, taken)) and all(len(word) == 2 for word in taken):
            return Question("phrase", tuple(taken), phrase="".join(taken))


def han(word: str) -> bool:
    """Whether a word is all Chinese characters."""
    return all("一" <= char <= "鿿" for char in word)


def measure(name: str, folder: Path, count: int, texts: Path | None) -> dict[str, Any]:
    """One engine: rate, size, memory, hits, and times in milliseconds by question and round."""
    peer: Peer = PEERS[name](folder)
    entries: Iterable[Any] = list(sections(count, texts))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    words("公开")  # the dictionary is loaded
    began = time.perf_counter()
    peer.index(entries)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    del entries
    asked = questions(count, texts)
    began = time.perf_counter()
    peer.open()
    peer.ask(Question("common", ("公开",)))
    opened = time.perf_counter() - began
    times: list[list[float]] = []
    hits = []
    for number in range(ROUNDS):
        times.append([])
        for question in asked:
            began = time.perf_counter()
            total = peer.ask(question)
            times[-1].append((time.perf_counter() - began) * 1000)
            if not number:
                hits.append(total)
    if isinstance(peer, Ours):
        ours, hits = hits, [peer.same(question) for question in asked]
        # Of “most of three” the peers give all passages with any of the words, we those that cover enough.
        more = sum(
            o - h
            for o, h, question in zip(ours, hits, asked, strict=True)
            if not (question.phrase or question.all_first)
        )
    else:
        more = 0
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {
        "rate": count / took, "size": size, "peak": (peak - before) * 1024, "peak_all": peak * 1024,
        "opened": opened, "times": times, "hits": hits, "more": more,
    }  # fmt: skip


def main() -> None:
    """Measure each engine in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", type=int, default=10_000)
    parser.add_argument("--texts", type=Path, default=Path("../shared/real-large"))
    parser.add_argument("--engines", default=",".join(PEERS))
    parser.add_argument("--only", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        name, folder = given.only.split("=", 1)
        print(json.dumps(measure(name, Path(folder) / "index", given.sections, given.texts)))
        return
    found = {}
    for name in given.engines.split(","):
        folder = tempfile.mkdtemp()
        try:
            command = [
                sys.executable,
                __file__,
                "--sections",
                str(given.sections),
                "--texts",
                str(given.texts),
            ]
            done = subprocess.run(
                [*command, "--only", f"{name}={folder}"], capture_output=True, text=True, check=False
            )
            if done.returncode:
                sys.exit(done.stderr)
            found[name] = json.loads(done.stdout.splitlines()[-1])
        finally:
            shutil.rmtree(folder)
    show(found, given.sections, questions(given.sections, given.texts))


def show(found: dict[str, dict[str, Any]], count: int, asked: list[Question]) -> None:
    """Print tables, and whether all engines found as many."""
    print(f"\n{count:,} sections, {len(asked)} questions, {ROUNDS} rounds, median / p95 in ms\n")
    names = list(found)
    print("| | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))

    def row(label: str, cells: Iterable[str]) -> None:
        print(f"| {label} | " + " | ".join(cells) + " |")

    row("indexing, sections/s", (f"{found[n]['rate']:,.0f}" for n in names))
    row("index, MB", (f"{found[n]['size'] / 1e6:,.0f}" for n in names))
    row(
        "peak memory while indexing, MB (texts included)",
        (f"{found[n]['peak_all'] / 1e6:,.0f}" for n in names),
    )
    row("open and first answer, ms", (f"{found[n]['opened'] * 1000:,.0f}" for n in names))
    kinds = [question.sort for question in asked]
    for which in ("all", *KINDS):
        chosen = [at for at, kind in enumerate(kinds) if which in ("all", kind)]
        for label, rounds in (("cold", slice(0, 1)), ("warm", slice(1, None))):
            cells = []
            for n in names:
                times = [row[at] for row in found[n]["times"][rounds] for at in chosen]
                cells.append(f"{statistics.median(times):.2f} / {percentile(times):.2f}")
            row(f"{which}, {label}", cells)
    best = min((n for n in names if n != Ours.name), default=None, key=lambda n: warm(found[n]))
    if best and Ours.name in found:
        print(
            f"\nwarm median {warm(found[best]) / warm(found[Ours.name]):.1f} times as fast as {best}, ",
            end="",
        )
        print(f"indexing at {found[Ours.name]['rate'] / found[best]['rate']:.2f} of its rate")
    differ = []
    for at, question in enumerate(asked):
        hits = {n: found[n]["hits"][at] for n in names}
        if not question.phrase and len(set(hits.values())) > 1:
            differ.append((question.words, hits))
    asked_words = sum(not question.phrase for question in asked)
    print(
        f"hit counts agree on {asked_words - len(differ)} of {asked_words} questions but phrases", *differ[:5]
    )
    if Ours.name in found:
        print(f"under our own rules {found[Ours.name]['more']:+,} hits: parts of words, headings, titles")


def warm(measured: dict[str, Any]) -> float:
    """Median of the warm times."""
    return statistics.median(time for row in measured["times"][1:] for time in row)


if __name__ == "__main__":
    main()
