"""The judged sets of commitments: sentences with their roles, commitments with their evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.archive import Archive
from indexer.commitments.role import Role
from indexer.commitments.statement import read_sentences
from indexer.outlines.headings import make_paragraph
from indexer.report.report import BodyKind, Kind, Report, Section, number_lines

FOLDER = Path(__file__).parent
_ROLES = {"P": Role.PROBLEM, "R": Role.REMEDY, "C": Role.COMMITMENT, "O": Role.OTHER}
_HEAD = re.compile(r"\[(tune|held)\] (disclosure|work) (\d{4}) (\d) (.*)")


@dataclass(frozen=True, slots=True)
class JudgedSection:
    """A section with the role of each of its sentences."""

    half: str
    report: Report
    roles: tuple[tuple[Role, str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How often a role was given, rightly given, and should have been given."""

    right: int
    given: int
    wanted: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 1.0


def sections(half: str) -> Iterator[JudgedSection]:
    """The sections of one half: `tune` or `held`."""
    text = (FOLDER / "sentences.txt").read_text("utf-8")
    for block in re.split(r"\n(?=\[)", text)[1:]:
        head, *lines = block.strip().splitlines()
        found = _HEAD.fullmatch(head)
        assert found, head
        if found[1] != half:
            continue
        roles = tuple((_ROLES[line[0]], line[2:]) for line in lines if line[:1] in _ROLES)
        texts = "".join(line[2:] if line[:1] in _ROLES else "\n" for line in lines).split("\n")
        section = Section(int(found[4]), found[5], tuple(make_paragraph(text) for text in texts))
        report = Report(
            Kind(found[2]), "", "", int(found[3]), "", BodyKind.GOVERNMENT, None, number_lines((section,))
        )
        yield JudgedSection(half, report, roles)


def compare(judged: JudgedSection) -> Iterator[tuple[str, Role, Role, bool]]:
    """Each judged sentence with its role, the role that it was given, and whether its borders are right."""
    given: list[tuple[str, Role]] = [
        (sentence.piece.text, sentence.role)
        for _, found in read_sentences(judged.report)
        for sentence in found
    ]
    by_char = [role for text, role in given for _ in text]
    starts, at = set(), 0
    for text, _ in given:
        starts.add(at)
        at += len(text)
    at = 0
    for role, text in judged.roles:
        most = Counter(by_char[at : at + len(text)]).most_common(1)
        exact = at in starts and (at + len(text) in starts or at + len(text) == len(by_char))
        yield text, role, most[0][0] if most else Role.OTHER, exact
        at += len(text)


def scores(half: str) -> tuple[dict[Role, Score], float, list[str]]:
    """Scores by role, the share of sentences with right borders, and what was judged otherwise."""
    found = [row for judged in sections(half) for row in compare(judged)]
    table = {
        role: Score(
            sum(w is g is role for _, w, g, _ in found),
            sum(g is role for _, _, g, _ in found),
            sum(w is role for _, w, _, _ in found),
        )
        for role in Role
    }
    wrong = [f"{w.value} → {g.value}: {text}" for text, w, g, _ in found if w is not g]
    wrong += [f"borders: {text}" for text, _, _, exact in found if not exact]
    return table, sum(exact for *_, exact in found) / len(found), wrong


@dataclass(frozen=True, slots=True)
class Pair:
    """A commitment of the sample archive with the words that answer it; () where nothing does."""

    half: str
    kind: Kind
    year: int
    body: str
    commitment: str
    answers: tuple[str, ...]


def pairs(half: str) -> list[Pair]:
    """The judged pairs of one half."""
    found = []
    for line in (FOLDER / "pairs.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            of, report, commitment, answers = line.split(" | ")
            kind, year, body = report.split()
            expected = () if answers == "无" else tuple(answers.split(" / "))
            found.append(Pair(of, Kind(kind), int(year), body, commitment, expected))
    return [pair for pair in found if pair.half == half]


def tell(pair: Pair, passages: list[str]) -> str:
    """What is wrong with the first three passages found for a pair; "" where nothing is."""
    if not pair.answers:
        return f"none expected: {pair.commitment} → {passages[0]}" if passages else ""
    if any(answer in passage for passage in passages[:3] for answer in pair.answers):
        return ""
    return f"missed: {pair.commitment} ({pair.answers[0]}) → {passages[:1]}"


def judge(archive: Archive, half: str) -> tuple[int, int, int, int, list[str]]:
    """How many pairs that have an answer were answered right, of how many; how many of those that have
    none got none, of how many; and what was wrong."""
    reports = {
        (s.kind, s.year, Path(s.source).stem, _folder(archive, s.id)): s.id for s in archive.list_summaries()
    }
    right, answered, silent, empty, wrong = 0, 0, 0, 0, []
    for pair in pairs(half):
        report = reports[pair.kind.value, pair.year, str(pair.year), pair.body]
        [key] = [p.key for p in archive.commitments.list_report(report) if p.text.startswith(pair.commitment)]
        complaint = tell(
            pair, [answer.evidence.text for answer in archive.commitments.read_dossier(key).answers]
        )
        wrong += [complaint] if complaint else []
        if pair.answers:
            answered += 1
            right += not complaint
        else:
            empty += 1
            silent += not complaint
    return right, answered, silent, empty, wrong


def _folder(archive: Archive, report: str) -> str:
    return Path(archive.read_report(report).source.path).parent.name
