"""Run the tests on a mutant: a server that has everything but jineng imported forks a child for each.

`python tests_of_mutant.py serve` once, in a folder that holds the checkout as `jineng`; `… ask` answers 0 when the
tests pass (the mutant survives) and 1 when one fails.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

ADDRESS = str(Path.cwd() / "mutant.sock")
PAGES = [
    "test_rules.py", "test_cross.py", "test_export.py", "test_experts.py", "test_measures.py", "test_notices.py",
    "test_doctests.py",
]  # fmt: skip
FUNCTIONS = ["test_functions.py", "test_properties.py"]
#: Modules that one programme alone rests on, by the beginning of their names, with its own tests.
PROGRAMMES = {
    ("chief", "nominees"): (["test_chief.py", "test_chief_forms.py", "test_chief_export.py"], "C- or X-", "CHIEF"),
    ("studio", "evaluations", "score_sheets", "applications", "grades", "retirement"): (
        ["test_studio.py", "test_evaluation.py", "test_evaluation_export.py"], "S- or X-", "STUDIO or RETIREMENT or RECTIFY",
    ),
    ("deadlines",): (["test_deadlines.py", "test_bundle.py", "test_checklist.py"], "P-", "DEADLINE"),
}  # fmt: skip
QUICK = "not odd and not never_a_fault and not unreadable and not exported and not does_not_matter"


def failed() -> bool:
    """Whether a test fails: of a programme's own module its own tests, of any other all."""
    changed = subprocess.run(["git", "diff", "--name-only"], capture_output=True, text=True, check=True).stdout.split()
    for stems, (own, pages, functions) in PROGRAMMES.items():
        if all(Path(name).stem.startswith(stems) for name in changed):
            rules = run(["test_rules.py"], "-k", pages)
            return bool(rules or run(["test_functions.py"], "-k", functions) or run(own))
    return bool(run(PAGES) or run(FUNCTIONS, "-k", QUICK))


def run(names: list[str], *options: str) -> int:
    import pytest

    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *options, *(f"tests/{name}" for name in names)]))


def serve() -> None:
    import hypothesis  # noqa: F401
    import openpyxl  # noqa: F401
    import pytest  # noqa: F401
    import xlwings  # noqa: F401

    sys.dont_write_bytecode = True
    server = socket.socket(socket.AF_UNIX)
    server.bind(ADDRESS)
    server.listen()
    while True:
        client, _ = server.accept()
        if os.fork() == 0:
            sys.path.insert(0, str(Path.cwd()))
            os.chdir("jineng")
            sink = os.open(os.devnull, os.O_WRONLY)
            os.dup2(sink, 1)
            os.dup2(sink, 2)
            client.sendall(b"1" if failed() else b"0")
            os._exit(0)
        client.close()
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass


def ask() -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(ADDRESS)
        sys.exit(0 if client.recv(1) == b"0" else 1)


if __name__ == "__main__":
    {"serve": serve, "ask": ask}[sys.argv[1]]()
