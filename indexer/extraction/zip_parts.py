"""The parts of a document that is a ZIP of XML (DOCX, OFD), read within bounds."""

from __future__ import annotations

import io
import zipfile

from lxml import etree
from lxml.etree import _Element

from indexer.errors import OversizedSource, UnreadableSource

_PART_BYTES = 100 * 1024 * 1024


class Parts:
    """Reads the parts of one file by their names, whatever their case and slashes."""

    def __init__(self, data: bytes, label: str) -> None:
        """Open the file.

        Args:
            data: the whole file.
            label: what messages call it (`Word 文件`).

        Raises:
            zipfile.BadZipFile: it is no ZIP.
        """
        self._zip, self._label = zipfile.ZipFile(io.BytesIO(data)), label
        # Names of parts are equivalent whatever their case; some programs write `word\document.xml`.
        self._names = {name.replace("\\", "/").lower(): name for name in self._zip.NameToInfo}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            KeyError: there is none of this name.
            OversizedSource: more than 100 MB.
        """
        with self._zip.open(self._names[name.lower()]) as file:
            data = file.read(_PART_BYTES + 1)
        if len(data) > _PART_BYTES:
            raise OversizedSource(
                f"{self._label}解压后超过 {_PART_BYTES // 1048576} MB，未读取，请检查文件。"
            )
        return data

    def parse(self, data: bytes) -> _Element:
        """The root of a part's XML; no entity is ever expanded, nothing is fetched.

        Raises:
            UnreadableSource: it declares a document type.
            etree.XMLSyntaxError: it is no XML.
        """
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.doctype:
            raise UnreadableSource(f"{self._label}中有不应出现的文档类型声明，未读取，请重新另存后再收录。")
        return root
