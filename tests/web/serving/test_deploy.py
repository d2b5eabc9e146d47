"""The files to run the portal with are right: for who reads them, and for the programs that do."""

from __future__ import annotations

import configparser
import dataclasses
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import crossplane
import pytest

from indexer.cli.commands import MODULES
from indexer.settings import Settings
from tests.conftest import ROOT

DEPLOY = ROOT / "web" / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("nianbao*.*") if path.suffix in (".service", ".timer"))


class Unit(configparser.RawConfigParser):
    """A unit of systemd: names as they are, and the same one several times."""

    def optionxform(self, optionstr: str) -> str:
        """Names keep their letters."""
        return optionstr


@pytest.mark.parametrize("name", UNITS)
def test_units_run_what_there_is_without_rights(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    unit = Unit(strict=False)
    unit.read_string(text)
    assert unit["Unit"]["Description"]
    if name.endswith(".timer"):
        assert unit["Timer"]["OnCalendar"]
        return
    service = unit["Service"]
    assert service["User"] not in ("", "root")
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    for command in re.findall(r"^ExecStart=/opt/nianbao/bin/(.+)$", text, re.MULTILINE):
        program, *words = command.split()
        assert program == "nianbao-web" or (program, words[0] in MODULES) == ("nianbao", True)
    config = re.search("NIANBAO_CONFIG=(.+)", text)
    assert config
    assert config[1] == "/etc/nianbao.toml"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_the_units(name: str, tmp_path: Path) -> None:
    # The programs and the user are not here: another program stands for them.
    text = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", (DEPLOY / name).read_text("utf-8"))
    (tmp_path / name).write_text(re.sub(r"^(User|Group)=.*\n", "", text, flags=re.MULTILINE), "utf-8")
    for other in UNITS:
        if not (tmp_path / other).exists():
            (tmp_path / other).write_text("[Unit]\nDescription=x\n[Service]\nExecStart=/bin/true\n", "utf-8")
    found = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True
    )
    assert not [line for line in found.stderr.splitlines() if str(tmp_path / name) in line], found.stderr


def list_directives(block: list[dict[str, object]]) -> list[tuple[str, list[str]]]:
    """Every directive of a configuration of nginx, with those in its blocks."""
    found: list[tuple[str, list[str]]] = []
    for each in block:
        found.append((str(each["directive"]), list(each["args"])))  # type: ignore[call-overload]
        found += list_directives(each.get("block", []))  # type: ignore[arg-type]
    return found


def test_the_proxy_passes_on_what_the_portal_reads(tmp_path: Path) -> None:
    whole = f"events {{}}\nhttp {{\n{(DEPLOY / 'nginx.conf').read_text('utf-8')}}}\n"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    parsed = crossplane.parse(str(tmp_path / "nginx.conf"), strict=True)
    assert parsed["status"] == "ok", parsed["errors"]
    directives = list_directives(parsed["config"][0]["parsed"])
    headers = {args[0]: args[1] for name, args in directives if name == "proxy_set_header"}
    assert headers["Host"] == "$host"
    assert {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"} <= headers.keys()
    assert headers["X-Forwarded-For"] == "$remote_addr"  # what a visitor claims is not passed on
    assert ("access_log", ["off"]) in directives
    assert ("location", ["=", "/metrics"]) in directives
    assert next(args for name, args in directives if name == "client_max_body_size") == ["100m"]
    assert Settings().max_upload_bytes == 100 * 1024 * 1024


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here")
def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    text = re.sub(r"^ *ssl_\w+ .*\n", "", text, flags=re.MULTILINE).replace(" ssl;", ";")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}}}\n", "utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_the_container_is_built_by_the_rules() -> None:
    """The rules of hadolint that apply: DL3002, DL3006, DL3007, DL3020, DL3042, DL3025, DL4000."""
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    steps = [line.split(None, 1) for line in lines if line and not line.startswith("#")]
    images = [rest.split(" AS ")[0] for step, rest in steps if step == "FROM"]
    assert all(re.fullmatch(r"[\w./-]+:[\w.-]+", image) and "latest" not in image for image in images)
    users = [rest for step, rest in steps if step == "USER"]
    assert users[-1].isdecimal()
    assert int(users[-1]) > 0
    assert "ADD" not in {step for step, _ in steps}
    assert all("--no-cache-dir" in rest for step, rest in steps if step == "RUN" and "pip install" in rest)
    assert all(rest.startswith("[") for step, rest in steps if step == "CMD")
    assert "HEALTHCHECK" in {step for step, _ in steps}
    copied = {
        word for step, rest in steps if step == "COPY" and "--from" not in rest for word in rest.split()[:-1]
    }
    assert all((ROOT / name).exists() for name in copied)


def test_the_file_of_settings_names_every_setting_with_its_default(tmp_path: Path) -> None:
    text = (DEPLOY / "nianbao.toml").read_text("utf-8")
    head, _, body = text.partition("\n\n")
    whole = tomllib.loads(re.sub(r"^# ", "", body, flags=re.MULTILINE))
    assert list(whole) == [field.name for field in dataclasses.fields(Settings)]
    defaults = dataclasses.asdict(Settings())
    changed = {name for name, value in whole.items() if value != defaults[name]}
    assert changed == {"home", "base_url", "trusted_proxy"}
    read = Settings.from_environment({"NIANBAO_CONFIG": str(DEPLOY / "nianbao.toml")})
    assert (str(read.home), read.trusted_proxy) == ("/var/lib/nianbao/home", "127.0.0.1")
    assert "web/README.md" in head


def test_the_readme_names_every_file() -> None:
    readme = (ROOT / "web" / "README.md").read_text("utf-8")
    assert not [path.name for path in DEPLOY.iterdir() if f"web/deploy/{path.name}" not in readme]
