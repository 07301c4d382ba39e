"""Let the tests run from a bare checkout, where `jineng` is the repository root; and one demonstration for all."""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from terminal import Result

ROOT = Path(__file__).parent.parent

if find_spec("jineng") is None:
    jineng = ModuleType("jineng")
    jineng.__path__ = [str(ROOT)]
    sys.modules["jineng"] = jineng


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, Result]":
    """The folder that `jineng demo` filled, and what it said: run once, for every test that only looks."""
    from terminal import invoke

    folder = tmp_path_factory.mktemp("演 示") / "新建"
    return folder, invoke(["demo", str(folder)])


@pytest.fixture
def app() -> Iterator[Any]:
    """Our engine's application, which writes down what is said; for each test its own."""
    import xlwings as xw

    from jineng.workbooks.engine import register

    before = xw.engines.active
    yield register().apps.active.impl
    xw.apps.active.quit()
    xw.engines.active = before
