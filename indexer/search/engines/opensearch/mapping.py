"""What an index is made of: fields, how they are cut, how words are scored.

`words` fields hold words that our own analysis has cut, scored by the BM25F that all engines share. `exact`
fields hold the positions of `tokens`. Both are made by us and not kept beside the index; what is shown is. A
field is never written again alone: the engine would make the others anew from what it has kept, and empty
these.
"""

from __future__ import annotations

from typing import Any

from indexer.search.engines.opensearch.tokens import GAP, STACK
from indexer.search.weights import K1, B

VERSION = 1
"""Of all this: an index of another one is made anew."""
WORDS = {"title": "title_words", "heading": "heading_words", "text": "text_words"}
"""Fields of words."""
ANY_WORDS = "any_words"
"""The field of all of them, which tells only whether a passage has a word."""
EXACT = {"": "exact", "title": "title_exact", "heading": "heading_exact"}
"""Fields of exact texts, by what the query calls them."""
GAPS = "gaps"
"""The analyzer of a query in which `GAP` stands for any character."""

_WEIGHT = "double n = field.docCount; return query.boost * (Math.log(n / (term.docFreq + 1.0)) + 1.0);"
_SCORE = (
    "double average = field.sumTotalTermFreq / (double) field.docCount;"
    f"return weight * {K1 + 1} * doc.freq / (doc.freq + {K1} * ({1 - B} + {B} * doc.length / average));"
)
_KEPT: dict[str, Any] = {"type": "keyword", "index": False, "doc_values": False}


def make_index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Return the settings and mappings of a new index.

    Args:
        replicas: copies of each part; -1 for one where there is a second node.
    """
    settings: dict[str, Any] = {
        "number_of_shards": shards,
        "refresh_interval": -1,  # a transaction refreshes when it is to be found
        "analysis": {
            "filter": {
                "stacked": {
                    "type": "pattern_capture",
                    "preserve_original": False,
                    "patterns": [f"([^{STACK}]+)"],
                },
                "gap": {"type": "stop", "stopwords": [GAP]},
            },
            "analyzer": {
                "positions": {"type": "custom", "tokenizer": "whitespace", "filter": ["stacked"]},
                GAPS: {"type": "custom", "tokenizer": "whitespace", "filter": ["gap"]},
            },
        },
        "similarity": {
            "words": {
                "type": "scripted",
                "weight_script": {"source": _WEIGHT},
                "script": {"source": _SCORE},
            }
        },
    }
    if replicas < 0:
        settings["auto_expand_replicas"] = "0-1"
    else:
        settings["number_of_replicas"] = replicas
    return {"settings": {"index": settings}, "mappings": _make_mappings()}


def _make_mappings() -> dict[str, Any]:
    words = {"type": "text", "analyzer": "whitespace", "similarity": "words", "index_options": "freqs"}
    exact = {
        "type": "text",
        "analyzer": "positions",
        "search_analyzer": "whitespace",
        "norms": False,
        "index_options": "positions",
    }
    numbers = {name: {"type": "integer"} for name in ("ordinal", "year", "oldest", "section", "first")}
    return {
        "dynamic": "strict",
        "_meta": {"version": VERSION},
        "_source": {"excludes": [*WORDS.values(), ANY_WORDS, *EXACT.values()]},
        "properties": {
            **dict.fromkeys(WORDS.values(), words),
            ANY_WORDS: {"type": "text", "analyzer": "whitespace", "norms": False, "index_options": "docs"},
            **dict.fromkeys(EXACT.values(), exact),
            **numbers,
            **{name: {"type": "keyword"} for name in ("report", "kind", "region", "codes", "place")},
            # Of texts that are shown only nothing is indexed, and no length is too long.
            "shown": {"type": "object", "enabled": False},
            "added": {"type": "long"},
            "serial": {"type": "long"},
            "commit": {"type": "long"},
            "replaced": _KEPT,
            "writer": _KEPT,
        },
    }
