"""Makes `characters.npz`, the counts behind `indexer.text.repair.language_model`.

Run `python -m indexer.data.characters corpus` in a checkout. Sources: the dictionary of the
installed jieba (MIT), the project's own sample reports, and `wording`, the turns of phrase of
reports, written for this project.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.text.repair.lexicon import LONGEST, Lexicon
from indexer.text.repair.ngrams import fold_key, pack

_FEWEST = 4
"""Words of more than two characters that jieba's dictionary counts less often are left out."""


_WEIGHT = 4
"""How many times wording counts, next to sample reports."""


def count(dictionary: str, texts: list[str], wording: list[str]) -> dict[str, NDArray[np.generic]]:
    """The arrays of `CharacterModel`.

    Args:
        dictionary: jieba's (`word frequency tag` lines).
        texts: sample reports, which repeat themselves: they count once, and no word of theirs does.
        wording: lines and phrases of what reports say, each thing once, as the model reads them.
    """
    words: Counter[str] = Counter()
    for line in dictionary.splitlines():
        word, frequency = line.split(" ")[:2]
        if len(word) <= LONGEST and (len(word) < 3 or int(frequency) >= _FEWEST):
            words["".join(map(fold_key, word))] += int(frequency)
    begun: Counter[str] = Counter()
    for word, times in words.items():
        for end in range(1, len(word) + 1):
            begun[word[:end]] += times
    arrays: dict[str, NDArray[np.generic]] = {}
    for length in range(1, LONGEST + 1):
        prefixes = sorted((pack(prefix), prefix) for prefix in begun if len(prefix) == length)
        arrays[f"prefix{length}"] = np.array([packed for packed, _ in prefixes], np.uint64)
        arrays[f"begun{length}"] = np.array([begun[prefix] for _, prefix in prefixes], np.uint32)
        arrays[f"whole{length}"] = np.array([words[prefix] for _, prefix in prefixes], np.uint32)
    grams: list[Counter[str]] = [Counter(), Counter(), Counter(), Counter()]
    for line in [*split_lines(texts), *wording * _WEIGHT]:
        for length, counter in enumerate(grams, 1):
            counter.update(line[at : at + length] for at in range(len(line) - length + 1))
    for length, counter in enumerate(grams, 1):
        seen = sorted((pack(gram), times) for gram, times in counter.items())
        arrays[f"gram{length}"] = np.array([packed for packed, _ in seen], np.uint64)
        arrays[f"times{length}"] = np.array(
            [times for _, times in seen], np.uint16 if length > 1 else np.uint32
        )
    arrays["dictionary"] = arrays["begun1"].sum(keepdims=True)
    return {**arrays, **Lexicon(arrays).adapt(wording).counts()}


def split_lines(texts: list[str]) -> list[str]:
    """Lines of the texts as the model reads them, each once, with the breaks around them."""
    found: dict[str, None] = {}
    for text in texts:
        for line in text.splitlines():
            if stripped := line.strip():
                found["".join(map(fold_key, stripped))] = None
    # Paragraphs begin with an ideographic space in every second source.
    return [f"\n{' ' * (at % 2)}{line}\n" for at, line in enumerate(found)]


def main(folder: Path) -> None:
    """Write the file."""
    dictionary = files("jieba").joinpath("dict.txt").read_text("utf-8")
    prose, phrases = (
        [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "wording" / name).glob("*.txt"))]
        for name in ("prose", "phrases")
    )
    wording = [*split_lines(prose), *("".join(map(fold_key, phrase)) for phrase in " ".join(phrases).split())]
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".txt"):
            source = path.read_bytes()
            try:
                text = source.decode("utf-8")
            except UnicodeDecodeError:
                text = source.decode("gb18030", "ignore")
            texts.append(re.sub(r"<(script|style).*?</\1>|<[^>]*>|&\w+;", "\n", text, flags=re.DOTALL))
    np.savez_compressed(
        Path(__file__).with_name("characters.npz"),
        **count(dictionary, texts, wording),  # type: ignore[arg-type]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
