"""The command `nianbao`."""

from __future__ import annotations

import dataclasses
import getpass
import os
import sys
from pathlib import Path
from typing import Any

import click

from indexer.archive.archive import open_archive
from indexer.archive.finding_filter import FindingChoice, parse_finding_filter
from indexer.cli import amend as terminal_amendment
from indexer.cli import checks as terminal_checks
from indexer.cli import commitments as terminal_commitments
from indexer.cli import export as terminal_export
from indexer.cli import output as terminal
from indexer.cli import sources as intake
from indexer.cli import status as terminal_status
from indexer.cli import verdicts as terminal_verdicts
from indexer.cli.options import exit_code, home_option, json_option, settings_of
from indexer.errors import NianbaoError
from indexer.export import Terms
from indexer.export.rows import list_hits
from indexer.ingest.add import add as add_files
from indexer.ingest.readers import Readers
from indexer.ingest.reindex import reindex as reindex_archive
from indexer.ingest.remove import remove as remove_report
from indexer.report.report_json import to_public_json
from indexer.search.query.parse import Choices, parse_query
from indexer.verdict import Subject


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao", message="nianbao %(version)s")
def nianbao() -> None:
    """年报：政府信息公开工作年度报告与政府工作报告的全文检索。"""


@nianbao.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@home_option
@json_option
def add(paths: tuple[Path, ...], home: Path | None, as_json: bool) -> None:
    """收录文件或文件夹 PATHS 中的报告；已收录且未变的跳过。"""
    with terminal.ProgressBar("收录", as_json) as told:
        run = add_files(paths, settings_of(home), told)
    terminal.show_run(run, told.outcomes, as_json)
    sys.exit(exit_code(run))


@nianbao.command()
@home_option
@json_option
def reindex(home: Path | None, as_json: bool) -> None:
    """从原文件重建目录和索引；建好并核对后才替换现有的。"""
    with terminal.ProgressBar("重建", as_json) as told:
        run = reindex_archive(settings_of(home), told)
    terminal.show_run(run, [o for o in told.outcomes if o.status == "failed"], as_json)
    sys.exit(exit_code(run))


@nianbao.command()
@click.argument("report")
@home_option
@json_option
def remove(report: str, home: Path | None, as_json: bool) -> None:
    """撤下一份报告（编号 REPORT）；原文件移入档案的 trash 文件夹。"""
    remove_report(report, settings_of(home))
    terminal.show_done(f"已撤下 {report}，原文件在 trash 文件夹中。", {"removed": report}, as_json)


@nianbao.command()
@click.argument("query")
@click.option("--year", "years", multiple=True, help="年度，如 2020 或 2019..2021；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 从化区；可重复")
@click.option("--section", "sections", multiple=True, help="章节 1–6；可重复")
@click.option("--kind", "kinds", multiple=True, help="类型：disclosure 或 work；可重复")
@click.option("--sort", default="", help="排序：relevance（默认）、newest、oldest")
@click.option("--limit", help="每页条数")
@click.option("--page", default="1", help="第几页")
@click.option(
    "--export", "file", type=click.Path(path_type=Path), help="全部结果存为 FILE（.csv、.xlsx、.json）"
)
@home_option
@json_option
def search(query: str, home: Path | None, as_json: bool, file: Path | None, **filters: Any) -> None:
    """检索 QUERY。

    空格分开的词都要出现；引号内原样匹配；可用 AND OR NOT 与 -排除；
    可写 年份:2019..2021 地区:从化区 章节:5。
    """
    settings = settings_of(home)
    archive, asked = open_archive(settings), parse_query(query, Choices(**filters), settings=settings)
    if file:
        terminal_export.save(list_hits(archive, asked, Terms(settings.max_export_rows)), file, as_json)
    else:
        terminal.show_results(archive.search(asked), as_json)


@nianbao.command()
@click.option("--year", "years", multiple=True, help="年度，如 2020 或 2019..2021；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 从化区；可重复")
@click.option("--rule", "rules", multiple=True, help="规则，如 balance；可重复")
@click.option(
    "--outcome", "outcomes", multiple=True, help="结果，如 fails（默认只列不符的和空白算零才相符的）；可重复"
)
@click.option("--csv", "form", flag_value="csv", help="以 CSV 输出")
@click.option("--json", "form", flag_value="json", help="以 JSON 输出")
@home_option
def check(home: Path | None, form: str | None, **filters: Any) -> None:
    """核对统计表的勾稽关系；有不符的，退出码为 1。"""
    settings = settings_of(home)
    archive = open_archive(settings)
    wanted = parse_finding_filter(FindingChoice(**filters), terminal_checks.USUAL_OUTCOMES, archive.verdicts)
    if terminal_checks.show_checks(archive, wanted, form or "", settings.max_export_rows):
        sys.exit(1)


