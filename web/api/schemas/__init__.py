"""JSON Schemas of what the API answers, by name (JSON Schema 2020-12, as OpenAPI 3.1 has them)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from web.api.schemas.parts import TEXT, Schema, object_of
from web.api.schemas.reports import REPORT_SCHEMAS
from web.api.schemas.search import SEARCH_SCHEMAS

SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "Error": object_of({"error": object_of({"code": TEXT, "message": TEXT})}),
        "Anything": {"type": ["object", "array"]},
        **SEARCH_SCHEMAS,
        **REPORT_SCHEMAS,
    }
)
"""By the name that they have in the description of the API."""
