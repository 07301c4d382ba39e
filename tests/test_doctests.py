"""The examples in the docstrings hold."""

import doctest
import importlib
from pathlib import Path

import pytest

import jineng.validators

ROOT = Path(jineng.validators.__file__).parent.parent
MODULES = sorted(
    "jineng." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for folder in ("validators", "workbooks")
    for path in (ROOT / folder).rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried and not failed
