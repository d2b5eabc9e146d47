"""The only place that speaks to OpenSearch: every trouble is one of our errors."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from indexer.errors import ArchiveDamaged, EngineUnreachable, QueryError, SettingError
from indexer.search.engines.opensearch.address import ClusterAddress, parse_address
from indexer.search.engines.opensearch.mapping import VERSION, make_index_body

try:
    from opensearchpy import OpenSearch
    from opensearchpy.exceptions import ConnectionError as NoConnection
    from opensearchpy.exceptions import ImproperlyConfigured, TransportError
    from opensearchpy.helpers import BulkIndexError, bulk
except ImportError as missing:
    raise SettingError(
        "设了 NIANBAO_ENGINE_URL，但没有装 opensearch-py；请先运行 pip install 'nianbao[cluster]'。"
    ) from missing

_TIMEOUT = 20
"""Seconds for one question."""
_WRITING = 600
"""Seconds for what an index does as a whole."""
_TRIES = 3
_BUSY = (429, 502, 503, 504)
_CHUNK, _CHUNK_BYTES = 500, 8 << 20
"""Passages sent together, and their bytes."""
_PAGE = 1000
"""Documents of one answer where all are read."""

Document = dict[str, Any]


class IndexMissing(Exception):
    """There is no such index."""


class Cluster:
    """A cluster, spoken to by all its nodes. May be shared by threads."""

    def __init__(self, address: ClusterAddress) -> None:
        """Connect to nothing yet."""
        # It tells each failed attempt with a traceback; ours is one sentence, once.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        self.address = address
        try:
            self._client = OpenSearch(
                hosts=[{"host": host, "port": port} for host, port in address.hosts],
                http_auth=(address.user, address.password) if address.user else None,
                use_ssl=address.is_secure,
                verify_certs=True,
                ca_certs=address.authority or None,
                client_cert=address.certificate or None,
                client_key=address.key or None,
                http_compress=True,
                timeout=_TIMEOUT,
                max_retries=_TRIES,
                retry_on_timeout=True,
                retry_on_status=_BUSY,
            )
        except (ImproperlyConfigured, OSError, ValueError) as error:
            raise SettingError(
                f"NIANBAO_ENGINE_URL 中的证书或选项不能用（{error}），请检查这些文件。"
            ) from None

    def name_index(self, build: str) -> str:
        """Return the name of the index of a build of the archive."""
        return f"{self.address.name}-{build.lower()}"

    def create_index(self, build: str) -> None:
        """Create an index, unless it is there.

        Raises:
            EngineUnreachable: there is no answer.
        """
        with self._explain():
            index = self.name_index(build)
            if not self._client.indices.exists(index=index):
                body = make_index_body(self.address.shards, self.address.replicas)
                self._client.indices.create(index=index, body=body, request_timeout=_WRITING)

    def has_index(self, build: str) -> bool:
        """Return whether there is an index of a build, of the version that is read.

        Raises:
            ArchiveDamaged: it is of another version.
        """
        index = self.name_index(build)
        try:
            with self._explain():
                found = self._client.indices.get_mapping(index=index)
        except IndexMissing:
            return False
        version = next(iter(found.values()))["mappings"].get("_meta", {}).get("version")
        if version != VERSION:
            raise ArchiveDamaged(
                f"索引 {self.address.shown} 是另一版本的程序建成的，请用 nianbao reindex 从原文件重建。"
            )
        return True

    def delete_index(self, build: str) -> None:
        """Delete the index of a build, if there is one."""
        with self._explain():
            self._client.indices.delete(index=self.name_index(build), params={"ignore_unavailable": "true"})

    def refresh(self, build: str) -> None:
        """Let what was written be found."""
        with self._explain():
            self._client.indices.refresh(index=self.name_index(build), request_timeout=_WRITING)

    def read_document(self, build: str, number: str) -> Document | None:
        """Return what is kept of a document, None where there is none.

        Raises:
            IndexMissing: there is no index.
        """
        with self._explain():
            found = self._client.get(index=self.name_index(build), id=number, ignore=[404])
        if found.get("error"):
            raise IndexMissing
        return found.get("_source") if found.get("found") else None

    def write_documents(self, build: str, actions: Iterable[Document]) -> None:
        """Send documents: each is stored under its `_id`, or deleted where its `_op_type` says so."""
        index = self.name_index(build)
        with self._explain():
            bulk(
                self._client,
                ({"_index": index, **action} for action in actions),
                chunk_size=_CHUNK,
                max_chunk_bytes=_CHUNK_BYTES,
                max_retries=_TRIES,
                initial_backoff=1,
                request_timeout=_WRITING,
                ignore_status=(404,),
            )

    def delete_documents(self, build: str, query: Document) -> None:
        """Delete what a query finds among all that was written, found already or not."""
        self.refresh(build)
        with self._explain():
            self._client.delete_by_query(
                index=self.name_index(build),
                body={"query": query},
                params={"conflicts": "proceed", "refresh": "true", "slices": "auto"},
                request_timeout=_WRITING,
            )

    def search(self, build: str, body: Document) -> Document:
        """Answer one question, from all parts of the index or not at all.

        Raises:
            IndexMissing: there is no index.
        """
        with self._explain():
            found: Document = self._client.search(
                index=self.name_index(build),
                body=body,
                params={"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"},
            )
        return found

    def search_many(self, build: str, bodies: Sequence[Document]) -> list[Document]:
        """Answer several questions, sent together.

        Raises:
            EngineUnreachable: one of them has no answer.
        """
        head = {"search_type": "query_then_fetch", "allow_partial_search_results": False}
        lines = [line for body in bodies for line in (head, body)]
        with self._explain():
            found = self._client.msearch(index=self.name_index(build), body=lines)
        answers: list[Document] = found["responses"]
        if any("error" in answer for answer in answers):
            raise EngineUnreachable(f"检索引擎 {self.address.shown} 现在不能回答，请稍候再试。")
        return answers

    def scan(self, build: str, body: Document, sort: Sequence[Document]) -> Iterator[Document]:
        """Yield all hits of a question, however many, as they were when it was asked.

        Args:
            sort: by what they come; no two may be alike in all of it.
        """
        with self._explain():
            opened = self._client.create_pit(index=self.name_index(build), params={"keep_alive": "5m"})
        pit = {"id": opened["pit_id"], "keep_alive": "5m"}
        asked = {**body, "size": _PAGE, "pit": pit, "sort": list(sort), "track_total_hits": False}
        try:
            while True:
                with self._explain():
                    found = self._client.search(body=asked, params={"allow_partial_search_results": "false"})
                hits = found["hits"]["hits"]
                yield from hits
                if len(hits) < _PAGE:
                    return
                asked["search_after"] = hits[-1]["sort"]
        finally:
            with self._explain():
                self._client.delete_pit(body={"pit_id": [pit["id"]]})

    def count_pairs(self, build: str, field: str, tokens: str) -> Mapping[str, int]:
        """Return in how many passages of one part of the index each of some tokens is, of those that are."""
        with self._explain():
            found = self._client.termvectors(
                index=self.name_index(build),
                body={
                    "doc": {field: tokens},
                    "fields": [field],
                    "term_statistics": True,
                    "field_statistics": False,
                    "positions": False,
                    "offsets": False,
                },
            )
        terms = found.get("term_vectors", {}).get(field, {}).get("terms", {})
        return {token: known["doc_freq"] for token, known in terms.items() if known.get("doc_freq")}

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    @contextmanager
    def _explain(self) -> Iterator[None]:
        """Turn what goes wrong into our errors.

        Raises:
            EngineUnreachable: there is no answer, or none that could be.
            IndexMissing: there is no such index.
            QueryError: the question has too many parts.
            ArchiveDamaged: what is written in the index cannot be read.
        """
        where = self.address.shown
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
            if error.status_code in _BUSY:
                raise EngineUnreachable(f"检索引擎 {where} 现在不能回答，请稍候再试。") from None
            raise ArchiveDamaged(
                f"检索引擎 {where} 答不了（{error.status_code} {_explain_refusal(error)}），"
                "请用 nianbao reindex 从原文件重建。"
            ) from error


def connect(url: str) -> Cluster:
    """Return the cluster of an address.

    Raises:
        SettingError: it is none, or its certificates cannot be read.
    """
    return Cluster(parse_address(url))


def _explain(error: NoConnection) -> str:
    """The kind of trouble; the library's own message repeats itself over several lines."""
    text = f"{error.error} {error.info}"
    for sign, said in (
        ("refused", "拒绝连接"),
        ("CERTIFICATE", "证书无法验证"),
        ("SSL", "TLS 没有谈成"),
        ("timed out", "没有回应"),
        ("resolve", "找不到主机"),
        ("Name or service", "找不到主机"),
    ):
        if sign in text:
            return said
    return "连接中断"


def _explain_refusal(error: TransportError) -> str:
    """The innermost reason."""
    known: Any = error.info.get("error", {}) if isinstance(error.info, dict) else {}
    while isinstance(known, dict) and isinstance(known.get("caused_by"), dict):
        known = known["caused_by"]
    reason = known.get("reason", "") if isinstance(known, dict) else known
    return str(reason or error.error)[:120]


def _explain_bulk(error: BulkIndexError) -> str:
    known: Document = next((item for each in error.errors for item in each.values()), {})
    reason = known.get("error", {})
    return str(reason.get("reason", reason) if isinstance(reason, dict) else reason)[:80]
