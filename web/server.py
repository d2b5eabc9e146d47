"""The command `nianbao-web`: serves the portal with waitress."""

from __future__ import annotations

import dataclasses
import gc
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path

import click
from flask import Flask
from werkzeug.security import generate_password_hash

from indexer.archive.archive import Archive, open_archive
from indexer.cli.help import LocalizedCommand
from indexer.cli.language import choose_language, localize
from indexer.cli.output import show, show_note
from indexer.errors import ArchiveError, NianbaoError
from indexer.ingest.recovery import recover
from indexer.search.analysis import load_dictionary
from indexer.settings import Settings
from web import create_app
from web.headers import find_largest_body
from web.parameters.search import Asked
from web.search_counter import write_counts
from web.serving.processes import count_possible, listen, raise_file_limit, run
from web.serving.service import Service

_LOADED_EARLY = ("cn2an", "pypinyin", "xlsxwriter")
"""Packages that take long to load, which commands do where they are needed: no visitor waits for them."""
_SHORTEST_PASSWORD = 8
"""Characters."""


def _print_password_hash(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Ask for a password twice and print its hash, which is all that is ever kept; the program ends."""
    if not wanted:
        return
    again = localize("再输入一次")
    password = click.prompt(localize("密码"), hide_input=True, confirmation_prompt=again, err=True)
    if len(password) < _SHORTEST_PASSWORD:
        raise click.ClickException(localize(f"密码至少要有 {_SHORTEST_PASSWORD} 个字符。"))
    show_note("把下面一行放进环境变量 NIANBAO_PASSWORD_HASH，外面要有单引号：")
    click.echo(generate_password_hash(password))
    context.exit()


@click.command(cls=LocalizedCommand, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), help="档案所在文件夹（默认 ./.nianbao）")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="监听的端口")
@click.option(
    "--hash-password",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_password_hash,
    help="生成登录密码的散列",
)
@click.option("--workers", type=click.IntRange(1, 64), help="进程数（默认每个处理器一个，最多 8 个）")
def main(home: Path | None, host: str, port: int, workers: int | None) -> None:
    """在浏览器中检索政府年度报告。"""
    try:
        settings = Settings.from_environment()
    except NianbaoError as error:
        show_note(error.message)
        sys.exit(2)
    settings = dataclasses.replace(settings, home=home) if home else settings
    if not settings.originals_url:
        _recover(
            settings
        )  # else a worker does: what asks other machines is of no use to a process that forks
    raise_file_limit()
    archive = open_archive(settings)
    workers = workers or count_possible()
    if settings.metrics and workers > 1:
        # Before anything loads the package that counts: all workers write their counts there.
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="nianbao-metrics-"))
    try:
        app = create_app(settings, archive)
        sockets = listen(host, port)
    except NianbaoError as error:
        show_note(error.message)
        sys.exit(2)
    except OSError as error:
        reason = error.strerror or str(error)
        show_note(f"无法在 {host}:{port} 上提供服务（{reason}），请用 --host、--port 换一个地址或端口。")
        sys.exit(2)
    # Requests that wait for a thread are no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    load_dictionary()  # once: workers share the memory
    for package in _LOADED_EARLY:
        import_module(package)

    def serve(number: int, ready: Callable[[], None]) -> None:
        service = Service(app, sockets, partial(find_largest_body, app, settings), settings.trusted_proxy)
        if settings.originals_url and not number:
            _recover(settings)
        _warm_up(archive, settings, aloud=not number)
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda _signal, _frame: _end(service, app))
        ready()
        service.run()

    def ready() -> None:
        shown = host if ":" not in host else f"[{host}]"
        show(f"请用浏览器打开 http://{shown}:{sockets[0].getsockname()[1]} （按 Ctrl+C 停止）")
        sys.stdout.flush()

    def stop() -> None:
        for listening in sockets:
            listening.close()

    run(workers, serve, ready, stop)


def _recover(settings: Settings) -> None:
    with suppress(ArchiveError):  # told by the pages that cannot be answered, and by the next writer
        recover(settings)


def _end(service: Service, app: Flask) -> None:
    """End this process when all requests that have come are answered.

    Beside what it is at, for an exception raised by a signal may leave a lock of waitress taken that
    ending asks for.
    """

    def end() -> None:
        service.end()
        write_counts(app)
        os._exit(0)

    threading.Thread(target=end, name="nianbao-end").start()


def _warm_up(archive: Archive, settings: Settings, aloud: bool) -> None:
    """Load the index before the first visitor waits for it; what is loaded then is no garbage."""
    try:
        # With a number: what writes numbers in words is loaded by the first that is asked for.
        asked = Asked(q="公开 二十").query(settings)
        archive.search(asked)
        archive.commitments.find(asked)
        if aloud and archive.outdated:
            show_note("档案是另一版本的程序建成的：检索照常，收录之前请运行 nianbao reindex。")
    except ArchiveError as error:
        if aloud:
            show_note(error.message)
    gc.collect()
    gc.freeze()
    # A page makes and drops thousands of objects, hardly any of them in circles: the usual 700 would have
    # circles looked for several times a page.
    gc.set_threshold(20_000, 20, 20)


def run_command() -> None:
    """Run the command in the chosen language."""
    choose_language(os.environ)
    main()


if __name__ == "__main__":
    run_command()
