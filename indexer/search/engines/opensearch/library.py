"""The library that speaks to OpenSearch, which is an extra: where it is missing one sentence says so."""

from __future__ import annotations

from indexer.extras import require_extra

with require_extra(
    "设了 NIANBAO_ENGINE_URL，但没有装 opensearch-py；请先运行 pip install 'nianbao[cluster]'。"
):
    from opensearchpy import OpenSearch
    from opensearchpy.exceptions import ConnectionError as NoConnection
    from opensearchpy.exceptions import TransportError
    from opensearchpy.helpers import BulkIndexError, bulk

__all__ = ["BulkIndexError", "NoConnection", "OpenSearch", "TransportError", "bulk"]
