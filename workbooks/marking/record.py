"""The record that a marked file keeps of its marking: with it, every changed part becomes again what it was.

It stands in a part of our own, which Excel, WPS and LibreOffice leave out when they save the workbook themselves.
"""

import json
from typing import Any

from jineng.workbooks.marking.package import WORKBOOK, Package, Relation
from jineng.workbooks.marking.places import checksum, spliced

_PART = "xl/jineng.json"
_KIND = "urn:jineng:relationships:marks"
_TYPE = "application/json"


def keep_record(package: Package, cells: int) -> None:
    """Write down what was changed and added; the last thing to be done before a marked file is written."""
    package.add(_PART, b"", _TYPE)
    package.relate(WORKBOOK, _KIND, _PART)
    changed = {}
    for key, patch in package.patches().items():
        crc, back = patch.undo()
        changed[key] = {"crc": crc, "undo": [[start, end, old.decode("latin-1")] for start, end, old in back]}
    record = {"version": 1, "cells": cells, "changed": changed, "added": sorted(package.new_parts())}
    package.added[_PART] = json.dumps(record, separators=(",", ":")).encode()


def undo_record(package: Package) -> int | None:
    """Give back what was there before marking; answers how many cells were marked.

    None, and nothing done, when there is no record or the file has been changed since.
    """
    record = _read(package)
    try:
        return _undo(package, record) if record else None
    except (LookupError, TypeError, AttributeError, ValueError):  # not a record that we wrote
        return None


def _undo(package: Package, record: dict[str, Any]) -> int | None:
    restored = {}
    for key, part in record["changed"].items():
        if not package.has(key):
            return None
        body = package.body(key)
        if checksum([body]) != part["crc"]:
            return None
        restored[key] = b"".join(spliced(body, [(s, e, old.encode("latin-1")) for s, e, old in part["undo"]]))
    cells, added = int(record["cells"]), list(map(str, record["added"]))
    for key, body in restored.items():
        package.restore(key, body)
    for name in added:
        package.remove(name)
    return cells


def drop_record(package: Package) -> None:
    """Take away a record that the file has outlived."""
    relation = _relation(package)
    if relation:
        package.drop(WORKBOOK, relation)
        package.settle()


def _relation(package: Package) -> Relation | None:
    return next((r for r in package.relations(WORKBOOK) if r.kind == _KIND and package.has(r.target)), None)


def _read(package: Package) -> dict[str, Any] | None:
    relation = _relation(package)
    if relation is None:
        return None
    try:
        record = json.loads(package.body(relation.target))
    except ValueError:
        return None
    return record if isinstance(record, dict) and record.get("version") == 1 else None
