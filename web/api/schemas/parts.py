"""What schemas are put together from: types of single values, and how lists and objects are written."""

from __future__ import annotations

from typing import Any

from indexer.report.names import KIND_NAMES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YEAR: Schema = {"type": ["integer", "null"], "description": "年度；未详为 null"}
TEXTS: Schema = {"type": "array", "items": TEXT}
KIND: Schema = {"type": "string", "enum": [*KIND_NAMES]}
ANYTHING: Schema = {"type": "object"}
NUMBER: Schema = {"type": ["number", "null"]}


def list_of(item: Schema) -> Schema:
    """Return the schema of a list of such items."""
    return {"type": "array", "items": item}


def object_of(properties: Schema) -> Schema:
    """Return the schema of an object that has all of these keys; others may be added, as the API promises."""
    return {"type": "object", "properties": properties, "required": [*properties]}


def page_of(name: str, item: Schema) -> Schema:
    """Return the schema of a page of a list (`web.api.lists`): with `fields=` an item has a part of its keys.

    Args:
        name: what the list is called.
    """
    loose = {key: value for key, value in item.items() if key != "required"}
    following = {"type": ["string", "null"], "description": "下一页的 cursor"}
    return object_of({name: list_of(loose), "next": following})


FACETS: Schema = {
    "type": "object",
    "additionalProperties": list_of(
        object_of({"value": TEXT, "label": TEXT, "count": COUNT, "selected": {"type": "boolean"}})
    ),
}
