"""The command `nianbao`."""

from __future__ import annotations

import gc
import os
import sys

import click

from indexer.cli.commands import Commands
from indexer.cli.language import choose_language, localize
from indexer.cli.output import show_error
from indexer.errors import NianbaoError, QueryError


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao", message="nianbao %(version)s")
def nianbao() -> None:
    """年报：政府信息公开工作年度报告与政府工作报告的全文检索。"""


def main() -> None:
    """Run the command; what goes wrong is one sentence and exit code 2, never a traceback."""
    # What is loaded is thousands of objects, hardly any of them garbage: to look for that each 700 takes a
    # tenth of the time in which a command starts.
    gc.set_threshold(20_000, 20, 20)
    choose_language(os.environ)
    as_json = "--json" in sys.argv[1:]
    try:
        nianbao.main(prog_name="nianbao", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.MissingParameter as error:
        error.show()
    except click.BadParameter as error:  # which one and what it may be: one sentence, as for all else
        show_error(QueryError.code, error.format_message(), as_json)
    except click.UsageError as error:
        click.UsageError(localize(error.format_message()), error.ctx).show()
    except click.ClickException as error:
        click.ClickException(localize(error.format_message())).show()
    except (click.Abort, KeyboardInterrupt):
        show_error("interrupted", "已中断；已入库的报告不受影响，再次运行即可继续。", as_json)
    except NianbaoError as error:
        show_error(error.code, error.message, as_json)
    except BrokenPipeError:  # the reader of our output (head, less) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("NIANBAO_DEBUG"):
            raise
        if isinstance(error, MemoryError) or "can't start new thread" in str(error):
            message = "内存不足，没有做完；已入库的报告不受影响。请关闭其他程序或放宽内存限制后再次运行。"
            show_error("memory", message, as_json)
            sys.exit(2)
        what = f"{type(error).__name__}: {error}"
        message = f"程序内部错误（{what}）；请设 NIANBAO_DEBUG=1 重试并把输出告知开发者。"
        show_error("internal", message, as_json)
    else:
        return
    sys.exit(2)


if __name__ == "__main__":
    main()
