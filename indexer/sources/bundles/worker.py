"""The module that runs in a confined process: puts the files of an archive into one file.

A question is `{"unpacker": …, "path": …, "label": …, "out": …, "files": most, "bytes": most}`, the answer
`{"members": [[name, start, size], …], "seconds": processor time}`.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from indexer.errors import NianbaoError
from indexer.extraction.sandbox.server import serve
from indexer.sources.bundles.store import Store

_MISSING = "是 7z 格式，读取它的组件没有安装，请运行 pip install py7zr 后重试，或改用 ZIP 打包后再收录。"
"""Said where an extra is not installed; 7z is the only kind that needs one."""


class Unpacker(Protocol):
    """The module that unpacks archives of one kind."""

    def unpack(self, path: Path, store: Store) -> None:
        """Put the files of an archive into a store.

        Raises:
            SourceError: it is locked or goes beyond a limit, or a program is missing.
        """


def answer(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return where the files of an archive lie, in values of JSON.

    Raises:
        SourceError: it cannot be unpacked.
    """
    with Path(question["out"]).open("w+b") as out:
        store = Store(out, question["label"], question["files"], question["bytes"])
        try:
            unpacker = cast(Unpacker, import_module(question["unpacker"]))
            unpacker.unpack(Path(question["path"]), store)
        except (NianbaoError, MemoryError, RecursionError):
            raise
        except ModuleNotFoundError:
            raise store.deny(_MISSING) from None
        # On broken archives the libraries that read them raise errors of any kind.
        except Exception:
            raise store.deny("已损坏，请重新下载或打包后再收录。") from None
    # Its own and that of programs that worked for it.
    return {"members": store.members, "seconds": sum(os.times()[:4])}


if __name__ == "__main__":
    serve(answer)
