"""Finds a report's own chapter headings among the lines that could be some.

A report numbers its chapters in one style (第一部分, 一、, （一） or 1.) or not at all; the same styles
number lists further down. The style whose lines say most of what this kind of report must say
(`HeadingVocabulary`) is the chapters' style, the outermost if several do; within it numbers only rise.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.outlines.headings import find_number
from indexer.outlines.vocabulary import STYLES, Chapter, HeadingVocabulary, find_candidate
from indexer.report.document import Block, Table

REST = 6
"""Statutory number of what has no number of its own: other matters, appendices."""

_OUTER = 2
"""How many of the styles, outermost first, number nothing but chapters."""
_LINES_OF_OVERVIEW = 3
_SECOND = 2
_PART = "方面"
_ALL = frozenset(range(1, REST + 1))


def find(blocks: Sequence[Block | Table], vocabulary: HeadingVocabulary) -> tuple[Chapter, ...]:
    """The chapter headings of a document in reading order; () where there are none."""
    lines = ((at, block.text) for at, block in enumerate(blocks) if isinstance(block, Block))
    found = [c for at, text in lines if (c := find_candidate(at, text, vocabulary))]
    candidates = _drop_contents(_drop_announced(found, blocks))
    bare = [candidate for candidate in candidates if candidate.style is None]
    layers = [[c for c in candidates if c.style is style] for style in STYLES]
    numbered = _chapter_layer(layers, blocks)
    if _bare_are_chapters(bare, numbered):
        return tuple(bare)
    chain = _find_rising(numbered)
    return _add_strays([*_find_first(chain, candidates), *chain], bare, vocabulary)


def _find_first(chain: Sequence[Chapter], candidates: Sequence[Chapter]) -> Sequence[Chapter]:
    """The overview where another style numbers it than the chapters from 二、 on (1. 总体情况), else nothing.

    An editor that numbers lists by itself has written it so; a list would go on with 2.
    """
    if not chain or chain[0].value != _SECOND or chain[0].section == 1:
        return ()
    above = [c for c in candidates if c.style is not None and c.block < chain[0].block]
    first = [c for c in above if c.section == 1 and c.value == 1 and c.style is not chain[0].style]
    listed = {c.style for c in above if c.value > 1}
    return first if len(first) == 1 and first[0].style not in listed else ()


def _add_strays(
    chain: list[Chapter], bare: list[Chapter], vocabulary: HeadingVocabulary
) -> tuple[Chapter, ...]:
    """Numbered chapters, and those among them that lost their number where it is their turn.

    Appendices may be several; what is numbered after the first of them and says nothing is theirs.
    """
    if not chain:
        return ()
    matters = _list_matters(chain)
    strays = [
        stray
        for stray in bare
        if stray.section in vocabulary.strays
        and stray.block > chain[0].block
        and not stray.words.endswith(_PART)  # 主动公开方面 is what the overview tells of it
        and (stray.section == REST or (stray.section not in matters and _has_turn(stray, chain)))
    ]
    appendix = next((stray.block for stray in strays if stray.section == REST), chain[-1].block + 1)
    kept = [chapter for chapter in chain if chapter.section is not None or chapter.block < appendix]
    return tuple(sorted([*kept, *strays], key=lambda chapter: chapter.block))


def _has_turn(stray: Chapter, chain: list[Chapter]) -> bool:
    """Whether a heading is between chapters of lower and of higher statutory number."""
    own = stray.section or REST
    return all(
        (chapter.section < own) == (chapter.block < stray.block)
        for chapter in chain
        if chapter.section is not None and chapter.section != REST
    )


def _drop_contents(candidates: list[Chapter]) -> list[Chapter]:
    """Drop a list of contents: headings one after the other that all come again below."""
    last = {(chapter.words, chapter.style): chapter.block for chapter in candidates}
    blocks = {chapter.block for chapter in candidates}
    return [
        chapter
        for chapter in candidates
        if last[chapter.words, chapter.style] == chapter.block
        or blocks.isdisjoint((chapter.block - 1, chapter.block + 1))
    ]


def _drop_announced(candidates: list[Chapter], blocks: Sequence[Block | Table]) -> list[Chapter]:
    """Drop what a preamble announces point by point: lines one after the other that end in semicolons."""
    semicolons = {
        chapter.block
        for chapter in candidates
        if isinstance(block := blocks[chapter.block], Block) and block.text.rstrip().endswith(("；", ";"))
    }
    # The last of them ends with the sentence.
    announced = semicolons | {at + 1 for at in semicolons}
    is_list = any({at, at + 1} <= semicolons for at in semicolons)
    return [c for c in candidates if c.block not in announced] if is_list else candidates


def _list_matters(chapters: Sequence[Chapter]) -> set[int]:
    return {chapter.section for chapter in chapters if chapter.section is not None}


def _chapter_layer(layers: list[list[Chapter]], blocks: Sequence[Block | Table]) -> list[Chapter]:
    """Of the layers, outermost first, the one that numbers the chapters.

    Where the page was cut after its first chapter, that one heading encloses the points below it.
    """
    best = max(layers, key=lambda layer: len(_list_matters(_find_rising(layer))))
    if not _list_matters(_find_rising(best)):
        # Free headings alone: 一、健全机制 is a chapter all the same, a list's （一） is none.
        return next((layer for layer in layers[:_OUTER] if layer and layer[0].value == 1), best)
    for at, layer in enumerate(layers):
        chain = _find_rising(layer)
        if layer is best or not chain or chain[0].value != 1:
            if layer is best:
                return best
            continue
        inner = [chapter.block for deeper in layers[at + 1 :] for chapter in deeper]
        encloses = all(chain[0].block < block for block in inner)
        matters = _list_matters(chain)
        if len(chain) == 1:
            encloses = (
                encloses and 1 in matters and not _begins_list(layers[at + 1 :], blocks[chain[0].block + 1 :])
            )
        if encloses and (matters or (len(chain) > 1 and len(_list_matters(_find_rising(best))) < 3)):
            return layer
    return best


def _begins_list(deeper: list[list[Chapter]], below: Sequence[Block | Table]) -> bool:
    """Whether the points below the one chapter begin with (二): what came before it is lost.

    Args:
        deeper: the headings below it, a style each.
        below: the blocks after it; a (一) among them that says nothing known is no heading, and is there.
    """
    cut = [layer[0].style for layer in deeper if layer and layer[0].value == 2]
    if not cut:
        return False
    numbers = [find_number(block.text[:80]) for block in below if isinstance(block, Block)]
    begun = {number.style for number in numbers if number and number.value == 1}
    return not begun.issuperset(cut)


def _bare_are_chapters(bare: list[Chapter], numbered: list[Chapter]) -> bool:
    """Whether headings without number, not the numbered ones, are the chapters."""
    matters = _list_matters(bare) - {REST}
    if numbered and bare and _encloses_parts(bare[0], numbered[0]):
        return True
    if len(matters) < 2:
        return len(matters) > len(_list_matters(numbered))
    first = numbered[0].block if numbered else bare[0].block + 1
    return len(matters) > len(_list_matters(_find_rising(numbered))) or (
        bare[0].section == 1 and bare[0].block < first
    )


def _encloses_parts(first: Chapter, part: Chapter) -> bool:
    """Whether 总体情况, which lost its number, is above (一)主动公开 and what else the overview tells."""
    begins = first.section == 1 and part.style not in STYLES[:_OUTER] and part.value == 1
    return begins and 0 < part.block - first.block <= _LINES_OF_OVERVIEW


def _find_rising(layer: list[Chapter]) -> list[Chapter]:
    """The headings of one style that count up once through the report.

    A heading whose words are known may skip numbers (one may be lost), and one that says something
    new may even repeat them; one that says nothing follows the last, and gives way to one of its
    number further down that does, so that a list inside a chapter is passed over.
    """
    chain: list[Chapter] = []
    matters: set[int] = set()
    known = {(chapter.value, chapter.section): at for at, chapter in enumerate(layer) if chapter.section}
    for at, chapter in enumerate(layer):
        last = chain[-1] if chain else None
        if chapter.section is not None:
            fits = chapter.section not in matters or last is None or chapter.value > last.value
            matters |= {chapter.section} if fits else set()
        else:
            before = layer[at - 1] if at else None
            # 四、 right after the 三、 of a list is the list's, not the chapters'.
            listed = before is not None and before is not last and before.value == chapter.value - 1
            better = any(known.get((chapter.value, section), 0) > at for section in _ALL - matters)
            fits = chapter.value == (last.value if last else 0) + 1 and not listed and not better
        if fits:
            chain.append(chapter)
    return chain
