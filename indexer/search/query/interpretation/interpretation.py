"""Interprets free text beyond its characters: places, years, kinds of report, questions, synonyms.

Only words that stand for themselves are interpreted: not quotes, fields, exclusions, nor what an
operator binds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from indexer.search.analysis import load_segmenter
from indexer.search.query.asked_outcome import drop_question
from indexer.search.query.interpretation.recognition import (
    Recognized,
    find_kind,
    join_places,
    names_year,
    recognize,
)
from indexer.search.query.interpretation.vocabulary import Vocabulary
from indexer.search.query.notation import normalize
from indexer.search.query.tree import (
    About,
    And,
    Grasp,
    Not,
    Or,
    Query,
    Synonyms,
    Understood,
    Words,
    join,
)
from indexer.text.fold import fold

_LOOKED_AT = 300
"""Characters of a text in which places, years and kinds are recognized: who asks for one says so early."""
_MOST_FACTS = 20
"""Places, years and kinds that are understood of one query."""
_NUMBER = re.compile(r"(?<!\d)(?:19|20)\d\d$")
_YEAR_WORD = re.compile("年度?(?=$|[\u3400-\u9fff])")
_WITHIN = "~-./:+&'"
_WHEN = "(?:哪一?年|何时|什么时候|几时)"
_FIRST = "(?:开始|起|首次|最早|第一次)"
_SINCE_WHEN = re.compile(rf"{_WHEN}.{{0,60}}{_FIRST}|{_FIRST}.{{0,60}}{_WHEN}")


def interpret(query: Query, known: Vocabulary) -> Query:
    """A query whose free text is understood; the same query where there is none."""
    nodes = query.tree.nodes if isinstance(query.tree, And) else (query.tree,)
    free = [node for node in nodes if isinstance(node, Words) and not node.field and not node.bound]
    if not free or isinstance(query.tree, Or):
        return query
    required = tuple(node for node in nodes if node not in free)
    if any(isinstance(node, Not) for node in required):
        # Who excludes words counts what is left: no others are looked for besides those typed.
        known = replace(known, off=known.off | {Grasp.SYNONYM})
    texts = list(_join_years([normalize(fold(node.text)) for node in free]))
    asked = ""
    if Grasp.QUESTION not in known.off:
        texts, asked = _drop_question(texts)
    if Grasp.PLACE not in known.off:
        texts = list(join_places(texts, known.places))
    context = any(names_year(text) or find_kind(text) for text in texts)
    abouts: list[About] = []
    understood: list[Understood] = [each for each in query.understood if each.grasp is Grasp.CORRECTION]
    if asked:
        understood.append(Understood(Grasp.QUESTION, asked, ()))
    rest: list[str] = []
    left = _LOOKED_AT
    for text in texts:
        parts = list(recognize(text[: max(left, 0)], known, context))[: _MOST_FACTS - len(abouts)]
        left -= len(text)
        for part in parts:
            if part.node is not None and part.understood is not None:
                abouts.append(part.node)
                understood.append(part.understood)
        rest += _free_text(text, parts)
    asks_when = Grasp.QUESTION not in known.off and bool(_SINCE_WHEN.search("".join(texts)))
    idle = _idle("ask") | _idle("join") | (_idle("begin") if asks_when else frozenset())
    counted = [_how_many().sub(" ", text) for text in rest]
    if counted != rest or any(word in _idle("ask") for text in rest for word in load_segmenter().cut(text)):
        idle |= _idle("beside")  # 办 of 要办什么 says nothing, but that of 一网通办 does
    # 各市 beside other words only says that no place is meant; within a phrase it is one of its words.
    rest = [text for text in counted if text.strip() not in _idle("every")] or rest
    runs = [run for text in rest for run in _meaningful(text, idle)]
    if not runs and not abouts:
        runs = list(texts)
    wanted: list[Words | Synonyms] = []
    terms: list[Words | Synonyms | About] = list(dict.fromkeys(abouts))
    for run in dict.fromkeys(runs):
        pieces = [Words(run)] if asks_when else list(_with_synonyms(run, known))
        wanted += pieces
        for piece in pieces:
            if isinstance(piece, Synonyms):
                terms.append(piece)
                understood.append(Understood(Grasp.SYNONYM, piece.words.text, piece.others))
            else:
                terms += [Words(word) for word in split_words(piece.text)]
    tree = join((*required, *dict.fromkeys(abouts), *dict.fromkeys(wanted)))
    return replace(
        query,
        tree=tree,
        terms=tuple(dict.fromkeys(terms)),
        required=required,
        runs=tuple(dict.fromkeys(runs)),
        understood=tuple(dict.fromkeys(understood)),
        oldest_first=asks_when and bool(runs),
    )


def _join_years(texts: Sequence[str]) -> Iterator[str]:
    """The texts, with 2023 年 as one word: many write a blank between number and word."""
    before = ""
    for text in texts:
        if _NUMBER.search(before) and (found := _YEAR_WORD.match(text)):
            before += found[0]
            text = text[found.end() :]
            if not text:
                continue
        if before:
            yield before
        before = text
    if before:
        yield before


def _drop_question(texts: list[str]) -> tuple[list[str], str]:
    """The texts without words that ask what became of something, and those of them that ask with more
    than question words (兑现了吗)."""
    whole = "\n".join(texts)
    left = drop_question(whole)
    if left == whole:
        return texts, ""
    asked = whole[whole.find(left) + len(left) :].strip(" ,，\n")
    idle = _idle("ask") | _idle("join") | _idle("beside")
    if all(word in idle for word in load_segmenter().cut(asked)):
        return texts, ""  # what is idle anyway tells by its being there that a question was asked
    return [text for text in left.split("\n") if text], asked


@cache
def _idle(what: str) -> frozenset[str]:
    """Words that `ask`, stand `beside` those, `join` others, `begin` something, mean `every` place, or are a
    `measure` of what is counted, from the packaged list.
    """
    lines = (files("indexer") / "data" / "idle-words.tsv").read_text("utf-8").splitlines()
    listed = dict(line.split("\t") for line in lines if not line.startswith("#"))
    return frozenset(listed[what].split())


@cache
def _how_many() -> re.Pattern[str]:
    """How many there are is asked with the measure of what is counted (几条): neither is looked for.
    十几条 is a number.
    """
    measures = "|".join(sorted(_idle("measure"), key=len, reverse=True))
    return re.compile(f"(?<![十百千万亿数好])(?:哪?几|多少)(?:{measures})")


def _free_text(text: str, parts: Sequence[Recognized]) -> list[str]:
    """What is not understood otherwise."""
    pieces, at = [], 0
    for part in parts:
        pieces.append(text[at : part.start])
        at = part.end
    pieces.append(text[at:])
    return [piece for piece in pieces if any(map(str.isalnum, piece))]


def _meaningful(text: str, idle: frozenset[str]) -> Iterator[str]:
    """Stretches of a text without words that ask or say nothing; a sign within a stretch stays in it."""
    run = ""
    for word in load_segmenter().cut(text):
        if word in idle or not (any(map(str.isalnum, word)) or (run and word in _WITHIN)):
            if run:
                yield run.rstrip(_WITHIN)
            run = ""
        else:
            run += word
    if run:
        yield run.rstrip(_WITHIN)


def split_words(run: str) -> list[str]:
    """The words of a folded run, without signs."""
    return [word for word in load_segmenter().cut(run) if any(map(str.isalnum, word))]


def _with_synonyms(run: str, known: Vocabulary) -> Iterator[Words | Synonyms]:
    """A run cut where others may be said for a part of it."""
    if Grasp.SYNONYM in known.off:
        yield Words(run)
        return
    at = start = 0
    while at < len(run):
        key = next(
            (
                run[at:end]
                for end in range(min(len(run), at + 10), at + 1, -1)
                if run[at:end] in known.synonyms
            ),
            None,
        )
        if key is None:
            at += 1
            continue
        if run[start:at]:
            yield Words(run[start:at])
        yield Synonyms(Words(key), known.synonyms[key])
        at = start = at + len(key)
    if run[start:]:
        yield Words(run[start:])
