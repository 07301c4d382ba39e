"""Marked copies for the command line: where each one is written, and what there is to say of it."""

from collections.abc import Container, Iterable, Iterator
from pathlib import Path, PurePath

from jineng.addin.chinese import reason
from jineng.validators.findings import FileReport
from jineng.workbooks.marking import Refused, clear_copy, mark_copy

_ENDING = "_已校验"


def mark_copies(checked: Iterable[tuple[Path, FileReport]], folder: Path) -> Iterator[tuple[str, bool]]:
    """Write a marked copy of each checked workbook into a folder; a sentence for each, and whether it was written.

    Workbooks without findings get one too, lest the copy of an earlier check go on speaking against them.
    """
    taken: set[PurePath] = set()
    for path, report in checked:
        if report.error:
            continue  # has been said
        if path.suffix.lower() == ".docx":
            yield f"{report.file}：Word 文档不着色，问题见上面", True
            continue
        name = _copy_name(report.file, taken)
        taken.add(name)
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            marked = mark_copy(path, report, target)
        except Refused as problem:
            yield f"{report.file}：没有写出标记副本，{problem}", False
        except OSError as problem:
            yield f"{report.file}：标记副本不能写到“{target}”，{reason(problem)}", False
        else:
            cells = f"标记 {marked.cells} 个单元格" if marked.cells else "没有要标记的单元格"
            yield "；".join([f"已写出 {target}：{cells}", *marked.remarks]), True


def clear_file(source: Path, target: Path) -> str:
    """Write a copy without marks; answers what was done."""
    cells = clear_copy(source, target)
    return f"已写出 {target}：" + (f"清除了 {cells} 个单元格的标记" if cells else "没有标记要清除")


def marked_name(path: PurePath) -> str:
    """What the marked copy of a workbook is called."""
    return path.stem.removesuffix(_ENDING) + _ENDING + path.suffix


def _copy_name(label: str, taken: Container[PurePath]) -> PurePath:
    """A workbook's name with our ending, below the folders that tell it from others of the same name."""
    path = PurePath(label)
    folders = [part for part in path.parts[bool(path.anchor) : -1] if part != ".."]
    name = PurePath(*folders, marked_name(path))
    return name.with_stem(path.stem + _ENDING) if name in taken else name
