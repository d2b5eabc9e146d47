"""What can be set, read once from the environment and passed as an argument."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from indexer.errors import NianbaoError


class SettingError(NianbaoError):
    """A setting in the environment has no usable value."""

    code = "setting"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one archive. Each is read from `NIANBAO_<NAME>`.

    Attributes:
        home: folder of the archive (originals, catalogue, index).
        max_file_bytes: largest file taken in, in bytes.
        max_query_chars: longest query answered, in characters.
        page_size: hits on a page.
        max_page: last page that can be asked for.
        passage_chars: length from which a section is cut at its sub-headings, in characters.
        index_memory_mb: memory that the index writer may use, in MiB.
        search_memory_mb: memory for what was worked out for words that were searched for, in MiB.
    """

    home: Path = Path(".nianbao")
    max_file_bytes: int = 20 * 1024 * 1024
    max_query_chars: int = 300
    page_size: int = 10
    max_page: int = 1000
    passage_chars: int = 2000
    index_memory_mb: int = 512
    search_memory_mb: int = 128

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings.

        Raises:
            SettingError: a number is not a positive number.
        """
        values: dict[str, Path | int] = {}
        for field in fields(cls):
            name = f"NIANBAO_{field.name.upper()}"
            raw = environment.get(name, "").strip()
            if not raw:
                continue
            if field.name == "home":
                values["home"] = Path(raw)
                continue
            if not raw.isdecimal() or int(raw) < 1:
                raise SettingError(f"环境变量 {name} 的值“{raw}”不是正整数，请改正后再试。")
            values[field.name] = int(raw)
        return cls(**values)  # type: ignore[arg-type]
