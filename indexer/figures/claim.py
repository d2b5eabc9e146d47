"""Claims: what the running text of a report says in numbers of its requests, reviews and lawsuits.

Only sums over the whole year and body are claims. Parts of them (其中…, by channel or applicant, for a month,
of one bureau), comparisons with other years and round numbers are passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.figures import claim_words as terms
from indexer.figures.finding import Mention
from indexer.report.report import Paragraph, Section
from indexer.text.numeral import parse

_REACH = 80
"""Characters around a number that are looked at: texts without any punctuation must not take for ever."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text says of one matter.

    Attributes:
        matter: `received`, `accepted` (受理, which may mean more), `done`, `carried_in`, `carried_out`,
            `review`, `lawsuits`, `direct`, `after_review` or `disputes` (reviews and lawsuits together).
        number: how many.
        sure: whether nothing in the sentence narrows it in a way that is not understood.
        own_level: whether it speaks of the government's own level only (本级).
        including: whether it says to include what was carried over from the year before.
        mention: where it is.
    """

    matter: str
    number: int
    sure: bool
    own_level: bool
    including: bool
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of running text, and what its sentences are read with."""

    text: str
    section: int
    number: int
    year: int | None
    body: str


def find_claims(sections: Sequence[Section], year: int | None, body: str) -> Iterator[Claim]:
    """All claims of a report's running text, in its order.

    Args:
        sections: the report's sections.
        year: the year reported on; sentences on other years are passed over.
        body: name of the body; its own name does not narrow a sentence, another's does.
    """
    for section in sections:
        for line, block in section.number_blocks():
            if isinstance(block, Paragraph) and re.search("申请|结转|办结|答复|复议|诉讼", block.text):
                yield from _find_claims(_Line(block.text, section.number, line, year, body))


def _find_claims(line: _Line) -> Iterator[Claim]:
    folded = line.text.translate(terms.DIGITS)
    sentences, clauses = _Borders(terms.SENTENCE, folded), _Borders(terms.CLAUSE, folded)
    last, last_sentence = 0, -1
    for count, following in pairwise([*terms.COUNT.finditer(folded), None]):
        if count is None:
            break
        sentence, stop = sentences.around(count.start(), count.end())
        clause, end = clauses.around(count.start(), count.end())
        before = folded[max(clause, last, count.start() - _REACH) : count.start()]
        after = folded[count.end() : min(end, following.start() if following else end)]
        earlier = _drop_body(folded[sentence:clause][-_REACH:], line.body)
        # Clauses without a number of their own set the scene: 与往年一样，2020 年上半年，…
        setting = "" if last_sentence == sentence else earlier
        last, last_sentence = count.end(), sentence
        matter, prefix = _matter(before, after)
        if not matter or not _concerns(matter, line.section, folded[sentence:stop], count["unit"]):
            continue
        prefix, number = _drop_body(prefix, line.body), parse(re.sub("[,，]", "", count["number"]))
        if number is None or _is_narrowed(setting + prefix, line.year):
            continue
        sure = bool(terms.PLAIN.match(prefix))
        sure = sure and (bool(terms.ANEW.search(prefix)) or not _has_strayed(earlier, line.year))
        own = bool(terms.OWN_LEVEL.search(setting + prefix))
        including = matter == "received" and bool(terms.INCLUDING.match(folded, count.end()))
        words = _excerpt(line.text, clause, end, count.end())
        place = Mention(line.section, line.number, count.start(), count.end(), words)
        yield Claim(matter, number, sure, own, including, place)
    yield from _find_denials(folded, line)


class _Borders:
    """Where sentences or clauses of a line end."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        found = list(pattern.finditer(text))
        self._starts = [border.start() for border in found] + [len(text)]
        self._ends = [0] + [border.end() for border in found]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The borders before and after a stretch."""
        return self._ends[bisect_right(self._ends, start) - 1], self._starts[bisect_left(self._starts, end)]


def _excerpt(text: str, start: int, end: int, number: int) -> str:
    """The words of a clause, of a long one those around its number."""
    return text[max(start, number - _REACH) : min(end, number + _REACH)].strip()


def _matter(before: str, after: str) -> tuple[str, str]:
    """What a number counts, and the words of its clause before those that say so."""
    for matter, pattern in terms.ENDING:
        if found := pattern.search(before):
            return matter, before[: found.start()]
    if (found := terms.RECEIVING.search(before)) and terms.OF_REQUEST.match(after.lstrip("的 ")):
        return "received", before[: found.start()]
    if terms.LEAVING.match(after):
        return "carried_out", re.sub(r"(?:有|尚有|还有|其余|余下|剩余)\s*\Z", "", before)
    if found := terms.HAVING.search(before):
        if terms.OF_REVIEW.match(after):
            return "review", before[: found.start()]
        if terms.OF_LAWSUIT.match(after):
            return "lawsuits", before[: found.start()]
    return "", ""


def _concerns(matter: str, section: int, sentence: str, unit: str) -> bool:
    """Whether a sentence speaks of disclosure at all: its section says so, or its words do.

    Elsewhere 办结 may be said of anything, and a bureau of justice reviews cases of all kinds.
    """
    if matter in terms.DISPUTED:
        return section == terms.ON_DISPUTES or bool(terms.ABOUT_DISCLOSURE.search(sentence))
    if section == terms.ON_REQUESTS:
        return True
    return unit in "件宗" and bool(terms.ABOUT_REQUESTS.search(sentence))


def _find_denials(text: str, line: _Line) -> Iterator[Claim]:
    """Sentences that say there was none; `text` is the line with plain digits."""
    sentences = _Borders(terms.SENTENCE, text)
    for pattern in (terms.NONE_RECEIVED, terms.NONE_DISPUTED):
        for found in pattern.finditer(text):
            start = sentences.around(found.start(), found.end())[0]
            context = _drop_body(text[start : found.start()], line.body)
            if _is_narrowed(context, line.year):
                continue
            words = line.text[found.start() : found.end()]
            place = Mention(line.section, line.number, found.start(), found.end(), words)
            sure = bool(terms.PLAIN.match(re.sub("[，,]", "", context)))
            own = bool(terms.OWN_LEVEL.search(context))
            said = found.groupdict()
            matters = ["received"] if pattern is terms.NONE_RECEIVED else []
            matters += ["review"] * bool(said.get("review")) + ["lawsuits"] * bool(said.get("suit"))
            for matter in matters:
                if _concerns(matter, line.section, text[start : found.end()], "件"):
                    yield Claim(matter, 0, sure, own, False, place)


def _is_narrowed(context: str, year: int | None) -> bool:
    """Whether words speak of a part only, of another body or year."""
    return bool(terms.PARTIAL.search(context)) or _has_strayed(context, year)


def _has_strayed(context: str, year: int | None) -> bool:
    """Whether words speak of another body or another year, otherwise than to compare."""
    if terms.ONE_OF.search(terms.WHOLE.sub("", context)):
        return True
    others = terms.OTHER_YEAR.finditer(terms.COMPARED.sub("", context))
    return any(not other["year"] or (year is not None and int(other["year"]) != year) for other in others)


def _drop_body(words: str, body: str) -> str:
    """Words without the body's own name, whole or from its second part on (区教育局)."""
    for start in range(max(len(body) - 2, 0)):
        if body[start:] in words:
            return words.replace(body[start:], "")
    return words
