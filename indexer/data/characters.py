"""Makes `characters.npz`, the counts behind `indexer.text.model`.

Run `python -m indexer.data.characters corpus` in a checkout. Sources: the dictionary of the
installed jieba (MIT), and the project's own sample reports.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np

from indexer.text.fold import fold

_CORPUS_WEIGHT = 400
"""Occurrences in the dictionary's counts (60 million words) that one in the sample corpus is worth."""
_FEWEST = 3
"""Pairs seen less often are left to the model's estimate for words that follow each other."""


def count(dictionary: str, texts: list[str]) -> dict[str, np.ndarray]:
    """The arrays of `CharacterModel` from a jieba dictionary (`word frequency tag` lines) and texts."""
    total: Counter[str] = Counter()
    begin: Counter[str] = Counter()
    end: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for line in dictionary.splitlines():
        word, frequency = line.split(" ")[:2]
        times = int(frequency)
        begin[word[0]] += times
        end[word[-1]] += times
        for char in word:
            total[char] += times
        for first, second in pairwise(word):
            inside[first + second] += times
    for text in texts:
        for line in fold(text).splitlines():
            # Figures differ from report to report: one digit stands for all.
            line = re.sub(r"\d", "0", line.strip())
            for char in line:
                total[char] += _CORPUS_WEIGHT
            for first, second in pairwise(line):
                inside[first + second] += _CORPUS_WEIGHT
    pairs = sorted(p for p, times in inside.items() if times >= _FEWEST and max(map(ord, p)) < 65536)
    chars = sorted(char for char in total if ord(char) < 65536)
    return {
        "pairs": np.array([ord(p[0]) << 16 | ord(p[1]) for p in pairs], np.uint32),
        "inside": np.array([inside[p] for p in pairs], np.float32),
        "code": np.array([ord(char) for char in chars], np.uint16),
        "total": np.array([total[char] for char in chars], np.float32),
        "begin": np.array([begin[char] for char in chars], np.float32),
        "end": np.array([end[char] for char in chars], np.float32),
    }


def main(folder: Path) -> None:
    """Write the file."""
    dictionary = files("jieba").joinpath("dict.txt").read_text("utf-8")
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".txt"):
            text = path.read_bytes().decode("utf-8", "ignore")
            texts.append(re.sub(r"<[^>]*>", "\n", text))
    np.savez_compressed(Path(__file__).with_name("characters.npz"), **count(dictionary, texts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
