"""What every request may ask of the application: its archive and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from indexer.archive.archive import Archive
from indexer.ingest.reading.readers import Readers
from indexer.ingest.staging.area import WaitingArea
from indexer.ingest.staging.scans import WaitingScans
from indexer.settings import Settings

_KEY = "nianbao"


@dataclass(frozen=True, slots=True)
class _Context:
    settings: Settings
    archive: Archive
    readers: Readers
    scans: WaitingScans


def attach(app: Flask, settings: Settings, archive: Archive) -> None:
    """Give the application its archive."""
    readers = Readers(settings, sandbox_all=True)
    # A request cannot wait for minutes: `WaitingScans` does it beside them.
    readers.recogniser.is_enabled = False
    app.extensions[_KEY] = _Context(settings, archive, readers, WaitingScans(settings))


def the_archive() -> Archive:
    """The archive that the current request is about."""
    return cast(_Context, current_app.extensions[_KEY]).archive


def the_settings() -> Settings:
    """The settings of the current application."""
    return cast(_Context, current_app.extensions[_KEY]).settings


def the_readers() -> Readers:
    """What reads files for the current application: in processes of their own, shared by all its requests."""
    return cast(_Context, current_app.extensions[_KEY]).readers


def the_staging() -> WaitingArea:
    """The staging area of the current application; all its requests share the processes that read files."""
    context = cast(_Context, current_app.extensions[_KEY])
    postpone = context.scans.start if context.scans.is_offered else None
    return WaitingArea(context.settings, context.readers, postpone)


def the_scans() -> WaitingScans:
    """What recognises waiting scans beside the requests of the current application."""
    return cast(_Context, current_app.extensions[_KEY]).scans
