"""The library that speaks to object stores, which is an extra: where it is missing one sentence says so."""

from __future__ import annotations

from indexer.extras import require_extra

with require_extra("设了 NIANBAO_ORIGINALS_URL，但没有装 obstore；请先运行 pip install 'nianbao[cluster]'。"):
    import obstore
    from obstore.exceptions import AlreadyExistsError, BaseError, NotSupportedError
    from obstore.store import S3Store

__all__ = ["AlreadyExistsError", "BaseError", "NotSupportedError", "S3Store", "obstore"]
