"""Listings saved to files from the command line."""

from __future__ import annotations

from pathlib import Path

from indexer.cli.output import show, show_json
from indexer.errors import UnwritableFile
from indexer.export import FORMATS, ExportTable, Terms
from indexer.settings import Settings


def make_terms(settings: Settings) -> Terms:
    """Return the terms of a file: as many rows as the settings allow, with the portal's own addresses."""
    return Terms(settings.max_export_rows, settings.base_url)


def save(listing: ExportTable, file: Path, as_json: bool) -> None:
    """Write a listing to a file, whose suffix says the format; it is there whole or not at all.

    Raises:
        UnwritableFile: the suffix is of no format, or the file cannot be written.
    """
    form = FORMATS.get(file.suffix.lower().removeprefix("."))
    if form is None:
        known = "、".join(f".{suffix}" for suffix in FORMATS)
        raise UnwritableFile(f"不能导出为“{file.name}”，文件名请以 {known} 结尾。")
    try:
        part = file.with_name(f".{file.name}.part")
        try:
            with part.open("wb") as written:
                written.writelines(form.write(listing))
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UnwritableFile(f"无法写入 {file}（{error.strerror}），请检查文件夹、权限和磁盘空间。") from None
    if as_json:
        show_json({"exported": str(file)})
    else:
        show(f"已导出到 {file}。")
