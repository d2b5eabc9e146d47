"""How far a commitment can be checked: by a figure, date or name; by its act; or not at all.

All words are in `vocabulary`. What a sentence is follows from its own words, so that the class of stored
commitments can be found when they are loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from indexer.commitments.quantity import TIME
from indexer.commitments.vocabulary import compile_pattern
from indexer.report.regions import read_divisions
from indexer.report.report import Kind
from indexer.text.fold import fold


class CommitmentClass(StrEnum):
    """What a commitment gives an auditor to hold on to."""

    CHECKABLE = "checkable"
    """A figure, a date, a named project, event or document."""
    TASK = "task"
    """A definite act on a definite object."""
    COURSE = "course"
    """A direction or a slogan."""
    NONE = "none"
    """No commitment: a heading, an explanation, what was done, why something matters."""


CLASS_NAMES = {
    CommitmentClass.CHECKABLE: "可核对",
    CommitmentClass.TASK: "事项",
    CommitmentClass.COURSE: "方针",
    CommitmentClass.NONE: "不是承诺",
}
"""What people read."""

SHOWN = (CommitmentClass.CHECKABLE, CommitmentClass.TASK)
"""The classes that are listed where none is asked for."""

_REVIEW = 1  # section of a work report that looks back
_LONGEST_HEADING = 30  # characters
_CHAPTER = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.]$|[(（]\d{1,2}[)）]$")
_QUOTED = re.compile(r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」|\"[^\"]*\"")
_DOCUMENT = re.compile(r"《[^《》]+》")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_SHORT_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_CLAUSE_END = re.compile("[,;。:!?]")
_JOINT = re.compile("[和与及]")
_LONGEST_NAME = 18  # characters
_LENGTHS = (4, 3, 2)  # of the names of divisions that are looked for, characters


@dataclass(frozen=True, slots=True)
class ClassedText:
    """What the class of a commitment follows from.

    Attributes:
        folded: its words, folded, without its number.
        label: the number.
        kind: of the report; section: of the report's sections, the one that it is in.
    """

    folded: str
    label: str = ""
    kind: str = Kind.WORK.value
    section: int = 3


def classify_words(words: str, label: str, kind: str, section: int) -> CommitmentClass:
    """Return the class of a commitment from its words as they stand, and where (see `ClassedText`)."""
    return classify(ClassedText(fold(words).strip(), label, kind, section))


def classify(text: ClassedText) -> CommitmentClass:
    """Return the class of a commitment."""
    words = text.folded
    if _is_none(text):
        return CommitmentClass.NONE
    bare = _QUOTED.sub("“”", words)
    if _has_figure(bare) or _has_date(bare) or _names(words, bare):
        return CommitmentClass.CHECKABLE
    return CommitmentClass.TASK if _acts(bare) else CommitmentClass.COURSE


def _is_none(text: ClassedText) -> bool:
    words = text.folded
    if _CHAPTER.search(text.label) and len(words) <= _LONGEST_HEADING and not words.endswith(("。", ";")):
        return True
    if (
        text.kind == Kind.WORK
        and text.section == _REVIEW
        and not compile_pattern("class", "future").search(words)
    ):
        return True
    return compile_pattern("class", "none").search(words) is not None


def _has_figure(bare: str) -> bool:
    """Whether there is a figure that something is to reach, or all of something is promised."""
    if compile_pattern("class", "whole").search(bare):
        return True
    found = list(compile_pattern("class", "figure").finditer(bare))
    # Looking for times takes longest, and few sentences have a figure.
    times = [time.span() for time in TIME.finditer(bare)] if found else []
    return any(not any(left <= figure.start() < right for left, right in times) for figure in found)


def _has_date(bare: str) -> bool:
    return compile_pattern("class", "date").search(bare) is not None


def _names(words: str, bare: str) -> bool:
    """Whether a project, an event or a document is named that is to be made or held."""
    if _DOCUMENT.search(words) and compile_pattern("class", "writing").search(words):
        return True
    if compile_pattern("class", "titled").search(words):
        return True
    return any(_names_works(clause) for clause in _CLAUSE_END.split(bare))


def _names_works(clause: str) -> bool:
    """Whether a clause does something to works that it names, or says that they are opened.

    Works are named one by one (A铁路、B高铁和C高速), so each is looked at.
    """
    things = list(compile_pattern("class", "named").finditer(clause))
    if not things:
        return False
    done = compile_pattern("class", "works").search(clause)
    for thing in things:
        begun = done is not None and done.end() < thing.start()
        if not begun and not compile_pattern("class", "opened").search(clause, thing.end()):
            continue
        left = done.end() if done and begun else 0
        name = clause[left : thing.start()].split("、")[-1][-_LONGEST_NAME:]
        if (len(name) > 1 and _is_name(name)) or (thing[0] == "号线" and name[-1:].isalnum()):
            return True
        if compile_pattern("class", "institution").search(name + thing[0]) or _is_route(name, thing[0]):
            return True
    return False


def _is_route(name: str, thing: str) -> bool:
    """Whether railways, dams and the like have a name of their own: short, and no word for their kind."""
    if not compile_pattern("class", "route").fullmatch(thing):
        return False
    own = _JOINT.split(name)[-1]
    return bool(_SHORT_NAME.fullmatch(own)) and not compile_pattern("class", "generic").search(own)


def _is_name(words: str) -> bool:
    """Whether the words before 工程, 机场 and the like name one of them: by number, letters, or place."""
    if compile_pattern("class", "proper").search(words):
        return True
    names = _places()
    return any(
        run[at : at + length] in names
        for run in _HAN.findall(words)
        for length in _LENGTHS
        for at in range(len(run) - length + 1)
    )


@cache
def _places() -> frozenset[str]:
    """Short names of the divisions down to counties, but those that are common words too."""
    common = compile_pattern("class", "common")
    return frozenset(
        name for name in read_divisions().list_shorts() if 2 <= len(name) <= 4 and not common.fullmatch(name)
    )


def _acts(bare: str) -> bool:
    """Whether a clause does something that is seen to be done, to something that can be pointed at."""
    for clause in _CLAUSE_END.split(bare):
        if compile_pattern("class", "act").search(clause):
            return True
        made = compile_pattern("class", "make").search(clause)
        if made and compile_pattern("class", "thing").search(clause, made.end()):
            return True
    return False
