"""What a report says that may answer a commitment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.commitments.role import Role, Sentence
from indexer.commitments.sentence import Place, SentencePiece
from indexer.commitments.vocabulary import compile_pattern
from indexer.report.report import Kind, Section

_TITLE = 25  # longest title of a point, characters
_LOOKING_AHEAD = (2, 3)  # sections of a work report: targets, tasks
_SHORT = 7  # shortest sentence that can say anything
_OPENING = 160  # characters of a paragraph in which it says that it tells what is wrong


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a report that may speak of a commitment."""

    text: str
    folded: str
    place: Place


def find_candidates(kind: Kind, found: Iterable[tuple[Section, list[Sentence]]]) -> Iterator[Candidate]:
    """Sentences as passages; a short title of a point is one with the sentence after it.

    What a report promises itself is no evidence, nor is what a work report says of what lies ahead, nor
    what is wrong in general, unless an aim was missed, nor thanks, what guides the body, and what explains
    a term.

    Args:
        kind: of the report; found: its sentences (`statement.sentences`).
    """
    ahead = _LOOKING_AHEAD if kind is Kind.WORK else ()
    back = [sentence for section, listed in found if section.number not in ahead for sentence in listed]
    if kind is Kind.WORK:
        back = list(_leave_out_problems(back))
    title: SentencePiece | None = None
    for piece in (sentence.piece for sentence in back if _tells(sentence)):
        if title and title.place.section == piece.place.section and not piece.label:
            place = Place(
                title.place.section, title.place.line, title.place.start, piece.place.last, piece.place.end
            )
            yield Candidate(f"{title.text}{piece.text}", f"{title.folded}{piece.folded}", place)
            title = None
            continue
        if title:
            yield Candidate(title.text, title.folded, title.place)
        title = piece if piece.label and 0 < len(piece.folded) <= _TITLE else None
        if not title and len(piece.folded) > _SHORT:
            yield Candidate(piece.text, piece.folded, piece.place)
    if title:
        yield Candidate(title.text, title.folded, title.place)


def _leave_out_problems(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences that are in no paragraph of what is wrong, or say that an aim was missed.

    Such a paragraph has a word for all that was promised (大气环境改善任务很重), and does not say what was
    done.
    """
    concession, unmet = compile_pattern("concession"), compile_pattern("unmet")
    line, read, conceded = (0, 0), 0, False
    for sentence in sentences:
        piece = sentence.piece
        if line != (piece.place.section, piece.place.line):
            line, read, conceded = (piece.place.section, piece.place.line), 0, False
        if not conceded and read <= _OPENING:
            conceded = concession.search(piece.folded) is not None
        read += len(piece.folded)
        if not conceded or unmet.search(piece.folded):
            yield sentence


def _tells(sentence: Sentence) -> bool:
    """Whether a sentence may say what was done."""
    if sentence.role is Role.COMMITMENT or sentence.explains:
        return False
    return compile_pattern("idle").search(sentence.piece.folded) is None
