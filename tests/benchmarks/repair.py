"""How well damage is undone: `python tests/benchmarks/repair.py FOLDER [KIND ...]`.

FOLDER holds clean reports as `.txt`. Each is damaged in every kind at 0.1, 1 and 5 % of its
characters, diagnosed and repaired as a whole. Prints per kind and rate, in characters of clean text:
damaged, rightly restored, wrongly restored (surely, or marked as a guess), left (marked as damaged,
or not found); and characters changed where nothing was damaged; `shift` a second time with the other
reports of the folder as evidence, as in an archive that holds them. Then: time and changes on the clean
reports.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.text.change import CERTAIN, Change, apply
from indexer.text.repair import diagnose, repair
from tests.benchmarks.damage import KINDS, Pieces

RATES = (0.001, 0.01, 0.05)
SEED = 3


def judge(pieces: Pieces, changes: tuple[Change, ...], counts: Counter[str]) -> None:
    """Count, for one paragraph, what became of every damaged piece."""
    at = 0
    used: set[int] = set()
    groups: list[tuple[int, int, str, bool]] = []
    for clean, shown in pieces:
        groups.append((at, at + len(shown), clean, clean != shown))
        at += len(shown)
    source = "".join(shown for _, shown in pieces)
    for start, end, clean, damaged in groups:
        touching = [i for i, c in enumerate(changes) if c.start < end and start < c.end]
        if not damaged:
            continue
        counts["damaged"] += len(clean)
        used.update(touching)
        if not touching or all(changes[i].is_marked for i in touching):
            counts["left, marked" if touching else "left"] += len(clean)
            continue
        first = min(start, *(changes[i].start for i in touching))
        last = max(end, *(changes[i].end for i in touching))
        moved = [
            Change(c.start - first, c.end - first, c.before, c.after, c.kind)
            for c in (changes[i] for i in touching)
        ]
        got = apply(source[first:last], moved)
        want = "".join(text for a, b, text, _ in groups if a < last and first < b)
        same = len(clean)
        if got != want:
            blocks = SequenceMatcher(None, want, got, False).get_matching_blocks()
            same = max(0, len(clean) - (len(want) - sum(block.size for block in blocks)))
        counts["right"] += same
        guess = any(changes[i].confidence < CERTAIN for i in touching)
        counts["wrong, marked" if guess else "wrong, sure"] += len(clean) - same
    counts["changed without damage"] += sum(len(c.before) for i, c in enumerate(changes) if i not in used)


def run(texts: list[str], kind: str, rate: float, together: bool = False) -> Counter[str]:
    """Damage and repair every report, with the others as evidence (together) or alone; what became of it."""
    chance = random.Random(f"{SEED} {kind} {rate}")
    counts: Counter[str] = Counter()
    for text in texts:
        paragraphs = [KINDS[kind](line, rate, chance) for line in text.splitlines()]
        shown = ["".join(piece for _, piece in pieces) for pieces in paragraphs]
        began = time.perf_counter()
        diagnosis = diagnose(shown, [other for other in texts if other is not text] if together else [])
        repaired = [repair(line, diagnosis) for line in shown]
        counts["ms"] += round((time.perf_counter() - began) * 1000)
        for pieces, found in zip(paragraphs, repaired, strict=True):
            judge(pieces, found.changes, counts)
    return counts


def report(name: str, rate: float, counts: Counter[str], reports: int) -> None:
    """Print a line of the table."""
    damaged = max(counts["damaged"], 1)
    fates = ("right", "wrong, sure", "wrong, marked", "left, marked", "left")
    shares = ", ".join(f"{fate} {counts[fate] / damaged:.2%}" for fate in fates)
    print(
        f"{name:<11}{rate:>6.1%}: damaged {counts['damaged']:>6}, {shares}; "
        f"changed without damage {counts['changed without damage']}; {counts['ms'] / reports:.0f} ms each",
        flush=True,
    )


def main(folder: Path, kinds: list[str]) -> None:
    """Print the tables."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    print(f"{len(texts)} reports, {sum(map(len, texts)):,} characters, seed {SEED}")
    for kind in kinds or KINDS:
        for rate in RATES:
            report(kind, rate, run(texts, kind, rate), len(texts))
            if kind == "shift":
                report("  together", rate, run(texts, kind, rate, together=True), len(texts))
    began = time.perf_counter()
    changes = 0
    for text in texts:
        lines = text.splitlines()
        diagnosis = diagnose(lines)
        changes += sum(len(repair(line, diagnosis).changes) for line in lines)
    took = (time.perf_counter() - began) / sum(map(len, texts)) * 10_000 * 1000
    print(f"clean: {changes} changes, {took:.2f} ms for 10,000 characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
