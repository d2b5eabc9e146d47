"""What finds are worth: the numbers of ranking, which all engines share."""

from __future__ import annotations

from math import log

from indexer.search.query.tree import About, Synonyms, Words

Term = Words | Synonyms | About
"""What a passage may lack that is shown for a part of the query."""

K1, B = 1.2, 0.5
"""BM25F's saturation of how often a word is said, and how much a text's length counts."""
BOOSTS = {"title": 2.0, "heading": 1.5, "text": 1.0}
"""Fields that words are looked for in, and what a find there is worth."""
MOST_TERMS = 64
"""Terms and words of a query that are scored."""
TERMS_LOOKED_AT = 256
"""The first terms of a query are looked up; the rarest of them rank."""
SYNONYM = 0.5
"""Worth of a synonym beside the word itself."""
PAIR = 0.4
"""Worth of two neighbouring words that stand together, beside that of a word as rare as they together."""
OUTSIDE = 0.4
"""Worth of a word whose characters stand in a passage, but not as a word of their own."""
ABOUT_EXACT, ABOUT_BELOW = 12.0, 5.0
"""Worth of a report that is about just what was named, and of one that is about a division below it."""
ABOUT_AND_WORDS = 0.3
"""Worth of what names a division, years or a kind, beside words that are asked for."""
LEAST_COVER = 0.3
"""Share of a query's worth from which a passage is shown for it at all."""
PASTED, OF_MOST = 16, 0.6
"""Words from which a query is a pasted text, of which a passage may hold less: this share of what that holds
which has most of it."""
COVER_POWER = 1.5
"""Power of a passage's cover by which its score is multiplied."""
SCORED = 4000
"""Partial hits of which more is worked out than what they cover: those that cover most."""


def weigh_rarity(size: int, found: int) -> float:
    """Return the inverse document frequency of what so many of all passages have, as Whoosh has it."""
    return log(size / (found + 1)) + 1 if size else 1.0


def list_fields(field: str) -> dict[str, float]:
    """Return the fields that words are looked for in, and what a find there is worth."""
    return {field: 1.0} if field else BOOSTS
