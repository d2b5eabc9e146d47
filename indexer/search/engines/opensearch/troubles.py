"""What goes wrong with OpenSearch, as our errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from indexer.errors import ArchiveDamaged, EngineUnreachable, QueryError
from indexer.search.engines.opensearch.library import BulkIndexError, NoConnection, TransportError

BUSY = (429, 502, 503, 504)
"""States of an answer that another time may be another."""
_SIGNS = (
    ("refused", "拒绝连接"),
    ("CERTIFICATE_VERIFY_FAILED", "证书无法验证"),
    ("CERTIFICATE_REQUIRED", "对方要求出示证书"),
    ("ALERT_UNKNOWN_CA", "对方不接受出示的证书"),
    ("ALERT_BAD_CERTIFICATE", "对方不接受出示的证书"),
    ("SSL", "TLS 没有谈成"),
    ("timed out", "没有回应"),
    ("resolve", "找不到主机"),
    ("Name or service", "找不到主机"),
)
"""What the library says of a connection, and what is said for the first of these."""


class IndexMissing(Exception):
    """There is no such index."""


@contextmanager
def explain_troubles(where: str) -> Iterator[None]:
    """Turn what goes wrong into our errors.

    Args:
        where: the cluster, as it may be shown.

    Raises:
        EngineUnreachable: there is no answer, or none that could be.
        IndexMissing: there is no such index.
        QueryError: the question has too many parts.
        ArchiveDamaged: what is written in the index cannot be read.
    """
    try:
        yield
    except NoConnection as error:
        how = "请稍候再试；若一直如此，请检查它是否在运行，地址和证书是否正确"
        raise EngineUnreachable(f"连不上检索引擎 {where}（{_explain(error)}），{how}。") from None
    except BulkIndexError as error:
        what = _explain_bulk(error)
        raise EngineUnreachable(f"检索引擎 {where} 没有存下全部内容（{what}），请稍候再试。") from None
    except TransportError as error:
        if error.status_code == 404 and "index_not_found" in str(error.error):
            raise IndexMissing from None
        if "too_many" in str(error.info) and "clauses" in str(error.info):
            raise QueryError("检索式太长，检索引擎一次查不了，请缩短后再试。") from None
        if error.status_code in (401, 403):
            raise EngineUnreachable(
                f"检索引擎 {where} 不接受这个用户、密码或证书，请检查 NIANBAO_ENGINE_URL。"
            ) from None
        if error.status_code in BUSY:
            raise EngineUnreachable(f"检索引擎 {where} 现在不能回答，请稍候再试。") from None
        raise ArchiveDamaged(
            f"检索引擎 {where} 答不了（{error.status_code} {_explain_refusal(error)}），"
            "请用 nianbao reindex 从原文件重建。"
        ) from error


def _explain(error: NoConnection) -> str:
    """The kind of trouble; the library's own message repeats itself over several lines."""
    text = f"{error.error} {error.info}"
    return next((said for sign, said in _SIGNS if sign in text), "连接中断")


def _explain_refusal(error: TransportError) -> str:
    """The innermost reason."""
    known: Any = error.info.get("error", {}) if isinstance(error.info, dict) else {}
    while isinstance(known, dict) and isinstance(known.get("caused_by"), dict):
        known = known["caused_by"]
    reason = known.get("reason", "") if isinstance(known, dict) else known
    return str(reason or error.error)[:120]


def _explain_bulk(error: BulkIndexError) -> str:
    known: dict[str, Any] = next((item for each in error.errors for item in each.values()), {})
    reason = known.get("error", {})
    return str(reason.get("reason", reason) if isinstance(reason, dict) else reason)[:80]
