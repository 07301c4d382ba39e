"""Share a cosmic-ray session out among workers, and put the results together again."""

import re
import shutil
import sqlite3
import sys
from collections import Counter
from pathlib import Path


def split(session: str, workers: int) -> None:
    """Copy the session into every worker's folder, each with its own part of the mutants not filtered out."""
    for worker in range(workers):
        part = Path(session).parents[1] / str(worker) / "part.sqlite"
        shutil.copy(session, part)
        with sqlite3.connect(part) as data:
            left = data.execute(
                "select job_id from mutation_specs where job_id not in (select job_id from work_results)"
            )
            mine = {job for n, (job,) in enumerate(left.fetchall()) if n % workers == worker}
            for (job,) in data.execute("select job_id from work_items").fetchall():
                if job not in mine:
                    for table in ("work_results", "mutation_specs", "work_items"):
                        data.execute(f"delete from {table} where job_id = ?", (job,))


def only(session: str, pattern: str) -> None:
    """Leave the mutants of the modules whose path has the pattern in it."""
    with sqlite3.connect(session) as data:
        for job, module in data.execute("select job_id, module_path from mutation_specs").fetchall():
            if not re.search(pattern, module):
                for table in ("work_results", "mutation_specs", "work_items"):
                    data.execute(f"delete from {table} where job_id = ?", (job,))


def report(sessions: list[str]) -> None:
    """Killed of all by module, then the survivors."""
    counts: Counter[tuple[str, str]] = Counter()
    survivors = []
    for session in sessions:
        with sqlite3.connect(session) as data:
            rows = data.execute(
                "select module_path, test_outcome, operator_name, start_pos_row, definition_name, diff"
                " from mutation_specs join work_results using (job_id)"
            )
            for module, outcome, operator, row, definition, diff in rows:
                counts[module, outcome] += 1
                if outcome == "SURVIVED":
                    change = [x for x in diff.splitlines() if x[:1] in "+-" and x[:3] not in ("---", "+++")]
                    survivors.append((module, row, operator, definition, change))
    for module in sorted({m for m, _ in counts}):
        killed, survived = counts[module, "KILLED"], counts[module, "SURVIVED"]
        print(f"{killed:4}/{killed + survived:<4} {module}")
    killed = sum(n for (_, outcome), n in counts.items() if outcome == "KILLED")
    print(f"{killed}/{killed + len(survivors)} killed")
    for module, row, operator, definition, change in sorted(survivors, key=str):
        print(f"\n{module}:{row} {operator} {definition or ''}", *change, sep="\n")


if __name__ == "__main__":
    if sys.argv[1] == "split":
        split(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1] == "only":
        only(sys.argv[2], sys.argv[3])
    else:
        report(sys.argv[2:])
