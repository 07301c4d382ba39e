"""A submission as one .zip: the files that lie in its folders, with their hashes; whole or not at all."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from jineng.workbooks.atomic import replacing
from jineng.workbooks.file_kinds import digest_of
from jineng.workbooks.manifest import MANIFEST


def write_parcel(target: Path, folder: Path, files: Sequence[Path]) -> bool:
    """Pack files below a folder; False where something of that name is there that we did not pack.

    文件校验.txt in it can be checked with `sha256sum -c`.
    """
    if target.exists() and not _is_ours(target):
        return False
    lines = []
    with (
        replacing(target) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as parcel,  # from 1980 on
    ):
        for file in files:
            name = file.relative_to(folder).as_posix()
            parcel.write(file, name)
            lines.append(f"{digest_of(file)}  {name}\n")
        parcel.writestr(MANIFEST, "".join(lines).encode())
    return True


def _is_ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as parcel:
            return MANIFEST in parcel.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
