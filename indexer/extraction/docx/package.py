"""The parts of a Word package, found by their relationships (ECMA-376 part 2), whatever their names."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element

from indexer.errors import OversizedSource, UnreadableSource

_PART_BYTES = 100 * 1024 * 1024
# Strict packages (ISO/IEC 29500-1) say the same as transitional ones under other names.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of a part: the last word of its type (`styles`), and the part that it leads to."""

    kind: str
    part: str


class Package:
    """Reads the parts of a Word file.

    Attributes:
        main: name of the part with the document's text, "" where there is none.
        links: the relationships of that part by their id.
    """

    def __init__(self, data: bytes) -> None:
        """Args: data: the whole file.

        Raises:
            zipfile.BadZipFile: it is no package.
        """
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        # Names of parts are equivalent whatever their case; some programs write `word\document.xml`.
        self._names = {name.replace("\\", "/").lower(): name for name in self._zip.NameToInfo}
        roots = self._links("").values()
        found = [link.part for link in roots if link.kind == "officeDocument" and self.has(link.part)]
        self.main = next(iter(found), "word/document.xml" if self.has("word/document.xml") else "")
        self.links: Mapping[str, Link] = self._links(self.main) if self.main else {}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._names

    def list_related(self, kind: str) -> _Element | None:
        """The root of the part that the main one names for a purpose (`styles`), None where there is none."""
        folder = posixpath.dirname(self.main)
        names = [link.part for link in self.links.values() if link.kind == kind]
        found = next(filter(self.has, [*names, posixpath.join(folder, f"{kind}.xml")]), "")
        return self.read_tree(found) if found else None

    def read_tree(self, name: str) -> _Element:
        """The root of a part; no entity is ever expanded, nothing is fetched.

        Raises:
            OversizedSource: it has more than 100 MB.
            UnreadableSource: it declares a document type.
            etree.XMLSyntaxError: it is no XML.
        """
        data = self.read(name)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.doctype:
            raise UnreadableSource(
                "Word 文件中有不应出现的文档类型声明，未读取，请重新另存为 DOCX 后再收录。"
            )
        return root

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            OversizedSource: more than 100 MB.
        """
        with self._zip.open(self._names[name.lower()]) as file:
            data = file.read(_PART_BYTES + 1)
        if len(data) > _PART_BYTES:
            raise OversizedSource(f"Word 文件解压后超过 {_PART_BYTES // 1048576} MB，未读取，请检查文件。")
        return data

    def _links(self, part: str) -> dict[str, Link]:
        """The relationships of a part, "" for the package, that lead to parts of it."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(listed):
            return {}
        links = {}
        for element in self.read_tree(listed):
            kind, target = str(element.get("Type", "")), unquote(str(element.get("Target", "")))
            if element.get("TargetMode") != "External" and not _OUTSIDE.match(target):
                place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                links[str(element.get("Id", ""))] = Link(kind.rpartition("/")[2], place)
        return links
