"""The engines that one contract holds: the embedded one, and a real node where the tests are to ask one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from indexer.search.engines.base import Engine, IndexPlace
from indexer.search.engines.whoosh import WhooshEngine
from indexer.search.facets.divisions import name_division
from indexer.settings import Settings
from tests.cluster.servers.node import is_wanted

NameOf = Callable[[str, str], str]


class KeptPublication:
    """What a catalogue keeps for an engine (`indexer.search.engines.base.PublishedNumber`)."""

    def __init__(self) -> None:
        self.number = 0

    def read(self) -> int:
        return self.number

    def publish(self, number: int) -> None:
        self.number = number


@dataclass
class TestedIndex:
    """One index of an engine, which may be opened several times.

    Attributes:
        kind: name of the engine.
        url: address of the node, "" for the embedded engine.
    """

    __test__ = False

    kind: str
    folder: Path
    url: str = ""
    name_of: NameOf = name_division
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    publication: KeptPublication = field(default_factory=KeptPublication)

    def open(self) -> Engine:
        if self.kind == "whoosh":
            return WhooshEngine(self.folder, Settings(), self.name_of)
        from indexer.search.engines.opensearch.cluster import connect
        from indexer.search.engines.opensearch.engine import OpenSearchEngine

        place = IndexPlace(self.folder, self.name, self.publication)
        return OpenSearchEngine(connect(self.url), place, self.name_of)

    def delete(self) -> None:
        if self.url:
            from indexer.search.engines.opensearch.cluster import connect

            connect(self.url).delete_index(self.name)


KINDS = ("whoosh", "opensearch") if is_wanted() else ("whoosh",)
