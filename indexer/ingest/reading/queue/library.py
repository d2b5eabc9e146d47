"""The library that keeps jobs in a database, which is an extra: where it is missing one sentence says so."""

from __future__ import annotations

import logging
import os

from indexer.extras import require_extra

with require_extra(
    "没有装 procrastinate，不能把文件交给别的机器读取；请先运行 pip install 'nianbao[cluster]'。"
):
    from procrastinate import App, PsycopgConnector, RetryStrategy
    from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
    from procrastinate.jobs import Job
    from procrastinate.schema import SchemaManager
    from psycopg_pool import PoolTimeout

TROUBLES = (ConnectorException, PoolTimeout)
"""What the library raises where the database gives no answer, or refuses."""
if not os.environ.get("NIANBAO_DEBUG"):
    # What goes wrong is said in a sentence of ours; the library would write a traceback beside it.
    for _name in ("procrastinate", "psycopg.pool", "asyncio"):
        logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

__all__ = [
    "TROUBLES",
    "AlreadyEnqueued",
    "App",
    "ConnectorException",
    "Job",
    "PoolTimeout",
    "PsycopgConnector",
    "RetryStrategy",
    "SchemaManager",
]
