"""The only place that speaks to OpenSearch."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from indexer.errors import ArchiveDamaged, EngineUnreachable
from indexer.search.engines.opensearch.address import ClusterAddress, parse_address
from indexer.search.engines.opensearch.credentials import make_context, make_headers
from indexer.search.engines.opensearch.library import OpenSearch, bulk
from indexer.search.engines.opensearch.mapping import VERSION, make_index_body
from indexer.search.engines.opensearch.troubles import BUSY, IndexMissing, explain_troubles

_TIMEOUT = 20
"""Seconds for one question."""
_WRITING = 600
"""Seconds for what an index does as a whole."""
_TRIES = 3
_CHUNK, _CHUNK_BYTES = 500, 8 << 20
"""Passages sent together, and their bytes."""
_PAGE = 1000
"""Documents of one answer where all are read."""

Document = dict[str, Any]


class Cluster:
    """A cluster, spoken to by all its nodes. May be shared by threads."""

    def __init__(self, address: ClusterAddress) -> None:
        """Connect to nothing yet.

        Raises:
            SettingError: a file of certificates cannot be read, or is none.
        """
        # It tells each failed attempt with a traceback; ours is one sentence, once.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        self.address = address
        self._client = OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in address.hosts],
            headers=make_headers(address),
            use_ssl=address.is_secure,
            ssl_context=make_context(address),
            # Its packing takes as long as all else that a passage takes here: 1.5 ms to save 16 kB.
            http_compress=False,
            timeout=_TIMEOUT,
            max_retries=_TRIES,
            retry_on_timeout=True,
            retry_on_status=BUSY,
        )

    def name_index(self, build: str) -> str:
        """Return the name of the index of a build of the archive."""
        return f"{self.address.name}-{build.lower()}"

    def create_index(self, build: str) -> None:
        """Create an index, unless it is there.

        Raises:
            EngineUnreachable: there is no answer.
        """
        with explain_troubles(self.address.shown):
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
            with explain_troubles(self.address.shown):
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
        with explain_troubles(self.address.shown):
            self._client.indices.delete(index=self.name_index(build), params={"ignore_unavailable": "true"})

    def refresh(self, build: str) -> None:
        """Let what was written be found."""
        with explain_troubles(self.address.shown):
            self._client.indices.refresh(index=self.name_index(build), request_timeout=_WRITING)

    def read_document(self, build: str, number: str) -> Document | None:
        """Return what is kept of a document, None where there is none.

        Raises:
            IndexMissing: there is no index.
        """
        with explain_troubles(self.address.shown):
            found = self._client.get(index=self.name_index(build), id=number, ignore=[404])
        if found.get("error"):
            raise IndexMissing
        return found.get("_source") if found.get("found") else None

    def write_documents(self, build: str, actions: Iterable[Document]) -> None:
        """Send documents: each is stored under its `_id`, or deleted where its `_op_type` says so."""
        index = self.name_index(build)
        with explain_troubles(self.address.shown):
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
        with explain_troubles(self.address.shown):
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
        with explain_troubles(self.address.shown):
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
        with explain_troubles(self.address.shown):
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
        with explain_troubles(self.address.shown):
            opened = self._client.create_pit(index=self.name_index(build), params={"keep_alive": "5m"})
        pit = {"id": opened["pit_id"], "keep_alive": "5m"}
        asked = {**body, "size": _PAGE, "pit": pit, "sort": list(sort), "track_total_hits": False}
        try:
            while True:
                with explain_troubles(self.address.shown):
                    found = self._client.search(body=asked, params={"allow_partial_search_results": "false"})
                hits = found["hits"]["hits"]
                yield from hits
                if len(hits) < _PAGE:
                    return
                asked["search_after"] = hits[-1]["sort"]
        finally:
            with explain_troubles(self.address.shown):
                self._client.delete_pit(body={"pit_id": [pit["id"]]})

    def count_pairs(self, build: str, field: str, tokens: str) -> Mapping[str, int]:
        """Return in how many passages of one part of the index each of some tokens is, of those that are."""
        with explain_troubles(self.address.shown):
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


def connect(url: str) -> Cluster:
    """Return the cluster of an address.

    Raises:
        SettingError: it is none, or its certificates cannot be read.
    """
    return Cluster(parse_address(url))