@nianbao.command()
@click.argument("query", default="")
@click.option("--year", "years", multiple=True, help="承诺的年度，如 2021 或 2019..2021；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 从化区；可重复")
@click.option(
    "--class",
    "class_",
    multiple=True,
    help="类别：checkable（可核对）、task（事项）、course（方针）、none（不是承诺）、all（默认前两类）；可重复",
)
@click.option("--topic", multiple=True, help="主题，如 教育；可重复")
@click.option("--having", multiple=True, help="figure（有数字）、deadline（有期限）；可重复")
@click.option("--state", multiple=True, help="结果：found、none、waiting；可重复")
@click.option("--verdict", multiple=True, help="核对意见：done、part、not、unclear、open；可重复")
@click.option("--sort", default="", help="排序：relevance（默认）、newest、oldest")
@click.option("--limit", help="每页条数")
@click.option("--page", default="1", help="第几页")
@click.option(
    "--export", "file", type=click.Path(path_type=Path), help="全部承诺存为 FILE（.csv、.xlsx、.json）"
)
@click.option("--csv", "as_csv", is_flag=True, help="全部承诺以 CSV 输出")
@home_option
@json_option
def commitments(query: str, home: Path | None, as_json: bool, **asked: Any) -> None:
    """查找承诺：报告中写明要做的事。QUERY 写法同 search，在承诺的原文中查找。"""
    terminal_commitments.run(settings_of(home), query, as_json, asked)


@nianbao.command("list")
@home_option
@json_option
def list_reports(home: Path | None, as_json: bool) -> None:
    """列出全部报告。"""
    terminal.show_list(open_archive(settings_of(home)).summaries(), as_json)


@nianbao.command()
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@json_option
def inspect(file: Path, home: Path | None, as_json: bool) -> None:
    """以 JSON 显示程序从 FILE 读出的报告，不收录。"""
    with Readers(settings_of(home)) as readers:
        report, how = readers.inspect(file)
    damage = [found.to_json() for found in report.damage]
    terminal.show_json(to_public_json(report) | {"damage": damage, "reading": dataclasses.asdict(how)})


@nianbao.command()
@home_option
@json_option
def status(home: Path | None, as_json: bool) -> None:
    """档案现状：各地区各年度的报告、索引、最近的收录及失败。"""
    archive = open_archive(settings_of(home))
    overview = archive.overview()
    coverage = archive.coverage() if as_json or overview.compact else archive.coverage_below(())
    terminal_status.show_status(overview, archive.damage(), coverage, archive.runs(), as_json)


@nianbao.command()
@click.argument(
    "subject",
    default="",
    type=click.Choice(["", *(s.value for s in Subject)]),
    metavar="[finding|commitment]",
)
@click.argument("key", default="")
@click.argument("value", default="")
@click.option("--note", default="", help="说明")
@click.option("--link", default="", help="佐证的链接：http(s) 网址，或本站以 / 开头的地址")
@click.option("--who", default=getpass.getuser, help="署名（默认为当前用户名）")
@home_option
@json_option
def verdict(subject: str, key: str, value: str, home: Path | None, as_json: bool, **said: str) -> None:
    """查看或提出核对意见 VALUE；KEY 是核对结果或承诺的编号。

    核对结果可用 confirmed（确有问题）、dismissed（不是问题）；承诺可用 done、part、not、unclear；
    withdrawn 撤回。重建档案、重新收录后，内容未变的意见仍在。
    """
    archive = open_archive(settings_of(home))
    if value:
        given = archive.verdicts.give(Subject(subject), key, value, **said)
        terminal_verdicts.show_verdict(given, as_json)
    else:
        terminal_verdicts.show_verdicts(archive, subject, key, as_json)


for _command in (*intake.COMMANDS, *terminal_amendment.COMMANDS):
    nianbao.add_command(_command)


def main() -> None:
    """Run the command; what goes wrong is one sentence and exit code 2, never a traceback."""
    as_json = "--json" in sys.argv[1:]
    try:
        nianbao.main(prog_name="nianbao", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        terminal.show_error("interrupted", "已中断；已入库的报告不受影响，再次运行即可继续。", as_json)
    except NianbaoError as error:
        terminal.show_error(error.code, error.message, as_json)
    except BrokenPipeError:  # the reader of our output (head, less) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("NIANBAO_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        message = f"程序内部错误（{what}）；请设 NIANBAO_DEBUG=1 重试并把输出告知开发者。"
        terminal.show_error("internal", message, as_json)
    else:
        return
    sys.exit(2)


if __name__ == "__main__":
    main()
