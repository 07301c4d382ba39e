"""Let the tests run from a bare checkout, where `jineng` is the repository root."""

import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent

if find_spec("jineng") is None:
    jineng = ModuleType("jineng")
    jineng.__path__ = [str(ROOT)]
    sys.modules["jineng"] = jineng
