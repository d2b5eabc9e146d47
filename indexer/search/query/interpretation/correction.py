"""Corrects the slips of an interpreted query: what was probably meant where little is found as typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from indexer.search.analysis import load_segmenter
from indexer.search.corrector import sound_alike
from indexer.search.query.interpretation.interpretation import split_words
from indexer.search.query.tree import About, Grasp, Query, Understood, Words, join

_LOOKED_AT = 24
"""Runs of a query, and pairs of words in them, of which it is asked what was meant."""


def correct(
    query: Query, corrections: Callable[[str], tuple[str, ...]], is_sure: bool = True
) -> Query | None:
    """An interpreted query with its slips corrected; None where there are none, or it is more than free text.

    Args:
        corrections: what was probably meant by a run, the likeliest first.
        is_sure: whether words of the language are left as they are, unless they sound like what was meant.
    """
    if query.required:
        return None
    corrections = _bounded(_likely(corrections) if is_sure else corrections)
    said: list[Understood] = [each for each in query.understood if each.grasp is not Grasp.SYNONYM]
    runs: list[str] = []
    letters = [run for run in query.runs if run.isascii() and run.isalpha()]
    joined = "".join(letters) if len(letters) > 1 else ""
    for run in dict.fromkeys((joined, *query.runs) if joined else query.runs):
        form = "" if _is_word(run) else next(iter(corrections(run)), "")
        if not form and not (run.isascii() or run == joined):
            form = _corrected_part(run, corrections)
        if form:
            said.append(Understood(Grasp.CORRECTION, run, (form,)))
            runs = [other for other in runs if other not in letters] if run == joined else runs
            runs.append(form)
            if run == joined:
                runs += [other for other in query.runs if other not in letters]
                break
        elif run != joined:
            runs.append(run)
    if not any(each.grasp is Grasp.CORRECTION for each in said):
        return None
    abouts = [term for term in query.terms if isinstance(term, About)]
    tree = join((*abouts, *map(Words, runs)))
    return replace(query, tree=tree, understood=tuple(said))


def _is_word(run: str) -> bool:
    """Whether a run is a word of the language, which is no slip even where no text has it."""
    return not run.isascii() and load_segmenter().knows(run)


def _likely(corrections: Callable[[str], tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    """The same, without those that take a word of the language for a slip."""
    return lambda run: tuple(form for form in corrections(run) if _is_slip(run, form))


def _is_slip(run: str, form: str) -> bool:
    """Whether a run is a slip of a form. A slip seldom makes a word of the language (医院 is none of 学院,
    whatever the texts have in its place), but for one that sounds alike: input by pinyin offers words.
    """
    if run.isascii():
        return True
    words = split_words(run)
    if len(run) != len(form):
        return not all(len(word) > 1 and _is_word(word) for word in words)
    changed = [at for at, (typed, meant) in enumerate(zip(run, form, strict=True)) if typed != meant]
    if len(changed) != 1 or sound_alike(run[changed[0]], form[changed[0]]):
        return True
    end = 0
    for word in words:
        end = run.index(word, end) + len(word)
        if changed[0] < end:
            return len(word) == 1 or not _is_word(word)
    return True


def _bounded(corrections: Callable[[str], tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    """The same, for so many runs; none of the others is corrected."""
    left = iter(range(_LOOKED_AT))
    return lambda run: corrections(run) if next(left, None) is not None else ()


def _corrected_part(run: str, corrections: Callable[[str], tuple[str, ...]]) -> str:
    """A run of several words of which one with a neighbour is corrected; "" where none is."""
    words = split_words(run)
    for at in range(len(words) - 1):
        pair = words[at] + words[at + 1]
        if pair != run and pair in run and len(pair) > 2 and (forms := corrections(pair)):
            return run.replace(pair, forms[0], 1)
    return ""
