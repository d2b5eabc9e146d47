"""Shared fixtures: the sample corpus as an archive, built once a run, and the real texts where they are."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from indexer.ingest.add import add
from indexer.settings import Settings
from tests.cluster.servers.node import Node, NoPackages, find_missing
from tests.web.invented_archive import build_archive

# What a machine does beside a test says nothing about the code.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")
# Whatever language the machine speaks, commands are asked in Chinese.
os.environ["LC_ALL"] = "C.UTF-8"

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared"
DAMAGED = ROOT / "tests" / "cases" / "disclosure_2019" / "damaged-copy.html"


@pytest.fixture(scope="module")
def earlier_garbage_set_aside() -> Iterator[None]:
    """Set aside what earlier tests left in memory.

    A served process collects once and sets aside what it holds (`web.server`); here thousands of tests leave
    millions of objects, and one pass through them takes a page the time that `web.deadline` gives it.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive of the sample corpus. For reading only."""
    settings = Settings(home=tmp_path_factory.mktemp("sample") / "home")
    add([ROOT / "corpus"], settings, lambda _outcome, _total: None)
    return settings


@pytest.fixture(scope="session")
def invented_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive of fifteen invented reports. For reading only."""
    settings = Settings(home=tmp_path_factory.mktemp("invented") / "home")
    build_archive(settings)
    return settings


@pytest.fixture
def invented_copy(invented_settings: Settings, tmp_path: Path) -> Path:
    """The home of an archive of the same reports, which may be written to."""
    return shutil.copytree(invented_settings.home, tmp_path / "invented")


@pytest.fixture(scope="session")
def real() -> Path:
    """Folder of real texts beside the checkout."""
    if not REAL.is_dir():
        pytest.skip("real texts are not beside this checkout")
    return REAL


@pytest.fixture(scope="session")
def damaged_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive of one invented report that carries every kind of damage. For reading only."""
    settings = Settings(home=tmp_path_factory.mktemp("damaged") / "home")
    add([DAMAGED], settings, lambda _outcome, _total: None)
    return settings


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a node of OpenSearch and the name of an archive; a running one where one is named."""
    if running := os.environ.get("TEST_NODE"):
        yield f"{running}/test"
        return
    if missing := find_missing():
        pytest.skip(f"a node cannot be started here: {missing}")
    try:
        node = Node(tmp_path_factory.mktemp("node"))
    except NoPackages as error:
        pytest.skip(f"a node cannot be started here: {error}")
    yield f"{node.url}/test"
    node.stop()
