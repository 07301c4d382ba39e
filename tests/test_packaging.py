"""The wheel holds every package of ours and nothing of anyone else's."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_is_listed() -> None:
    found = {
        "jineng." + ".".join(init.parent.relative_to(ROOT).parts)
        for top in ("addin", "udfs", "validators", "workbooks")
        for init in (ROOT / top).rglob("__init__.py")
    }
    assert set(CONFIG["tool"]["setuptools"]["packages"]) == found


def test_notices_and_templates_travel_with_it() -> None:
    data = CONFIG["tool"]["setuptools"]["package-data"]
    for package, patterns in data.items():
        if package != "*":
            folder = ROOT.joinpath(*package.split(".")[1:])
            assert all(list(folder.glob(pattern)) for pattern in patterns)


def test_imports_point_one_way() -> None:
    """addin → workbooks, udfs → validators; workbooks and udfs do not know each other; the core knows no Excel."""
    forbidden = {
        "validators": (
            "jineng.workbooks",
            "jineng.udfs",
            "jineng.addin",
            "import xlwings",
            "import openpyxl",
            "from openpyxl",
        ),
        "workbooks": ("jineng.udfs", "jineng.addin"),
        "udfs": ("jineng.workbooks", "jineng.addin"),
    }
    for folder, names in forbidden.items():
        for path in (ROOT / folder).rglob("*.py"):
            lines = [
                x for x in path.read_text(encoding="utf-8").splitlines() if x.lstrip().startswith(("import", "from"))
            ]
            assert not [x for x in lines if any(name in x for name in names)], path.name
