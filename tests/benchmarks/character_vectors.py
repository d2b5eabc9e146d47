"""Makes `indexer/data/character-vectors.npz`: `python tests/benchmarks/character_vectors.py HOME MODEL`.

HOME is an archive of the large set of real texts, MODEL the path of `BAAI/bge-small-zh-v1.5` in ONNX (as for
`NIANBAO_SENTENCE_MODEL`). Takes the sentences of all reports but those of the bodies of the last two draws
of `tests/commitments/judged_real/answers.tsv`, which stay unseen; has the model say what each means
(hundredths of a second each; the vectors stay in `meanings/` of HOME, so that a stop loses nothing); and
fits vectors of characters and pairs (`indexer.commitments.matching.character_vectors`) whose sums point
the same way: by Adam, on the cosine with the model's vector, and on the cosines of all sentences of a batch
with each other.
Of the passages of their work reports the mean and the covariance are kept too.
Prints the mean cosine on sentences of the unseen bodies.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.archive import Archive, open_archive
from indexer.archive.meanings import Meanings
from indexer.commitments.matching.candidate import find_candidates
from indexer.commitments.matching.character_vectors import VectorTable, find_rows, list_grams
from indexer.commitments.matching.sentence_model import SentenceModel
from indexer.commitments.statement import read_sentences
from indexer.report.report import Kind
from indexer.settings import Settings
from indexer.text.fold import fold
from tests.commitments.real_sets import FOLDER

TABLE = Path(__file__).parents[2] / "indexer" / "data" / "character-vectors.npz"
UNSEEN = ("held7", "held8")
SIZE, DIMENSIONS = 30_000, 96
EPOCHS, BATCH, STEP = 7, 256, 0.003
PAIRS = 8.0  # weight of the cosines of a batch's sentences beside the one with the model's vector
KEEP, KEEP_SQUARE = 0.9, 0.98  # of Adam's running means, what stays at each step
SHORTEST = 4  # characters of a sentence that is learned from
MEASURED = 4_000  # sentences of unseen bodies


class Sentences(NamedTuple):
    """Sentences as the table sees them: numbers of its rows, one sentence's after another's.

    Attributes:
        rows: the numbers; starts: where those of each sentence begin, and the end of the last.
    """

    rows: NDArray[np.int64]
    starts: NDArray[np.int64]

    def pick(self, chosen: NDArray[np.int64]) -> Sentences:
        """Return some of them; each needs a row."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        shift = np.repeat(self.starts[chosen] - starts[:-1], lengths)
        return Sentences(self.rows[np.arange(starts[-1]) + shift], starts)


def number_rows(texts: list[str], codes: NDArray[np.uint32]) -> Sentences:
    """Return texts as rows of a table with these codes."""
    grams = list_grams([fold(text) for text in texts])
    at, known = find_rows(codes, grams)
    owners = grams.texts[grams.clauses[known]]
    return Sentences(at[known], np.searchsorted(owners, np.arange(len(texts) + 1)))


def choose_codes(texts: list[str]) -> NDArray[np.uint32]:
    """Return the most frequent characters and pairs, ascending."""
    codes, counts = np.unique(list_grams([fold(text) for text in texts]).codes, return_counts=True)
    return np.sort(codes[np.argsort(-counts.astype(np.int64), kind="stable")[:SIZE]])


