"""Help is in the language of each run, whatever was shown in the same process before."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from indexer.cli.language import choose_language
from indexer.cli.main import nianbao
from web.server import main as portal

WORDS = {"zh": "显示这段说明后退出", "en": "Show this message and exit.", "zh-Hant": "顯示這段說明後退出"}
"""What the option `--help` says of itself, which are words of click."""


@pytest.mark.parametrize("command", [nianbao, portal], ids=["nianbao", "nianbao-web"])
@pytest.mark.parametrize("languages", [("zh", "en", "zh"), ("en", "zh-Hant", "en")], ids="-".join)
def test_the_option_help_speaks_the_language_of_each_run(
    command: click.Command, languages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in languages:
        environment = {"NIANBAO_LANG": language}
        choose_language(environment)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        said = CliRunner().invoke(command, ["--help"]).output
        assert [each for each, words in WORDS.items() if words in said] == [language], said
