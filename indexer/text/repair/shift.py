"""Finds stretches that were shifted by half a character in GBK, and reads them back.

A byte-wise tool lost one byte of a GBK text; from there on every two bytes were read one byte
off, until the next ASCII byte brought reading back in step. Pairs that fell into rows without
characters were dropped on the way, and a lone byte shows as `?`::

    written      　    （    一    ）    全     力    推    进(trad.)
    bytes        A1A1  A3A8  D2BB  A3A9  C8AB   C1A6  CDC6  DF4D
    read off     ?  A1A3 A8D2 BBA3 A9C8 [ABC1] A6CD  C6DF  4D
    shows        ?  。   ㄒ    唬   ┤   dropped ν    七    M

A pinyin note that survived behind the stretch says how its last character is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import exp

from indexer.text.change import CERTAIN, Change
from indexer.text.damage import SHIFT
from indexer.text.fold import fold
from indexer.text.frequency import measure_familiarity
from indexer.text.repair import conversion, gbk
from indexer.text.repair.language_model import CharacterModel, load_model
from indexer.text.repair.pinyin import SYLLABLE, is_read_as
from indexer.text.repair.shift_decoder import LONGEST, Stretch, read

_CONTEXT = 12
"""Characters before a stretch that the model sees."""
_AFTER = 6
"""Characters after a stretch that a reading must go on into."""
_GAIN = 1.0
"""What a reading must gain over the text as it stands, mean nats a character, to be shown at all."""
_CERTAIN_GAIN = 2.0
"""The gain from which a reading can be certain."""
_LIKELY = -5.5
"""Mean logarithm from which a text is plain as it stands (reports: -3.7; shifted stretches: -9)."""
_UNLIKELY, _SURE_RUN = -7.5, 3
"""Mean logarithm up to which, and characters from which, a run that cannot be read back is surely none."""
_FAMILIAR = 0.6
"""Share of frequent characters below which a run is no text; reports have 0.7 and more."""
_ACROSS_MARGIN = 4.0
"""Nats by which a character must be likelier than the next to be certain."""

_STRETCH = re.compile(
    r"\?(?P<run>(?:[^\x00-\x7f\ue000-\uf8ff]|[!,:;](?=[^\x00-\x7f])){1,120})"
    rf"(?:(?P<trail>[@-~])(?=\((?P<note>{SYLLABLE})\))|\?(?P<eaten>{SYLLABLE})\)|(?P<last>[@-~])|(?P<open>\?))"
    rf"|\?\?(?P<all>{SYLLABLE})\)"
)
# Some tools write `_` for each pair that was dropped.
_UNDERLINED = re.compile(_STRETCH.pattern.replace(r"(?:[^\x00", r"(?:_|[^\x00", 1))
_ACROSS = re.compile(rf"(?P<before>[^\x00-\x7f])\?(?P<first>{SYLLABLE})\)\?(?P<second>{SYLLABLE})\)")
_FULL_WIDTH = str.maketrans("!,:;", "！，：；")
"""Mirrors write full-width punctuation in ASCII, after the damage: `六?!毕嚓P` was 六?！毕嚓P."""
_NOTE = re.compile(rf"\({SYLLABLE}\)")
_EATEN = re.compile(rf"(?<!\?)\?++(?=[a-z]*[^\x00-\x7f]){SYLLABLE}\)")
"""A note without its parenthesis: a stretch ended here."""


def is_suspect(text: str) -> bool:
    """Whether a text may have shifted stretches; most have no question mark at all."""
    return "?" in text and any(pattern.search(text) for pattern in (_STRETCH, _ACROSS))


def count(text: str) -> int:
    """Return how many shifted stretches a text may have."""
    return sum(1 for pattern in (_STRETCH, _ACROSS) for _ in pattern.finditer(text)) if "?" in text else 0


def find(text: str, evidence: str = "", reading: bool = True) -> Iterator[Change]:
    """Yield every shifted stretch that reads as report text when read back; what is left of others, marked.

    Args:
        text: one block.
        evidence: the document that it is from, if known.
        reading: False where there are too many to be read back: those that are surely none of the text as it
            was written are marked.
    """
    if "?" not in text:
        return
    if not reading:
        yield from _marked(text)
        return
    at = 0
    found = sorted(
        (change for match in _ACROSS.finditer(text) if (change := _across(match, evidence))),
        key=lambda change: change.start,
    )
    while match := _STRETCH.search(text, at):
        at = match.start() + 1
        if any(c.start < match.end() and match.start() < c.end for c in found):
            continue
        longer = _UNDERLINED.match(text, match.start()) if "_" in text else None
        change = _stretch(longer, text, evidence) if longer and longer[0] != match[0] else None
        if change is None or change.confidence < CERTAIN:
            change = _stretch(match, text, evidence)
        if change:
            found.append(change)
            at = change.end
    for match in _EATEN.finditer(text):
        if not any(c.start < match.end() and match.start() < c.end for c in found):
            found.append(Change(match.start(), match.end(), match[0], match[0], SHIFT, 0.0))
    yield from sorted(found, key=lambda change: change.start)


def _marked(text: str) -> Iterator[Change]:
    for match in _STRETCH.finditer(text):
        noted = match["note"] or match["eaten"] or match["all"]
        if noted or measure_familiarity(match["run"] or "") < _FAMILIAR:
            yield Change(match.start(), match.end(), match[0], match[0], SHIFT, 0.0)


def _stretch(match: re.Match[str], text: str, evidence: str) -> Change | None:
    try:
        pairs = (match["run"] or "").replace("_", "").translate(_FULL_WIDTH).encode("gbk")
    except UnicodeEncodeError:
        return None
    note = match["note"] or match["eaten"] or match["all"] or ""
    last = match["trail"] or match["last"] or ""
    end = match.end()
    following = _NOTE.sub("", text[end : end + 30]).partition("?")[0][:_AFTER] or "\n"
    before = ("\n" + _NOTE.sub("", text[: match.start()]))[-_CONTEXT:]
    stood = match[0]
    stands = _adapt_model(evidence).mean(stood + following, before)
    if stands > _LIKELY:
        return None  # a question in ordinary text
    unread = _mark(match, stands)
    if len(pairs) > 2 * LONGEST:
        return unread
    wide = text != fold(text) and any(fold(c) != c and "㐀" <= c <= "鿿" for c in text)
    readings = read(_adapt_model(evidence), Stretch(pairs, last, note, before, following, wide))
    if not readings.texts:
        return unread
    best = readings.texts[0]
    length = len(best) + len(following)
    gain = float(readings.scores[0]) / length - stands
    if gain < _GAIN:
        return unread
    forms = [fold(reading) for reading in readings.texts]
    rival = next((at for at, form in enumerate(forms) if form != forms[0]), None)
    margin = 10.0 if rival is None else float(readings.scores[0] - readings.scores[rival])
    confidence = _confidence(margin) if gain >= _CERTAIN_GAIN else 0.5
    # Without a note nothing but the reading says that this was damage: it must leave no doubt.
    if not note and confidence < CERTAIN:
        return unread
    if not wide:
        # The model does not tell 着 from 著: a simplified text has the simplified one.
        same = [reading for reading, form in zip(readings.texts, forms, strict=True) if form == forms[0]]
        best = min(same, key=lambda reading: sum(1 for _ in conversion.find(before + reading + following)))
    return Change(match.start(), end, stood, best, SHIFT, round(confidence, 2))


def _mark(match: re.Match[str], stands: float) -> Change | None:
    """Return a stretch that is surely none of the text as it was written, marked; None where it may be.

    Args:
        stands: mean logarithm of the text as it stands.
    """
    run = match["run"] or ""
    if len(run) < _SURE_RUN or stands > _UNLIKELY or measure_familiarity(run) >= _FAMILIAR:
        return None
    return Change(match.start(), match.end(), match[0], match[0], SHIFT, 0.0)


def _confidence(margin: float) -> float:
    """Return how often a reading is right that the model likes better than any other by so many nats.

    Measured on damaged copies of real work reports: 0–0.5 24 %, 1–2 64 %, 2–3 85 %, 4–6 93 %.
    """
    return min(0.99, 1 - 0.75 * exp(-margin / 2))


def _across(match: re.Match[str], evidence: str) -> Change | None:
    """Return a note written into the middle of a character: 政府?dāng)?shù)據 is 政府數據.

    The tool saw a character across the border of two (當 AE94 in 府 B8AE 數 94B5) and wrote its
    reading between their bytes; the second character's own note follows.
    """
    encoded = match["before"].encode("gbk", "ignore")
    if len(encoded) != 2:
        return None
    leads = {
        lead
        for lead in range(0x81, 0xFF)
        if (c := gbk.list_characters().get((encoded[1], lead))) and is_read_as(c, match["first"])
    }
    options = [
        c
        for (lead, _), c in gbk.list_characters().items()
        if lead in leads and is_read_as(c, match["second"])
    ]
    if not options:
        return None
    before = ("\n" + _NOTE.sub("", match.string[: match.start() + 1]))[-_CONTEXT:]
    following = _NOTE.sub("", match.string[match.end() : match.end() + 30])[:_AFTER] or "\n"
    start = _adapt_model(evidence).start(before)
    scored = sorted(
        ((float(_adapt_model(evidence).read(start, option + following)[0][0]), option) for option in options),
        reverse=True,
    )
    best = scored[0][1]
    rival = next((score for score, option in scored if fold(option) != fold(best)), None)
    sure = rival is None or scored[0][0] - rival >= _ACROSS_MARGIN
    at = match.start() + len(match["before"])
    return Change(at, match.end(), match.string[at : match.end()], best, SHIFT, 0.95 if sure else 0.5)


@lru_cache(maxsize=4)
def _adapt_model(evidence: str) -> CharacterModel:
    """Return the model with a document's own words."""
    # Less the damage itself, which would speak for the text as it stands.
    return load_model().adapt(_NOTE.sub("", _STRETCH.sub("\n", evidence))) if evidence else load_model()
