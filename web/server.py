"""The command `nianbao-web`: serves the portal with waitress."""

from __future__ import annotations

import dataclasses
import logging
import signal
import sys
from pathlib import Path
from typing import Any

import click
import waitress

from indexer import Archive, ArchiveError, NianbaoError, Settings, open_archive
from web import create_app
from web.password import ask
from web.querystring import Asked

_THREADS = 8


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), help="档案所在文件夹（默认 ./.nianbao）")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="监听的端口")
@click.option(
    "--hash-password",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=ask,
    help="生成登录密码的散列",
)
def main(home: Path | None, host: str, port: int) -> None:
    """在浏览器中检索政府年度报告。"""
    try:
        settings = Settings.from_environment()
    except NianbaoError as error:
        click.echo(error.message, err=True)
        sys.exit(2)
    settings = dataclasses.replace(settings, home=home) if home else settings
    archive = open_archive(settings)
    try:
        server = waitress.create_server(
            create_app(settings, archive),
            host=host,
            port=port,
            threads=_THREADS,
            ident=None,
            **_proxy(settings),
        )
    except NianbaoError as error:
        click.echo(error.message, err=True)
        sys.exit(2)
    except (OSError, ValueError) as error:  # ValueError: waitress's word for a host that does not resolve
        reason = getattr(error, "strerror", None) or str(error)
        click.echo(
            f"无法在 {host}:{port} 上提供服务（{reason}），请用 --host、--port 换一个地址或端口。", err=True
        )
        sys.exit(2)
    _warm_up(archive, settings)
    shown = host if ":" not in host else f"[{host}]"
    click.echo(f"请用浏览器打开 http://{shown}:{_port(server)} （按 Ctrl+C 停止）")
    sys.stdout.flush()
    # Requests that wait for a thread are no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # waitress lets requests under way finish when it is stopped by SystemExit.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    server.run()


def _proxy(settings: Settings) -> dict[str, Any]:
    """What waitress takes from a reverse proxy: the visitor's address, and how the portal was reached."""
    if not settings.trusted_proxy:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    return {
        "trusted_proxy": settings.trusted_proxy,
        "trusted_proxy_headers": headers,
        "clear_untrusted_proxy_headers": True,
    }


def _port(server: Any) -> int:
    """The port that is listened on: with `--port 0` the system has chosen it."""
    several = getattr(server, "effective_listen", None)  # a host with addresses of both families
    return int(several[0][1] if several else server.effective_port)


def _warm_up(archive: Archive, settings: Settings) -> None:
    """Load dictionary and index before the first visitor waits for them."""
    try:
        archive.search(Asked(q="公开").query(settings))
    except ArchiveError as error:
        click.echo(error.message, err=True)


if __name__ == "__main__":
    main()