def fit(sentences: Sentences, wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors of the rows whose sums point where the wanted vectors (of length 1) do."""
    chance = np.random.default_rng(0)
    usable = np.flatnonzero(np.diff(sentences.starts))
    vectors = chance.normal(0, 0.003, (SIZE, DIMENSIONS)).astype(np.float32)
    mean, square = np.zeros_like(vectors), np.zeros_like(vectors)

    near = scale(wanted @ find_axes(wanted))
    steps, step = EPOCHS * (len(usable) // BATCH), 0
    for _ in range(EPOCHS):
        order = chance.permutation(usable)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            rows, starts = sentences.pick(chosen)
            sums = np.add.reduceat(vectors[rows], starts[:-1])
            lengths = np.linalg.norm(sums, axis=1, keepdims=True)
            said = sums / lengths
            off = said @ said.T - wanted[chosen] @ wanted[chosen].T
            np.fill_diagonal(off, 0)
            slope = (4 * PAIRS / BATCH) * (off @ said) - near[chosen]
            slope = (slope - (slope * said).sum(1, keepdims=True) * said) / lengths / BATCH
            by_row = np.argsort(rows, kind="stable")
            firsts = np.flatnonzero(np.diff(rows[by_row], prepend=-1))
            owners = np.repeat(np.arange(BATCH), np.diff(starts))
            change = np.add.reduceat(slope[owners[by_row]], firsts)
            moved = rows[by_row][firsts]
            mean[moved] = KEEP * mean[moved] + (1 - KEEP) * change
            square[moved] = KEEP_SQUARE * square[moved] + (1 - KEEP_SQUARE) * change**2
            pace = STEP * (1.02 - step / steps)
            vectors[moved] -= pace * mean[moved] / (np.sqrt(square[moved]) + 1e-7)
            step += 1
    return vectors


def find_axes(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the axes along which vectors differ most (principal components)."""
    some = vectors[:: max(1, len(vectors) // 8000)]
    return np.linalg.svd(some - some.mean(0), full_matrices=False)[2][:DIMENSIONS].T


def scale(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors of the same direction and of length 1."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def find_hidden(archive: Archive) -> set[str]:
    """Return the unseen bodies."""
    lines = (line.split("\t") for line in (FOLDER / "answers.tsv").read_text("utf-8").splitlines())
    return {
        archive.commitments.read_dossier(key).commitment.source.body
        for half, key, *_ in lines
        if half in UNSEEN
    }


def measure_usual(archive: Archive, table: VectorTable) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return mean and covariance of the vectors of passages of work reports, but the unseen bodies'."""
    hidden = find_hidden(archive)
    found = []
    for summary in archive.list_summaries():
        if summary.kind == Kind.WORK and summary.body not in hidden:
            report = archive.read_report(summary.id).report
            passages = find_candidates(report.kind, read_sentences(report))
            found.append(sum_texts(table, [passage.folded for passage in passages]))
    vectors = scale(np.concatenate(found))
    return vectors.mean(0), np.cov(vectors.T).astype(np.float32)


def sum_texts(table: VectorTable, folded: list[str]) -> NDArray[np.float32]:
    """Return of each text the sum of what is in it."""
    grams = list_grams(folded)
    return np.add.reduceat(table.sum_clauses(grams), np.searchsorted(grams.texts, np.arange(len(folded))))


def read_texts(archive: Archive) -> tuple[list[str], list[str]]:
    """Return the distinct sentences that only bodies to learn from have, and some of the unseen bodies."""
    hidden = find_hidden(archive)
    sides: tuple[set[str], set[str]] = (set(), set())
    for summary in archive.list_summaries():
        report = archive.read_report(summary.id).report
        found = list(read_sentences(report))
        said = [sentence.piece.text for _, listed in found for sentence in listed]
        said += [candidate.text for candidate in find_candidates(report.kind, found)]
        sides[summary.body in hidden].update(text.strip() for text in said if len(text.strip()) >= SHORTEST)
    seen, unseen = sorted(sides[0] - sides[1]), sorted(sides[1] - sides[0])
    return seen, random.Random(0).sample(unseen, min(len(unseen), MEASURED))


def main(home: Path, model: Path) -> None:
    archive = open_archive(Settings(home=home))
    seen, unseen = read_texts(archive)
    print(f"{len(seen)} sentences to learn from")
    meanings = Meanings(home / "meanings", SentenceModel(model))
    meant = np.concatenate([meanings.encode(seen[at : at + 1024]) for at in range(0, len(seen), 1024)])
    middle = meant.mean(0)
    codes = choose_codes(seen)
    vectors = fit(number_rows(seen, codes), scale(meant - middle))
    scales = np.abs(vectors).max(axis=1) / 127
    kept = np.rint(vectors / scales[:, None]).astype(np.int8)
    table = VectorTable(codes, kept * scales[:, None].astype(np.float32))
    mean, covariance = measure_usual(archive, table)
    scales = scales.astype(np.float32)
    np.savez_compressed(TABLE, codes=codes, vectors=kept, scales=scales, mean=mean, covariance=covariance)
    whole = sum_texts(table, [fold(text) for text in unseen])
    right = scale((meanings.encode(unseen) - middle) @ find_axes(scale(meant - middle)))
    print(f"mean cosine on unseen bodies: {(scale(whole) * right).sum(1).mean():.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
