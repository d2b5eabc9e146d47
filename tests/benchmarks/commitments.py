"""How well promises are read: `python tests/benchmarks/commitments.py [FOLDER]`.

Prints for both halves of the judged sentences (`tests/commitments/sentences.txt`) precision, recall and
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import judged


def show_sentences() -> None:
    for half in ("tune", "held"):
        table, borders, wrong = judged.scores(half)
        count = sum(score.wanted for score in table.values())
        print(f"{half}: {count} sentences, borders right {borders:.1%}")
        for role, score in table.items():
            precision = score.right / score.given if score.given else 1.0
            recall = score.right / score.wanted if score.wanted else 1.0
            print(f"  {role.value:<11} precision {precision:.3f}  recall {recall:.3f}  F1 {score.f1:.3f}")
        print("".join(f"  {line}\n" for line in wrong), end="")


if __name__ == "__main__":
    show_sentences()
